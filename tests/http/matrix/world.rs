//! Who calls, and the records they call upon.

use tests::{App, Backend, Client, Role, Value, json};

use super::expect::{Place, Target};
use crate::given;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Own,
    SameTeam,
    OtherTeam,
    OtherArea,
    /// Of no team at all.
    Department,
    /// The operation isn't about one record.
    Whole,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Key {
    /// Carries every action but the one that is asked for.
    Without,
    /// Carries every action, reaches team A1.
    Team,
    /// Carries every action, reaches area A.
    Area,
}

pub struct Caller {
    pub name: &'static str,
    /// None: anonymous. A key has its owner's role.
    pub role: Option<Role>,
    pub key: Option<Key>,
}

impl Caller {
    pub fn all() -> Vec<Caller> {
        let person = |name, role| Caller {
            name,
            role: Some(role),
            key: None,
        };
        let key = |name, key| Caller {
            name,
            role: Some(Role::Manager),
            key: Some(key),
        };
        vec![
            Caller {
                name: "anonymous",
                role: None,
                key: None,
            },
            person("member", Role::Member),
            person("lead", Role::Lead),
            person("deputy", Role::Deputy),
            key("key without the action", Key::Without),
            key("key of a team", Key::Team),
            key("key of an area", Key::Area),
            // Last: some operations on their own record end the manager's role.
            person("manager", Role::Manager),
        ]
    }

    /// The person whose own records are meant.
    pub fn person(&self) -> &'static str {
        self.role.map_or("member_a1", Role::person)
    }

    /// A key's own records are its owner's, the manager's; the manager asks about those anyway.
    pub fn skips(&self, scope: Scope) -> bool {
        scope == Scope::Own && self.key.is_some()
    }
}

pub struct World {
    pub app: App,
    number: std::sync::atomic::AtomicU32,
    months: std::sync::atomic::AtomicU32,
}

impl World {
    pub async fn start(backend: Backend) -> World {
        World {
            app: App::start(backend).await,
            number: 0.into(),
            months: 0.into(),
        }
    }

    pub fn manager(&self) -> Client {
        self.app.by("manager")
    }

    pub fn client(&self, caller: &Caller, action: &str) -> Client {
        match (caller.role, caller.key) {
            (None, _) => self.app.anonymous(),
            (Some(_), Some(Key::Without)) if action == "public" => self.app.with_key("full"),
            // What isn't the manager's is in no key of the manager's.
            (Some(_), Some(Key::Without)) => {
                match self.app.department.keys.get(&format!("without_{action}")) {
                    Some(key) => self.app.with_token(key),
                    None => self.app.with_key("full"),
                }
            }
            (Some(_), Some(Key::Team)) => self.app.with_key("team_a1"),
            (Some(_), Some(Key::Area)) => self.app.with_key("area_a"),
            (Some(role), None) => self.app.as_role(role),
        }
    }

    /// A word that no record bears yet.
    pub fn fresh(&self) -> String {
        format!(
            "W{:04}",
            self.number
                .fetch_add(1, std::sync::atomic::Ordering::Relaxed)
        )
    }

    /// How many months back the next month is that nothing else is about. People of the template have worked for years.
    pub fn months_back(&self) -> u32 {
        1 + self
            .months
            .fetch_add(1, std::sync::atomic::Ordering::Relaxed)
    }

    /// The template's team of a scope.
    pub fn team_of(scope: Scope) -> Option<(&'static str, Place)> {
        match scope {
            Scope::SameTeam => Some(("team_a1", Place::A1)),
            Scope::OtherTeam => Some(("team_a2", Place::InA)),
            Scope::OtherArea => Some(("team_b1", Place::InB)),
            Scope::Own | Scope::Department | Scope::Whole => None,
        }
    }

    /// The caller's own record, or a new employee of the scope.
    pub async fn employee(&self, caller: &Caller, scope: Scope) -> (Value, Target) {
        if scope == Scope::Own {
            let person = self.app.department.person(caller.person());
            let record = self
                .manager()
                .get(&format!("/api/v1/employees/{}", person.id))
                .await;
            // After the manager's seat changed hands, only the id is needed.
            let record = if record.status == 200 {
                record.json()
            } else {
                json!({ "id": person.id, "version": 1 })
            };
            let team = matches!(caller.person(), "member_a1" | "lead_a1").then_some(Place::A1);
            return (record, Target { team, own: true });
        }
        let team = World::team_of(scope);
        let record = given::employee(&self.app, &self.fresh(), team.map(|t| t.0)).await;
        (
            record,
            Target {
                team: team.map(|t| t.1),
                own: false,
            },
        )
    }

    /// A team of the scope: the template's A1 for the own one, else a new team.
    pub async fn team(&self, scope: Scope) -> (Value, Target) {
        let (area, place) = match scope {
            Scope::Own => {
                let path = format!("/api/v1/teams/{}", self.app.id("team_a1"));
                let record = self.manager().get(&path).await.expect(200).json();
                return (
                    record,
                    Target {
                        team: Some(Place::A1),
                        own: false,
                    },
                );
            }
            Scope::OtherTeam => (Some("area_a"), Place::InA),
            Scope::OtherArea => (Some("area_b"), Place::InB),
            _ => (None, Place::Nowhere),
        };
        let mut body = json!({ "name": self.fresh() });
        if let Some(area) = area {
            body["area_id"] = json!(self.app.id(area));
        }
        let record = self
            .manager()
            .post("/api/v1/teams", body)
            .await
            .expect(201)
            .json();
        (
            record,
            Target {
                team: Some(place),
                own: false,
            },
        )
    }
}
