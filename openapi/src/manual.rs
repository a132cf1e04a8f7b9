//! The operations manual (5.2.2): a page for each stage of a case, written as a draft, published in versions, acknowledged by everybody.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::case::CaseStageKey;
use crate::{Action, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ManualState {
    /// Seen by those who write the manual.
    Draft,
    /// The version that holds.
    Current,
    Superseded,
}

/// Plain text in the three languages; a line that begins with `# ` is a heading, one that begins with `- ` an item of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ManualText {
    #[validate(length(min = 1, max = 20_000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "# 面談前\n- 準備登錄證"))]
    pub zh_hant: String,
    #[validate(length(min = 1, max = 20_000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "# 面谈前\n- 准备登记证"))]
    pub zh_hans: String,
    #[validate(length(min = 1, max = 20_000), custom(function = valid::lines))]
    #[cfg_attr(
        feature = "schema",
        schema(example = "# Before meeting\n- Bring the registration card")
    )]
    pub en: String,
}

impl ManualText {
    pub fn get(&self, locale: crate::Locale) -> &str {
        match locale {
            crate::Locale::ZhHant => &self.zh_hant,
            crate::Locale::ZhHans => &self.zh_hans,
            crate::Locale::En => &self.en,
        }
    }
}

/// One version of a stage's page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ManualPage {
    pub id: Uuid,
    pub stage: CaseStageKey,
    /// Counts the versions of a stage's page, from 1.
    pub number: i64,
    pub state: ManualState,
    pub text: ManualText,
    pub published_at: Option<DateTime<Utc>>,
    /// When the caller acknowledged this version.
    pub read_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// A draft of the next version; each stage has one at most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewManualPage {
    pub stage: CaseStageKey,
    #[validate(nested)]
    pub text: ManualText,
}

/// Only a draft changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ManualPagePatch {
    #[validate(nested)]
    pub text: ManualText,
}

/// Somebody who has yet to acknowledge the version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ManualGap {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "E111"))]
    pub number: String,
    #[cfg_attr(feature = "schema", schema(example = "林淑芬"))]
    pub name: String,
    pub team_id: Option<Uuid>,
}

crate::list_query! {
    /// Pages of the manual; drafts only for those who write it.
    pub struct ManualQuery sorts ["-created_at", "created_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub stage: CaseStageKey,
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: ManualState,
    }
}

crate::list_query! {
    /// Who hasn't acknowledged a version, inside the caller's reach.
    pub struct ManualGapQuery sorts ["number"] {}
}
