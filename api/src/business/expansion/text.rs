//! What is told of expansion plans, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, facts: &Value, _: Locale) -> Option<(Text, String)> {
    let fact = |name: &str| facts[name].as_str();
    let days = match (fact("starts_on"), fact("ends_on")) {
        (Some(first), Some(last)) => format!("{subject} · {first} – {last}"),
        _ => subject.to_owned(),
    };
    Some(match event {
        "expansion_plan.activated" => (
            Text::new(
                "新的拓展計畫中有您的項目",
                "新的拓展计划中有您的项目",
                "An expansion plan has lines for you",
            ),
            days,
        ),
        "expansion_plan.updated" => (
            Text::new(
                "您參與的拓展計畫有調整",
                "您参与的拓展计划有调整",
                "An expansion plan of yours was changed",
            ),
            days,
        ),
        "expansion_plan.closed" => (
            Text::new(
                "您參與的拓展計畫已結案",
                "您参与的拓展计划已结案",
                "An expansion plan of yours is closed",
            ),
            days,
        ),
        _ => return None,
    })
}
