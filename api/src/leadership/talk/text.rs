//! What is told of coaching, in three languages. Of care talks nothing is told.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, _: &Value, _: Locale) -> Option<(Text, String)> {
    if event != "talk.coached" {
        return None;
    }
    let title = Text::new(
        "您有一則新的輔導紀錄",
        "您有一则新的辅导记录",
        "There is a coaching note for you",
    );
    Some((title, subject.to_owned()))
}
