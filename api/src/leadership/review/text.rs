//! What is told of area reviews, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, _: &Value, _: Locale) -> Option<(Text, String)> {
    if event != "area_review.published" {
        return None;
    }
    let title = Text::new(
        "領域總結已發布",
        "领域总结已发布",
        "A review of the area was published",
    );
    Some((title, subject.to_owned()))
}
