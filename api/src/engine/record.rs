//! One call records a change: its audit entry and its outbox event, in the transaction of the change.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::clock;
use crate::db::Tx;
use crate::db::types::{g, t};
use crate::engine::audit::NewEntry;
use crate::engine::outbox::NewEvent;

/// Who acts, when, in which request. Handed into write closures.
#[derive(Debug, Clone)]
pub struct Acting {
    pub employee_id: Option<Uuid>,
    pub api_key_id: Option<Uuid>,
    pub request_id: String,
    pub now: DateTime<Utc>,
}

impl Acting {
    /// The system itself: workers and the command line.
    pub fn system(request_id: impl Into<String>) -> Acting {
        Acting {
            employee_id: None,
            api_key_id: None,
            request_id: request_id.into(),
            now: clock::now(),
        }
    }
}

/// What happened to which record. `team` and `owner` decide who may see it later.
#[derive(Debug, Clone)]
pub struct Record {
    event: &'static str,
    subject_kind: &'static str,
    subject_id: Uuid,
    subject_name: String,
    team_id: Option<Uuid>,
    owner_id: Option<Uuid>,
    clause: Option<&'static str>,
    /// The inside of a JSON object, written as it comes: this runs with every change there is.
    changes: String,
    recipients: Vec<Uuid>,
    tell_actor: bool,
    payload: Map<String, Value>,
}

impl Record {
    pub fn new(
        event: &'static str,
        subject_kind: &'static str,
        subject_id: Uuid,
        subject_name: impl Into<String>,
    ) -> Record {
        Record {
            event,
            subject_kind,
            subject_id,
            subject_name: subject_name.into(),
            team_id: None,
            owner_id: None,
            clause: None,
            changes: String::new(),
            recipients: Vec::new(),
            tell_actor: false,
            payload: Map::new(),
        }
    }

    /// The same change under the name of the act it was.
    pub fn event(mut self, event: &'static str) -> Record {
        self.event = event;
        self
    }

    pub fn team(mut self, team_id: Option<Uuid>) -> Record {
        self.team_id = team_id;
        self
    }

    pub fn owner(mut self, owner_id: Option<Uuid>) -> Record {
        self.owner_id = owner_id;
        self
    }

    pub fn clause(mut self, clause: &'static str) -> Record {
        self.clause = Some(clause);
        self
    }

    /// A field that changed; equal values are left out.
    pub fn change(
        mut self,
        field: &str,
        from: impl serde::Serialize,
        to: impl serde::Serialize,
    ) -> Record {
        let (from, to) = (to_text(&from), to_text(&to));
        if from != to {
            self.changed(field, &format!(r#"{{"from":{from},"to":{to}}}"#));
        }
        self
    }

    /// A private field that changed: named, its values not kept.
    pub fn private_change(mut self, field: &str, changed: bool) -> Record {
        if changed {
            self.changed(field, r#"{"private":true}"#);
        }
        self
    }

    fn changed(&mut self, field: &str, how: &str) {
        if !self.changes.is_empty() {
            self.changes.push(',');
        }
        self.changes.push_str(&to_text(&field));
        self.changes.push(':');
        self.changes.push_str(how);
    }

    pub fn unchanged(&self) -> bool {
        self.changes.is_empty()
    }

    /// Employees to notify; the actor isn't told of their own act, but see [`Record::tell_actor`].
    pub fn notify(mut self, recipients: impl IntoIterator<Item = Uuid>) -> Record {
        self.recipients.extend(recipients);
        self
    }

    /// The actor is told, too: security matters, and the end of work they ordered.
    pub fn tell_actor(mut self) -> Record {
        self.tell_actor = true;
        self
    }

    /// A fact the notification's text needs.
    pub fn fact(mut self, name: &str, value: impl serde::Serialize) -> Record {
        self.payload.insert(name.to_owned(), to_value(value));
        self
    }

    pub fn write(mut self, tx: &mut Tx, acting: &Acting) {
        if !self.tell_actor {
            self.recipients.retain(|r| Some(*r) != acting.employee_id);
        }
        self.recipients.sort_unstable();
        self.recipients.dedup();
        let nobody = self.recipients.is_empty();
        tx.push_event(NewEvent {
            id: g(clock::new_id()),
            created_at: t(acting.now),
            event: self.event,
            subject_kind: self.subject_kind,
            subject_id: g(self.subject_id),
            subject_name: self.subject_name.clone(),
            team_id: g(self.team_id),
            owner_id: g(self.owner_id),
            recipients: to_text(&self.recipients),
            payload: Value::Object(self.payload).to_string(),
            dispatched_at: nobody.then(|| t(acting.now)),
        });
        tx.push_entry(NewEntry {
            id: clock::new_id(),
            at: acting.now,
            actor_id: acting.employee_id,
            api_key_id: acting.api_key_id,
            event: self.event,
            subject_kind: self.subject_kind,
            subject_id: self.subject_id,
            subject_name: self.subject_name,
            team_id: self.team_id,
            owner_id: self.owner_id,
            clause: self.clause,
            request_id: acting.request_id.clone(),
            changes: format!("{{{}}}", self.changes),
        });
    }
}

fn to_text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

fn to_value(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}
