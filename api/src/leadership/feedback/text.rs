//! What is told of feedback, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, facts: &Value, _: Locale) -> Option<(Text, String)> {
    let title = match event {
        "feedback.given" => Text::new(
            "有意見待您回覆",
            "有意见待您回复",
            "Somebody asks for an answer",
        ),
        "feedback.answered" => {
            Text::new("您的意見已獲回覆", "您的意见已获回复", "You were answered")
        }
        "feedback.referred" => Text::new(
            "意見已轉由上級回覆",
            "意见已转由上级回复",
            "Feedback was passed further up",
        ),
        "feedback.settled" => Text::new("意見已解決", "意见已解决", "Your answer settled it"),
        "feedback.reopened" => Text::new(
            "回覆未能解決，請再回覆",
            "回复未能解决，请再回复",
            "Your answer left something open",
        ),
        "feedback.overdue" => Text::new(
            "意見逾期未回覆",
            "意见逾期未回复",
            "Feedback waits too long",
        ),
        _ => return None,
    };
    let more = ["answer", "reason", "remark"]
        .iter()
        .filter_map(|name| facts[name].as_str());
    let parts: Vec<&str> = std::iter::once(subject).chain(more).collect();
    Some((title, parts.join(" · ")))
}
