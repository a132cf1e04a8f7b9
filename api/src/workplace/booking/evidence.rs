//! 3.2.2: rooms are ready before they are used. 3.2.3: what went against their order has an outcome. 3.2.4: they are left as they were.

use chrono::{DateTime, Duration, Utc};
use contract::compliance::{ClauseState, FigureUnit};
use contract::{Action, Text};
use diesel::dsl::min;
use diesel::prelude::*;

use super::logic::CLOSING;
use super::store::{COLUMNS, OPEN};
use super::{CLOSED, ORDER, PREPARED};
use crate::db::AnyConn;
use crate::db::schema::{booking_incidents as i, bookings as b};
use crate::db::sql::{Bind, Predicate};
use crate::db::types::t;
use crate::engine::behind::{Behind, On};
use crate::engine::evidence::{Evidence, Scope};
use crate::problem::Answer;

const BACK: Duration = Duration::days(30);
const DECIDED: Duration = Duration::days(7);

/// In percent: from here on a clause is kept, and below the second it is broken.
const KEPT: i64 = 95;
const BROKEN: i64 = 80;

const UNPREPARED: &str =
    "(bookings.prepared_at IS NULL OR bookings.prepared_at > bookings.starts_at)";

const READY: Text = Text::new(
    "過去三十天開始的場地使用中，開始前已完成準備檢查的比例（無檢查表的不計）；95% 以上為落實，低於 80% 為違反",
    "过去三十天开始的场地使用中，开始前已完成准备检查的比例（无检查表的不计）；95% 以上为落实，低于 80% 为违反",
    "Of the bookings that began in the last thirty days and have a list, how many were signed as prepared before, in percent; 95 % is met, less than 80 % breached",
);
const INCIDENTS: Text = Text::new(
    "場地使用期間尚未處理的違規件數；沒有為落實，超過七天未處理為違反",
    "场地使用期间尚未处理的违规件数；没有为落实，超过七天未处理为违反",
    "Incidents during bookings that have no outcome; none is met, older than seven days is breached",
);
const LEFT: Text = Text::new(
    "結束超過二十四小時仍未結束檢查的場地使用件數；沒有為落實，借用物品未歸還為有風險",
    "结束超过二十四小时仍未结束检查的场地使用件数；没有为落实，借用物品未归还为有风险",
    "Bookings that ended more than a day ago and aren't closed; none is met, at risk while something borrowed for one that is over is out",
);

pub fn evidence(conn: &mut AnyConn, scope: &Scope) -> Answer<Vec<Evidence>> {
    let nothing = || {
        vec![
            Evidence::none(PREPARED, READY).records("/bookings"),
            Evidence::none(ORDER, INCIDENTS).records("/bookings?open_incidents=true"),
            Evidence::none(CLOSED, LEFT).records("/bookings?unclosed=true"),
        ]
    };
    let any: Option<uuid::Uuid> = b::table
        .filter(scope.on(COLUMNS))
        .filter(b::starts_at.lt(t(scope.now)))
        .filter(b::state.ne("cancelled"))
        .select(b::id)
        .first(conn)
        .optional()?;
    if any.is_none() {
        return Ok(nothing());
    }
    Ok(vec![
        prepared(conn, scope)?,
        order(conn, scope)?,
        closed(conn, scope)?,
    ])
}

fn prepared(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let begun = || {
        b::table
            .filter(scope.on(COLUMNS))
            .filter(b::starts_at.ge(t(scope.now - BACK)))
            .filter(b::starts_at.lt(t(scope.now)))
            .filter(b::state.ne("cancelled"))
            .filter(b::preparation.ne("[]"))
    };
    let ready = b::prepared_at.le(b::starts_at.nullable());
    let all: i64 = begun().count().get_result(conn)?;
    let in_time: i64 = begun().filter(ready).count().get_result(conn)?;
    let none = Evidence::none(PREPARED, READY).records("/bookings");
    if all == 0 {
        return Ok(none);
    }
    let late = b::prepared_at
        .is_null()
        .or(b::prepared_at.gt(b::starts_at.nullable()));
    let first: Option<DateTime<Utc>> =
        begun().filter(late).select(min(b::starts_at)).first(conn)?;
    let percent = 100 * in_time / all;
    let found = Evidence {
        state: match percent {
            KEPT.. => ClauseState::Met,
            BROKEN.. => ClauseState::AtRisk,
            _ => ClauseState::Breached,
        },
        value: Some(percent as f64),
        unit: FigureUnit::Percent,
        ..none
    };
    let since = first.filter(|_| percent < KEPT);
    Ok(found.since(since.map(|at| scope.day(at))))
}

