//! What customers' events say, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

/// Title and body of an event of customers.
pub fn event(event: &str, subject: &str, facts: &Value, _: Locale) -> Option<(Text, String)> {
    let note = facts["note"].as_str().unwrap_or_default();
    (event == "customer.transferred").then(|| {
        (
            Text::new(
                "有客戶移交給您",
                "有客户移交给您",
                "A customer was handed over to you",
            ),
            format!("{subject}: {note}"),
        )
    })
}
