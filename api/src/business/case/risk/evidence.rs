//! 5.2.4: risks are assessed, and looked at again in time.

use chrono::Duration;
use contract::{Action, Text};
use diesel::dsl::count_star;
use diesel::prelude::*;

use super::store::{COLUMNS, due_before};
use crate::db::AnyConn;
use crate::db::schema::risks as k;
use crate::db::sql::Predicate;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

/// A review that comes so soon puts the clause at risk.
const SOON: i64 = 7;

const PAST: Text = Text::new(
    "已過覆核日的風險件數；沒有為落實，七天內到期為有風險",
    "已过复核日的风险件数；没有为落实，七天内到期为有风险",
    "Open risks whose review is past; kept where there is none, at risk where one is due within seven days",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let records = "/risks?overdue=true";
    let all: i64 = k::table
        .filter(scope.on(COLUMNS))
        .select(count_star())
        .first(conn)?;
    if all == 0 {
        return Ok(vec![Evidence::none("5.2.4", PAST).records(records)]);
    }
    let mut due = |day| -> Answer<i64> {
        Ok(k::table
            .filter(scope.on(COLUMNS))
            .filter(due_before(day))
            .select(count_star())
            .first(conn)?)
    };
    let past = due(scope.today)?;
    let soon = due(scope.today + Duration::days(SOON + 1))? > past;
    let count = usize::try_from(past).unwrap_or_default();
    Ok(vec![
        Evidence::count("5.2.4", count, soon, PAST).records(records),
    ])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != "5.2.4" {
        return Ok(Vec::new());
    }
    let on = On::Day("risks.next_review_on");
    let risks = Behind::new("risk", Action::RiskRead, "risks", "risks.title", on);
    Ok(vec![
        risks
            .of(COLUMNS)
            .counted(Predicate::new().sql("risks.state = 'open'"))
            .against(due_before(scope.today))
            .path("/risks/{id}"),
    ])
}
