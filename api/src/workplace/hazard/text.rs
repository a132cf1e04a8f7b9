//! What is told of hazards, in three languages.

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
        "hazard.reported" => (
            Text::new("發現隱患，待指派", "发现隐患，待指派", "A hazard was found"),
            parts(&["spot"]),
        ),
        "hazard.assigned" => (
            Text::new(
                "隱患已指派改善",
                "隐患已指派整改",
                "A hazard was given to somebody",
            ),
            parts(&["spot"]),
        ),
        "hazard.rectified" => (
            Text::new(
                "隱患已改善，請複查",
                "隐患已整改，请复查",
                "Said to be put right; please look again",
            ),
            parts(&["spot"]),
        ),
        "hazard.closed" => (
            Text::new(
                "隱患已複查結案",
                "隐患已复查结案",
                "A hazard was looked at again, and closed",
            ),
            parts(&["spot"]),
        ),
        "hazard.reopened" => (
            Text::new("隱患複查未通過", "隐患复查未通过", "It isn't put right yet"),
            parts(&["spot", "note"]),
        ),
        "hazard.dismissed" => (
            Text::new("隱患不成立", "隐患不成立", "It is no hazard"),
            parts(&["reason"]),
        ),
        "hazard.overdue" => (
            Text::new(
                "隱患超過改善期限",
                "隐患超过整改期限",
                "A hazard is past the day it was to be put right by",
            ),
            parts(&["spot"]),
        ),
        _ => return None,
    })
}
