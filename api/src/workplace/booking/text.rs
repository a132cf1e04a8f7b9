//! What is told of bookings, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, facts: &Value, _: Locale) -> Option<(Text, String)> {
    let fact = |name: &str| facts[name].as_str().filter(|text| !text.is_empty());
    let with = |name: &str| match fact(name) {
        Some(more) => format!("{subject} · {more}"),
        None => subject.to_owned(),
    };
    Some(match event {
        "booking.changed" => (
            Text::new(
                "您的場地預約已變更",
                "您的场地预约已变更",
                "Your booking was changed",
            ),
            subject.to_owned(),
        ),
        "booking.cancelled" => (
            Text::new(
                "您的場地預約已取消",
                "您的场地预约已取消",
                "Your booking was cancelled",
            ),
            with("reason"),
        ),
        "booking.handed_over" => (
            Text::new(
                "場地預約轉由您負責",
                "场地预约转由您负责",
                "A booking is yours now",
            ),
            subject.to_owned(),
        ),
        "booking.unprepared" => (
            Text::new(
                "場地即將使用，尚未完成準備",
                "场地即将使用，尚未完成准备",
                "A room is used soon and isn't prepared",
            ),
            subject.to_owned(),
        ),
        "booking.unclosed" => (
            Text::new(
                "場地使用結束一天，尚未結束檢查",
                "场地使用结束一天，尚未结束检查",
                "A booking ended a day ago and isn't closed",
            ),
            subject.to_owned(),
        ),
        "booking.incident" => (
            Text::new(
                "場地使用有違規記錄",
                "场地使用有违规记录",
                "An incident was recorded for a booking",
            ),
            with("what"),
        ),
        "booking.incident_decided" => (
            Text::new(
                "場地違規已處理",
                "场地违规已处理",
                "An incident has its outcome",
            ),
            with("outcome"),
        ),
        _ => return None,
    })
}
