//! When each emergency plan is to be practised next.

use std::collections::HashMap;

use chrono::{DateTime, Months, NaiveDate, Utc};
use contract::document::{DocumentKind, DocumentState, Heading};
use contract::drill::DrillState;
use diesel::dsl::max;
use diesel::prelude::*;
use uuid::Uuid;

use crate::clock::local_date;
use crate::db::AnyConn;
use crate::db::schema::{document_versions as v, documents as c, drills as d};
use crate::db::words::word;
use crate::problem::Answer;

pub struct Due {
    pub document_id: Uuid,
    pub plan: Heading,
    pub on: NaiveDate,
    /// A drill of it is planned.
    pub planned: bool,
}

/// So many months after it was last practised, or else after it began to hold.
pub fn next(since: NaiveDate, months: i64) -> NaiveDate {
    let months = Months::new(u32::try_from(months).unwrap_or_default());
    since.checked_add_months(months).unwrap_or(NaiveDate::MAX)
}

pub fn due(conn: &mut AnyConn, zone: &str) -> Answer<Vec<Due>> {
    type Plan = (
        Uuid,
        (String, String, String),
        Option<i64>,
        Option<DateTime<Utc>>,
    );
    let plans: Vec<Plan> = c::table
        .inner_join(v::table.on(v::document_id.eq(c::id)))
        .filter(c::kind.eq(word(&DocumentKind::EmergencyPlan)))
        .filter(c::active.eq(true))
        .filter(c::drill_months.is_not_null())
        .filter(v::state.eq(word(&DocumentState::Current)))
        .order((c::created_at, c::id))
        .select((
            c::id,
            (c::title_zh_hant, c::title_zh_hans, c::title_en),
            c::drill_months,
            v::published_at,
        ))
        .load(conn)?;
    let held: Vec<(Uuid, Option<NaiveDate>)> = d::table
        .filter(d::state.eq(word(&DrillState::Held)))
        .group_by(d::document_id)
        .select((d::document_id, max(d::held_on)))
        .load(conn)?;
    let held: HashMap<Uuid, Option<NaiveDate>> = held.into_iter().collect();
    let planned: Vec<Uuid> = d::table
        .filter(d::state.eq(word(&DrillState::Planned)))
        .select(d::document_id)
        .distinct()
        .load(conn)?;
    let one = |(id, (zh_hant, zh_hans, en), months, published): Plan| {
        let last = held.get(&id).copied().flatten();
        let since = last.or_else(|| published.map(|at| local_date(at, zone)))?;
        Some(Due {
            document_id: id,
            plan: Heading {
                zh_hant,
                zh_hans,
                en,
            },
            on: next(since, months?),
            planned: planned.contains(&id),
        })
    };
    Ok(plans.into_iter().filter_map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_drill_keeps_to_month_ends_and_to_29_february() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(next(day("2026-08-31"), 6), day("2027-02-28"));
        assert_eq!(next(day("2027-08-31"), 6), day("2028-02-29"));
        assert_eq!(next(day("2028-02-29"), 12), day("2029-02-28"));
    }
}
