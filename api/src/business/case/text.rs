//! What cases' events say, in three languages.

use contract::case::CaseStageKey;
use contract::{Locale, Text};
use serde_json::Value;

fn stage(key: &str) -> Option<Text> {
    let key = CaseStageKey::ALL.into_iter().find(|k| k.name() == key)?;
    Some(match key {
        CaseStageKey::Consultation => Text::new("客戶諮詢", "客户咨询", "consultation"),
        CaseStageKey::NeedsAnalysis => Text::new("需求分析", "需求分析", "needs analysis"),
        CaseStageKey::SolutionDesign => Text::new("方案設計", "方案设计", "solution design"),
        CaseStageKey::Application => Text::new("投保辦理", "投保办理", "application"),
        CaseStageKey::AfterSales => Text::new("售後服務", "售后服务", "after-sales"),
    })
}

/// Title and body of an event of cases.
pub fn event(event: &str, subject: &str, facts: &Value, locale: Locale) -> Option<(Text, String)> {
    let fact = |name: &str| facts[name].as_str().filter(|text| !text.is_empty());
    let with = |name: &str| match fact(name) {
        Some(text) => format!("{subject}: {text}"),
        None => subject.to_owned(),
    };
    Some(match event {
        "case.opened" => (
            Text::new(
                "有新的業務件交給您",
                "有新的业务件交给您",
                "A case was opened for you",
            ),
            with("product"),
        ),
        "case.moved" => {
            let to = fact("stage").and_then(stage);
            let to = to.map(|text| text.get(locale)).unwrap_or_default();
            let text = Text::new("業務件已換階段", "业务件已换阶段", "A case has moved");
            (text, format!("{subject}: {to}"))
        }
        "case.won" => (
            Text::new("業務件已成交", "业务件已成交", "A case was won"),
            subject.to_owned(),
        ),
        "case.lost" => (
            Text::new("業務件未成交", "业务件未成交", "A case was lost"),
            with("reason"),
        ),
        "case.transferred" => (
            Text::new(
                "有業務件移交給您",
                "有业务件移交给您",
                "A case was handed over to you",
            ),
            with("note"),
        ),
        "case.flagged" => (
            Text::new(
                "業務件被標示風險",
                "业务件被标示风险",
                "A case was flagged as a risk",
            ),
            with("reason"),
        ),
        "case.flag_cleared" => (
            Text::new(
                "業務件的風險標示已解除",
                "业务件的风险标示已解除",
                "A case's risk flag was cleared",
            ),
            with("note"),
        ),
        "risk.registered" => (
            Text::new(
                "有風險由您負責",
                "有风险由您负责",
                "A risk is yours to watch",
            ),
            with("controls"),
        ),
        "risk.reviewed" => (
            Text::new("風險已覆核", "风险已复核", "A risk was reviewed"),
            with("note"),
        ),
        "risk.closed" => (
            Text::new("風險已結案", "风险已结案", "A risk was closed"),
            with("note"),
        ),
        "risk.updated" => (
            Text::new("風險登記已修改", "风险登记已修改", "A risk was changed"),
            subject.to_owned(),
        ),
        _ => return None,
    })
}
