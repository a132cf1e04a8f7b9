//! Days by table, and properties over all of them.

use std::sync::Arc;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use contract::attendance::{DayStatus, PunchKind, ShiftKind};
use contract::calendar::CalendarDayKind;
use proptest::prelude::*;
use uuid::Uuid;

use super::super::plan::{CalendarDay, DayPlan, Pattern, Planned, Shift, plan, window};
use super::super::zone::instant;
use super::*;
use crate::people::attendance::shift::Times;
use crate::people::calendar::Week;

fn shift(start: i64, end: i64, flex: i64) -> Arc<Shift> {
    Arc::new(Shift {
        name: "班".to_owned(),
        times: Times {
            kind: if flex > 0 {
                ShiftKind::Flexible
            } else {
                ShiftKind::Fixed
            },
            start,
            end,
            middle: (start + end) / 2,
            break_minutes: 60.min((end - start) / 4),
            flex,
            late_grace: 5,
            early_grace: 0,
        },
    })
}

fn pattern(week: &[Option<Arc<Shift>>], follows_calendar: bool) -> Pattern {
    let ids: Vec<Option<Uuid>> = week
        .iter()
        .enumerate()
        .map(|(n, s)| s.as_ref().map(|_| Uuid::from_u128(n as u128)))
        .collect();
    let shifts = ids
        .iter()
        .zip(week)
        .filter_map(|(id, s)| Some(((*id)?, s.clone()?)))
        .collect();
    Pattern {
        week: Week::of(&ids, follows_calendar),
        shifts: Arc::new(shifts),
    }
}

fn weekdays(s: &Arc<Shift>) -> Pattern {
    pattern(&vec![Some(s.clone()); 5], true)
}

