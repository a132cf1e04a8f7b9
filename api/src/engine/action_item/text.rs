//! What is told of action items, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, facts: &Value, _: Locale) -> Option<(Text, String)> {
    let title = match event {
        "action_item.created" => Text::new(
            "有一項改善事項由您負責",
            "有一项改善事项由您负责",
            "Something is for you to do",
        ),
        "action_item.changed" => Text::new(
            "由您負責的改善事項有變更",
            "由您负责的改善事项有变更",
            "What is for you to do has changed",
        ),
        "action_item.done" => Text::new("改善事項已完成", "改善事项已完成", "An action was done"),
        "action_item.dropped" => Text::new(
            "改善事項已取消",
            "改善事项已取消",
            "An action isn't to be done after all",
        ),
        "action_item.overdue" => Text::new(
            "改善事項已逾期",
            "改善事项已逾期",
            "An action is past its day",
        ),
        _ => return None,
    };
    let more = ["subject", "due_on", "outcome"]
        .iter()
        .filter_map(|name| facts[name].as_str());
    let parts: Vec<&str> = std::iter::once(subject).chain(more).collect();
    Some((title, parts.join(" · ")))
}
