//! What the workplace's clauses come to: of what was due in the last thirty days, how much was done (3.1.1, 3.1.2, 3.2.1, 3.3.2), and
//! how many evenings nobody closed up (3.3.4). A clause that no duty serves says so.

use chrono::{DateTime, Duration, Utc};
use contract::compliance::{ClauseState, FigureUnit};
use contract::{Action, Text};
use diesel::dsl::{count_star, min};
use diesel::prelude::*;

use super::occurrence::COLUMNS;
use crate::db::AnyConn;
use crate::db::schema::duty_occurrences as o;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::t;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const BACK: Duration = Duration::days(30);

/// In percent: from here on a clause is kept, and below the second it is broken.
const KEPT: i64 = 95;
const BROKEN: i64 = 80;

const CLEANED: Text = Text::new(
    "過去三十天到期的清潔工作中已完成的比例（免除的不計）；95% 以上為落實，低於 80% 為違反",
    "过去三十天到期的清洁工作中已完成的比例（免除的不计）；95% 以上为落实，低于 80% 为违反",
    "Cleaning due in the last thirty days that was done, in percent, excused ones apart; 95 % is met, less than 80 % breached",
);
const TIDY: Text = Text::new(
    "過去三十天到期的整理檢查中已完成的比例（免除的不計）；95% 以上為落實，低於 80% 為違反",
    "过去三十天到期的整理检查中已完成的比例（免除的不计）；95% 以上为落实，低于 80% 为违反",
    "Tidiness checks due in the last thirty days that were done, in percent, excused ones apart; 95 % is met, less than 80 % breached",
);
const ROOMS: Text = Text::new(
    "過去三十天到期的會議與培訓場地檢查中已完成的比例（免除的不計）；95% 以上為落實，低於 80% 為違反",
    "过去三十天到期的会议与培训场地检查中已完成的比例（免除的不计）；95% 以上为落实，低于 80% 为违反",
    "Inspections of meeting and training rooms due in the last thirty days that were done, in percent, excused ones apart; 95 % is met, less than 80 % breached",
);
const EQUIPMENT: Text = Text::new(
    "過去三十天到期的消防設備檢查中已完成的比例（免除的不計）；95% 以上為落實，低於 80% 為違反",
    "过去三十天到期的消防设备检查中已完成的比例（免除的不计）；95% 以上为落实，低于 80% 为违反",
    "Inspections of safety equipment due in the last thirty days that were done, in percent, excused ones apart; 95 % is met, less than 80 % breached",
);
const CLOSING: Text = Text::new(
    "過去三十天沒有人簽署離開前檢查的次數（免除的不計）；零為落實，已補簽的為有風險",
    "过去三十天没有人签署离开前检查的次数（免除的不计）；零为落实，已补签的为有风险",
    "Closing checks of the last thirty days that nobody signed, excused ones apart; none is met, at risk where some were signed late",
);

const SHARES: [(&str, Text); 4] = [
    ("3.1.1", CLEANED),
    ("3.1.2", TIDY),
    ("3.2.1", ROOMS),
    ("3.3.2", EQUIPMENT),
];
const NIGHTS: &str = "3.3.4";

/// Clause, state, done late, how many, the first of them.
type Sum = (String, String, i64, Option<DateTime<Utc>>);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let mut clauses: Vec<&str> = SHARES.iter().map(|(clause, _)| *clause).collect();
    clauses.push(NIGHTS);
    let since = scope.now - BACK;
    let sums: Vec<Sum> = o::table
        .filter(scope.on(COLUMNS))
        .filter(o::clause.eq_any(clauses))
        .filter(o::due_at.ge(t(since)))
        .filter(o::due_at.lt(t(scope.now)))
        .group_by((o::clause, o::state))
        .select((o::clause, o::state, count_star(), min(o::due_at)))
        .load(conn)?;
    let of = |clause: &str, state: &str| {
        let found = sums.iter().find(|sum| sum.0 == clause && sum.1 == state);
        found.map_or((0, None), |sum| (sum.2, sum.3))
    };
    let mut all: Vec<Evidence> = Vec::with_capacity(SHARES.len() + 1);
    for (clause, definition) in SHARES {
        let ((done, _), (open, first)) = (of(clause, "done"), of(clause, "open"));
        let records = format!("/duties?clause={clause}");
        if done + open == 0 {
            all.push(Evidence::none(clause, definition).records(&records));
            continue;
        }
        let percent = 100 * done / (done + open);
        all.push(Evidence {
            clause,
            state: match percent {
                KEPT.. => ClauseState::Met,
                BROKEN.. => ClauseState::AtRisk,
                _ => ClauseState::Breached,
            },
            value: Some(percent as f64),
            unit: FigureUnit::Percent,
            definition,
            since: first.filter(|_| percent < KEPT).map(|at| scope.day(at)),
            records,
        });
    }
    let ((done, _), (open, first)) = (of(NIGHTS, "done"), of(NIGHTS, "open"));
    let records = format!("/duties?clause={NIGHTS}");
    if done + open == 0 {
        all.push(Evidence::none(NIGHTS, CLOSING).records(&records));
        return Ok(all);
    }
    let late: i64 = o::table
        .filter(scope.on(COLUMNS))
        .filter(o::clause.eq(NIGHTS))
        .filter(o::due_at.ge(t(since)))
        .filter(o::due_at.lt(t(scope.now)))
        .filter(o::state.eq("done"))
        .filter(o::done_at.gt(o::due_at.nullable()))
        .count()
        .get_result(conn)?;
    all.push(Evidence {
        clause: NIGHTS,
        state: match (open, late) {
            (1.., _) => ClauseState::Breached,
            (_, 1..) => ClauseState::AtRisk,
            _ => ClauseState::Met,
        },
        value: Some(open as f64),
        unit: FigureUnit::Count,
        definition: CLOSING,
        since: first.map(|at| scope.day(at)),
        records,
    });
    Ok(all)
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    let known = SHARES.iter().any(|(one, _)| *one == clause) || clause == NIGHTS;
    if !known {
        return Ok(Vec::new());
    }
    let title = "(SELECT od.title FROM duties od WHERE od.id = duty_occurrences.duty_id)";
    let (table, on) = ("duty_occurrences", On::At("duty_occurrences.due_at"));
    let due = Predicate::new()
        .sql("duty_occurrences.state IN ('done', 'open') AND duty_occurrences.clause = ")
        .bind(Bind::Text(clause.to_owned()))
        .sql(" AND duty_occurrences.due_at >= ")
        .bind(Bind::ts(scope.now - BACK))
        .sql(" AND duty_occurrences.due_at < ")
        .bind(Bind::ts(scope.now));
    let due = Behind::new("duty_occurrence", Action::DutyRead, table, title, on)
        .of(COLUMNS)
        .counted(due);
    Ok(vec![
        due.against(Predicate::new().sql("duty_occurrences.state = 'open'"))
            .path("/duties/occurrences/{id}"),
    ])
}
