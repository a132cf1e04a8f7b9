//! A correction as a matter to approve: what the decider sees, and the punch that comes of it.

use chrono::{DateTime, NaiveDate, Utc};
use contract::access::Field;
use contract::approval::{Figure, FlowStep, MatterKind, Relation};
use contract::attendance::{CorrectionKind, CorrectionState, PunchSource};
use contract::{Code, Locale, Text};
use diesel::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::store::{check, row};
use crate::access::{Grant, Reach};
use crate::db::schema::{corrections, employees};
use crate::db::types::{g, t};
use crate::db::words::{parse, word};
use crate::db::{AnyConn, Tx};
use crate::engine::approval::{Facts, Matter, Outcome};
use crate::engine::record::{Acting, Record};
use crate::organization::settings;
use crate::people::attendance::day;
use crate::people::attendance::punch::store::{NewRow, insert};
use crate::people::attendance::{statement, text};
use crate::problem::{Answer, Refusal};

/// Corrections (補卡) as matters to approve.
pub const MATTER: Matter = Matter {
    kind: MatterKind::Correction,
    title: Text::new("補卡", "补卡", "Correction of attendance"),
    clause: "4.4.1",
    field: Field::People,
    headline,
    path: |id| format!("/attendance/corrections/{id}"),
    first_flow,
    figures,
    approvable,
    ended,
    resubmit,
};

/// From this many corrections a month on a decider should look twice.
const MANY: i64 = 3;

fn first_flow() -> Vec<FlowStep> {
    vec![FlowStep {
        relation: Relation::Lead,
        field: None,
        name: None,
        when: None,
        deadline_hours: 48,
    }]
}

fn kind_text(kind: CorrectionKind) -> Text {
    match kind {
        CorrectionKind::In => Text::new("上班", "上班", "in"),
        CorrectionKind::Out => Text::new("下班", "下班", "out"),
    }
}

/// The time is told as the clock on the wall showed it.
pub fn facts(
    conn: &mut AnyConn,
    date: NaiveDate,
    kind: CorrectionKind,
    at: DateTime<Utc>,
) -> Answer<Facts> {
    let local = at.with_timezone(&settings::zone(conn)?).format("%H:%M");
    Ok(Facts {
        category: Some(word(&kind)),
        more: json!({ "date": date, "kind": kind, "time": local.to_string() }),
        ..Facts::default()
    })
}

fn headline(facts: &Facts, locale: Locale) -> String {
    let say = |name: &str| facts.more[name].as_str().unwrap_or_default();
    let kind = parse(say("kind")).map(|k| kind_text(k).get(locale));
    let what = MATTER.title.get(locale);
    format!(
        "{what} {} {} {}",
        say("date"),
        kind.unwrap_or_default(),
        say("time")
    )
}

fn figures(conn: &mut AnyConn, grant: &Grant, subject: Uuid) -> Answer<Vec<Figure>> {
    let row = row(conn, &Reach::system(), subject)?;
    let locale = grant.locale;
    let on = (row.date, row.date);
    let as_it_stands = day::list::of_person(
        conn,
        row.employee_id,
        on,
        grant.acting.now,
        |_, plans, day| {
            let clock = |at: Option<DateTime<Utc>>| match at {
                Some(at) => at.with_timezone(&plans.zone).format("%H:%M").to_string(),
                None => "–".to_owned(),
            };
            let out = &day.outcome;
            let status = text::status(out.status).get(locale);
            let value = format!("{status} {} – {}", clock(out.first_in), clock(out.last_out));
            (value, out.status.abnormal())
        },
    )?;
    let this_month: i64 = corrections::table
        .filter(corrections::employee_id.eq(g(row.employee_id)))
        .filter(corrections::on_date.ge(statement::logic::first(row.date)))
        .filter(corrections::on_date.le(statement::logic::last(row.date)))
        .filter(corrections::state.eq("approved"))
        .count()
        .get_result(conn)?;
    let figure = |label: Text, value: String, warning: bool| Figure {
        label: label.get(locale).to_owned(),
        value,
        warning,
        clause: Some("4.4.1".to_owned()),
    };
    let mut figures: Vec<Figure> = as_it_stands
        .into_iter()
        .map(|(value, abnormal)| {
            let label = Text::new("當日出勤", "当日考勤", "The day as it stands");
            figure(label, value, !abnormal)
        })
        .collect();
    figures.push(figure(
        Text::new("理由", "理由", "Reason"),
        row.reason,
        false,
    ));
    figures.push(figure(
        Text::new(
            "當月已核准補卡次數",
            "当月已批准补卡次数",
            "Corrections approved this month",
        ),
        this_month.to_string(),
        this_month >= MANY,
    ));
    Ok(figures)
}

