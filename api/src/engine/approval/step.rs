//! A step of a request, who decides it, and what is told of it.

use chrono::{DateTime, Duration, Utc};
use contract::access::Field;
use contract::approval::{ApprovalEventKind as Event, FlowStep, Relation, StepState};
use uuid::Uuid;

use super::logic::{Place, Seek};

#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub id: Uuid,
    pub seek: Seek,
    pub name: Option<String>,
    pub place: Place,
    pub state: StepState,
    pub deadline_hours: i64,
    pub opened_at: Option<DateTime<Utc>>,
    pub due_at: Option<DateTime<Utc>>,
    /// When the deadline is looked at next.
    pub check_at: Option<DateTime<Utc>>,
    pub reminded_at: Option<DateTime<Utc>>,
    pub decided_at: Option<DateTime<Utc>>,
    /// None where a service account decided for the company before every decision had a recorder.
    pub decided_by: Option<Uuid>,
    pub decided_for: Option<Uuid>,
    pub comment: Option<String>,
}

impl Step {
    pub fn new(relation: Relation, named: Option<Uuid>, field: Option<Field>, hours: i64) -> Step {
        Step {
            id: crate::clock::new_id(),
            seek: Seek {
                relation,
                base: relation,
                named,
                field,
            },
            name: None,
            place: Place {
                level: relation,
                holder: None,
                stands_for: None,
            },
            state: StepState::Waiting,
            deadline_hours: hours,
            opened_at: None,
            due_at: None,
            check_at: None,
            reminded_at: None,
            decided_at: None,
            decided_by: None,
            decided_for: None,
            comment: None,
        }
    }

    pub fn of_flow(step: &FlowStep) -> Step {
        Step {
            name: step.name.clone(),
            ..Step::new(
                step.relation,
                None,
                step.field,
                i64::from(step.deadline_hours),
            )
        }
    }

    pub fn open(&mut self, place: Place, now: DateTime<Utc>) {
        let due = now + Duration::hours(self.deadline_hours);
        self.place = place;
        self.state = StepState::Open;
        self.opened_at = Some(now);
        self.due_at = Some(due);
        self.check_at = Some(due);
        self.reminded_at = None;
    }

    pub fn wait(&mut self) {
        self.state = StepState::Waiting;
        self.place.holder = None;
        self.place.stands_for = None;
        self.opened_at = None;
        self.due_at = None;
        self.check_at = None;
        self.reminded_at = None;
    }

    pub fn had(&self, person: Uuid) -> bool {
        self.state != StepState::Waiting
            && (self.decided_by == Some(person) || self.place.lies_with(person))
    }
}

/// Something that happened, for the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    pub event: Event,
    /// None: the system.
    pub actor: Option<Uuid>,
    pub stands_for: Option<Uuid>,
    pub target: Option<Uuid>,
    pub step: Option<Uuid>,
    pub note: Option<String>,
    /// The file that was added, or that the company's decision rests on.
    pub document: Option<Uuid>,
}

impl Happened {
    pub fn new(event: Event, actor: Option<Uuid>) -> Happened {
        Happened {
            event,
            actor,
            stands_for: None,
            target: None,
            step: None,
            note: None,
            document: None,
        }
    }

    pub fn note(mut self, note: Option<String>) -> Happened {
        self.note = note;
        self
    }

    pub fn target(mut self, target: Option<Uuid>) -> Happened {
        self.target = target;
        self
    }

    pub fn at(mut self, step: &Step) -> Happened {
        self.step = Some(step.id);
        self.target = step.place.holder;
        self.stands_for = step.place.stands_for;
        self
    }
}

/// Who decides: a person, or the company, recorded by somebody.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum By {
    Person(Uuid),
    Company(Uuid),
}

impl By {
    pub fn person(self) -> Uuid {
        match self {
            By::Person(person) | By::Company(person) => person,
        }
    }

    /// Would the next step ask the same one again?
    pub fn decides(self, place: &Place) -> bool {
        match self {
            By::Person(person) => place.lies_with(person),
            By::Company(_) => place.level == Relation::Company,
        }
    }
}
