//! Absences as iCalendar text (RFC 5545): whole days as dates, half-days as instants of the department's zone.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use contract::leave::{Absence, Half, LeaveCategory};
use contract::{Locale, Text};

/// When a half-day begins and ends on the wall: from nine to noon, from one to six.
const HALVES: [(Half, u32, u32); 2] = [(Half::Am, 9, 12), (Half::Pm, 13, 18)];
/// Longer lines are folded (3.1).
const OCTETS: usize = 75;

pub struct Feed<'a> {
    pub department: &'a str,
    pub zone: Tz,
    pub locale: Locale,
}

/// The whole calendar. `absences` carry when they last changed.
pub fn calendar(feed: &Feed, absences: &[(Absence, DateTime<Utc>)]) -> String {
    let mut out = String::new();
    let title = Text::new("誰不在", "谁不在", "Who is away").get(feed.locale);
    for text in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Shouzhan//Absences//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ] {
        line(&mut out, text);
    }
    let name = format!("{} · {title}", feed.department);
    line(&mut out, &format!("X-WR-CALNAME:{}", escaped(&name)));
    line(&mut out, &format!("X-WR-TIMEZONE:{}", feed.zone.name()));
    for (absence, changed) in absences {
        events(&mut out, feed, absence, *changed);
    }
    line(&mut out, "END:VCALENDAR");
    out
}

/// An absence is one event of whole days, and one for a half-day before and after it.
fn events(out: &mut String, feed: &Feed, absence: &Absence, changed: DateTime<Utc>) {
    let (mut first, mut last) = (absence.starts_on, absence.ends_on);
    let alone = first == last;
    if alone && absence.starts_half == absence.ends_half {
        return half(
            out,
            feed,
            absence,
            changed,
            "half",
            first,
            absence.starts_half,
        );
    }
    if absence.starts_half == Half::Pm {
        half(out, feed, absence, changed, "first", first, Half::Pm);
        first = first.checked_add_days(Days::new(1)).unwrap_or(first);
    }
    if absence.ends_half == Half::Am {
        half(out, feed, absence, changed, "last", last, Half::Am);
        last = last.checked_sub_days(Days::new(1)).unwrap_or(last);
    }
    if first <= last {
        // The end is the day after the last one (3.6.1).
        let after = last.checked_add_days(Days::new(1)).unwrap_or(last);
        let date = |day: NaiveDate| day.format("%Y%m%d").to_string();
        let times = [
            format!("DTSTART;VALUE=DATE:{}", date(first)),
            format!("DTEND;VALUE=DATE:{}", date(after)),
        ];
        event(out, feed, absence, changed, "days", &times);
    }
}

fn half(
    out: &mut String,
    feed: &Feed,
    absence: &Absence,
    changed: DateTime<Utc>,
    part: &str,
    day: NaiveDate,
    which: Half,
) {
    let Some((_, from, to)) = HALVES.iter().find(|(h, ..)| *h == which) else {
        return;
    };
    let times = [
        format!("DTSTART:{}", instant(feed.zone, day, *from)),
        format!("DTEND:{}", instant(feed.zone, day, *to)),
    ];
    event(out, feed, absence, changed, part, &times);
}

/// An hour on the wall as UTC. An hour that a change of clocks skips is taken as the next one.
fn instant(zone: Tz, day: NaiveDate, hour: u32) -> String {
    let wall = day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN));
    let at = zone
        .from_local_datetime(&wall)
        .earliest()
        .or_else(|| {
            zone.from_local_datetime(&(wall + chrono::Duration::hours(1)))
                .earliest()
        })
        .map_or_else(|| wall.and_utc(), |at| at.with_timezone(&Utc));
    stamp(at)
}

