//! What is told of files to whoever keeps them, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, _: &Value, _: Locale) -> Option<(Text, String)> {
    let title = match event {
        "filing.taken" => Text::new("檔案已借出", "档案已借出", "A file was taken out"),
        "filing.returned" => Text::new("檔案已歸還", "档案已归还", "A file was brought back"),
        "filing.destroyed" => Text::new("檔案已銷毀", "档案已销毁", "A file was destroyed"),
        _ => return None,
    };
    Some((title, subject.to_owned()))
}
