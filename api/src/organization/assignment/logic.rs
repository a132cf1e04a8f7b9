//! Pure rules of seats.

use contract::{Code, Role};
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

#[cfg(test)]
mod tests {
    use super::*;

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
