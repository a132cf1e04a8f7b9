//! What is told of drills, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, facts: &Value, _: Locale) -> Option<(Text, String)> {
    let title = match event {
        "drill.planned" => Text::new(
            "由您帶領的演練已排定",
            "由您带领的演练已排定",
            "You lead a drill",
        ),
        "drill.changed" => Text::new("演練安排有變更", "演练安排有变更", "A drill has changed"),
        "drill.held" => Text::new("演練已完成", "演练已完成", "A drill was held"),
        "drill.cancelled" => Text::new("演練已取消", "演练已取消", "A drill was cancelled"),
        _ => return None,
    };
    let more = facts["reason"].as_str();
    let parts: Vec<&str> = std::iter::once(subject).chain(more).collect();
    Some((title, parts.join(" · ")))
}
