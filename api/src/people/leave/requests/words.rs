//! What a rule that isn't kept says to the caller: code, field, and the figures in the caller's language.

use contract::leave::QuoteRefusal;
use contract::{Code, Days, Locale};

use crate::people::leave::logic::rules::Finding;
use crate::people::leave::logic::span::LONGEST;
use crate::people::leave::types;
use crate::problem::Refusal;

fn code(finding: &Finding) -> (Code, &'static str) {
    match finding {
        Finding::Inactive => (Code::LeaveTypeInactive, "/leave_type_id"),
        Finding::DateOrder => (Code::DateOrder, "/ends_on"),
        Finding::SpanTooLong { .. } | Finding::TooLong { .. } => (Code::LeaveTooLong, "/ends_on"),
        Finding::HalfDay { pointer } => (Code::LeaveHalfDay, pointer),
        Finding::NoDays => (Code::LeaveNoDays, "/starts_on"),
        Finding::NoticeShort { .. } => (Code::LeaveNoticeShort, "/starts_on"),
        Finding::TooLate { .. } => (Code::LeaveTooLate, "/starts_on"),
        Finding::Overlap { .. } => (Code::LeaveOverlap, "/starts_on"),
        Finding::BalanceShort { .. } => (Code::LeaveBalanceShort, "/leave_type_id"),
    }
}

fn pick(locale: Locale, hant: String, hans: String, en: String) -> String {
    match locale {
        Locale::ZhHant => hant,
        Locale::ZhHans => hans,
        Locale::En => en,
    }
}

pub fn told(finding: &Finding, kind: &types::Row, locale: Locale) -> String {
    let names = kind.names();
    let name = names.get(locale);
    match finding {
        Finding::SpanTooLong { days } => pick(
            locale,
            format!("一次最長 {LONGEST} 天，此申請 {days} 天"),
            format!("一次最长 {LONGEST} 天，此申请 {days} 天"),
            format!("At most {LONGEST} days at a time; this is {days}"),
        ),
        Finding::NoticeShort {
            needed,
            given,
            earliest,
        } => pick(
            locale,
            format!("{name}須於 {needed} 天前提出，現為 {given} 天前；最早可自 {earliest} 起"),
            format!("{name}须于 {needed} 天前提出，现为 {given} 天前；最早可自 {earliest} 起"),
            format!(
                "{name} is asked {needed} days ahead, this is {given}; the earliest first day is {earliest}"
            ),
        ),
        Finding::TooLate { allowed, passed } => pick(
            locale,
            format!("{name}可於 {allowed} 天內補請，已過 {passed} 天"),
            format!("{name}可于 {allowed} 天内补请，已过 {passed} 天"),
            format!(
                "{name} can be asked for up to {allowed} days afterwards; {passed} have passed"
            ),
        ),
        Finding::TooLong { most, asked } => {
            let (most, asked) = (Days(*most), Days(*asked));
            pick(
                locale,
                format!("{name}每次最多 {most} 天，此申請 {asked} 天"),
                format!("{name}每次最多 {most} 天，此申请 {asked} 天"),
                format!("{name} is at most {most} days each time; this is {asked}"),
            )
        }
        Finding::Overlap { dates } => {
            let some: Vec<String> = dates.iter().take(5).map(ToString::to_string).collect();
            let some = some.join("、");
            pick(
                locale,
                format!("{some} 已有請假"),
                format!("{some} 已有请假"),
                format!("Away already on {}", some.replace('、', ", ")),
            )
        }
        Finding::BalanceShort {
            year,
            available,
            asked,
        } => {
            let (available, asked) = (Days(*available), Days(*asked));
            pick(
                locale,
                format!("{year} 年{name}可用 {available} 天，此申請需 {asked} 天"),
                format!("{year} 年{name}可用 {available} 天，此申请需 {asked} 天"),
                format!("{name} of {year}: {available} days left, {asked} needed"),
            )
        }
        Finding::Inactive | Finding::DateOrder | Finding::HalfDay { .. } | Finding::NoDays => {
            let text = code(finding).0.text();
            text.get(locale).to_owned()
        }
    }
}

/// One refusal for all that was found: the first says the code, every one its field and figures.
pub fn refusal(found: &[Finding], kind: &types::Row, locale: Locale) -> Option<Refusal> {
    let first = found.first()?;
    let start = Refusal::new(code(first).0)
        .clause(kind.clause.clone())
        .detail(told(first, kind, locale));
    Some(found.iter().fold(start, |refusal, finding| {
        let (code, pointer) = code(finding);
        refusal.field(pointer, code.name(), told(finding, kind, locale))
    }))
}

pub fn quoted(found: &[Finding], kind: &types::Row, locale: Locale) -> Vec<QuoteRefusal> {
    let one = |finding: &Finding| {
        let (code, pointer) = code(finding);
        QuoteRefusal {
            code: code.name().to_owned(),
            detail: told(finding, kind, locale),
            clause: Some(kind.clause.clone()),
            pointer: Some(pointer.to_owned()),
        }
    };
    found.iter().map(one).collect()
}

/// A stand-in who can't be one on these days.
pub fn quoted_stand_in(code: Code, locale: Locale) -> QuoteRefusal {
    QuoteRefusal {
        code: code.name().to_owned(),
        detail: code.text().get(locale).to_owned(),
        clause: Some("4.4.2".to_owned()),
        pointer: Some("/stand_in_id".to_owned()),
    }
}
