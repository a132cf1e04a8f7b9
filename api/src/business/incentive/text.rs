//! What events of incentives say, in three languages.

use contract::{Locale, Money, Text};
use serde_json::Value;

pub fn money(amount: i64, currency: &str) -> String {
    let currency = currency.to_owned();
    Money { amount, currency }.to_string()
}

pub fn event(event: &str, subject: &str, facts: &Value, locale: Locale) -> Option<(Text, String)> {
    let title = match event {
        "incentive.computed" => Text::new(
            "激勵獎金已試算，請核對提報",
            "激励奖金已试算，请核对提报",
            "Incentives were computed; look them over and put them forward",
        ),
        "incentive.awarded" => Text::new("您獲得獎金", "您获得奖金", "You were awarded"),
        "incentive.dismissed" => Text::new(
            "激勵提案已撤銷",
            "激励提案已撤销",
            "The proposal of incentives was dismissed",
        ),
        _ => return None,
    };
    let name = match locale {
        Locale::ZhHant => &facts["names"]["zh_hant"],
        Locale::ZhHans => &facts["names"]["zh_hans"],
        Locale::En => &facts["names"]["en"],
    };
    let body = match (event, name.as_str(), facts["amount"].as_i64()) {
        ("incentive.awarded", Some(name), Some(amount)) => {
            let say = |field: &str| facts[field].as_str().unwrap_or_default().to_owned();
            let (day, currency) = (say("starts_on"), say("currency"));
            format!("{name} {day} · {}", money(amount, &currency))
        }
        _ => subject.to_owned(),
    };
    Some((title, body))
}
