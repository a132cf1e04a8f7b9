//! What events of inspections say, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, facts: &Value, locale: Locale) -> Option<(Text, String)> {
    let day = |name: &str| facts[name].as_str().map(str::to_owned);
    let due = Text::new("期限", "期限", "due");
    let with = |day: Option<String>| match day {
        Some(day) => format!("{subject} · {} {day}", due.get(locale)),
        None => subject.to_owned(),
    };
    let count = facts["count"].as_i64();
    Some(match event {
        "inspection.drawn" => (
            Text::new(
                "已抽出本月檢查樣本，請安排檢查",
                "已抽出本月检查样本，请安排检查",
                "A sample was drawn for you to look over",
            ),
            count.map_or_else(|| subject.to_owned(), |n| format!("{subject}: {n}")),
        ),
        "inspection.ordered" | "inspection.assigned" => (
            Text::new(
                "有業務檢查交給您",
                "有业务检查交给您",
                "An inspection was given to you",
            ),
            with(day("due_on")),
        ),
        "inspection.recorded" => match count {
            Some(0) => (
                Text::new(
                    "您的業務件檢查通過",
                    "您的业务件检查通过",
                    "Your case passed its inspection",
                ),
                subject.to_owned(),
            ),
            n => (
                Text::new(
                    "檢查發現缺失，請整改",
                    "检查发现缺失，请整改",
                    "An inspection found something to rectify",
                ),
                n.map_or_else(|| subject.to_owned(), |n| format!("{subject}: {n}")),
            ),
        },
        "inspection.reminded" => (
            Text::new("檢查期限將至", "检查期限将至", "An inspection is due"),
            with(day("due_on")),
        ),
        "finding.rectified" => (
            Text::new(
                "缺失已整改，請複查",
                "缺失已整改，请复查",
                "A finding was rectified; check it again",
            ),
            subject.to_owned(),
        ),
        "finding.sent_back" => (
            Text::new(
                "整改未通過，請再改",
                "整改未通过，请再改",
                "What you rectified was sent back",
            ),
            with(day("rectify_by")),
        ),
        "finding.closed" => (
            Text::new("缺失已結", "缺失已结", "A finding is closed"),
            subject.to_owned(),
        ),
        "finding.transferred" => (
            Text::new(
                "移交的業務件有缺失待整改",
                "移交的业务件有缺失待整改",
                "A case handed over to you has a finding to rectify",
            ),
            with(day("rectify_by")),
        ),
        _ => return None,
    })
}
