//! Pure rules of what can be corrected.

use chrono::{DateTime, NaiveDate, Utc};
use contract::Code;
use contract::attendance::CorrectionKind;

use crate::people::attendance::day::logic::Outcome;
use crate::problem::{Answer, Refusal};

/// How many days back a day can be corrected.
pub const BACK: i64 = 62;

/// The day lies in the last two months.
pub fn date(date: NaiveDate, today: NaiveDate) -> Answer<()> {
    let ago = (today - date).num_days();
    if (0..=BACK).contains(&ago) {
        return Ok(());
    }
    Err(Refusal::new(Code::Invalid)
        .clause("4.4.1")
        .field("/date", "range", format!("≤ {BACK}")))
}

/// Something is wrong with the day, and the time is one at which that punch can have been: inside the day's window, not in the
/// future, in before out.
pub fn time(
    day: &Outcome,
    window: (DateTime<Utc>, DateTime<Utc>),
    kind: CorrectionKind,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Answer<()> {
    if !day.status.abnormal() {
        return Err(Refusal::new(Code::DayNotAbnormal)
            .clause("4.4.1")
            .at("/date"));
    }
    let inside = window.0 <= at && at < window.1 && at <= now;
    let in_order = match kind {
        CorrectionKind::In => day.last_out.is_none_or(|left| at < left),
        CorrectionKind::Out => day.first_in.is_none_or(|came| at > came),
    };
    if inside && in_order {
        return Ok(());
    }
    Err(Refusal::new(Code::PunchTime).clause("4.4.1").at("/at"))
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use contract::attendance::DayStatus;

    use super::*;
    use crate::people::attendance::day::logic::Times;

    #[test]
    fn two_months_back_and_not_ahead() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        for (ago, fine) in [(0, true), (62, true), (63, false), (-1, false)] {
            assert_eq!(
                date(today - Duration::days(ago), today).is_ok(),
                fine,
                "{ago}"
            );
        }
    }

    #[test]
    fn a_corrected_punch_fits_into_its_day() {
        let hour = |h: i64| DateTime::UNIX_EPOCH + Duration::hours(h);
        let day = |status| Outcome {
            times: Times {
                status,
                first_in: Some(hour(9)),
                last_out: Some(hour(17)),
                ..Times::default()
            },
            ..Outcome::default()
        };
        let window = (hour(2), hour(26));
        let early = day(DayStatus::Early);
        let ask = |kind, at| time(&early, window, kind, hour(at), hour(30));
        assert!(ask(CorrectionKind::Out, 18).is_ok());
        assert!(ask(CorrectionKind::In, 8).is_ok());
        for (kind, at) in [
            (CorrectionKind::Out, 9),
            (CorrectionKind::In, 17),
            (CorrectionKind::In, 1),
            (CorrectionKind::Out, 26),
        ] {
            assert!(ask(kind, at).is_err(), "{kind:?} {at}");
        }
        assert!(time(&early, window, CorrectionKind::Out, hour(18), hour(17)).is_err());
        let fine = day(DayStatus::Present);
        assert!(time(&fine, window, CorrectionKind::Out, hour(18), hour(30)).is_err());
    }
}
