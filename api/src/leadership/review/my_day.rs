//! The review of the quarter that is over, in "my day" of the deputy of the area.

use chrono::NaiveDate;
use contract::Text;
use contract::area_review::AreaReviewState;
use contract::my_day::DayItem;
use diesel::prelude::*;
use uuid::Uuid;

use super::CLAUSE;
use super::logic::{GRACE, last, quarter};
use super::store::{Row, named, writes};
use crate::access::Grant;
use crate::db::AnyConn;
use crate::db::schema::area_reviews as v;
use crate::db::types::g;
use crate::db::words::word;
use crate::problem::Answer;

pub fn day_items(conn: &mut AnyConn, grant: &Grant, today: NaiveDate) -> Answer<Vec<DayItem>> {
    let area: Option<Uuid> = grant.actor.area_id.filter(|area| writes(grant, *area));
    let Some(area) = area else {
        return Ok(Vec::new());
    };
    let starts_on = last(today);
    let there: Option<Row> = v::table
        .filter(v::area_id.eq(g(area)))
        .filter(v::starts_on.eq(starts_on))
        .select(Row::as_select())
        .first(conn)
        .optional()?;
    let published = word(&AreaReviewState::Published);
    if there.as_ref().is_some_and(|row| row.state == published) {
        return Ok(Vec::new());
    }
    let due = quarter(today).checked_add_days(GRACE).unwrap_or(today);
    let kind = match today > due {
        true => "review_overdue",
        false => "review_due",
    };
    let what = Text::new(
        "領域總結待發布",
        "领域总结待发布",
        "Review of the area to publish",
    );
    let names = named(conn, std::iter::once(area))?;
    Ok(vec![DayItem {
        kind: kind.to_owned(),
        title: format!(
            "{} · {}",
            names.get(&area).cloned().unwrap_or_default(),
            what.get(grant.locale)
        ),
        detail: format!("{starts_on} · {due}"),
        due_at: None,
        path: match &there {
            Some(row) => format!("/area-reviews/{}", row.id),
            None => format!("/area-reviews/new?starts_on={starts_on}"),
        },
        subject_id: Some(area),
        clause: Some(CLAUSE.to_owned()),
    }])
}
