//! What events of follow-up say, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

/// Title and body of an event of follow-up.
pub fn event(event: &str, _: &str, facts: &Value, locale: Locale) -> Option<(Text, String)> {
    let due = Text::new(
        "今天有客戶該聯繫",
        "今天有客户该联系",
        "Customers are due today",
    );
    let how_many = Text::new("位客戶", "位客户", "customers");
    match event {
        "follow_up.due" => {
            let count = facts["count"].as_u64().unwrap_or_default();
            Some((due, format!("{count} {}", how_many.get(locale))))
        }
        _ => None,
    }
}
