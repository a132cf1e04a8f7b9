//! What events of service requests say, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

/// Title and body of an event of service requests and complaints.
pub fn event(event: &str, subject: &str, facts: &Value, locale: Locale) -> Option<(Text, String)> {
    let complaint = facts["kind"].as_str() == Some("complaint");
    let fact = |name: &str| facts[name].as_str().filter(|text| !text.is_empty());
    let with = |name: &str| match fact(name) {
        Some(text) => format!("{subject}: {text}"),
        None => subject.to_owned(),
    };
    let due = || {
        let due = Text::new("應於", "应于", "due");
        let reply = Text::new("前答覆", "前答复", "");
        let day = fact("due_on").unwrap_or_default();
        let text = format!(
            "{subject} · {} {day} {}",
            due.get(locale),
            reply.get(locale)
        );
        text.trim_end().to_owned()
    };
    Some(match event {
        "service.opened" => {
            let title = match complaint {
                true => Text::new(
                    "有新的客戶申訴交給您",
                    "有新的客户投诉交给您",
                    "A complaint was given to you",
                ),
                false => Text::new(
                    "有新的服務件交給您",
                    "有新的服务件交给您",
                    "A service request was given to you",
                ),
            };
            (title, due())
        }
        "service.transferred" => (
            Text::new(
                "有服務件移交給您",
                "有服务件移交给您",
                "A service request was handed over to you",
            ),
            with("note"),
        ),
        "service.answered" => (
            Text::new(
                "您的服務件已由同事答覆",
                "您的服务件已由同事答复",
                "A colleague answered your service request",
            ),
            subject.to_owned(),
        ),
        "service.closed" => (
            Text::new(
                "服務件已結案",
                "服务件已结案",
                "A service request was closed",
            ),
            with("note"),
        ),
        "service.reopened" => (
            Text::new(
                "服務件需重新處理",
                "服务件需重新处理",
                "A service request was opened again",
            ),
            with("note"),
        ),
        "service.rated" => (
            Text::new(
                "客戶已評價您的服務",
                "客户已评价您的服务",
                "A customer rated your service",
            ),
            match facts["score"].as_i64() {
                Some(score) => format!("{subject}: {score}/5"),
                None => subject.to_owned(),
            },
        ),
        "service.reminded" => (
            Text::new(
                "服務件明天到期",
                "服务件明天到期",
                "A service request is due tomorrow",
            ),
            due(),
        ),
        "service.escalated" => {
            let title = match complaint {
                true => Text::new(
                    "客戶申訴已到期，尚未答覆",
                    "客户投诉已到期，尚未答复",
                    "A complaint is due and not answered",
                ),
                false => Text::new(
                    "服務件已到期，尚未答覆",
                    "服务件已到期，尚未答复",
                    "A service request is due and not answered",
                ),
            };
            (title, due())
        }
        _ => return None,
    })
}
