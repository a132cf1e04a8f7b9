//! Webhooks: what happens in the department, posted to other programs as it happens, signed as Standard Webhooks describe
//! (`webhook-id`, `webhook-timestamp`, `webhook-signature: v1,…`).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::Validate;

use crate::api_key::KeyReach;
use crate::employee::PersonRef;
use crate::{Action, valid};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WebhookState {
    /// Deliveries go out.
    Active,
    /// Deliveries wait until it is active again.
    Paused,
}

/// Why nothing is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PauseReason {
    /// Somebody paused it.
    ByHand,
    /// The other side answered 410: it wants no more.
    Gone,
    /// Nothing arrived during all the tries of one delivery.
    Failing,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Webhook {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "HR system"))]
    pub name: String,
    #[cfg_attr(
        feature = "schema",
        schema(example = "https://hr.example.com/hooks/shouzhan")
    )]
    pub url: String,
    /// Event names (`leave.approved`), groups (`leave.*`) or `*`.
    #[cfg_attr(feature = "schema", schema(example = json!(["leave.*", "employee.created"])))]
    pub events: Vec<String>,
    /// It sees events of this reach, and never more than its owner may see.
    pub reach: KeyReach,
    pub area_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub owner: PersonRef,
    pub state: WebhookState,
    pub paused_reason: Option<PauseReason>,
    /// Since when no delivery has arrived; absent while they do.
    pub failing_since: Option<DateTime<Utc>>,
    pub last_success_at: Option<DateTime<Utc>>,
    /// Deliveries that are still to be made, and those given up.
    pub waiting_count: i64,
    pub dead_count: i64,
    pub version: i64,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub allowed_actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "HR system"))]
    pub name: String,
    /// `https`; plain `http` and private addresses only where the server is started with `--webhook-private`.
    #[validate(length(max = 500), custom(function = valid::web_address))]
    #[cfg_attr(
        feature = "schema",
        schema(example = "https://hr.example.com/hooks/shouzhan")
    )]
    pub url: String,
    /// Event names, groups (`leave.*`) or `*`; the names are `GET /webhook-events`.
    #[validate(length(min = 1, max = 100), custom(function = valid::event_patterns))]
    #[cfg_attr(feature = "schema", schema(example = json!(["leave.*", "employee.created"])))]
    pub events: Vec<String>,
    pub reach: KeyReach,
    /// Required for reach `area`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_id: Option<Uuid>,
    /// Required for reach `team`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WebhookPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 80), custom(function = valid::clean))]
    #[cfg_attr(feature = "schema", schema(example = "HR system"))]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(max = 500), custom(function = valid::web_address))]
    #[cfg_attr(
        feature = "schema",
        schema(example = "https://hr.example.com/hooks/shouzhan")
    )]
    pub url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 1, max = 100), custom(function = valid::event_patterns))]
    #[cfg_attr(feature = "schema", schema(example = json!(["leave.*"])))]
    pub events: Option<Vec<String>>,
    /// `paused` holds deliveries back; `active` sends what has waited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<WebhookState>,
}

/// The answer to creating a webhook: the only time the secret is shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct CreatedWebhook {
    pub webhook: Webhook,
    /// `whsec_` and the base64 of the key that `webhook-signature` is made with (HMAC-SHA256).
    pub secret: String,
}

/// A new secret, shown once. For 24 hours deliveries are signed with the old one, too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WebhookSecret {
    pub secret: String,
    /// Until when the old secret signs, too.
    pub old_until: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// To be tried at `next_at`; held back without one.
    Waiting,
    Delivered,
    /// Given up; can be replayed.
    Dead,
}

/// Why a try failed without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeliveryError {
    /// No answer in 15 s.
    Timeout,
    /// No connection: name, address, port or certificate.
    Connection,
    /// The address leads into a private network.
    PrivateAddress,
    /// An answer that isn't 2xx; see `last_status`.
    Status,
    /// The webhook's owner may no longer have it.
    Owner,
}

/// One event on its way to one webhook; kept for 30 days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WebhookDelivery {
    pub id: Uuid,
    pub webhook_id: Uuid,
    pub webhook_name: String,
    /// `webhook-id` of every try: the same event never has two.
    pub event_id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "leave.approved"))]
    pub event: String,
    #[cfg_attr(feature = "schema", schema(example = "leave_request"))]
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub state: DeliveryState,
    /// Tries so far.
    pub attempts: i64,
    pub next_at: Option<DateTime<Utc>>,
    pub last_at: Option<DateTime<Utc>>,
    /// HTTP status of the last answer.
    pub last_status: Option<i64>,
    pub last_error: Option<DeliveryError>,
    pub created_at: DateTime<Utc>,
    pub delivered_at: Option<DateTime<Utc>>,
    /// What is posted; only with a single delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    pub allowed_actions: Vec<Action>,
}

/// What a webhook posts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WebhookMessage {
    #[cfg_attr(feature = "schema", schema(example = "leave.approved"))]
    pub r#type: String,
    pub timestamp: DateTime<Utc>,
    pub data: WebhookData,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WebhookData {
    #[cfg_attr(feature = "schema", schema(example = "leave_request"))]
    pub subject_kind: String,
    pub subject_id: Uuid,
    pub subject_name: String,
    pub team_id: Option<Uuid>,
    pub owner_id: Option<Uuid>,
    /// What the event's own text needs, such as days and dates.
    #[cfg_attr(feature = "schema", schema(value_type = Object))]
    pub facts: serde_json::Value,
}

/// Dead deliveries of events since an instant go out again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewWebhookReplay {
    pub since: DateTime<Utc>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WebhookReplay {
    /// How many deliveries are to be made again.
    pub queued: i64,
}

/// The names webhooks can subscribe to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WebhookEvents {
    #[cfg_attr(feature = "schema", schema(example = json!(["leave.approved", "employee.created"])))]
    pub data: Vec<String>,
}

crate::list_query! {
    /// Webhooks of the department.
    pub struct WebhookQuery sorts ["-created_at"] {
        pub state: WebhookState,
    }
}

crate::list_query! {
    /// Deliveries of webhooks, newest first.
    pub struct WebhookDeliveryQuery sorts ["-created_at"] {
        pub webhook_id: Uuid,
        pub state: DeliveryState,
    }
}
