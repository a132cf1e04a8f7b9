//! What events of targets say, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, facts: &Value, _: Locale) -> Option<(Text, String)> {
    let published = Text::new("業績指標已發布", "业绩指标已发布", "Targets were published");
    let revised = Text::new(
        "您的業績指標已調整",
        "您的业绩指标已调整",
        "Your target was revised",
    );
    let reason = facts["reason"].as_str().unwrap_or_default();
    match event {
        "target.published" => Some((published, subject.to_owned())),
        "target.revised" => Some((revised, format!("{subject}: {reason}"))),
        _ => None,
    }
}
