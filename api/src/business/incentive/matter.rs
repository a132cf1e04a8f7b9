//! A team's incentives as a matter to approve: what the decider sees, and the awards that come of it.

use chrono::Duration;
use contract::access::Field;
use contract::approval::{Figure, FlowStep, MatterKind, Relation};
use contract::{Code, Locale, Text};
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::act::{fresh_lines, record, save};
use super::store::{LineRow, Row, lines, row};
use super::text::money;
use super::{award, rule};
use crate::access::{Grant, Reach};
use crate::db::schema::{incentive_proposals as p, teams};
use crate::db::types::g;
use crate::db::{AnyConn, Tx};
use crate::engine::approval::{Facts, Matter, Outcome};
use crate::engine::record::Acting;
use crate::problem::{Answer, Refusal};

/// Incentives as matters to approve.
pub const MATTER: Matter = Matter {
    kind: MatterKind::Incentive,
    title: Text::new("激勵獎金", "激励奖金", "Incentives"),
    clause: rule::CLAUSE,
    field: Field::Business,
    headline,
    path: |id| format!("/incentives/{id}"),
    first_flow,
    figures,
    approvable: |_, _, _| Ok(()),
    ended,
    resubmit,
};

fn first_flow() -> Vec<FlowStep> {
    let step = |relation| FlowStep {
        relation,
        field: None,
        name: None,
        when: None,
        deadline_hours: 72,
    };
    vec![step(Relation::Deputy), step(Relation::Manager)]
}

/// Everybody who has a line gains by it, those who are left out as well: it is decided about them.
pub fn facts(conn: &mut AnyConn, row: &Row) -> Answer<Facts> {
    let rule = rule::one(conn, row.rule_id)?;
    let team: String = teams::table
        .find(g(row.team_id))
        .select(teams::name)
        .first(conn)?;
    let people = lines(conn, row.id)?.into_iter();
    Ok(Facts {
        amount: Some((row.total, row.currency.clone())),
        more: json!({ "names": rule.names(), "starts_on": row.starts_on, "team": team }),
        beneficiaries: people.map(|line| line.employee_id).collect(),
        ..Facts::default()
    })
}

fn headline(facts: &Facts, locale: Locale) -> String {
    let name = match locale {
        Locale::ZhHant => &facts.more["names"]["zh_hant"],
        Locale::ZhHans => &facts.more["names"]["zh_hans"],
        Locale::En => &facts.more["names"]["en"],
    };
    let say = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    format!(
        "{} {} · {}",
        say(name),
        say(&facts.more["starts_on"]),
        say(&facts.more["team"])
    )
}

fn figures(conn: &mut AnyConn, grant: &Grant, subject: Uuid) -> Answer<Vec<Figure>> {
    let row = row(conn, &Reach::system(), subject)?;
    let found = lines(conn, subject)?;
    let locale = grant.locale;
    let figure = |label: Text, value: String, warning: bool| Figure {
        label: label.get(locale).to_owned(),
        value,
        warning,
        clause: Some(rule::CLAUSE.to_owned()),
    };
    let left_out = found.iter().filter(|line| line.left_out).count();
    let money = |amount: i64| money(amount, &row.currency);
    let mut figures = vec![
        figure(Text::new("合計", "合计", "Total"), money(row.total), false),
        figure(
            Text::new("獲獎人數", "获奖人数", "People awarded"),
            row.people.to_string(),
            false,
        ),
        figure(
            Text::new("剔除人數", "剔除人数", "Left out"),
            left_out.to_string(),
            left_out > 0,
        ),
    ];
    if let Some(most) = found
        .iter()
        .filter(|line| !line.left_out)
        .map(|line| line.amount)
        .max()
    {
        let label = Text::new("最高一人", "最高一人", "Most for one");
        figures.push(figure(label, money(most), false));
    }
    if let Some(before) = before(conn, &row)? {
        let label = Text::new("上期合計", "上期合计", "Period before");
        figures.push(figure(label, money(before), false));
    }
    // Figures that came in or were corrected since tell something else.
    let now: i64 = sum_now(conn, &row, &found)?;
    if now != row.total {
        let label = Text::new("依最新數字應為", "依最新数字应为", "By today's figures");
        figures.push(figure(label, money(now), true));
    }
    Ok(figures)
}

fn sum_now(conn: &mut AnyConn, row: &Row, found: &[LineRow]) -> Answer<i64> {
    let left_out = |who: Uuid| {
        let of = found.iter().find(|line| line.employee_id == who);
        of.is_some_and(|line| line.left_out)
    };
    let now = fresh_lines(conn, row)?.into_iter();
    let given = now.filter(|line| !left_out(line.employee));
    Ok(given.map(|line| line.amount).sum())
}

/// What the same rule came to for the team last time.
fn before(conn: &mut AnyConn, row: &Row) -> Answer<Option<i64>> {
    Ok(p::table
        .filter(p::rule_id.eq(g(row.rule_id)))
        .filter(p::team_id.eq(g(row.team_id)))
        .filter(p::state.eq("granted"))
        .filter(p::starts_on.le(row.starts_on - Duration::days(1)))
        .order(p::starts_on.desc())
        .select(p::total)
        .first(conn)
        .optional()?)
}

fn ended(tx: &mut Tx, acting: &Acting, subject: Uuid, outcome: Outcome) -> Answer<()> {
    let old = row(tx.conn, &Reach::system(), subject)?;
    let (state, event) = match outcome {
        Outcome::Approved => ("granted", "incentive.granted"),
        Outcome::Refused => ("refused", "incentive.refused"),
        Outcome::Returned => ("returned", "incentive.returned"),
        Outcome::Withdrawn => ("draft", "incentive.withdrawn"),
    };
    let mut new = old.clone();
    new.state = state.to_owned();
    if matches!(outcome, Outcome::Approved | Outcome::Refused) {
        new.decided_at = Some(acting.now);
    }
    if outcome == Outcome::Withdrawn {
        new.approval_id = None;
    }
    save(tx, acting.now, &old, new)?;
    // The approval engine tells the people; this is for the trail and for webhooks.
    record(tx, event, &old)?
        .change("state", &old.state, state)
        .write(tx, acting);
    if outcome == Outcome::Approved {
        award::make(tx, acting, &old)?;
    }
    Ok(())
}

fn resubmit(tx: &mut Tx, grant: &Grant, subject: Uuid) -> Answer<Facts> {
    let old = row(tx.conn, &Reach::system(), subject)?;
    if old.state != "returned" {
        return Err(Refusal::new(Code::ApprovalNotReturned).clause(rule::CLAUSE));
    }
    if old.total == 0 {
        return Err(Refusal::new(Code::IncentiveEmpty).clause(rule::CLAUSE));
    }
    let mut new = old.clone();
    new.state = "submitted".to_owned();
    save(tx, grant.acting.now, &old, new)?;
    record(tx, "incentive.submitted", &old)?
        .change("state", &old.state, "submitted")
        .change("total", (), old.total)
        .write(tx, &grant.acting);
    facts(tx.conn, &old)
}
