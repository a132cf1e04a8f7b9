//! What is told of supplies, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, facts: &Value, _: Locale) -> Option<(Text, String)> {
    if event != "supply.low" {
        return None;
    }
    let left = facts["on_hand"].as_str();
    let parts: Vec<&str> = std::iter::once(subject).chain(left).collect();
    let title = Text::new("用品需補貨", "用品需补货", "Supplies are running low");
    Some((title, parts.join(" · ")))
}
