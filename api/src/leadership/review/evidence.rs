//! 2.2.2: every area was reviewed when its quarter was over, and what came of reviews is done.

use contract::area_review::AreaReviewState;
use contract::compliance::ClauseState;
use contract::{Action, Text};
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::logic::{GRACE, last, quarter};
use crate::db::AnyConn;
use crate::db::schema::{area_reviews as v, areas};
use crate::db::sql::{Bind, Predicate};
use crate::db::words::word;
use crate::engine::action_item;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const WITH_TEAMS: &str = "EXISTS (SELECT 1 FROM teams rt WHERE rt.area_id = areas.id)";

const MISSING: Text = Text::new(
    "上一季沒有已發布總結的領域數；沒有為落實，季末後十五天內為有風險",
    "上一季没有已发布总结的领域数；没有为落实，季末后十五天内为有风险",
    "Areas without a published review of the last quarter; none is met, at risk until fifteen days after the quarter",
);
const LATE: Text = Text::new(
    "領域總結後逾期未完成的改善事項數；沒有為落實",
    "领域总结后逾期未完成的改善事项数；没有为落实",
    "What came of area reviews and is past its day; none is met",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let none = Evidence::none(CLAUSE, MISSING).records("/area-reviews");
    let any: Option<Uuid> = v::table
        .filter(scope.on_areas("area_reviews.area_id"))
        .select(v::id)
        .first(conn)
        .optional()?;
    if any.is_none() {
        return Ok(vec![none]);
    }
    let starts_on = last(scope.today);
    let reviewed: Vec<Uuid> = v::table
        .filter(scope.on_areas("area_reviews.area_id"))
        .filter(v::state.eq(word(&AreaReviewState::Published)))
        .filter(v::starts_on.eq(starts_on))
        .select(v::area_id)
        .load(conn)?;
    let ours: Vec<Uuid> = areas::table
        .filter(scope.on_areas("areas.id"))
        .filter(Predicate::new().sql(WITH_TEAMS))
        .select(areas::id)
        .load(conn)?;
    let missing = ours.iter().filter(|area| !reviewed.contains(area)).count();
    let due = quarter(scope.today).checked_add_days(GRACE);
    let mut found = Evidence::count(CLAUSE, missing, false, MISSING);
    if missing > 0 && due.is_some_and(|due| scope.today <= due) {
        found.state = ClauseState::AtRisk;
    }
    let since = due.filter(|due| missing > 0 && scope.today > *due);
    let path = format!("/area-reviews?starts_on={starts_on}");
    let mut said = vec![found.since(since).records(path)];
    let (open, overdue, first) = action_item::late_of(conn, scope, CLAUSE)?;
    if open > 0 {
        let late = Evidence::count(CLAUSE, overdue as usize, false, LATE);
        let path = format!("/action-items?overdue=true&clause={CLAUSE}");
        said.push(late.since(first).records(path));
    }
    Ok(said)
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != CLAUSE {
        return Ok(Vec::new());
    }
    let none = "NOT EXISTS (SELECT 1 FROM area_reviews rr WHERE rr.area_id = areas.id AND rr.state = 'published' AND rr.starts_on = ";
    let on = On::At("areas.created_at");
    let areas = Behind::new("area", Action::AreaReviewRead, "areas", "areas.name", on);
    Ok(vec![
        areas
            .of_areas("areas.id")
            .counted(Predicate::new().sql(WITH_TEAMS))
            .against(
                Predicate::new()
                    .sql(none)
                    .bind(Bind::Date(last(scope.today)))
                    .sql(")"),
            )
            .path("/area-reviews"),
        action_item::behind(scope, CLAUSE),
    ])
}
