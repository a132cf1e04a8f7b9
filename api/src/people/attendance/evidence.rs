//! 4.4.1: people are at work when they should be. 4.4.3: the month is published in time.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use contract::access::Field;
use contract::compliance::{ClauseState, FigureUnit};
use contract::{Action, Text};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use uuid::Uuid;

use crate::access::reach::Columns;
use crate::db::AnyConn;
use crate::db::schema::{attendance_lines as l, attendance_statements as s};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::g;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

/// Day of the next month until which a month is published in time.
const IN_TIME: u32 = 10;

const LINES: Columns = Columns {
    team: "attendance_lines.team_id",
    owner: "attendance_lines.employee_id",
    field: Field::People,
};

const RATE: Text = Text::new(
    "最近一次公布的月報中，應出勤日實際出勤的比率（請假不計缺勤）；98 % 以上為落實，95 % 以上為有風險",
    "最近一次公布的月报中，应出勤日实际出勤的比率（请假不计缺勤）；98 % 以上为落实，95 % 以上为有风险",
    "Share of planned working days without absence in the month published last, leave aside; kept from 98 %, at risk from 95 %",
);
const PUBLISHED: Text = Text::new(
    "上月月報遲於次月 10 日公布的天數；0 為落實，未到期限而尚未公布為有風險",
    "上月月报迟于次月 10 日公布的天数；0 为落实，未到期限而尚未公布为有风险",
    "Days after the 10th until last month's statement was published; kept at 0, at risk while there is still time",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    Ok(vec![rate(conn, scope)?, published(conn, scope)?])
}

fn rate(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let last: Option<(Uuid, Option<DateTime<Utc>>)> = s::table
        .filter(s::state.ne("draft"))
        .order(s::month.desc())
        .select((s::id, s::published_at))
        .first(conn)
        .optional()?;
    let none = || Evidence::none("4.4.1", RATE).records("/attendance/statements");
    let Some((statement, published_at)) = last else {
        return Ok(none());
    };
    let (planned, absent): (i64, i64) = l::table
        .filter(l::statement_id.eq(g(statement)))
        .filter(scope.on(LINES))
        .select((
            sql::<BigInt>("CAST(COALESCE(SUM(attendance_lines.work_days * 2), 0) AS BIGINT)"),
            sql::<BigInt>("CAST(COALESCE(SUM(attendance_lines.absent_half_days), 0) AS BIGINT)"),
        ))
        .first(conn)?;
    if planned == 0 {
        return Ok(none());
    }
    let percent = ((planned - absent) as f64 * 1000.0 / planned as f64).round() / 10.0;
    let state = match percent {
        98.0.. => ClauseState::Met,
        95.0.. => ClauseState::AtRisk,
        _ => ClauseState::Breached,
    };
    Ok(Evidence {
        clause: "4.4.1",
        state,
        value: Some(percent),
        unit: FigureUnit::Percent,
        definition: RATE,
        since: published_at.map(|at| scope.day(at)),
        records: format!("/attendance/statements/{statement}"),
    })
}

/// The month that is to be out by now or soon, and the last day on which it is in time.
fn wanted(scope: &Scope) -> (String, NaiveDate) {
    let first = scope.today.with_day(1).unwrap_or(scope.today);
    let month = first.checked_sub_months(Months::new(1)).unwrap_or(first);
    let due = first.with_day(IN_TIME).unwrap_or(first);
    (month.format("%Y-%m").to_string(), due)
}

/// The statement is the whole department's, so everybody is told the same.
fn published(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let (wanted, due) = wanted(scope);
    let known: Vec<(String, String, Option<DateTime<Utc>>, Uuid)> = s::table
        .select((s::month, s::state, s::published_at, s::id))
        .order(s::month.desc())
        .limit(2)
        .load(conn)?;
    if known.is_empty() {
        return Ok(Evidence::none("4.4.3", PUBLISHED).records("/attendance/statements"));
    }
    let found = known.into_iter().find(|(month, ..)| *month == wanted);
    let out = found
        .as_ref()
        .and_then(|(_, _, at, _)| at.map(|at| scope.day(at)));
    let late = (out.unwrap_or(scope.today) - due).num_days().max(0) as usize;
    let records = found.map_or("/attendance/statements".to_owned(), |(.., id)| {
        format!("/attendance/statements/{id}")
    });
    let since = match (late, out) {
        (0, day) => day,
        _ => due.succ_opt(),
    };
    let evidence = Evidence::count("4.4.3", late, out.is_none(), PUBLISHED);
    Ok(evidence.since(since).records(records))
}

/// What is counted for the clause, and what counts against it.
pub fn behind(conn: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    Ok(match clause {
        "4.4.1" => {
            let last: Option<Uuid> = s::table
                .filter(s::state.ne("draft"))
                .order(s::month.desc())
                .select(s::id)
                .first(conn)
                .optional()?;
            let Some(statement) = last else {
                return Ok(Vec::new());
            };
            let (table, title) = ("attendance_lines", "attendance_lines.employee_name");
            let on = On::At("attendance_lines.updated_at");
            let of = Predicate::new()
                .sql("attendance_lines.work_days > 0 AND attendance_lines.statement_id = ");
            vec![
                Behind::new("attendance_line", Action::StatementRead, table, title, on)
                    .of(LINES)
                    .counted(of.bind(Bind::guid(statement)))
                    .against(Predicate::new().sql("attendance_lines.absent_half_days > 0"))
                    .path(&format!("/attendance/statements/{statement}")),
            ]
        }
        "4.4.3" => {
            let (month, due) = wanted(scope);
            let late = scope.begins(due.succ_opt().unwrap_or(due));
            let (table, title) = ("attendance_statements", "attendance_statements.month");
            let on = On::At("attendance_statements.created_at");
            let of = Predicate::new().sql("attendance_statements.month = ");
            let late = Predicate::new()
                .sql("COALESCE(attendance_statements.published_at, ")
                .bind(Bind::ts(scope.now))
                .sql(") >= ")
                .bind(Bind::ts(late));
            vec![
                Behind::new(
                    "attendance_statement",
                    Action::StatementRead,
                    table,
                    title,
                    on,
                )
                .counted(of.bind(Bind::Text(month)))
                .against(late)
                .path("/attendance/statements/{id}"),
            ]
        }
        _ => Vec::new(),
    })
}
