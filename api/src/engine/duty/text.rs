//! What is told of duties, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, facts: &Value, _: Locale) -> Option<(Text, String)> {
    let fact = |name: &str| facts[name].as_str().filter(|text| !text.is_empty());
    let parts = |names: &[&str]| {
        let more = names.iter().filter_map(|name| fact(name));
        let all: Vec<&str> = std::iter::once(subject).chain(more).collect();
        all.join(" · ")
    };
    Some(match event {
        "duty.created" | "duty.updated" => (
            Text::new(
                "您有新的例行工作",
                "您有新的例行工作",
                "You have a new regular duty",
            ),
            subject.to_owned(),
        ),
        "duty.reminded" => (
            Text::new("例行工作即將到期", "例行工作即将到期", "A duty is due soon"),
            parts(&["place", "day"]),
        ),
        "duty.overdue" => (
            Text::new(
                "例行工作已逾期",
                "例行工作已逾期",
                "A duty of yours is overdue",
            ),
            parts(&["place", "day"]),
        ),
        "duty.escalated" => (
            Text::new(
                "團隊的例行工作逾期未完成",
                "团队的例行工作逾期未完成",
                "A duty of your people is overdue",
            ),
            parts(&["place", "day"]),
        ),
        "duty.completed" => (
            Text::new(
                "例行工作發現異常",
                "例行工作发现异常",
                "A duty found something out of order",
            ),
            parts(&["day"]),
        ),
        "duty.handed_over" => (
            Text::new("例行工作已轉交", "例行工作已转交", "A duty was handed over"),
            parts(&["day", "note"]),
        ),
        "duty.excused" => (
            Text::new("例行工作已免除", "例行工作已免除", "A duty was excused"),
            parts(&["day", "reason"]),
        ),
        "duty.inherited" => (
            Text::new(
                "離職同仁的例行工作由您接手",
                "离职同事的例行工作由您接手",
                "Duties of a colleague who leaves are yours now",
            ),
            match facts["count"].as_i64() {
                Some(count) => format!("{subject} · {count}"),
                None => subject.to_owned(),
            },
        ),
        _ => return None,
    })
}
