//! Pure rules of seats.

use chrono::{DateTime, Utc};
use contract::{Action, Code, Role};
use uuid::Uuid;

use crate::problem::{Answer, Refusal};

/// Members and leads belong to a team, deputies to an area, the manager to neither.
pub fn scope(role: Role, team: Option<Uuid>, area: Option<Uuid>) -> Answer<()> {
    let (team_at, area_at) = match role {
        Role::Member | Role::Lead => (team.is_none(), area.is_some()),
        Role::Deputy => (team.is_some(), area.is_none()),
        Role::Manager => (team.is_some(), area.is_some()),
    };
    let mut refusal = Refusal::new(Code::RoleNeedsScope).clause("2.1");
    if team_at {
        refusal = refusal.at("/team_id");
    }
    if area_at {
        refusal = refusal.at("/area_id");
    }
    if team_at || area_at {
        Err(refusal)
    } else {
        Ok(())
    }
}

/// Where an assignment stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Later,
    Now,
    Over,
}

pub fn when(starts_at: DateTime<Utc>, ends_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> When {
    if ends_at.is_some_and(|end| end <= now) {
        When::Over
    } else if starts_at > now {
        When::Later
    } else {
        When::Now
    }
}

/// What can be done with an assignment at all, whoever asks. A seat changes hands while it is held; the manager's only so, for
/// the department is never without one. What is over stays as it was.
pub fn acts(role: Role, when: When) -> &'static [Action] {
    match (role, when) {
        (_, When::Over) | (Role::Manager, When::Later) => &[],
        (Role::Manager, When::Now) => &[Action::RoleHandOver],
        (Role::Member, _) | (_, When::Later) => &[Action::RoleEnd],
        (Role::Lead | Role::Deputy, When::Now) => &[Action::RoleHandOver, Action::RoleEnd],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_assignment_is_over_at_the_instant_of_its_end() {
        let at = |second| DateTime::from_timestamp(second, 0).unwrap_or_default();
        assert_eq!(when(at(5), None, at(4)), When::Later);
        assert_eq!(when(at(5), None, at(5)), When::Now);
        assert_eq!(when(at(5), Some(at(9)), at(8)), When::Now);
        assert_eq!(when(at(5), Some(at(9)), at(9)), When::Over);
    }

    #[test]
    fn the_managers_seat_never_ends_by_itself() {
        for when in [When::Later, When::Now, When::Over] {
            assert!(!acts(Role::Manager, when).contains(&Action::RoleEnd));
        }
        assert_eq!(acts(Role::Manager, When::Now), [Action::RoleHandOver]);
    }

    #[test]
    fn every_role_fits_exactly_one_kind_of_scope() {
        let id = Some(Uuid::nil());
        for role in Role::ALL {
            let fitting = [(None, None), (id, None), (None, id), (id, id)]
                .into_iter()
                .filter(|(t, a)| scope(role, *t, *a).is_ok())
                .count();
            assert_eq!(fitting, 1, "{role:?}");
        }
    }
}
