//! What is told of customers' events, in three languages.

use contract::{Locale, Text};
use serde_json::Value;

pub fn event(event: &str, subject: &str, facts: &Value, locale: Locale) -> Option<(Text, String)> {
    let fact = |name: &str| facts[name].as_str().filter(|text| !text.is_empty());
    // The day as it is written in the record; the page shows the hour in the reader's zone.
    let day = || {
        fact("starts_at")
            .and_then(|at| at.get(..10))
            .map(str::to_owned)
    };
    let with = |more: Option<String>| match more {
        Some(more) => format!("{subject} · {more}"),
        None => subject.to_owned(),
    };
    let count = facts["count"].as_i64();
    Some(match event {
        "customer_event.planned" => (
            Text::new(
                "請您主辦客戶活動",
                "请您主办客户活动",
                "You are to organise a customer event",
            ),
            with(day()),
        ),
        "customer_event.opened" => (
            Text::new(
                "客戶活動開始邀請",
                "客户活动开始邀请",
                "A customer event is open to invitations",
            ),
            with(day()),
        ),
        "customer_event.updated" => (
            Text::new(
                "客戶活動有變更，請通知您的客戶",
                "客户活动有变更，请通知您的客户",
                "A customer event has changed; tell your customers",
            ),
            with(match (day(), fact("place")) {
                (Some(day), Some(place)) => Some(format!("{day} · {place}")),
                (day, _) => day,
            }),
        ),
        "customer_event.cancelled" => (
            Text::new(
                "客戶活動取消，請通知您的客戶",
                "客户活动取消，请通知您的客户",
                "A customer event is cancelled; tell your customers",
            ),
            with(fact("reason").map(str::to_owned)),
        ),
        "customer_event.closed" => (
            Text::new(
                "您主辦的活動已結案",
                "您主办的活动已结案",
                "The event you organised is closed",
            ),
            subject.to_owned(),
        ),
        "customer_event.invited" => (
            Text::new(
                "您的客戶受邀參加活動",
                "您的客户受邀参加活动",
                "Customers of yours are invited to an event",
            ),
            with(day()),
        ),
        "customer_event.reminded" => (
            Text::new(
                "客戶活動即將開始",
                "客户活动即将开始",
                "A customer event begins soon",
            ),
            with(day()),
        ),
        "invitation.replied" | "invitation.attendance" => {
            let said = match fact("state")? {
                "accepted" => Text::new("參加", "参加", "is coming"),
                "declined" => Text::new("不參加", "不参加", "isn't coming"),
                "withdrawn" => Text::new("邀請已撤回", "邀请已撤回", "the invitation is withdrawn"),
                "attended" => Text::new("已到場", "已到场", "came"),
                _ => Text::new("未到場", "未到场", "didn't come"),
            };
            let title = Text::new(
                "您客戶的活動邀請有更新",
                "您客户的活动邀请有更新",
                "An invitation of your customer was updated",
            );
            (title, with(Some(said.get(locale).to_owned())))
        }
        _ => return None,
    })
    .map(|(title, body)| match count {
        Some(n) if event == "customer_event.invited" => (title, format!("{body} · {n}")),
        _ => (title, body),
    })
}
