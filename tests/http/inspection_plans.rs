//! How inspections, findings, samples, incentives and awards are read (5.2.3, 5.3.3): a page goes by an index in every reach, on both
//! databases, and so does what a day shows and the morning's reminders.

use tests::{App, Backend, both};

use crate::approvals::explain;
use crate::case_plans::{fill, id};

/// Of every case an inspection with a finding, a third of them open; a sample, a proposal and an award of many days.
fn inspected(app: &App) {
    fill(app, 1000);
    let (manager, deputy) = (id(app, "manager"), id(app, "deputy_a"));
    let (key, day, num) = match app.backend {
        Backend::Sqlite => (
            "randomblob(16)",
            "date('2026-01-01', '+' || n || ' days')",
            "CAST(n AS INTEGER)",
        ),
        Backend::Postgres => ("gen_random_uuid()", "DATE '2026-01-01' + n::int", "n"),
    };
    let numbered =
        |table: &str| format!("(SELECT *, ROW_NUMBER() OVER (ORDER BY id) AS n FROM {table})");
    let mut sql = app.sql();
    sql.run(&format!(
        "INSERT INTO inspections (id, case_id, owner_id, team_id, inspector_id, reason, state, due_on, answers, open_findings, inspected_at, \
         version, created_at, updated_at) \
         SELECT {key}, id, owner_id, team_id, CASE n % 40 WHEN 0 THEN {manager} ELSE {deputy} END, 'x', CASE n % 3 WHEN 0 THEN 'open' ELSE 'findings' END, {day}, '[]', \
         CASE n % 3 WHEN 0 THEN 0 ELSE 1 END, CASE n % 3 WHEN 0 THEN NULL ELSE created_at END, 1, created_at, created_at FROM {} AS c",
        numbered("cases")
    ));
    sql.run(&format!(
        "INSERT INTO inspection_findings (id, inspection_id, case_id, owner_id, team_id, description, severity, state, rectify_by, refused, \
         closed_at, version, created_at, updated_at) \
         SELECT {key}, id, case_id, owner_id, team_id, 'x', 'minor', CASE n % 5 WHEN 0 THEN 'open' WHEN 1 THEN 'rectified' ELSE 'closed' END, \
         {day}, 0, CASE WHEN n % 5 > 1 THEN created_at END, 1, created_at, created_at FROM {} AS i WHERE state = 'findings'",
        numbered("inspections")
    ));
    sql.run(&format!(
        "INSERT INTO inspection_draws (id, team_id, month, percent, least, seed, cases, drawn, created_at) \
         SELECT {key}, team_id, {day}, 10, 1, 1, 1, 1, created_at FROM {} AS c",
        numbered("cases")
    ));
    let premium = "(SELECT id FROM indicators WHERE code = 'premium_income')";
    sql.run(&format!(
        "INSERT INTO incentive_rules (id, name_zh_hant, name_zh_hans, name_en, indicator_id, period, level, tiers, currency, starts_on, ends_on, \
         decide_days, version, created_at, updated_at) \
         SELECT {key}, 'x', 'x', 'x', {premium}, 'month', 'member', '[]', 'TWD', '1980-01-01', '1980-01-31', 7, 1, created_at, created_at \
         FROM cases LIMIT 1"
    ));
    sql.run(&format!(
        "INSERT INTO incentive_proposals (id, rule_id, rule_version, indicator_id, period, starts_on, ends_on, level, tiers, currency, team_id, \
         state, total, people, computed_at, decide_by, version, created_at, updated_at) \
         SELECT {key}, (SELECT id FROM incentive_rules), 1, {premium}, 'month', {day}, {day}, 'member', '[]', 'TWD', team_id, \
         CASE n % 9 WHEN 0 THEN 'draft' ELSE 'granted' END, {num}, 1, created_at, {day}, 1, created_at, created_at FROM {} AS c",
        numbered("cases")
    ));
    sql.run(&format!(
        "INSERT INTO incentive_awards (id, proposal_id, rule_id, employee_id, team_id, period, starts_on, ends_on, amount, currency, awarded_at) \
         SELECT {key}, p.id, p.rule_id, e.id, p.team_id, 'month', p.starts_on, p.ends_on, 1, 'TWD', p.created_at \
         FROM incentive_proposals p JOIN employees e ON e.team_id = p.team_id"
    ));
    sql.run("ANALYZE");
}

