//! Pure rules of a shift's times. Inside, times are minutes after the local midnight of the shift's day; past 1440 is the day after.

use contract::Code;
use contract::attendance::ShiftKind;
use contract::valid::minute_of_day;

use crate::problem::{Answer, Refusal};

pub const DAY: i64 = 1440;

/// The times of a shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Times {
    pub kind: ShiftKind,
    pub start: i64,
    pub end: i64,
    pub middle: i64,
    pub break_minutes: i64,
    pub flex: i64,
    pub late_grace: i64,
    pub early_grace: i64,
}

impl Times {
    /// Minutes of work it asks for.
    pub fn work(&self) -> i64 {
        self.end - self.start - self.break_minutes
    }
}

/// A local time, or the refusal that names its field.
pub fn minute(text: &str, pointer: &str) -> Answer<i64> {
    minute_of_day(text)
        .ok_or_else(|| Refusal::new(Code::Invalid).field(pointer, "time_of_day", text))
}

/// `HH:MM` on a clock, whichever day it is.
pub fn clock(minute: i64) -> String {
    let m = minute.rem_euclid(DAY);
    format!("{:02}:{:02}", m / 60, m % 60)
}

/// A middle told as a clock's time lies on the day on which it is inside the shift; untold it is halfway.
pub fn middle(start: i64, end: i64, told: Option<i64>) -> i64 {
    match told {
        None => (start + end) / 2,
        Some(m) if m <= start && end > DAY => m + DAY,
        Some(m) => m,
    }
}

/// A shift lasts at most a day, its middle lies inside, its break is shorter than itself, and only a flexible one has a window.
pub fn check(t: &Times) -> Answer<()> {
    let bad = |pointer: &str| Err(Refusal::new(Code::ShiftTimes).clause("4.4.1").at(pointer));
    if t.end <= t.start || t.end - t.start > DAY {
        return bad("/ends");
    }
    if t.middle <= t.start || t.middle >= t.end {
        return bad("/middle");
    }
    if t.break_minutes >= t.end - t.start {
        return bad("/break_minutes");
    }
    let fits = match t.kind {
        ShiftKind::Fixed => t.flex == 0,
        ShiftKind::Flexible => t.flex > 0 && t.end - t.start + t.flex <= DAY,
    };
    if fits { Ok(()) } else { bad("/flex_minutes") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(start: i64, end: i64) -> Times {
        Times {
            kind: ShiftKind::Fixed,
            start,
            end,
            middle: (start + end) / 2,
            break_minutes: 60,
            flex: 0,
            late_grace: 0,
            early_grace: 0,
        }
    }

    #[test]
    fn a_shift_ends_after_it_begins_and_within_a_day() {
        assert!(check(&times(540, 1080)).is_ok());
        assert!(check(&times(1320, 1320 + 480)).is_ok(), "over midnight");
        assert!(check(&times(540, 540 + DAY)).is_ok(), "around the clock");
        for (start, end) in [(540, 540), (1080, 540), (540, 541 + DAY)] {
            assert!(check(&times(start, end)).is_err(), "{start} {end}");
        }
    }

    #[test]
    fn middle_break_and_window_fit_into_the_shift() {
        let good = times(540, 1080);
        for bad in [
            Times {
                middle: 540,
                ..good
            },
            Times {
                middle: 1080,
                ..good
            },
            Times {
                break_minutes: 540,
                ..good
            },
            Times { flex: 30, ..good },
            Times {
                kind: ShiftKind::Flexible,
                ..good
            },
            Times {
                kind: ShiftKind::Flexible,
                flex: 901,
                ..good
            },
        ] {
            assert!(check(&bad).is_err(), "{bad:?}");
        }
        assert!(
            check(&Times {
                kind: ShiftKind::Flexible,
                flex: 120,
                ..good
            })
            .is_ok()
        );
    }

    #[test]
    fn the_middle_of_a_night_shift_may_lie_on_either_day() {
        assert_eq!(middle(1320, 1860, Some(120)), 120 + DAY);
        assert_eq!(middle(1320, 1860, Some(1400)), 1400);
        assert_eq!(middle(540, 1080, None), 810);
        assert_eq!(clock(1860), "07:00");
    }
}
