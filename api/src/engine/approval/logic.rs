//! Pure rules: which steps of a flow apply, and with whom a step lies as things are (rules.md, invariants 1 and 2).

use contract::Code;
use contract::access::Field;
use contract::approval::{FlowStep, Relation};
use uuid::Uuid;

use super::Facts;

/// What has to be known about people to find who decides. The database answers it in `resolve`, a made-up department in tests.
pub trait Organization {
    type Error: From<Code>;

    /// Who holds the seat now, seen from the team of the matter.
    fn seat(&mut self, level: Relation, field: Option<Field>) -> Result<Option<Uuid>, Self::Error>;
    fn active(&mut self, person: Uuid) -> Result<bool, Self::Error>;
    /// On approved leave today.
    fn away(&mut self, person: Uuid) -> Result<bool, Self::Error>;
    /// The stand-in the person has named for today and this kind of matter.
    fn stand_in(&mut self, person: Uuid) -> Result<Option<Uuid>, Self::Error>;
}

/// Where to look for who decides a step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seek {
    /// Whose decision it is by the flow.
    pub relation: Relation,
    /// Where the search begins: the relation, a level above it after an escalation, or `Named`.
    pub base: Relation,
    pub named: Option<Uuid>,
    pub field: Option<Field>,
}

/// With whom a step lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub level: Relation,
    /// None: the company.
    pub holder: Option<Uuid>,
    /// The one the holder stands in for; may decide as well.
    pub stands_for: Option<Uuid>,
}

impl Place {
    fn company() -> Place {
        Place {
            level: Relation::Company,
            holder: None,
            stands_for: None,
        }
    }

    fn of(level: Relation, person: Uuid, stand_in: Option<Uuid>) -> Place {
        Place {
            level,
            holder: Some(stand_in.unwrap_or(person)),
            stands_for: stand_in.map(|_| person),
        }
    }

    pub fn lies_with(&self, person: Uuid) -> bool {
        self.holder == Some(person) || self.stands_for == Some(person)
    }
}

/// One level up. The company is the end: outside the department nobody is a party.
pub fn above(level: Relation) -> Relation {
    match level {
        Relation::Lead => Relation::Deputy,
        Relation::Deputy | Relation::FieldDeputy | Relation::Named => Relation::Manager,
        Relation::Manager | Relation::Company => Relation::Company,
    }
}

/// Finds who decides: never a party, never somebody who has left, and nobody who is away without a stand-in.
pub fn place<O: Organization>(
    org: &mut O,
    seek: &Seek,
    parties: &[Uuid],
) -> Result<Place, O::Error> {
    let mut level = seek.base;
    while level != Relation::Company {
        let asked = match level {
            Relation::Named => seek.named,
            seat => org.seat(seat, seek.field)?,
        };
        if let Some(person) = asked
            && fit(org, person, parties)?
        {
            let stand_in = stand_in(org, person, parties)?;
            if stand_in.is_some() || !org.away(person)? {
                return Ok(Place::of(level, person, stand_in));
            }
        }
        level = match (level, seek.relation) {
            (Relation::Named, Relation::Named) => Relation::Manager,
            // Whoever was asked instead of the seat can't be; so the seat is.
            (Relation::Named, relation) => relation,
            (seat, _) => above(seat),
        };
    }
    Ok(Place::company())
}

fn fit<O: Organization>(org: &mut O, person: Uuid, parties: &[Uuid]) -> Result<bool, O::Error> {
    Ok(!parties.contains(&person) && org.active(person)?)
}

/// The last fit person of the chain of stand-ins. It ends at a party: whom they named would be their own choice of who decides.
pub fn stand_in<O: Organization>(
    org: &mut O,
    person: Uuid,
    parties: &[Uuid],
) -> Result<Option<Uuid>, O::Error> {
    let (mut seen, mut found, mut at) = (vec![person], None, person);
    while let Some(next) = org.stand_in(at)? {
        if seen.contains(&next) || parties.contains(&next) {
            break;
        }
        if org.active(next)? && !org.away(next)? {
            found = Some(next);
        }
        seen.push(next);
        at = next;
    }
    Ok(found)
}

/// Is the step part of a request with these facts?
pub fn applies(step: &FlowStep, facts: &Facts) -> bool {
    let Some(when) = &step.when else {
        return true;
    };
    let days = facts.half_days.unwrap_or(0);
    let amount = facts.amount.as_ref().map_or(0, |(amount, _)| *amount);
    when.days_over.is_none_or(|over| days > over.half_days())
        && when.amount_over.is_none_or(|over| amount > over)
        && (when.categories.is_empty()
            || facts
                .category
                .as_ref()
                .is_some_and(|c| when.categories.contains(c)))
}

/// Has conditions that could leave it out.
pub fn conditional(step: &FlowStep) -> bool {
    step.when.as_ref().is_some_and(|w| {
        w.days_over.is_some() || w.amount_over.is_some() || !w.categories.is_empty()
    })
}

/// The steps of a request; at least one, so that nothing ever approves itself.
pub fn applying(flow: &[FlowStep], facts: &Facts) -> Vec<FlowStep> {
    let steps: Vec<FlowStep> = flow.iter().filter(|s| applies(s, facts)).cloned().collect();
    if steps.is_empty() {
        return vec![FlowStep {
            relation: Relation::Manager,
            field: None,
            name: None,
            when: None,
            deadline_hours: 72,
        }];
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::Days;
    use contract::approval::StepCondition;

    fn step(when: Option<StepCondition>) -> FlowStep {
        FlowStep {
            relation: Relation::Lead,
            field: None,
            name: None,
            when,
            deadline_hours: 24,
        }
    }

    #[test]
    fn a_step_applies_where_all_its_conditions_hold() {
        let facts = Facts {
            half_days: Some(7),
            amount: Some((5000, "TWD".into())),
            category: Some("annual".into()),
            ..Facts::default()
        };
        let when = |days, amount, categories: &[&str]| StepCondition {
            days_over: days,
            amount_over: amount,
            categories: categories.iter().map(|c| (*c).to_owned()).collect(),
        };
        for (condition, wanted) in [
            (when(None, None, &[]), true),
            (when(Some(Days::whole(3)), None, &[]), true),
            (when(Some(Days(7)), None, &[]), false),
            (when(Some(Days::whole(3)), Some(4999), &["annual"]), true),
            (when(Some(Days::whole(3)), Some(5000), &["annual"]), false),
            (when(None, None, &["sick", "marriage"]), false),
        ] {
            assert_eq!(
                applies(&step(Some(condition.clone())), &facts),
                wanted,
                "{condition:?}"
            );
        }
        // What isn't known is nothing, not more than something.
        assert!(!applies(
            &step(Some(when(Some(Days::ZERO), None, &[]))),
            &Facts::default()
        ));
    }

    #[test]
    fn a_flow_that_leaves_every_step_out_still_asks_the_manager() {
        let never = StepCondition {
            amount_over: Some(i64::MAX),
            ..StepCondition::default()
        };
        let steps = applying(&[step(Some(never))], &Facts::default());
        assert_eq!(steps.len(), 1);
        assert_eq!(steps[0].relation, Relation::Manager);
    }
}