fn holiday_or_make_up(holiday: bool) -> CalendarDay {
    CalendarDay {
        kind: if holiday {
            CalendarDayKind::Holiday
        } else {
            CalendarDayKind::Workday
        },
        name: "日".to_owned(),
    }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// One day under one pattern, with punches as local times `HH:MM` (`+HH:MM` the day after, `-HH:MM` the day before).
#[derive(Debug)]
struct Case {
    zone: Tz,
    pattern: Pattern,
    date: NaiveDate,
    calendar: Option<CalendarDay>,
    punches: Vec<Punch>,
    away: [Option<Away>; 2],
    now: DateTime<Utc>,
}

impl Case {
    fn new(zone: Tz, shift: Arc<Shift>, day: &str) -> Case {
        let date = date(day);
        Case {
            zone,
            pattern: weekdays(&shift),
            date,
            calendar: None,
            punches: Vec::new(),
            away: [None, None],
            now: instant(zone, date, 1440 * 5),
        }
    }

    fn minute(text: &str) -> i64 {
        let (days, clock) = match text.split_at(1) {
            ("+", rest) => (1, rest),
            ("-", rest) => (-1, rest),
            _ => (0, text),
        };
        days * 1440 + contract::valid::minute_of_day(clock).unwrap()
    }

    fn punch(mut self, kind: PunchKind, text: &str) -> Case {
        let at = instant(self.zone, self.date, Case::minute(text));
        self.punches.push(Punch { at, kind });
        self.punches.sort_by_key(|p| p.at);
        self
    }

    fn at(self, texts: &[&str]) -> Case {
        texts
            .iter()
            .fold(self, |case, text| case.punch(PunchKind::Unspecified, text))
    }

    fn away(mut self, half: usize, business: bool) -> Case {
        self.away[half] = Some(Away {
            business,
            counted: true,
        });
        self
    }

    fn now(mut self, text: &str) -> Case {
        self.now = instant(self.zone, self.date, Case::minute(text));
        self
    }

    fn plans(&self) -> [DayPlan; 4] {
        [-2, -1, 0, 1].map(|n| {
            let calendar = self.calendar.as_ref().filter(|_| n == 0);
            plan(
                Some(&self.pattern),
                self.date + Duration::days(n),
                calendar,
                self.zone,
            )
        })
    }

    fn day(&self) -> Outcome {
        let plans = self.plans();
        let [a, b, c, d] = &plans;
        day(&Inputs {
            plan: c,
            window: window([a, b, c, d]),
            employed: true,
            punches: &self.punches,
            away: self.away,
            now: self.now,
        })
    }

    #[track_caller]
    fn is(self, status: DayStatus, late: i64, early: i64, worked: i64) {
        let got = self.day();
        assert_eq!(
            (got.status, got.late, got.early, got.worked),
            (status, late, early, worked),
            "{got:?}"
        );
    }
}

const TAIPEI: Tz = Tz::Asia__Taipei;

fn office() -> Case {
    // A Wednesday; 09:00–18:00, break 13:00–14:00.
    Case::new(TAIPEI, shift(540, 1080, 0), "2026-11-18")
}

#[test]
fn an_ordinary_day() {
    use DayStatus::*;
    office().at(&["08:55", "18:03"]).is(Present, 0, 0, 488);
    office().at(&["09:05", "18:00"]).is(Present, 0, 0, 475);
    office().at(&["09:06", "18:00"]).is(Late, 6, 0, 474);
    office().at(&["09:00", "17:30"]).is(Early, 0, 30, 450);
    office()
        .at(&["10:00", "17:00"])
        .is(LateAndEarly, 60, 60, 360);
    office().at(&["09:00"]).is(MissingPunch, 0, 0, 0);
    office()
        .punch(PunchKind::Out, "18:10")
        .is(MissingPunch, 0, 0, 0);
    office().is(Absent, 0, 0, 0);
    office()
        .at(&["09:00", "12:00", "13:00", "18:00"])
        .is(Present, 0, 0, 480);
    office().at(&["09:00", "09:01"]).is(MissingPunch, 0, 0, 0);
    office()
        .punch(PunchKind::Out, "08:00")
        .punch(PunchKind::In, "09:00")
        .at(&["18:00"])
        .is(Present, 0, 0, 480);
    office().at(&["09:00", "+01:29"]).is(Present, 0, 0, 929);
    office().at(&["09:00", "+01:30"]).is(MissingPunch, 0, 0, 0);
}

#[test]
fn a_day_that_isnt_over() {
    use DayStatus::*;
    office().at(&["09:20"]).now("14:00").is(Working, 20, 0, 0);
    office().now("20:00").is(Working, 0, 0, 0);
    office()
        .at(&["09:00", "12:00"])
        .now("12:30")
        .is(Working, 0, 0, 180);
    office()
        .at(&["09:00", "18:00"])
        .now("18:00")
        .is(Present, 0, 0, 480);
    office()
        .at(&["09:30", "18:00"])
        .now("18:01")
        .is(Late, 30, 0, 450);
    office().now("+01:29").is(Working, 0, 0, 0);
    office().now("+01:30").is(Absent, 0, 0, 0);
    office().now("-23:59").is(None, 0, 0, 0);
    office()
        .away(0, false)
        .away(1, false)
        .now("-12:00")
        .is(None, 0, 0, 0);
}

#[test]
fn leave_and_business() {
    use DayStatus::*;
    office().away(0, false).away(1, false).is(Leave, 0, 0, 0);
    office().away(0, true).away(1, true).is(Business, 0, 0, 480);
    office().away(0, false).away(1, true).is(Leave, 0, 0, 240);
    // The morning off: expected from 13:30.
    office()
        .away(0, false)
        .at(&["13:30", "18:00"])
        .is(Present, 0, 0, 240);
    office()
        .away(0, false)
        .at(&["14:00", "18:00"])
        .is(Late, 30, 0, 240);
    office()
        .away(1, false)
        .at(&["09:00", "13:00"])
        .is(Early, 0, 30, 240);
    office()
        .away(1, false)
        .at(&["09:00", "13:30"])
        .is(Present, 0, 0, 240);
    office().away(1, false).is(Absent, 0, 0, 0);
    office()
        .away(0, true)
        .at(&["13:30", "18:00"])
        .is(Present, 0, 0, 480);
    office()
        .away(0, true)
        .at(&["12:00", "18:00"])
        .is(Present, 0, 0, 480);
}

#[test]
fn flexible_shifts_end_as_much_later_as_they_began() {
    use DayStatus::*;
    let flexible = || Case::new(TAIPEI, shift(480, 1020, 120), "2026-11-18");
    flexible().at(&["08:00", "17:00"]).is(Present, 0, 0, 480);
    flexible().at(&["09:30", "18:30"]).is(Present, 0, 0, 480);
    flexible().at(&["09:30", "18:00"]).is(Early, 0, 30, 450);
    flexible().at(&["10:20", "19:00"]).is(Late, 20, 0, 460);
    flexible().at(&["07:30", "17:00"]).is(Present, 0, 0, 510);
    flexible()
        .away(0, false)
        .at(&["12:30", "17:00"])
        .is(Present, 0, 0, 240);
}

#[test]
fn shifts_over_midnight_keep_their_punches() {
    use DayStatus::*;
    let night = || Case::new(TAIPEI, shift(1320, 1860, 0), "2026-11-18");
    night().at(&["21:50", "+07:05"]).is(Present, 0, 0, 495);
    night().at(&["22:30", "+07:00"]).is(Late, 30, 0, 450);
    // What belongs to the night before and the night after isn't this one's.
    night()
        .at(&["-21:55", "07:02", "21:55", "+07:01", "+21:58"])
        .is(Present, 0, 0, 486);
    night().at(&["07:02", "+21:58"]).is(Absent, 0, 0, 0);
    night().at(&["21:55"]).now("+03:00").is(Working, 0, 0, 0);
    // Friday night ends on a rest day, Sunday's evening belongs to Monday.
    let friday = Case::new(TAIPEI, shift(1320, 1860, 0), "2026-11-20");
    friday.at(&["21:50", "+07:05"]).is(Present, 0, 0, 495);
    let early_monday = Case::new(TAIPEI, shift(0, 480, 0), "2026-11-23");
    early_monday.at(&["-23:45", "08:00"]).is(Present, 0, 0, 435);
}

#[test]
fn rest_days_holidays_and_make_up_days() {
    use DayStatus::*;
    let saturday = || Case::new(TAIPEI, shift(540, 1080, 0), "2026-11-21");
    saturday().is(Rest, 0, 0, 0);
    saturday().at(&["10:00", "12:00"]).is(Rest, 0, 0, 120);
    saturday().at(&["10:00"]).is(Rest, 0, 0, 0);
    let on = |mut case: Case, holiday: bool| {
        case.calendar = Some(holiday_or_make_up(holiday));
        case
    };
    on(office(), true).is(Holiday, 0, 0, 0);
    on(saturday(), false).is(Absent, 0, 0, 0);
    on(saturday(), false)
        .at(&["09:00", "18:00"])
        .is(Present, 0, 0, 480);
    on(saturday(), true).is(Holiday, 0, 0, 0);
    let mut own = on(office(), true);
    own.pattern.week.follows_calendar = false;
    own.at(&["09:00", "18:00"]).is(Present, 0, 0, 480);
    saturday().away(0, false).away(1, false).is(Leave, 0, 0, 0);
    let mut uncounted = saturday();
    uncounted.away = [Some(Away {
        business: false,
        counted: false,
    }); 2];
    uncounted.is(Rest, 0, 0, 0);
}

#[test]
fn nights_of_daylight_saving_are_as_long_as_they_are() {
    use DayStatus::*;
    // New York, 7 March 2026, 22:00 to 07:00: the clock skips 02:00. The night of 1 November has an hour more.
    let mut every_day = Case::new(Tz::America__New_York, shift(1320, 1860, 0), "2026-03-07");
    every_day.pattern = pattern(&vec![Some(shift(1320, 1860, 0)); 7], true);
    every_day.at(&["22:00", "+07:00"]).is(Present, 0, 0, 420);
    let mut longer = Case::new(Tz::America__New_York, shift(1320, 1860, 0), "2026-10-31");
    longer.pattern = pattern(&vec![Some(shift(1320, 1860, 0)); 7], true);
    longer.at(&["22:00", "+07:00"]).is(Present, 0, 0, 540);
    let mut berlin = Case::new(Tz::Europe__Berlin, shift(1320, 1860, 0), "2026-03-28");
    berlin.pattern = pattern(&vec![Some(shift(1320, 1860, 0)); 7], true);
    berlin.at(&["22:00", "+07:00"]).is(Present, 0, 0, 420);
    // A shift that begins in the hour that isn't there begins when the clock goes on.
    let mut gap = Case::new(Tz::Europe__Berlin, shift(150, 600, 0), "2026-03-29");
    gap.pattern = pattern(&vec![Some(shift(150, 600, 0)); 7], true);
    gap.at(&["03:00", "10:00"]).is(Present, 0, 0, 360);
}

#[test]
fn leap_days_are_days() {
    use DayStatus::*;
    // 29 February 2028 is a Tuesday.
    Case::new(TAIPEI, shift(540, 1080, 0), "2028-02-29")
        .at(&["09:00", "18:00"])
        .is(Present, 0, 0, 480);
    Case::new(TAIPEI, shift(1320, 1860, 0), "2028-02-28")
        .at(&["22:00", "+07:00"])
        .is(Present, 0, 0, 480);
}

#[test]
fn who_isnt_employed_or_has_no_schedule_is_asked_nothing() {
    let case = office().at(&["09:00", "18:00"]);
    let plans = case.plans();
    let [a, b, c, d] = &plans;
    let inputs = Inputs {
        plan: c,
        window: window([a, b, c, d]),
        employed: false,
        punches: &case.punches,
        away: [None, None],
        now: case.now,
    };
    assert_eq!(day(&inputs).status, DayStatus::None);
    let none = plan(None, case.date, None, TAIPEI);
    let got = day(&Inputs {
        plan: &none,
        employed: true,
        ..inputs
    });
    assert_eq!(
        (got.status, got.first_in.is_some()),
        (DayStatus::None, true)
    );
}

// ── Properties ──────────────────────────────────────────────────────────────────────────────────────────────────────────

fn any_shift() -> impl Strategy<Value = Arc<Shift>> {
    (
        0i64..1440,
        60i64..=1440,
        0i64..400,
        0i64..90,
        0i64..30,
        0i64..30,
        any::<bool>(),
    )
        .prop_map(
            |(start, length, flex, pause, late_grace, early_grace, flexible)| {
                let flex = if flexible { flex.min(1440 - length) } else { 0 };
                Arc::new(Shift {
                    name: "x".to_owned(),
                    times: Times {
                        kind: if flex > 0 {
                            ShiftKind::Flexible
                        } else {
                            ShiftKind::Fixed
                        },
                        start,
                        end: start + length,
                        middle: start + length / 2,
                        break_minutes: pause.min(length - 1),
                        flex,
                        late_grace,
                        early_grace,
                    },
                })
            },
        )
}

fn any_away() -> impl Strategy<Value = Option<Away>> {
    prop_oneof![
        3 => Just(None),
        1 => (any::<bool>(), any::<bool>()).prop_map(|(business, counted)| Some(Away { business, counted })),
    ]
}

fn any_kind() -> impl Strategy<Value = PunchKind> {
    prop_oneof![
        Just(PunchKind::In),
        Just(PunchKind::Out),
        Just(PunchKind::Unspecified)
    ]
}

fn any_zone() -> impl Strategy<Value = Tz> {
    prop_oneof![
        Just(TAIPEI),
        Just(Tz::America__New_York),
        Just(Tz::Europe__Berlin),
        Just(Tz::Pacific__Apia),
        Just(Tz::Australia__Lord_Howe)
    ]
}

/// Days around everything that is odd about calendars.
fn any_date() -> impl Strategy<Value = NaiveDate> {
    let odd = prop_oneof![
        Just("2026-03-08"),
        Just("2026-11-01"),
        Just("2026-03-29"),
        Just("2026-10-25"),
        Just("2028-02-28"),
        Just("2011-12-30"),
        Just("2026-12-31")
    ];
    (odd, -3i64..4).prop_map(|(day, off)| date(day) + Duration::days(off))
}

prop_compose! {
    fn any_case()(
        zone in any_zone(),
        week in proptest::array::uniform7(proptest::option::weighted(0.8, any_shift())),
        follows_calendar in any::<bool>(),
        date in any_date(),
        calendar in proptest::option::weighted(0.2, any::<bool>()),
        punches in proptest::collection::vec((-3000i64..4500, 0i64..60, any_kind()), 0..8),
        away in [any_away(), any_away()],
        now in -3000i64..9000,
    ) -> Case {
        let mut punches: Vec<Punch> = punches.into_iter()
            .map(|(minute, second, kind)| Punch { at: instant(zone, date, minute) + Duration::seconds(second), kind })
            .collect();
        punches.sort_by_key(|p| p.at);
        Case {
            zone,
            pattern: pattern(&week, follows_calendar),
            date,
            calendar: calendar.map(holiday_or_make_up),
            punches,
            away,
            now: instant(zone, date, now),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_day_has_a_status_and_sensible_figures(case in any_case()) {
        let plans = case.plans();
        let [a, b, c, d] = &plans;
        let window = window([a, b, c, d]);
        let got = case.day();
        prop_assert_eq!(got, case.day(), "the same again");
        prop_assert!(window.0 <= window.1);
        let most = minutes(window.0, window.1).max(0) + case_work(c);
        prop_assert!(got.worked >= 0 && got.worked <= most, "{:?}", got);
        prop_assert!(got.late >= 0 && got.early >= 0);
        prop_assert!((0..=2).contains(&(got.leave_halves + got.business_halves)));
        for at in [got.first_in, got.last_out].into_iter().flatten() {
            prop_assert!(window.0 <= at && at < window.1);
        }
        if let (Some(from), Some(to)) = (got.first_in, got.last_out) {
            prop_assert!(from < to);
        }
        if !matches!(c.planned, Planned::Work(_)) || case.now < c.midnight {
            prop_assert!(!got.status.abnormal(), "{:?}", got);
        }
        if case.now < c.midnight {
            prop_assert_eq!(got.status, DayStatus::None);
        }
        match got.status {
            DayStatus::Late => prop_assert!(got.late > 0 && got.early == 0),
            DayStatus::Early => prop_assert!(got.late == 0 && got.early > 0),
            DayStatus::LateAndEarly => prop_assert!(got.late > 0 && got.early > 0),
            DayStatus::Present => prop_assert!(got.late == 0 && got.early == 0),
            DayStatus::Absent => prop_assert!(got.first_in.is_none() && got.last_out.is_none()),
            _ => {}
        }
    }

    #[test]
    fn a_whole_day_away_is_never_absent(mut case in any_case(), business in any::<bool>()) {
        case.away = [Some(Away { business, counted: true }); 2];
        prop_assert!(!case.day().status.abnormal());
    }

    #[test]
    fn a_punch_between_in_and_out_changes_nothing(mut case in any_case(), part in 0.0f64..1.0, kind in any_kind()) {
        let before = case.day();
        if let (Some(from), Some(to)) = (before.first_in, before.last_out) {
            let at = from + Duration::seconds(((to - from).num_seconds() as f64 * part) as i64);
            case.punches.push(Punch { at, kind });
            case.punches.sort_by_key(|p| p.at);
            prop_assert_eq!(case.day(), before);
        }
    }

    #[test]
    fn coming_earlier_is_never_later_and_leaving_later_never_earlier(mut case in any_case(), by in 1i64..300) {
        // The end of a flexible shift moves with its beginning: there only coming is compared.
        let before = case.day();
        let Some(came) = before.first_in else { return Ok(()) };
        case.punches.push(Punch { at: came - Duration::minutes(by), kind: PunchKind::In });
        case.punches.sort_by_key(|p| p.at);
        prop_assert!(case.day().late <= before.late);
        let Some(left) = before.last_out else { return Ok(()) };
        let now = case.day();
        case.punches.push(Punch { at: left + Duration::minutes(by), kind: PunchKind::Out });
        prop_assert!(case.day().early <= now.early);
    }

    #[test]
    fn each_instant_belongs_to_exactly_one_day(case in any_case(), minute in -4000i64..8000) {
        let at = instant(case.zone, case.date, minute);
        let of = |n: i64| {
            let plans = [-2, -1, 0, 1].map(|k| {
                let off = n + k;
                plan(Some(&case.pattern), case.date + Duration::days(off), case.calendar.as_ref().filter(|_| off == 0), case.zone)
            });
            let [a, b, c, d] = &plans;
            window([a, b, c, d])
        };
        let found = (-6..9).filter(|n| { let w = of(*n); w.0 <= at && at < w.1 }).count();
        prop_assert_eq!(found, 1);
    }
}

/// A business trip counts its half of the shift, which may begin before the window of an overlapping neighbour ends.
fn case_work(plan: &DayPlan) -> i64 {
    match &plan.planned {
        Planned::Work(w) => minutes(w.start, w.end).max(0),
        _ => 0,
    }
}
