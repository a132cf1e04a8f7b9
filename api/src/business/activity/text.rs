//! What activities' events say, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

/// Title and body of an event of activities.
pub fn event(event: &str, subject: &str, facts: &Value, _: Locale) -> Option<(Text, String)> {
    let logged = Text::new(
        "同事聯繫了您的客戶",
        "同事联系了您的客户",
        "A colleague was in touch with your customer",
    );
    match event {
        "activity.logged" => Some((
            logged,
            match facts["next_step"].as_str() {
                Some(next) => format!("{subject}: {next}"),
                None => subject.to_owned(),
            },
        )),
        _ => None,
    }
}
