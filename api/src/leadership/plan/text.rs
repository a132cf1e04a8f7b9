//! What is told of work plans, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, facts: &Value, _: Locale) -> Option<(Text, String)> {
    if event != "work_plan.published" {
        return None;
    }
    let title = Text::new(
        "年度計畫中有您負責的目標",
        "年度计划中有您负责的目标",
        "A goal of the year's plan is yours",
    );
    let more = facts["note"].as_str();
    let parts: Vec<&str> = std::iter::once(subject).chain(more).collect();
    Some((title, parts.join(" · ")))
}
