//! The template department, made through the API itself and signed in once.
//!
//! Area A (fields people and business, deputy `deputy_a`) has teams A1 and A2; area B (no fields, deputy `deputy_b`) has team
//! B1. Each team has a lead (`lead_a1`, …) and two members (`member_a1`, `member_a1b`, …). `loose` belongs to no team,
//! `pending` (of team A1) hasn't started.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::client::Client;
use crate::server::Server;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Member,
    Lead,
    Deputy,
    Manager,
}

impl Role {
    pub const ALL: [Role; 4] = [Role::Member, Role::Lead, Role::Deputy, Role::Manager];

    pub fn name(self) -> &'static str {
        ["member", "lead", "deputy", "manager"][self as usize]
    }

    /// Who plays the role.
    pub fn person(self) -> &'static str {
        ["member_a1", "lead_a1", "deputy_a", "manager"][self as usize]
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Department {
    pub people: BTreeMap<String, Person>,
    /// Teams and areas by name.
    pub places: BTreeMap<String, String>,
    /// Secrets of the API keys.
    pub keys: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Person {
    pub id: String,
    pub number: String,
    pub name: String,
    pub team: Option<String>,
    /// Access token; empty for those who can't sign in.
    pub token: String,
}

/// Everybody's password in the template.
pub const PASSWORD: &str = "seven quiet herons";

impl Department {
    pub fn read(file: &Path) -> Department {
        serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
    }

    pub fn write(&self, file: &Path) {
        std::fs::write(file, serde_json::to_vec_pretty(self).unwrap()).unwrap();
    }

    #[track_caller]
    pub fn person(&self, name: &str) -> &Person {
        self.people
            .get(name)
            .unwrap_or_else(|| panic!("nobody is called {name}"))
    }

    #[track_caller]
    pub fn id(&self, name: &str) -> String {
        let place = self.places.get(name);
        place
            .cloned()
            .unwrap_or_else(|| self.person(name).id.clone())
    }

    #[track_caller]
    pub fn key(&self, name: &str) -> &str {
        self.keys
            .get(name)
            .unwrap_or_else(|| panic!("no key is called {name}"))
    }

    /// Sets the department up on a server with an empty database.
    pub async fn make(server: &Server) -> Department {
        let mut maker = Maker {
            anonymous: Client::new(&server.base, None),
            manager: None,
            made: Department::default(),
        };
        maker.set_up(&server.setup_token()).await;
        maker
            .area("area_a", "北區", json!(["people", "business"]))
            .await;
        maker.area("area_b", "南區", json!([])).await;
        for (team, name, area) in [
            ("team_a1", "北一組", "area_a"),
            ("team_a2", "北二組", "area_a"),
            ("team_b1", "南一組", "area_b"),
        ] {
            maker.team(team, name, area).await;
        }
        for (key, number, name, area) in [
            ("deputy_a", "D001", "吳怡君", "area_a"),
            ("deputy_b", "D002", "黃建宏", "area_b"),
        ] {
            maker.employee(key, number, name, None, "active").await;
            maker
                .seat(
                    key,
                    json!({ "role": "deputy", "area_id": maker.made.id(area) }),
                )
                .await;
        }
        let leads = [
            ("a1", "L011", "李佳玲"),
            ("a2", "L012", "周俊傑"),
            ("b1", "L021", "許雅雯"),
        ];
        for (team, number, name) in leads {
            let key = format!("lead_{team}");
            maker
                .employee(&key, number, name, Some(&format!("team_{team}")), "active")
                .await;
            maker
                .seat(
                    &key,
                    json!({ "role": "lead", "team_id": maker.made.id(&format!("team_{team}")) }),
                )
                .await;
        }
        let members = [
            ("member_a1", "E111", "林淑芬", "team_a1"),
            ("member_a1b", "E112", "蔡志明", "team_a1"),
            ("member_a2", "E121", "鄭美惠", "team_a2"),
            ("member_a2b", "E122", "何文雄", "team_a2"),
            ("member_b1", "E211", "郭玉珍", "team_b1"),
            ("member_b1b", "E212", "賴冠廷", "team_b1"),
        ];
        for (key, number, name, team) in members {
            maker
                .employee(key, number, name, Some(team), "active")
                .await;
        }
        maker
            .employee("loose", "X001", "葉小娟", None, "active")
            .await;
        maker
            .employee("pending", "P001", "范新進", Some("team_a1"), "pending")
            .await;
        let everybody: Vec<String> = maker
            .made
            .people
            .keys()
            .filter(|k| *k != "pending" && *k != "manager")
            .cloned()
            .collect();
        for key in everybody {
            maker.sign_in(&key).await;
        }
        maker.keys().await;
        maker.made
    }
}

struct Maker {
    anonymous: Client,
    manager: Option<Client>,
    made: Department,
}

impl Maker {
    fn manager(&self) -> &Client {
        self.manager.as_ref().unwrap()
    }

    async fn set_up(&mut self, token: &str) {
        let setup = json!({
            "token": token, "department_name": "收展一部", "time_zone": "Asia/Taipei", "locale": "zh-Hant", "currency": "TWD",
            "manager": { "number": "M001", "name": "陳國華", "email": "manager@example.com", "hire_date": "2015-03-01", "password": PASSWORD }
        });
        let reply = self.anonymous.post("/api/v1/setup", setup).await;
        assert!(reply.status.is_success(), "{}", reply.told());
        let token = self.token("M001").await;
        let manager = self.anonymous.with_token(&token);
        let id = manager
            .get("/api/v1/me")
            .await
            .expect(200)
            .str("/employee_id");
        self.manager = Some(manager);
        let person = Person {
            id,
            number: "M001".into(),
            name: "陳國華".into(),
            team: None,
            token,
        };
        self.made.people.insert("manager".into(), person);
    }

    async fn token(&self, number: &str) -> String {
        let body = json!({ "login": number, "password": PASSWORD });
        self.anonymous
            .post("/api/v1/auth/sessions", body)
            .await
            .expect(201)
            .str("/access_token")
    }

    async fn area(&mut self, key: &str, name: &str, fields: serde_json::Value) {
        let body = json!({ "name": name, "fields": fields });
        let id = self
            .manager()
            .post("/api/v1/areas", body)
            .await
            .expect(201)
            .id();
        self.made.places.insert(key.into(), id);
    }

    async fn team(&mut self, key: &str, name: &str, area: &str) {
        let body = json!({ "name": name, "area_id": self.made.id(area) });
        let id = self
            .manager()
            .post("/api/v1/teams", body)
            .await
            .expect(201)
            .id();
        self.made.places.insert(key.into(), id);
    }

    async fn employee(
        &mut self,
        key: &str,
        number: &str,
        name: &str,
        team: Option<&str>,
        status: &str,
    ) {
        let team = team.map(|t| self.made.id(t));
        let mut body = json!({
            "number": number, "name": name, "status": status, "hire_date": "2020-05-04",
            "email": format!("{}@example.com", number.to_lowercase()), "phone": "02-2345-6789",
            "private": { "birth_date": "1990-02-03", "address": format!("臺北市{name}路 1 號"), "emergency_name": "家人", "emergency_phone": "0912-345-678" }
        });
        if let Some(team) = &team {
            body["team_id"] = json!(team);
        }
        let id = self
            .manager()
            .post("/api/v1/employees", body)
            .await
            .expect(201)
            .id();
        let person = Person {
            id,
            number: number.into(),
            name: name.into(),
            team,
            token: String::new(),
        };
        self.made.people.insert(key.into(), person);
    }

    async fn seat(&self, key: &str, mut body: serde_json::Value) {
        body["employee_id"] = json!(self.made.id(key));
        self.manager()
            .post("/api/v1/role-assignments", body)
            .await
            .expect(201);
    }

    async fn sign_in(&mut self, key: &str) {
        let person = self.made.person(key).clone();
        let link = self
            .manager()
            .act(&format!("/api/v1/employees/{}/password-resets", person.id))
            .await
            .expect(201)
            .str("/token");
        let reply = self
            .anonymous
            .post(
                "/api/v1/auth/password-resets",
                json!({ "token": link, "new_password": PASSWORD }),
            )
            .await;
        assert!(reply.status.is_success(), "{}", reply.told());
        let token = self.token(&person.number).await;
        self.made.people.get_mut(key).unwrap().token = token;
    }

    /// `full`, `team_a1`, `area_a`: every action with that reach. `without_<action>`: everything but that action.
    async fn keys(&mut self) {
        let me = self.manager().get("/api/v1/me").await.expect(200).json();
        let actions: Vec<String> = me["permissions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p["action"].as_str().unwrap().to_owned())
            .collect();
        let mut wanted = vec![
            (
                "full".to_owned(),
                json!({ "actions": actions, "reach": "department" }),
            ),
            (
                "team_a1".to_owned(),
                json!({ "actions": actions, "reach": "team", "team_id": self.made.id("team_a1") }),
            ),
            (
                "area_a".to_owned(),
                json!({ "actions": actions, "reach": "area", "area_id": self.made.id("area_a") }),
            ),
        ];
        for action in &actions {
            let rest: Vec<&String> = actions.iter().filter(|a| *a != action).collect();
            wanted.push((
                format!("without_{action}"),
                json!({ "actions": rest, "reach": "department" }),
            ));
        }
        for (name, mut body) in wanted {
            body["name"] = json!(name);
            let secret = self
                .manager()
                .post("/api/v1/api-keys", body)
                .await
                .expect(201)
                .str("/secret");
            self.made.keys.insert(name, secret);
        }
    }
}