fn order(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let open = || {
        i::table
            .inner_join(b::table.on(b::id.eq(i::booking_id)))
            .filter(Predicate::new().sql("booking_incidents.outcome IS NULL"))
            .filter(scope.on(COLUMNS))
    };
    let count: i64 = open().count().get_result(conn)?;
    let first: Option<DateTime<Utc>> = open().select(min(i::reported_at)).first(conn)?;
    let old = first.is_some_and(|at| at < scope.now - DECIDED);
    let found = Evidence {
        state: match (count, old) {
            (0, _) => ClauseState::Met,
            (_, false) => ClauseState::AtRisk,
            _ => ClauseState::Breached,
        },
        value: Some(count as f64),
        ..Evidence::none(ORDER, INCIDENTS)
    };
    let found = found.records("/bookings?open_incidents=true");
    Ok(found.since(first.map(|at| scope.day(at))))
}

fn closed(conn: &mut AnyConn, scope: &Scope) -> Answer<Evidence> {
    let over = |before: DateTime<Utc>| {
        b::table
            .filter(scope.on(COLUMNS))
            .filter(Predicate::new().sql(OPEN))
            .filter(b::ends_at.lt(t(before)))
    };
    let late = scope.now - CLOSING;
    let count: i64 = over(late).count().get_result(conn)?;
    let first: Option<DateTime<Utc>> = over(late).select(min(b::ends_at)).first(conn)?;
    let out: i64 = over(scope.now)
        .filter(b::lent_out.gt(0_i64))
        .count()
        .get_result(conn)?;
    let found = Evidence {
        state: match (count, out) {
            (1.., _) => ClauseState::Breached,
            (_, 1..) => ClauseState::AtRisk,
            _ => ClauseState::Met,
        },
        value: Some(count as f64),
        ..Evidence::none(CLOSED, LEFT)
    };
    let found = found.records("/bookings?unclosed=true");
    Ok(found.since(first.map(|at| scope.day(at + CLOSING))))
}

/// What is counted for the clause, and what counts against it.
pub fn behind(_: &mut AnyConn, scope: &Scope, clause: &str) -> Answer<Vec<Behind>> {
    let bookings = || {
        let (table, on) = ("bookings", On::At("bookings.starts_at"));
        Behind::new("booking", Action::BookingRead, table, "bookings.title", on)
            .of(COLUMNS)
            .path("/bookings/{id}")
    };
    let held = |since: DateTime<Utc>| {
        Predicate::new()
            .sql("bookings.state <> 'cancelled' AND bookings.starts_at >= ")
            .bind(Bind::ts(since))
            .sql(" AND bookings.starts_at < ")
            .bind(Bind::ts(scope.now))
    };
    Ok(match clause {
        PREPARED => vec![
            bookings()
                .counted(held(scope.now - BACK).sql(" AND bookings.preparation <> '[]'"))
                .against(Predicate::new().sql(UNPREPARED)),
        ],
        ORDER => {
            let on = On::At("booking_incidents.reported_at");
            let title = "booking_incidents.what";
            let incidents = Behind::new(
                "booking",
                Action::BookingRead,
                "booking_incidents",
                title,
                on,
            )
            .of(COLUMNS)
            .joined("JOIN bookings ON bookings.id = booking_incidents.booking_id");
            vec![
                incidents
                    .against(Predicate::new().sql("booking_incidents.outcome IS NULL"))
                    .path("/bookings?open_incidents=true"),
            ]
        }
        CLOSED => {
            let late = Predicate::new().sql(OPEN).sql(" AND bookings.ends_at < ");
            vec![
                bookings()
                    .counted(
                        held(scope.now - BACK)
                            .sql(" OR ")
                            .sql(OPEN)
                            .sql(" AND bookings.ends_at < ")
                            .bind(Bind::ts(scope.now)),
                    )
                    .against(late.bind(Bind::ts(scope.now - CLOSING))),
            ]
        }
        _ => Vec::new(),
    })
}