both! {
    async fn every_page_of_inspections_and_incentives_goes_by_an_index_in_every_reach(app) {
        inspected(&app);
        let (me, lead, team) = (id(&app, "member_a1"), id(&app, "lead_a1"), id(&app, "team_a1"));
        let (deputy, area) = (id(&app, "deputy_a"), id(&app, "area_a"));
        for (table, owner, sort) in [
            ("inspections", "owner_id", "created_at"), ("inspection_findings", "owner_id", "created_at"),
            ("incentive_awards", "employee_id", "awarded_at"), ("inspection_draws", "id", "created_at"),
            ("incentive_proposals", "id", "created_at"),
        ] {
            let of_area = format!("{table}.team_id IN (SELECT rt.id FROM teams rt WHERE rt.area_id = {area})");
            let reaches = [
                format!("{table}.{owner} = {me}"),
                format!("{table}.team_id = {team}"),
                format!("({table}.{owner} = {lead} AND ({table}.team_id IS NULL OR {table}.team_id <> {team}))"),
                format!("({of_area} OR {table}.team_id IS NULL OR {table}.{owner} = {deputy})"),
                "1 = 1".to_owned(),
            ];
            for reach in &reaches {
                let query = format!("SELECT * FROM {table} WHERE {reach} ORDER BY {table}.{sort} DESC, {table}.id DESC LIMIT 51");
                let plan = explain(&app, &query);
                let whole = |line: &str| line.contains(&format!("Seq Scan on {table}")) || line.trim() == format!("SCAN {table}");
                assert!(!plan.lines().any(whole), "{query}\n{plan}");
                if owner != "id" {
                    assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{query}\n{plan}");
                }
            }
        }
    }

    async fn days_and_mornings_read_only_what_is_open(app) {
        inspected(&app);
        let me = id(&app, "manager");
        for (query, index) in [
            (format!("SELECT id FROM inspections WHERE inspector_id = {me} AND inspections.state = 'open' ORDER BY due_on, id LIMIT 10"), "inspections_inspector_open"),
            (format!("SELECT id FROM inspection_findings WHERE owner_id = {me} AND inspection_findings.state = 'open' ORDER BY rectify_by, id LIMIT 10"), "inspection_findings_owner_open"),
            ("SELECT id FROM inspections WHERE inspections.state = 'open' AND due_on <= '2026-01-02' ORDER BY due_on, id LIMIT 50".to_owned(), "inspections_open"),
            ("SELECT id FROM inspection_findings WHERE inspection_findings.state IN ('open', 'rectified') AND rectify_by <= '2026-01-02' ORDER BY rectify_by, id LIMIT 50".to_owned(), "inspection_findings_open"),
            ("SELECT id FROM incentive_proposals WHERE incentive_proposals.state IN ('draft', 'submitted', 'returned') AND decide_by < '2026-01-02'".to_owned(), "incentive_proposals_open"),
            ("SELECT case_id FROM case_moves WHERE created_at >= 1 AND created_at < 2".to_owned(), "case_moves_created_at"),
        ] {
            let query = match app.backend {
                Backend::Sqlite => query,
                Backend::Postgres => query.replace(">= 1 AND", ">= TIMESTAMPTZ '2026-09-01' AND").replace("< 2", "< TIMESTAMPTZ '2026-09-02'"),
            };
            let plan = explain(&app, &query);
            assert!(plan.contains(index), "{query}\n{plan}");
        }
    }
}
