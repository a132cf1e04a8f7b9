//! Drills in "my day": today's for everybody, those to report for whoever leads them, plans to be practised for whoever is in charge.

use chrono::Duration;
use contract::document::Heading;
use contract::drill::DrillState;
use contract::my_day::DayItem;
use contract::{Action, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::store::{Row, first_line, in_charge};
use super::{CLAUSE, cadence};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::drills as d;
use crate::db::words::word;
use crate::organization::settings::Day;
use crate::problem::Answer;
use crate::regulation::document;

const MOST: i64 = 10;
const AHEAD: Duration = Duration::days(30);

const TODAY: Text = Text::new("今天演練", "今天演练", "Drill today");
const REPORT: Text = Text::new(
    "演練日已過，請回報",
    "演练日已过，请回报",
    "Its day is past: how did it go?",
);
const PLAN: Text = Text::new(
    "應急預案待演練，請排定日期",
    "应急预案待演练，请排定日期",
    "To be practised: please set a day",
);

pub fn day_items(conn: &mut AnyConn, grant: &Grant, day: &Day) -> Answer<Vec<DayItem>> {
    let today = day.date;
    let planned: Vec<Row> = d::table
        .filter(d::state.eq(word(&DrillState::Planned)))
        .filter(d::planned_on.le(today))
        .order((d::planned_on, d::id))
        .limit(MOST)
        .select(Row::as_select())
        .load(conn)?;
    let plans = document::titles(conn, planned.iter().map(|row| row.document_id))?;
    let manages = in_charge(grant);
    let mut items = Vec::new();
    for row in planned {
        let leads = row.leader_id == grant.me() && grant.permits(Action::DrillReport);
        let (kind, what) = match row.planned_on == today {
            true => ("drill_today", TODAY),
            false if manages || leads => ("drill_to_report", REPORT),
            false => continue,
        };
        let plan = plans.get(&row.document_id);
        let detail = format!("{} · {}", row.planned_on, first_line(&row.scenario));
        let path = format!("/drills/{}", row.id);
        items.push(item(grant, kind, (what, plan), detail, path, row.id));
    }
    if manages {
        let due = cadence::due(conn, &day.zone)?;
        let due = due
            .into_iter()
            .filter(|plan| !plan.planned && plan.on <= today + AHEAD);
        items.extend(due.map(|plan| {
            let path = format!("/drills/new?document_id={}", plan.document_id);
            let what = (PLAN, Some(&plan.plan));
            item(
                grant,
                "drill_due",
                what,
                plan.on.to_string(),
                path,
                plan.document_id,
            )
        }));
    }
    Ok(items)
}

fn item(
    grant: &Grant,
    kind: &str,
    (what, plan): (Text, Option<&Heading>),
    detail: String,
    path: String,
    subject: Uuid,
) -> DayItem {
    let plan = plan.map(|plan| plan.get(grant.locale)).unwrap_or_default();
    DayItem {
        kind: kind.to_owned(),
        title: format!("{plan} · {}", what.get(grant.locale)),
        detail,
        due_at: None,
        path,
        subject_id: Some(subject),
        clause: Some(CLAUSE.to_owned()),
    }
}
