//! Calendar files (RFC 5545) as the rows that the import reads: one per day of every all-day event.

use chrono::NaiveDate;
use contract::Code;
use icalendar::{Calendar, CalendarComponent, Component, Event};

use crate::problem::{Answer, Refusal, internal};

/// An event may stretch over so many days.
const LONGEST: i64 = 31;

/// Summaries that announce a make-up working day.
const WORKED: &[&str] = &[
    "補班",
    "补班",
    "補行上班",
    "上班",
    "(班)",
    "（班）",
    "work day",
    "workday",
    "working day",
];

/// Summaries that hold one of those words and still announce a day off.
const OFF: &[&str] = &[
    "停止上班",
    "不上班",
    "不用上班",
    "不必上班",
    "無須上班",
    "无须上班",
    "毋須上班",
    "毋须上班",
    "無需上班",
    "无需上班",
    "停班",
    "免上班",
    "non-working",
    "non working",
    "nonworking",
    "non-work",
    "not a work",
    "no work",
];

/// CSV with the columns `date`, `kind`, `name`. What isn't an all-day event becomes a row that the import refuses and reports.
pub fn as_csv(text: &str) -> Answer<String> {
    let calendar: Calendar = text
        .parse()
        .map_err(|_| Refusal::new(Code::BadCsv).detail("RFC 5545"))?;
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["date", "kind", "name"])
        .map_err(internal)?;
    let events = calendar.components.iter().filter_map(|c| match c {
        CalendarComponent::Event(event) => Some(event),
        _ => None,
    });
    let mut found = 0;
    for event in events.filter(|e| e.property_value("STATUS") != Some("CANCELLED")) {
        found += 1;
        let name = name(event);
        for date in dates(event) {
            out.write_record([&date, kind(&name), &name])
                .map_err(internal)?;
        }
    }
    if found == 0 {
        return Err(Refusal::new(Code::BadCsv).detail("VEVENT"));
    }
    let bytes = out.into_inner().map_err(internal)?;
    String::from_utf8(bytes).map_err(internal)
}

fn name(event: &Event) -> String {
    let text = event.get_summary().unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn kind(name: &str) -> &'static str {
    let lower = name.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|w| lower.contains(w));
    match says(WORKED) && !says(OFF) {
        true => "workday",
        false => "holiday",
    }
}

/// Its days, or the raw start where the event isn't a plain run of whole days.
fn dates(event: &Event) -> Vec<String> {
    let raw = event
        .property_value("DTSTART")
        .unwrap_or_default()
        .to_owned();
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y%m%d").ok();
    let Some(first) = day(&raw) else {
        return vec![raw];
    };
    // A rule of recurrence would be more days than are written; the file has to spell them out.
    if let Some(rule) = event.property_value("RRULE") {
        return vec![format!("{raw} {rule}")];
    }
    // The end is the day after; an event without one, or with the same day, is one day.
    let after = match event.property_value("DTEND") {
        None => first.succ_opt(),
        Some(text) => day(text).map(|end| end.max(first.succ_opt().unwrap_or(end))),
    };
    match after {
        Some(after) if (after - first).num_days() <= LONGEST => first
            .iter_days()
            .take_while(|d| *d < after)
            .map(|d| d.to_string())
            .collect(),
        _ => vec![raw],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(events: &str) -> Vec<String> {
        let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n");
        as_csv(&text)
            .unwrap()
            .lines()
            .skip(1)
            .map(str::to_owned)
            .collect()
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\r\nUID:1\r\n{lines}END:VEVENT\r\n")
    }

    #[test]
    fn an_event_is_a_row_for_each_of_its_days() {
        let spring =
            event("DTSTART;VALUE=DATE:20260216\r\nDTEND;VALUE=DATE:20260218\r\nSUMMARY:春節\r\n");
        assert_eq!(
            rows(&spring),
            ["2026-02-16,holiday,春節", "2026-02-17,holiday,春節"]
        );
        let alone = event("DTSTART;VALUE=DATE:20280229\r\nSUMMARY:和平\\, 紀念\r\n");
        assert_eq!(rows(&alone), ["2028-02-29,holiday,\"和平, 紀念\""]);
    }

    #[test]
    fn make_up_days_are_known_by_their_summary() {
        for summary in [
            "春節補班",
            "春节 调休上班",
            "国庆节（班）",
            "Make-up Work Day",
            "補行上班日",
        ] {
            let made_up = event(&format!(
                "DTSTART;VALUE=DATE:20260214\r\nSUMMARY:{summary}\r\n"
            ));
            assert!(rows(&made_up)[0].contains("workday"), "{summary}");
        }
    }

    #[test]
    fn a_day_on_which_nobody_has_to_work_is_off_whatever_words_it_uses() {
        for summary in [
            "颱風停止上班上課",
            "除夕 不上班",
            "颱風假（停班停課）",
            "春节无需上班",
            "Non-working day",
            "No work day",
        ] {
            let off = event(&format!(
                "DTSTART;VALUE=DATE:20260214\r\nSUMMARY:{summary}\r\n"
            ));
            assert!(rows(&off)[0].contains("holiday"), "{summary}");
        }
    }

    #[test]
    fn cancelled_events_are_no_days_and_timed_or_recurring_ones_are_handed_on_to_be_refused() {
        let cancelled = event("DTSTART;VALUE=DATE:20260216\r\nSTATUS:CANCELLED\r\nSUMMARY:x\r\n");
        let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{cancelled}END:VCALENDAR\r\n");
        assert!(as_csv(&text).is_err(), "nothing is left of it");
        let timed = event("DTSTART:20260216T090000Z\r\nSUMMARY:會議\r\n");
        assert_eq!(rows(&timed), ["20260216T090000Z,holiday,會議"]);
        let yearly = event("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:元旦\r\n");
        assert_eq!(rows(&yearly), ["20260101 FREQ=YEARLY,holiday,元旦"]);
        assert!(as_csv("date,kind,name\n").is_err());
    }
}
