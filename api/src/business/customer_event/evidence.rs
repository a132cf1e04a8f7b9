//! 5.1.5: of events that are over it is noted who came and what came of it.

use chrono::Duration;
use contract::access::Field;
use contract::compliance::{ClauseState, FigureUnit};
use contract::{Action, Text};
use diesel::dsl::min;
use diesel::prelude::*;

use super::CLAUSE;
use crate::access::reach::Columns;
use crate::db::AnyConn;
use crate::db::schema::customer_events as e;
use crate::db::sql::{Bind, Predicate};
use crate::db::types::t;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

/// So long after it was over an event may wait for its closing.
const GRACE: Duration = Duration::days(7);

const OPEN: Text = Text::new(
    "結束七天後仍未結案（到場與成果未記錄）的客戶活動；零為落實，有剛結束尚未結案的為有風險",
    "结束七天后仍未结案（到场与成果未记录）的客户活动；零为落实，有刚结束尚未结案的为有风险",
    "Customer events over for more than seven days without attendance and result recorded; none is met, at risk while any other that is over isn't closed",
);

const COLUMNS: Columns = Columns {
    team: "customer_events.team_id",
    owner: "customer_events.organiser_id",
    field: Field::Business,
};

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let over = || {
        e::table
            .filter(scope.on(COLUMNS))
            .filter(e::ends_at.lt(t(scope.now)))
    };
    let held: i64 = over()
        .filter(e::state.ne("cancelled"))
        .count()
        .get_result(conn)?;
    if held == 0 {
        return Ok(vec![Evidence::none(CLAUSE, OPEN).records("/events")]);
    }
    let open = || over().filter(e::state.eq_any(["planned", "open"]));
    let all: i64 = open().count().get_result(conn)?;
    let late = || open().filter(e::ends_at.lt(t(scope.now - GRACE)));
    let count: i64 = late().count().get_result(conn)?;
    let since: Option<chrono::DateTime<chrono::Utc>> =
        late().select(min(e::ends_at)).first(conn)?;
    Ok(vec![Evidence {
        clause: CLAUSE,
        state: match (count, all) {
            (1.., _) => ClauseState::Breached,
            (_, 1..) => ClauseState::AtRisk,
            _ => ClauseState::Met,
        },
        value: Some(count as f64),
        unit: FigureUnit::Count,
        definition: OPEN,
        since: since.map(|at| scope.day(at + GRACE)),
        records: "/events?state=open".to_owned(),
    }])
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    if clause != CLAUSE {
        return Ok(Vec::new());
    }
    let (table, on) = ("customer_events", On::At("customer_events.ends_at"));
    let events = Behind::new(
        "customer_event",
        Action::CustomerEventRead,
        table,
        "customer_events.title",
        on,
    );
    let over =
        Predicate::new().sql("customer_events.state <> 'cancelled' AND customer_events.ends_at < ");
    let late = Predicate::new()
        .sql("customer_events.state IN ('planned', 'open') AND customer_events.ends_at < ");
    Ok(vec![
        events
            .of(COLUMNS)
            .counted(over.bind(Bind::ts(scope.now)))
            .against(late.bind(Bind::ts(scope.now - GRACE)))
            .path("/events/{id}"),
    ])
}
