//! What a notification says.

use contract::{Locale, Role, Text};
use serde_json::Value;

/// Title and body of an event for its reader.
pub fn of(event: &str, subject: &str, facts: &Value, locale: Locale) -> (String, String) {
    let by_module = crate::registry::EVENT_TEXTS
        .iter()
        .find_map(|text| text(event, subject, facts, locale));
    if let Some((title, body)) = by_module {
        return (title.get(locale).to_owned(), body);
    }
    let title = match event {
        "role.assigned" => Text::new("您有新的職務", "您有新的职务", "You have a new role"),
        "role.ended" => Text::new("您的職務已結束", "您的职务已结束", "Your role has ended"),
        "password.link_issued" => Text::new(
            "已為您發出密碼重設連結",
            "已为您发出密码重设链接",
            "A password link was issued for you",
        ),
        "password.changed" => Text::new(
            "您的密碼已變更",
            "您的密码已变更",
            "Your password was changed",
        ),
        "password.reset" => Text::new(
            "您的密碼已重設",
            "您的密码已重设",
            "Your password was reset",
        ),
        "totp.enabled" => Text::new(
            "動態驗證碼已啟用",
            "动态验证码已启用",
            "One-time codes are on",
        ),
        "totp.disabled" => Text::new(
            "動態驗證碼已停用",
            "动态验证码已停用",
            "One-time codes are off",
        ),
        "webhook.paused" => Text::new(
            "Webhook 已停止傳送",
            "Webhook 已停止发送",
            "A webhook has stopped",
        ),
        "import.finished" => Text::new("匯入已完成", "导入已完成", "The import is finished"),
        _ => Text::new("有新的變更", "有新的变更", "Something changed"),
    };
    let role = || {
        facts["role"]
            .as_str()
            .and_then(|w| Role::ALL.into_iter().find(|r| r.name() == w))
            .map(|r| r.title().get(locale))
    };
    let body = match event {
        "role.assigned" => role().unwrap_or_default().to_owned(),
        "import.finished" => {
            let n = |name: &str| facts[name].as_i64().unwrap_or(0);
            let (created, updated, refused) = (n("created"), n("updated"), n("refused"));
            match locale {
                Locale::ZhHant => format!("新增 {created}、更新 {updated}、拒絕 {refused}"),
                Locale::ZhHans => format!("新增 {created}、更新 {updated}、拒绝 {refused}"),
                Locale::En => format!("{created} created, {updated} updated, {refused} refused"),
            }
        }
        _ => subject.to_owned(),
    };
    (title.get(locale).to_owned(), body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_named_in_the_readers_language() {
        let facts = serde_json::json!({"role": "lead"});
        assert_eq!(
            of("role.assigned", "x", &facts, Locale::ZhHans).1,
            "团队主管"
        );
        assert_eq!(
            of("role.assigned", "x", &facts, Locale::En),
            ("You have a new role".into(), "Team lead".into())
        );
    }
}