fn stamp(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn event(
    out: &mut String,
    feed: &Feed,
    absence: &Absence,
    changed: DateTime<Utc>,
    part: &str,
    times: &[String; 2],
) {
    let away = match absence.category {
        LeaveCategory::Leave => Text::new("不在", "不在", "away"),
        LeaveCategory::Business => Text::new("公出", "公出", "out on business"),
    };
    let kind = absence.leave_type.as_ref().map(|k| k.name.as_str());
    let why = kind.unwrap_or(away.get(feed.locale));
    let summary = escaped(&format!("{} · {why}", absence.employee.name));
    line(out, "BEGIN:VEVENT");
    line(out, &format!("UID:{}-{part}@shouzhan", absence.id));
    line(out, &format!("DTSTAMP:{}", stamp(changed)));
    line(out, &format!("LAST-MODIFIED:{}", stamp(changed)));
    times.iter().for_each(|text| line(out, text));
    line(out, &format!("SUMMARY:{summary}"));
    if let Some(team) = &absence.team_name {
        line(out, &format!("CATEGORIES:{}", escaped(team)));
    }
    line(out, "TRANSP:OPAQUE");
    line(out, "END:VEVENT");
}

/// Text of a property (3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// One content line: ended by CRLF, folded after 75 octets without cutting a character.
fn line(out: &mut String, text: &str) {
    let mut used = 0;
    for c in text.chars() {
        if used + c.len_utf8() > OCTETS {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use contract::employee::PersonRef;
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn absence(name: &str, from: (&str, Half), to: (&str, Half)) -> Absence {
        let employee = PersonRef {
            id: Uuid::nil(),
            name: name.into(),
            number: "E1".into(),
        };
        Absence {
            id: Uuid::nil(),
            employee,
            team_id: None,
            team_name: None,
            starts_on: day(from.0),
            starts_half: from.1,
            ends_on: day(to.0),
            ends_half: to.1,
            category: LeaveCategory::Leave,
            leave_type: None,
            days: None,
            approved: true,
        }
    }

    fn text(zone: Tz, absence: Absence) -> String {
        let feed = Feed {
            department: "一部",
            zone,
            locale: Locale::En,
        };
        let changed = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        calendar(&feed, &[(absence, changed)])
    }

    #[test]
    fn whole_days_are_dates_and_end_on_the_day_after() {
        let all = text(
            Tz::Asia__Taipei,
            absence("Lin", ("2028-02-28", Half::Am), ("2028-02-29", Half::Pm)),
        );
        assert!(all.contains("DTSTART;VALUE=DATE:20280228\r\nDTEND;VALUE=DATE:20280301\r\n"));
        assert_eq!(all.matches("BEGIN:VEVENT").count(), 1);
        assert!(all.split("\r\n").all(|l| !l.contains('\n')));
    }

    #[test]
    fn half_days_are_instants_of_the_zone_with_its_clock_changes() {
        let half = |d| absence("Lin", (d, Half::Am), (d, Half::Am));
        assert!(text(Tz::Asia__Taipei, half("2026-12-01")).contains("DTSTART:20261201T010000Z"));
        assert!(text(Tz::Europe__Berlin, half("2026-07-01")).contains("DTSTART:20260701T070000Z"));
        assert!(text(Tz::Europe__Berlin, half("2026-12-01")).contains("DTSTART:20261201T080000Z"));
    }

    #[test]
    fn a_leave_from_noon_to_noon_is_three_events_with_uids_of_their_own() {
        let all = text(
            Tz::Asia__Taipei,
            absence("Lin", ("2026-12-01", Half::Pm), ("2026-12-03", Half::Am)),
        );
        assert!(all.contains("DTSTART;VALUE=DATE:20261202\r\nDTEND;VALUE=DATE:20261203"));
        for part in ["first", "days", "last"] {
            assert!(all.contains(&format!("-{part}@shouzhan")), "{part}");
        }
        let short = text(
            Tz::Asia__Taipei,
            absence("Lin", ("2026-12-01", Half::Pm), ("2026-12-02", Half::Am)),
        );
        assert_eq!(short.matches("BEGIN:VEVENT").count(), 2);
    }

    #[test]
    fn long_names_are_folded_and_signs_escaped() {
        let name = format!("{}, \\;\nX", "陳".repeat(40));
        let all = text(
            Tz::UTC,
            absence(&name, ("2026-12-01", Half::Am), ("2026-12-01", Half::Pm)),
        );
        assert!(all.split("\r\n").all(|l| l.len() <= OCTETS), "{all}");
        let unfolded = all.replace("\r\n ", "");
        assert!(unfolded.contains(&format!(
            "SUMMARY:{}\\, \\\\\\;\\nX · away",
            "陳".repeat(40)
        )));
    }
}
