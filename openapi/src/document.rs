//! Documents of the department (1.2, 1.3, 2.2.2, 3.3.5): the regulation, procedures and emergency plans, in three languages, written as a
//! draft, published in versions, acknowledged by everybody.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::access::Field;
use crate::{Action, present, valid};

/// `regulation`: the one that the department is run by (1). `procedure`: how an area's work is done (2.2.2). `emergency_plan`: what is
/// done in an emergency (3.3.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    Regulation,
    Procedure,
    EmergencyPlan,
}

impl DocumentKind {
    pub const ALL: [DocumentKind; 3] = [
        DocumentKind::Regulation,
        DocumentKind::Procedure,
        DocumentKind::EmergencyPlan,
    ];

    /// What it serves.
    pub fn clause(self) -> &'static str {
        match self {
            DocumentKind::Regulation => "1.3",
            DocumentKind::Procedure => "2.2.2",
            DocumentKind::EmergencyPlan => "3.3.5",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// Seen by those who write it.
    Draft,
    /// The version that holds.
    Current,
    Superseded,
}

/// One line in the three languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Heading {
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "離場前"))]
    pub zh_hant: String,
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "离场前"))]
    pub zh_hans: String,
    #[validate(length(min = 1, max = 120), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "Before leaving"))]
    pub en: String,
}

/// Plain text in the three languages; a line that begins with `- ` is an item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Prose {
    #[validate(length(min = 1, max = 8_000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "- 關閉門窗與電源"))]
    pub zh_hant: String,
    #[validate(length(min = 1, max = 8_000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "- 关闭门窗与电源"))]
    pub zh_hans: String,
    #[validate(length(min = 1, max = 8_000), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "- Doors, windows and power off"))]
    pub en: String,
}

macro_rules! in_language {
    ($($one:ident),*) => {$(
        impl $one {
            pub fn get(&self, locale: crate::Locale) -> &str {
                match locale {
                    crate::Locale::ZhHant => &self.zh_hant,
                    crate::Locale::ZhHans => &self.zh_hans,
                    crate::Locale::En => &self.en,
                }
            }
        }
    )*};
}
in_language!(Heading, Prose);

/// A part of a document; in the regulation, the wording of a clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DocumentSection {
    /// The clause that it words or serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 20), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "3.3.4"))]
    pub clause: Option<String>,
    #[validate(nested)]
    pub heading: Heading,
    #[validate(nested)]
    pub text: Prose,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DocumentVersionRef {
    pub id: Uuid,
    pub number: i64,
    pub published_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Document {
    pub id: Uuid,
    pub kind: DocumentKind,
    pub title: Heading,
    /// The field of work it is about; whoever is in charge of that writes it. None: the manager does.
    pub field: Option<Field>,
    /// The version that holds.
    pub current: Option<DocumentVersionRef>,
    /// The next version, for those who write it.
    pub draft: Option<DocumentVersionRef>,
    /// When the caller acknowledged the version that holds.
    pub read_at: Option<DateTime<Utc>>,
    /// It is looked at again so many months after a version was published.
    pub review_months: Option<i64>,
    pub review_on: Option<NaiveDate>,
    /// An emergency plan is practised every so many months.
    pub drill_months: Option<i64>,
    /// It holds; otherwise it was withdrawn and is kept.
    pub active: bool,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// There is one regulation (`document_exists`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDocument {
    pub kind: DocumentKind,
    #[validate(nested)]
    pub title: Heading,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 60))]
    #[cfg_attr(feature = "schema", schema(example = 12))]
    pub review_months: Option<i64>,
    /// Of an emergency plan only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(range(min = 1, max = 60))]
    pub drill_months: Option<i64>,
}

/// Merge patch: absent is unchanged, `null` clears.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DocumentPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub title: Option<Heading>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(range(min = 1, max = 60))]
    pub review_months: Option<Option<i64>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(range(min = 1, max = 60))]
    pub drill_months: Option<Option<i64>>,
    /// `false` withdraws it; the regulation isn't withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
}

/// One version of a document, whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DocumentVersion {
    pub id: Uuid,
    pub document_id: Uuid,
    pub kind: DocumentKind,
    pub title: Heading,
    /// Counts the versions of a document, from 1.
    pub number: i64,
    pub state: DocumentState,
    /// What changed against the version before.
    pub note: Option<String>,
    pub sections: Vec<DocumentSection>,
    pub published_at: Option<DateTime<Utc>>,
    /// When the caller acknowledged this version.
    pub read_at: Option<DateTime<Utc>>,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

/// A draft of the next version; each document has one at most (`document_drafted`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewDocumentVersion {
    pub document_id: Uuid,
    /// None: those of the version that holds; of the first version of a regulation, the built-in wording of every clause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 100), nested)]
    pub sections: Option<Vec<DocumentSection>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    #[cfg_attr(feature = "schema", schema(example = "補充夜間值班的安排"))]
    pub note: Option<String>,
}

/// Only a draft changes; what is sent replaces what stood there.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DocumentVersionPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 100), nested)]
    pub sections: Option<Vec<DocumentSection>>,
    #[serde(
        default,
        deserialize_with = "present",
        skip_serializing_if = "Option::is_none"
    )]
    #[validate(length(min = 1, max = 500), custom(function = valid::lines))]
    pub note: Option<Option<String>>,
}

/// Somebody who has yet to acknowledge the version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DocumentGap {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "E111"))]
    pub number: String,
    #[cfg_attr(feature = "schema", schema(example = "林淑芬"))]
    pub name: String,
    pub team_id: Option<Uuid>,
}

/// How many of a team have acknowledged the version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DocumentShare {
    /// None: those who are of no team.
    pub team_id: Option<Uuid>,
    #[cfg_attr(feature = "schema", schema(example = "收展一組"))]
    pub team_name: Option<String>,
    /// At work now.
    pub people: i64,
    pub read: i64,
}

/// Teams by name, those of no team last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct DocumentShares {
    pub teams: Vec<DocumentShare>,
}

crate::list_query! {
    /// Documents; one without a version that holds only for those who write it.
    pub struct DocumentQuery sorts ["-created_at", "created_at"] {
        #[cfg_attr(feature = "schema", param(inline))]
        pub kind: DocumentKind,
        #[cfg_attr(feature = "schema", param(inline))]
        pub field: Field,
        /// Only those that hold, or only those that were withdrawn.
        pub active: bool,
        /// Only those whose current version I have yet to acknowledge, or only the others.
        pub unread: bool,
        /// Only those to be looked at again by now, or only the others.
        pub review_due: bool,
    }
}

crate::list_query! {
    /// Versions of documents; drafts only for those who write them.
    pub struct DocumentVersionQuery sorts ["-created_at", "created_at"] {
        pub document_id: Uuid,
        #[cfg_attr(feature = "schema", param(inline))]
        pub state: DocumentState,
    }
}

crate::list_query! {
    /// Who hasn't acknowledged a version, inside the caller's reach.
    pub struct DocumentGapQuery sorts ["number"] {}
}
