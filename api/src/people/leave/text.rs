//! What notifications about leave say.

use contract::leave::Names;
use contract::{Locale, Text};
use serde_json::Value;

/// Title and body; none for events that aren't about leave.
pub fn event_text(
    event: &str,
    subject: &str,
    facts: &Value,
    locale: Locale,
) -> Option<(Text, String)> {
    let title = match event {
        "leave.requested" => Text::new("請假申請已提出", "请假申请已提出", "Leave was asked for"),
        "leave.changed" => Text::new(
            "請假申請已修改",
            "请假申请已修改",
            "A leave request was changed",
        ),
        "leave.resubmitted" => Text::new(
            "請假申請已重新提交",
            "请假申请已重新提交",
            "A leave request was submitted again",
        ),
        "leave.approved" => Text::new("請假已核准", "请假已批准", "Leave was approved"),
        "leave.refused" => Text::new("請假未獲核准", "请假未获批准", "Leave was refused"),
        "leave.returned" => Text::new(
            "請假申請已退回",
            "请假申请已退回",
            "A leave request was returned",
        ),
        "leave.withdrawn" => Text::new(
            "請假申請已撤回",
            "请假申请已撤回",
            "A leave request was withdrawn",
        ),
        "leave.resumed" => Text::new("已登記銷假", "已登记销假", "An early return was recorded"),
        "leave.recounted" => Text::new(
            "行事曆有變動，請假天數已重新計算",
            "日历有变动，请假天数已重新计算",
            "The calendar changed: a leave was counted anew",
        ),
        "leave.cancelled" => Text::new("請假已取消", "请假已取消", "Leave was called off"),
        "leave_entry.created" => Text::new(
            "您的假期額度有變動",
            "您的假期额度有变动",
            "Your leave balance changed",
        ),
        "leave.granted" => Text::new(
            "年度假期已發放",
            "年度假期已发放",
            "This year's leave was granted",
        ),
        "leave.closed" => Text::new(
            "年度假期已結算",
            "年度假期已结算",
            "The year's leave was closed",
        ),
        "leave.grants_finished" => Text::new(
            "發放假期的工作已完成",
            "发放假期的任务已完成",
            "Granting leave is finished",
        ),
        "leave.closing_finished" => Text::new(
            "結算假期的工作已完成",
            "结算假期的任务已完成",
            "Closing the leave year is finished",
        ),
        _ => return None,
    };
    let names: Option<Names> = serde_json::from_value(facts["names"].clone()).ok();
    let name = names.as_ref().map_or("", |n| n.get(locale));
    let plain = |key: &str| match &facts[key] {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let body = match event {
        "leave.granted" | "leave.closed" => match locale {
            Locale::En => format!("Year {}", plain("year")),
            _ => format!("{} 年", plain("year")),
        },
        "leave.grants_finished" | "leave.closing_finished" => {
            let (year, changed, same) = (plain("year"), plain("changed"), plain("unchanged"));
            match locale {
                Locale::ZhHant => format!("{year} 年：變更 {changed}、不變 {same}"),
                Locale::ZhHans => format!("{year} 年：变更 {changed}、不变 {same}"),
                Locale::En => format!("{year}: {changed} changed, {same} unchanged"),
            }
        }
        "leave_entry.created" => match locale {
            Locale::En => format!("{name} {}: {} days", plain("year"), plain("days")),
            _ => format!("{} 年{name}：{} 天", plain("year"), plain("days")),
        },
        "leave.recounted" if facts["missing"].is_number() => {
            let (date, missing) = (plain("date"), plain("missing"));
            match locale {
                Locale::ZhHant => {
                    format!("{subject}：{date} 改為上班日，{name}額度不足 {missing} 天，未計入")
                }
                Locale::ZhHans => {
                    format!("{subject}：{date} 改为上班日，{name}额度不足 {missing} 天，未计入")
                }
                Locale::En => format!(
                    "{subject}: {date} is worked now, {name} lacks {missing} days for it; it isn't counted"
                ),
            }
        }
        _ => {
            let (from, to, days) = (plain("starts_on"), plain("ends_on"), plain("days"));
            match locale {
                Locale::En => format!("{subject}: {name} {from} to {to} ({days} days)"),
                _ => format!("{subject}：{name} {from} 至 {to}（{days} 天）"),
            }
        }
    };
    Some((title, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_told_in_the_readers_language() {
        let facts = serde_json::json!({
            "names": { "zh_hant": "病假", "zh_hans": "病假", "en": "Sick leave" },
            "starts_on": "2026-12-01", "ends_on": "2026-12-02", "days": 1.5,
        });
        let (title, body) = event_text("leave.approved", "林淑芬", &facts, Locale::En).unwrap();
        assert_eq!(title.en, "Leave was approved");
        assert_eq!(
            body,
            "林淑芬: Sick leave 2026-12-01 to 2026-12-02 (1.5 days)"
        );
        assert!(event_text("role.assigned", "x", &facts, Locale::En).is_none());
    }
}
