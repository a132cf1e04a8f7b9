//! What is told of safety equipment, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, facts: &Value, _: Locale) -> Option<(Text, String)> {
    if event != "safety.faulty" {
        return None;
    }
    let more = ["spot", "note"]
        .iter()
        .filter_map(|name| facts[name].as_str());
    let parts: Vec<&str> = std::iter::once(subject).chain(more).collect();
    let title = Text::new(
        "消防安全設備故障",
        "消防安全设备故障",
        "Safety equipment was found faulty",
    );
    Some((title, parts.join(" · ")))
}
