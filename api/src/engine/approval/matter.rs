//! What a module declares so that its records can be decided: the subject, what it looks like to a decider, and what happens in
//! the end. Everything else (who decides, in which order, who stands in, what is refused) is the engine's.

use contract::access::Field;
use contract::approval::{Figure, FlowStep, MatterKind};
use contract::{Locale, Text};
use serde_json::Value;
use uuid::Uuid;

use crate::access::Grant;
use crate::db::{AnyConn, Tx};
use crate::engine::record::Acting;
use crate::problem::Answer;

/// How a matter ended, or left the deciders' hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Approved,
    Refused,
    /// Sent back to the applicant for change.
    Returned,
    Withdrawn,
}

/// What conditions of a flow and a title are made from; kept with the approval as they were when it was (re)submitted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    pub half_days: Option<i64>,
    /// Minor units and currency.
    pub amount: Option<(i64, String)>,
    /// For leave the code of the type.
    pub category: Option<String>,
    /// Whatever the module's own texts need.
    pub more: Value,
    /// Who gains by it, where they are many; nobody of them decides.
    pub beneficiaries: Vec<Uuid>,
}

/// A kind of matter, declared by its module as a constant and listed in `crate::registry`.
pub struct Matter {
    pub kind: MatterKind,
    pub title: Text,
    pub clause: &'static str,
    /// Field of work of department-wide matters of this kind.
    pub field: Field,
    /// Title of one matter from its facts: `特別休假 2026-12-01 至 2026-12-03（3 天）`.
    pub headline: fn(&Facts, Locale) -> String,
    /// Path of the subject in the SPA.
    pub path: fn(Uuid) -> String,
    /// The flow until the manager publishes another.
    pub first_flow: fn() -> Vec<FlowStep>,
    /// Figures beside the decision. `subject` is the module's record.
    pub figures: fn(&mut AnyConn, &Grant, subject: Uuid) -> Answer<Vec<Figure>>,
    /// Asked before each approval; refuses while something is missing (a certificate). Runs in the decision's transaction.
    pub approvable: fn(&mut Tx, subject: Uuid, files: i64) -> Answer<()>,
    /// The matter ended or was returned: the module follows, in the same transaction. `acting.now` is the instant of the decision.
    pub ended: fn(&mut Tx, &Acting, subject: Uuid, Outcome) -> Answer<()>,
    /// Submitted again after a return: the module checks its record anew, takes what it had given back (balances, days), and tells
    /// the new facts.
    pub resubmit: fn(&mut Tx, &Grant, subject: Uuid) -> Answer<Facts>,
}

/// A matter on its way into the engine. Its module has checked the caller's reach and its own rules, and written its record.
#[derive(Debug, Clone)]
pub struct NewApproval {
    pub kind: MatterKind,
    pub subject_id: Uuid,
    /// Whose matter it is; who enters it is the caller.
    pub applicant: Uuid,
    /// Who gains by it, if that is somebody else.
    pub beneficiary: Option<Uuid>,
    /// Team of the applicant now.
    pub team_id: Option<Uuid>,
    pub facts: Facts,
}
