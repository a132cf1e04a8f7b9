//! Area reviews as people read them.

use chrono::{Datelike, NaiveDate};
use contract::area_review::{AreaReview, AreaReviewState};

use crate::core::time;
use crate::core::words::wire;
use crate::tr;

pub fn state(one: &AreaReview) -> (&'static str, &'static str) {
    match one.state {
        AreaReviewState::Draft => (tr!(reviews.draft), "warn"),
        AreaReviewState::Published => (tr!(reviews.published), "good"),
    }
}

pub fn states() -> Vec<(String, String)> {
    let text = |state: AreaReviewState| match state {
        AreaReviewState::Draft => tr!(reviews.draft),
        AreaReviewState::Published => tr!(reviews.published),
    };
    AreaReviewState::ALL
        .map(|one| (wire(&one), text(one).to_owned()))
        .to_vec()
}

/// As everybody writes it: 2026 Q4.
pub fn quarter(starts_on: NaiveDate) -> String {
    format!("{} Q{}", starts_on.year(), starts_on.month0() / 3 + 1)
}

/// First days of the last eight quarters, the latest first.
pub fn quarters() -> Vec<(String, String)> {
    let Ok(today) = time::today().parse::<NaiveDate>() else {
        return Vec::new();
    };
    let this = today.year() * 4 + (today.month0() / 3) as i32;
    (0..8)
        .filter_map(|back| {
            let at = this - back;
            let month = (at.rem_euclid(4) * 3 + 1) as u32;
            NaiveDate::from_ymd_opt(at.div_euclid(4), month, 1)
        })
        .map(|day| (day.to_string(), quarter(day)))
        .collect()
}
