//! What notifications about requests and stand-ins say, in the reader's language.

use contract::approval::MatterKind;
use contract::{Locale, Text};
use serde_json::Value;

use super::Facts;
use crate::db::words::parse;
use crate::registry;

/// Title and body of the engine's events.
pub fn of(event: &str, _subject: &str, facts: &Value, locale: Locale) -> Option<(Text, String)> {
    let title = match event {
        "approval.submitted" => Text::new(
            "已為您提出申請",
            "已为您提出申请",
            "A request was entered for you",
        ),
        "approval.opened" => Text::new("待您簽核", "待您审批", "Waiting for your decision"),
        "approval.transferred" => Text::new(
            "已轉交給您簽核",
            "已转交给您审批",
            "Passed on to you to decide",
        ),
        "approval.reassigned" => Text::new("改由您簽核", "改由您审批", "Yours to decide now"),
        "approval.escalated" => Text::new(
            "逾期未處理，已上呈給您",
            "逾期未处理，已上呈给您",
            "Overdue, gone up to you",
        ),
        "approval.reminded" => Text::new("申請人催辦", "申请人催办", "The applicant asks to hurry"),
        "approval.deadline_passed" => {
            Text::new("簽核已逾期", "审批已逾期", "A decision is overdue")
        }
        "approval.approved" => Text::new("申請已核准", "申请已批准", "Approved"),
        "approval.refused" => Text::new("申請未核准", "申请未批准", "Refused"),
        "approval.returned" => Text::new("申請已退回修改", "申请已退回修改", "Returned for change"),
        "approval.withdrawn" => Text::new("申請已撤回", "申请已撤回", "Withdrawn"),
        "approval.commented" => Text::new("簽核有新的意見", "审批有新的意见", "A new comment"),
        "approval.copied" => Text::new("抄送給您", "抄送给您", "Copied to you"),
        "approval.attached" => Text::new("簽核有新的附件", "审批有新的附件", "A new file"),
        "delegation.created" => Text::new("代理人已設定", "代理人已设置", "A stand-in was named"),
        "delegation.revoked" => Text::new("代理已取消", "代理已取消", "A stand-in was taken back"),
        "delegation.shortened" => Text::new(
            "代理已提前結束",
            "代理已提前结束",
            "A stand-in ends earlier",
        ),
        _ => return None,
    };
    let text = |name: &str| facts[name].as_str().unwrap_or_default();
    if event.starts_with("delegation.") {
        let days = match text("starts_on") {
            "" => String::new(),
            first => match locale {
                Locale::En => format!(", {first} to {}", text("ends_on")),
                _ => format!("，{first} 至 {}", text("ends_on")),
            },
        };
        return Some((title, format!("{}{days}", text("person"))));
    }
    let colon = if locale == Locale::En { ": " } else { "：" };
    let mut body = format!(
        "{}{colon}{}",
        text("applicant"),
        headline(&facts["matter"], locale)
    );
    if !text("note").is_empty() {
        let who = if text("actor").is_empty() {
            String::new()
        } else {
            format!("{}{colon}", text("actor"))
        };
        body.push_str(&format!("\n{who}{}", text("note")));
    }
    Some((title, body))
}

/// The matter's own title, from the facts it was (re)submitted with.
fn headline(matter: &Value, locale: Locale) -> String {
    let Some(kind) = matter["kind"]
        .as_str()
        .and_then(|k| parse::<MatterKind>(k).ok())
    else {
        return String::new();
    };
    let facts = Facts {
        half_days: matter["half_days"].as_i64(),
        amount: serde_json::from_value(matter["amount"].clone()).unwrap_or_default(),
        category: matter["category"].as_str().map(str::to_owned),
        more: matter["more"].clone(),
        beneficiaries: Vec::new(),
    };
    let matter = registry::matter(kind);
    let headline = (matter.headline)(&facts, locale);
    match headline.is_empty() {
        true => matter.title.get(locale).to_owned(),
        false => headline,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notification_names_applicant_and_matter_in_the_readers_language() {
        let facts = serde_json::json!({
            "applicant": "林淑芬", "actor": "李佳玲", "note": "請附證明",
            "matter": { "kind": "leave", "half_days": 2, "amount": null, "category": "sick", "more": {} }
        });
        for locale in Locale::ALL {
            let (title, body) = of("approval.returned", "", &facts, locale).unwrap();
            assert!(!title.get(locale).is_empty());
            assert!(
                body.starts_with("林淑芬") && body.ends_with("請附證明"),
                "{body}"
            );
            assert!(body.contains("李佳玲"), "{body}");
        }
        assert!(of("role.assigned", "", &facts, Locale::En).is_none());
    }

    #[test]
    fn every_kind_of_matter_that_may_be_of_no_team_belongs_to_the_field_that_reaches_assume() {
        for kind in MatterKind::ALL {
            let matter = registry::matter(kind);
            assert_eq!(matter.kind, kind);
            // The field decides who sees what is of no team; incentives always are of one.
            if kind != MatterKind::Incentive {
                assert_eq!(matter.field, super::super::read::COLUMNS.field);
            }
        }
    }
}
