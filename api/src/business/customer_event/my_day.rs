//! Events in "my day": what I organise this week or have still to close, and where customers of mine haven't answered yet.

use chrono::{DateTime, Duration, Utc};
use contract::Text;
use contract::my_day::DayItem;
use diesel::dsl::count_star;
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::store::LIVE;
use crate::access::Grant;
use crate::clock::local_date;
use crate::db::AnyConn;
use crate::db::schema::{customer_events as e, event_invitations as i};
use crate::db::sql::Predicate;
use crate::db::types::{g, t};
use crate::organization::settings::Day;
use crate::problem::Answer;

const MOST: i64 = 10;
const AHEAD: Duration = Duration::days(7);

type Due = (Uuid, String, DateTime<Utc>);

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: &Day) -> Answer<Vec<DayItem>> {
    let now = grant.acting.now;
    let soon = t(now + AHEAD);
    let mine: Vec<Due> = e::table
        .filter(e::organiser_id.eq(g(grant.me())))
        .filter(Predicate::new().sql(LIVE))
        .filter(e::starts_at.lt(soon))
        .order((e::starts_at, e::id))
        .limit(MOST)
        .select((e::id, e::title, e::starts_at))
        .load(conn)?;
    let soon = t(now + AHEAD);
    let asked: Vec<(Uuid, String, DateTime<Utc>, i64)> = e::table
        .inner_join(i::table)
        .filter(Predicate::new().sql(LIVE))
        .filter(e::starts_at.gt(t(now)))
        .filter(e::starts_at.lt(soon))
        .filter(i::owner_id.eq(g(grant.me())))
        .filter(Predicate::new().sql("event_invitations.state = 'invited'"))
        .group_by((e::id, e::title, e::starts_at))
        .order((e::starts_at, e::id))
        .limit(MOST)
        .select((e::id, e::title, e::starts_at, count_star()))
        .load(conn)?;
    let item = |kind: &str, what: Text, (id, title, at): Due, more: String| {
        let day = local_date(at, &today.zone);
        DayItem {
            kind: kind.to_owned(),
            title: format!("{} · {title}", what.get(grant.locale)),
            detail: match more.is_empty() {
                true => day.to_string(),
                false => format!("{day} · {more}"),
            },
            due_at: Some(at),
            path: format!("/events/{id}"),
            subject_id: Some(id),
            clause: Some(CLAUSE.to_owned()),
        }
    };
    let organised = mine.into_iter().map(|one| match one.2 > now {
        true => {
            let text = Text::new("您主辦的客戶活動", "您主办的客户活动", "Event you organise");
            item("event_ahead", text, one, String::new())
        }
        false => {
            let text = Text::new("活動待結案", "活动待结案", "Event to be closed");
            item("event_to_close", text, one, String::new())
        }
    });
    let unanswered = asked.into_iter().map(|(id, title, at, count)| {
        let text = Text::new("客戶尚未回覆", "客户尚未回复", "Customers yet to answer");
        item("event_unanswered", text, (id, title, at), count.to_string())
    });
    Ok(organised.chain(unanswered).collect())
}