/// A final statement never changes, so nothing is approved into it.
fn approvable(tx: &mut Tx, subject: Uuid, _files: i64) -> Answer<()> {
    let row = row(tx.conn, &Reach::system(), subject)?;
    statement::store::not_frozen(tx.conn, row.date, row.date, "/date")
}

fn ended(tx: &mut Tx, acting: &Acting, subject: Uuid, outcome: Outcome) -> Answer<()> {
    let old = row(tx.conn, &Reach::system(), subject)?;
    let (state, event) = match outcome {
        Outcome::Approved => (CorrectionState::Approved, "correction.approved"),
        Outcome::Refused => (CorrectionState::Refused, "correction.refused"),
        Outcome::Returned => (CorrectionState::Returned, "correction.returned"),
        Outcome::Withdrawn => (CorrectionState::Withdrawn, "correction.withdrawn"),
    };
    let decided_at = (state != CorrectionState::Returned).then_some(acting.now);
    move_to(tx, &old.id, old.version, state, decided_at, acting.now)?;
    if outcome == Outcome::Approved {
        let punch = NewRow {
            id: g(crate::clock::new_id()),
            employee_id: g(old.employee_id),
            at: t(old.at),
            kind: old.kind.clone(),
            source: word(&PunchSource::Correction),
            external_id: None,
            correction_id: Some(g(old.id)),
            created_at: t(acting.now),
            created_by: g(acting.employee_id),
        };
        insert(tx.conn, &[punch])?;
    }
    record(tx, acting, &old, event, state)
}

fn move_to(
    tx: &mut Tx,
    id: &Uuid,
    version: i64,
    state: CorrectionState,
    decided_at: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Answer<()> {
    diesel::update(corrections::table.find(g(id)))
        .set((
            corrections::state.eq(word(&state)),
            corrections::decided_at.eq(t(decided_at)),
            corrections::version.eq(version + 1),
            corrections::updated_at.eq(t(now)),
        ))
        .execute(tx.conn)?;
    Ok(())
}

/// The approval engine tells the people; this is for the trail and for webhooks.
fn record(
    tx: &mut Tx,
    acting: &Acting,
    old: &super::store::Row,
    event: &'static str,
    state: CorrectionState,
) -> Answer<()> {
    let name: String = employees::table
        .find(g(old.employee_id))
        .select(employees::name)
        .first(tx.conn)?;
    Record::new(event, "correction", old.id, name)
        .team(old.team_id)
        .owner(Some(old.employee_id))
        .clause("4.4.1")
        .change("state", &old.state, state)
        .fact("date", old.date)
        .fact("kind", &old.kind)
        .fact("at", old.at)
        .write(tx, acting);
    Ok(())
}

fn resubmit(tx: &mut Tx, grant: &Grant, subject: Uuid) -> Answer<Facts> {
    let now = grant.acting.now;
    let old = row(tx.conn, &Reach::system(), subject)?;
    let kind: CorrectionKind = parse(&old.kind)?;
    if old.state != word(&CorrectionState::Returned) {
        return Err(Refusal::new(Code::ApprovalNotReturned).clause("4.4.1"));
    }
    check(tx.conn, old.employee_id, old.date, (kind, old.at), now)?;
    move_to(tx, &old.id, old.version, CorrectionState::Open, None, now)?;
    record(
        tx,
        &grant.acting,
        &old,
        "correction.resubmitted",
        CorrectionState::Open,
    )?;
    facts(tx.conn, old.date, kind, old.at)
}
