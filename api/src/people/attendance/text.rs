//! What attendance's events and figures say, in three languages.

use contract::attendance::DayStatus;
use contract::{Locale, Text};
use serde_json::Value;

pub fn status(status: DayStatus) -> Text {
    match status {
        DayStatus::Present => Text::new("正常", "正常", "Present"),
        DayStatus::Late => Text::new("遲到", "迟到", "Late"),
        DayStatus::Early => Text::new("早退", "早退", "Left early"),
        DayStatus::LateAndEarly => Text::new("遲到且早退", "迟到且早退", "Late and left early"),
        DayStatus::MissingPunch => Text::new("缺卡", "缺卡", "Missing punch"),
        DayStatus::Absent => Text::new("曠職", "旷工", "Absent"),
        DayStatus::Leave => Text::new("請假", "请假", "On leave"),
        DayStatus::Business => Text::new("公出", "公出", "On business"),
        DayStatus::Holiday => Text::new("假日", "假日", "Holiday"),
        DayStatus::Rest => Text::new("休息日", "休息日", "Rest day"),
        DayStatus::Working => Text::new("進行中", "进行中", "In progress"),
        DayStatus::None => Text::new("無排班", "无排班", "Not scheduled"),
    }
}

/// Title and body of an event of attendance.
pub fn event(event: &str, subject: &str, facts: &Value, locale: Locale) -> Option<(Text, String)> {
    let say = |name: &str| facts[name].as_str().unwrap_or_default();
    Some(match event {
        "schedule.assigned" => (
            Text::new("您有新的班表", "您有新的班表", "You have a new schedule"),
            match locale {
                Locale::ZhHant => format!("{}，自 {} 起", say("schedule"), say("starts_on")),
                Locale::ZhHans => format!("{}，自 {} 起", say("schedule"), say("starts_on")),
                Locale::En => format!("{}, from {}", say("schedule"), say("starts_on")),
            },
        ),
        "attendance_statement.drafted" => (
            Text::new(
                "考勤月報草稿已完成",
                "考勤月报草稿已完成",
                "The attendance statement is drafted",
            ),
            subject.to_owned(),
        ),
        "attendance_statement.published" => (
            Text::new(
                "考勤月報已公布，請核對",
                "考勤月报已公布，请核对",
                "The attendance statement is out; please check yours",
            ),
            match locale {
                Locale::ZhHant => format!("{subject}，異議期限 {}", say("objections_until")),
                Locale::ZhHans => format!("{subject}，异议期限 {}", say("objections_until")),
                Locale::En => format!("{subject}, objections until {}", say("objections_until")),
            },
        ),
        "attendance_statement.finalized" => (
            Text::new(
                "考勤月報已定案",
                "考勤月报已定案",
                "The attendance statement is final",
            ),
            subject.to_owned(),
        ),
        "attendance_line.renewed" => (
            Text::new(
                "您的考勤月報已重新計算",
                "您的考勤月报已重新计算",
                "Your line of the attendance statement was computed anew",
            ),
            subject.to_owned(),
        ),
        "attendance_objection.filed" => (
            Text::new(
                "有人對考勤月報提出異議",
                "有人对考勤月报提出异议",
                "Somebody objects to the attendance statement",
            ),
            format!("{subject} {}", say("month")),
        ),
        "attendance_objection.answered" => (
            match facts["accepted"].as_bool() {
                Some(true) => Text::new(
                    "您的異議已獲採納",
                    "您的异议已获采纳",
                    "Your objection was accepted",
                ),
                _ => Text::new(
                    "您的異議未獲採納",
                    "您的异议未获采纳",
                    "Your objection was rejected",
                ),
            },
            say("month").to_owned(),
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publication_tells_the_last_day_in_the_readers_language() {
        let facts = serde_json::json!({ "objections_until": "2026-12-07" });
        let told =
            |locale| event("attendance_statement.published", "2026-11", &facts, locale).unwrap();
        assert_eq!(told(Locale::ZhHant).1, "2026-11，異議期限 2026-12-07");
        assert_eq!(told(Locale::En).1, "2026-11, objections until 2026-12-07");
        assert!(event("role.assigned", "x", &facts, Locale::En).is_none());
    }
}
