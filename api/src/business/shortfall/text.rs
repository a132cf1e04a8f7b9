//! What events of shortfalls say, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, facts: &Value, _: Locale) -> Option<(Text, String)> {
    let title = match event {
        "shortfall.opened" => Text::new("您的業績未達標", "您的业绩未达标", "You are below target"),
        "shortfalls.opened" => Text::new(
            "團隊有未達標，請擬定改善計畫",
            "团队有未达标，请拟定改善计划",
            "Your team has shortfalls; they need a plan",
        ),
        "shortfall.planned" => Text::new(
            "已擬定改善計畫",
            "已拟定改善计划",
            "A plan for the shortfall was made",
        ),
        "shortfall.checked" => {
            Text::new("改善計畫已檢查", "改善计划已检查", "The plan was checked")
        }
        "shortfall.closed" => Text::new("未達標已結案", "未达标已结案", "The shortfall is closed"),
        _ => return None,
    };
    let count = facts["count"].as_u64();
    let body = count.map_or_else(|| subject.to_owned(), |n| format!("{subject}: {n}"));
    Some((title, body))
}
