//! What crosses the wire between the API, the browser and every integrator: request and response types with their
//! validation rules, error codes, actions. One file per module. The server derives `openapi.json` from these types
//! (feature `schema`); the browser compiles the very same types, so neither can drift.

pub mod access;
pub mod action_item;
pub mod activity;
pub mod api_key;
pub mod approval;
pub mod area;
pub mod area_review;
pub mod assignment;
pub mod attachment;
pub mod attainment;
pub mod attendance;
pub mod audit;
pub mod auth;
pub mod booking;
pub mod calendar;
pub mod case;
pub mod clause;
pub mod code;
pub mod colleague;
pub mod compliance;
pub mod conduct;
pub mod customer;
pub mod customer_columns;
pub mod customer_event;
pub mod days;
pub mod document;
pub mod drill;
pub mod duplicate;
pub mod duty;
pub mod employee;
pub mod event;
pub mod expansion;
pub mod feedback;
pub mod field_code;
pub mod filing;
pub mod hazard;
pub mod household;
pub mod import;
pub mod incentive;
pub mod inspection;
pub mod leave;
pub mod manual;
pub mod me;
pub mod my_day;
pub mod notification;
pub mod org_tree;
pub mod page;
pub mod place;
pub mod problem;
pub mod repair;
pub mod risk;
pub mod rules;
pub mod safety;
pub mod service;
pub mod settings;
pub mod setup;
pub mod shortfall;
pub mod supply;
pub mod talk;
pub mod target;
pub mod team;
pub mod valid;
pub mod webhook;
pub mod work_plan;

pub use access::{Action, ReachKind, Role};
pub use code::Code;
pub use days::Days;
pub use page::{ListQuery, Page};
pub use problem::{FieldProblem, Problem};

/// The three languages of the product; `zh-Hant` is the default.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Locale {
    #[default]
    #[serde(rename = "zh-Hant")]
    ZhHant,
    #[serde(rename = "zh-Hans")]
    ZhHans,
    #[serde(rename = "en")]
    En,
}

impl Locale {
    pub const ALL: [Locale; 3] = [Locale::ZhHant, Locale::ZhHans, Locale::En];

    /// BCP 47 tag, as in `lang` and `Accept-Language`.
    pub fn tag(self) -> &'static str {
        match self {
            Locale::ZhHant => "zh-Hant",
            Locale::ZhHans => "zh-Hans",
            Locale::En => "en",
        }
    }

    pub fn from_tag(tag: &str) -> Option<Locale> {
        let tag = tag.trim().to_ascii_lowercase();
        match tag.as_str() {
            "zh" | "zh-hant" | "zh-tw" | "zh-hk" | "zh-mo" => Some(Locale::ZhHant),
            "zh-hans" | "zh-cn" | "zh-sg" => Some(Locale::ZhHans),
            _ if tag.starts_with("zh-hant") => Some(Locale::ZhHant),
            _ if tag.starts_with("zh-hans") => Some(Locale::ZhHans),
            _ if tag == "en" || tag.starts_with("en-") => Some(Locale::En),
            _ => None,
        }
    }

    /// The language of an `Accept-Language` header that we speak and that weighs most (RFC 9110, 12.5.4).
    pub fn from_accept_language(header: &str) -> Option<Locale> {
        let weighed = header.split(',').filter_map(|part| {
            let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
            let weight = rest
                .trim()
                .strip_prefix("q=")
                .map_or(Some(1.0), |q| q.trim().parse::<f32>().ok())?;
            Some((Locale::from_tag(tag)?, weight)).filter(|(_, weight)| *weight > 0.0)
        });
        // Of equals the first: `max_by` would keep the last.
        weighed
            .fold(None, |best: Option<(Locale, f32)>, next| {
                if best.is_some_and(|b| b.1 >= next.1) {
                    best
                } else {
                    Some(next)
                }
            })
            .map(|b| b.0)
    }
}

/// One text in the three languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    pub hant: &'static str,
    pub hans: &'static str,
    pub en: &'static str,
}

impl Text {
    pub const fn new(hant: &'static str, hans: &'static str, en: &'static str) -> Text {
        Text { hant, hans, en }
    }

    pub fn get(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::ZhHant => self.hant,
            Locale::ZhHans => self.hans,
            Locale::En => self.en,
        }
    }
}

/// Integer minor units and an ISO 4217 currency: 1,200.00 CNY is `{"amount":120000,"currency":"CNY"}`.
#[derive(
    Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, validator::Validate,
)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// Minor units (fen, cents).
    #[cfg_attr(feature = "schema", schema(example = 120000))]
    pub amount: i64,
    #[validate(custom(function = valid::currency))]
    #[cfg_attr(feature = "schema", schema(example = "CNY"))]
    pub currency: String,
}

/// Digits in groups of three: `1,234,567`.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// As people read it: `TWD 36,800`, hundredths only where there are some.
impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.amount < 0 { "−" } else { "" };
        let all = self.amount.unsigned_abs();
        write!(f, "{} {sign}{}", self.currency, grouped(all / 100))?;
        match all % 100 {
            0 => Ok(()),
            rest => write!(f, ".{rest:02}"),
        }
    }
}

/// Tells an absent field of a merge patch from an explicit `null`: absent = unchanged, `null` = cleared.
pub fn present<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: serde::Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    serde::Deserialize::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod money_tests {
    use super::Money;

    #[test]
    fn money_is_grouped_and_shows_hundredths_only_where_there_are_some() {
        let shown = |amount, currency: &str| {
            let currency = currency.to_owned();
            Money { amount, currency }.to_string()
        };
        assert_eq!(shown(123_456_700, "TWD"), "TWD 1,234,567");
        assert_eq!(shown(-99_905, "TWD"), "TWD −999.05");
        assert_eq!(shown(0, "CNY"), "CNY 0");
    }
}
