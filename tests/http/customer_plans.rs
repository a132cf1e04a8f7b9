//! How customers are read (5.1.3): in every reach a page and a search go by an index, in the order of the list, on both databases.

use tests::{App, Backend, both};

use crate::approvals::explain;

pub fn id(app: &App, name: &str) -> String {
    let id = app.id(name);
    match app.backend {
        Backend::Sqlite => format!("x'{}'", id.replace('-', "")),
        Backend::Postgres => format!("'{id}'::uuid"),
    }
}

/// Customers of the two members of A1, one of A2 and one of B1, with sounds spread from aa to zz, written straight into the table.
pub fn fill(app: &App, count: usize) {
    let (series, key, now, letter) = match app.backend {
        Backend::Sqlite => (
            format!(
                "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) "
            ),
            "randomblob(16)",
            "1795000000000000 + n * 1000000",
            "char",
        ),
        Backend::Postgres => (
            format!("WITH s AS (SELECT generate_series(1, {count}) AS n) "),
            "gen_random_uuid()",
            "TIMESTAMPTZ '2026-11-20' + n * interval '1 second'",
            "chr",
        ),
    };
    let sound = format!(
        "{letter}(97 + n % 26) || {letter}(97 + n / 26 % 26) || {letter}(97 + n / 676 % 26)"
    );
    let mut sql = app.sql();
    for (n, (owner, team)) in [
        ("member_a1", "team_a1"),
        ("member_a1b", "team_a1"),
        ("member_a2", "team_a2"),
        ("member_b1", "team_b1"),
    ]
    .into_iter()
    .enumerate()
    {
        let (owner, team) = (id(app, owner), id(app, team));
        sql.run(&format!(
            "INSERT INTO customers (id, name, tags, phone_sealed, phone_hash, name_key, pinyin, initials, completeness, owner_id, team_id, \
                 version, created_at, updated_at) \
             {series} SELECT {key}, '客戶' || n, '[]', 'x', '{n}-' || n, '客戶' || n, {sound} || n, {sound}, n % 100, {owner}, {team}, 1, {now}, {now} FROM s"
        ));
    }
    sql.run("ANALYZE");
}

both! {
    async fn every_page_and_every_search_goes_by_an_index_in_every_reach(app) {
        fill(&app, 4000);
        let (me, lead, team) = (id(&app, "member_a1"), id(&app, "lead_a1"), id(&app, "team_a1"));
        let (deputy, area) = (id(&app, "deputy_a"), id(&app, "area_a"));
        let of_area = format!("customers.team_id IN (SELECT rt.id FROM teams rt WHERE rt.area_id = {area})");
        let reaches = [
            format!("customers.owner_id = {me}"),
            format!("customers.team_id = {team}"),
            format!("(customers.owner_id = {lead} AND (customers.team_id IS NULL OR customers.team_id <> {team}))"),
            format!("({of_area} OR customers.team_id IS NULL OR customers.owner_id = {deputy})"),
            "1 = 1".to_owned(),
        ];
        let last = char::from_u32(0x0010_FFFF).unwrap();
        let begins = |column: &str, text: &str| format!("(customers.{column} >= '{text}' AND customers.{column} < '{text}{last}')");
        let narrowed = [
            "1 = 1".to_owned(),
            begins("pinyin", "abc"),
            format!("({} AND {})", begins("pinyin", "abc"), begins("name_key", "客戶")),
            format!("({} AND NOT {})", begins("initials", "ab"), begins("pinyin", "ab")),
            format!("(({} OR customers.identity_hash = 'x' OR customers.id IN (SELECT k.customer_id FROM customer_contacts k WHERE k.hash = 'x')) \
                AND NOT {})", begins("phone_hash", "0-9"), begins("pinyin", "138")),
        ];
        for reach in &reaches {
            for (n, what) in narrowed.iter().enumerate() {
                for order in ["pinyin ASC, customers.id ASC", "updated_at DESC, customers.id DESC"] {
                    let query = format!("SELECT * FROM customers WHERE ({reach} AND {what}) ORDER BY customers.{order} LIMIT 51");
                    let plan = explain(&app, &query);
                    let whole = plan.lines().any(|line| line.contains("Seq Scan on customers") || line.trim() == "SCAN customers");
                    assert!(!whole, "{query}\n{plan}");
                    if n == 0 {
                        assert!(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "{query}\n{plan}");
                    }
                }
            }
        }
        for asked in ["phone_hash = '0-9'", "identity_hash = 'x'", "name_key = '客戶9' AND birthday = '1980-01-01'"] {
            let plan = explain(&app, &format!("SELECT * FROM customers WHERE {asked} LIMIT 1"));
            assert!(plan.contains("USING INDEX") || plan.contains("Index Scan"), "{plan}");
        }
    }
}
