//! What is told of conduct records, in three languages; never what was seen or said.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, kind: &str, facts: &Value, locale: Locale) -> Option<(Text, String)> {
    let title = match event {
        "conduct.observed" => Text::new(
            "有一筆與您有關的行為紀錄，請於期限內陳述",
            "有一条与您有关的行为记录，请在期限内陈述",
            "Something was noted about you; say what happened",
        ),
        "conduct.heard" => Text::new(
            "當事人已陳述，請決定處理結果",
            "当事人已陈述，请决定处理结果",
            "They were heard; an outcome is wanted",
        ),
        "conduct.settled" => Text::new(
            "行為紀錄已有處理結果",
            "行为记录已有处理结果",
            "A conduct record has an outcome",
        ),
        "conduct.withdrawn" => Text::new(
            "行為紀錄已撤銷",
            "行为记录已撤销",
            "A conduct record was withdrawn",
        ),
        "conduct.overdue" => Text::new(
            "行為紀錄逾期未處理",
            "行为记录逾期未处理",
            "A conduct record waits too long",
        ),
        _ => return None,
    };
    let kind = match kind {
        "smoking" => Text::new("吸菸", "吸烟", "Smoking"),
        "eating" => Text::new("飲食", "饮食", "Eating"),
        "noise" => Text::new("喧嘩", "喧哗", "Noise"),
        _ => Text::new("其他", "其他", "Other"),
    };
    let until = facts["heard_by"].as_str();
    let parts: Vec<&str> = std::iter::once(kind.get(locale)).chain(until).collect();
    Some((title, parts.join(" · ")))
}
