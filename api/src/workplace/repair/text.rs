//! What is told of repairs, in three languages.

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
        "repair.reported" => (
            Text::new(
                "有新的報修待指派",
                "有新的报修待指派",
                "Damage was reported",
            ),
            parts(&["place"]),
        ),
        "repair.assigned" => (
            Text::new("報修已指派", "报修已指派", "A repair was given to somebody"),
            parts(&["place"]),
        ),
        "repair.fixed" => (
            Text::new(
                "報修已修復，請確認",
                "报修已修复，请确认",
                "Said to be repaired; please confirm",
            ),
            parts(&["place"]),
        ),
        "repair.confirmed" => (
            Text::new("報修已確認修復", "报修已确认修复", "A repair was confirmed"),
            parts(&["place"]),
        ),
        "repair.reopened" => (
            Text::new("報修尚未修復", "报修尚未修复", "It isn't repaired yet"),
            parts(&["place", "note"]),
        ),
        "repair.declined" => (
            Text::new("報修不予修復", "报修不予修复", "It won't be repaired"),
            parts(&["reason"]),
        ),
        "repair.overdue" => (
            Text::new(
                "報修超過服務時限",
                "报修超过服务时限",
                "A repair is past its service level",
            ),
            parts(&["place"]),
        ),
        _ => return None,
    })
}
