//! What customers' events say, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

/// Title and body of an event of customers.
pub fn event(event: &str, subject: &str, facts: &Value, locale: Locale) -> Option<(Text, String)> {
    let note = facts["note"].as_str().unwrap_or_default();
    let one = Text::new(
        "有客戶移交給您",
        "有客户移交给您",
        "A customer was handed over to you",
    );
    let many = Text::new(
        "有多位客戶移交給您",
        "有多位客户移交给您",
        "Customers were handed over to you",
    );
    match event {
        "customer.transferred" => Some((one, format!("{subject}: {note}"))),
        "customer.merged" => {
            let merged = Text::new(
                "兩筆客戶資料已合併",
                "两笔客户资料已合并",
                "Two records of one customer were merged",
            );
            let name = facts["name"].as_str().unwrap_or_default();
            let because = facts["because"].as_str().unwrap_or_default();
            Some((merged, format!("{name} → {subject}: {because}")))
        }
        "customers.left_behind" => {
            let left = Text::new(
                "離職人員的客戶待移交",
                "离职人员的客户待移交",
                "Customers of a leaver to be handed over",
            );
            let count = facts["count"].as_u64().unwrap_or_default();
            Some((left, format!("{subject}: {count}")))
        }
        "customers.received" => {
            let count = facts["count"].as_u64().unwrap_or_default();
            let how_many = Text::new("位客戶", "位客户", "customers");
            Some((many, format!("{count} {}: {note}", how_many.get(locale))))
        }
        _ => None,
    }
}
