//! A demo department that looks like a real one: areas, teams, people, history. Passwords are made on this machine, printed once.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use contract::access::Field;
use contract::area::NewArea;
use contract::employee::{EmployeeStatus, NewDeparture, NewEmployee, NewTransfer, PrivateData};
use contract::setup::{Setup, SetupManager};
use contract::team::NewTeam;
use contract::{Locale, Role};
use diesel::prelude::*;
use uuid::Uuid;

use super::{demo_leave, say, secrets};
use crate::access::actor::Actor;
use crate::access::{Grant, password, session, setup};
use crate::app::App;
use crate::business::{
    activity, case, customer, customer_event, expansion, incentive, service, shortfall, target,
};
use crate::clock;
use crate::config::Config;
use crate::db::Tx;
use crate::db::schema::{employees, role_assignments};
use crate::db::types::{g, t};
use crate::engine::duty;
use crate::engine::record::Acting;
use crate::leadership::{feedback, plan, review, talk};
use crate::organization::assignment::store::{Seat, take_seat};
use crate::organization::{area, employee, settings, team};
use crate::people::attendance;
use crate::problem::Answer;
use crate::regulation::document;
use crate::secrets::{Secrets, token};
use crate::workplace::{booking, conduct, drill, filing, hazard, place, repair, safety, supply};

/// A sign-in to print.
pub struct SignIn {
    role: Role,
    number: String,
    password: String,
}

pub fn command(config: Config, people: usize) -> Result<(), String> {
    super::migrate(&config)?;
    let app = App::open(config.clone(), secrets(&config)?)?;
    let filled = actix_web::rt::System::new().block_on(fill(&app, people))?;
    match filled {
        Some(sign_ins) => print(&sign_ins),
        None => say("the database isn't empty; nothing was changed"),
    }
    Ok(())
}

pub fn print(sign_ins: &[SignIn]) {
    say("a demo department was made; sign in as");
    for s in sign_ins {
        say(&format!(
            "  {:8} {:7} password {}",
            s.role.name(),
            s.number,
            s.password
        ));
    }
}

const FAMILY: [&str; 20] = [
    "陳", "林", "黃", "張", "李", "王", "吳", "劉", "蔡", "楊", "許", "鄭", "謝", "洪", "郭", "邱",
    "曾", "廖", "賴", "徐",
];
const GIVEN: [&str; 24] = [
    "志明", "淑芬", "家豪", "怡君", "建宏", "雅婷", "俊傑", "美玲", "冠宇", "佳穎", "宗翰", "詩涵",
    "承恩", "欣怡", "柏翰", "筱涵", "彥廷", "惠雯", "子軒", "品妤", "文雄", "秀英", "宏偉", "麗華",
];
const AREAS: [(&str, &[Field]); 3] = [
    ("北區", &[Field::People, Field::Workplace]),
    ("中區", &[Field::Business, Field::Finance]),
    ("南區", &[Field::Communication]),
];

fn name(n: usize) -> String {
    // 20 and 24 share a factor, so a step moves the pairing along and names repeat late.
    format!("{}{}", FAMILY[n % 20], GIVEN[(n / 20 + n * 7) % 24])
}

/// Fills an empty database; `None` when it has a department already.
pub async fn fill(app: &App, people: usize) -> Result<Option<Vec<SignIn>>, String> {
    if app
        .db
        .read(settings::exists)
        .await
        .map_err(|e| e.to_string())?
    {
        return Ok(None);
    }
    let made: Vec<String> = (0..4).map(|_| token(12)).collect();
    let mut hashes = Vec::new();
    for secret in &made {
        hashes.push(password::hash_now(secret).map_err(|e| e.to_string())?);
    }
    let (passwords, secrets) = (made.clone(), app.secrets.clone());
    let numbers = app
        .db
        .write(move |tx| department(tx, people, &hashes, &passwords[3], &secrets))
        .await
        .map_err(|e| e.to_string())?;
    let roles = [Role::Manager, Role::Deputy, Role::Lead, Role::Member];
    Ok(Some(
        roles
            .into_iter()
            .zip(numbers)
            .zip(made)
            .map(|((role, number), password)| SignIn {
                role,
                number,
                password,
            })
            .collect(),
    ))
}

fn department(
    tx: &mut Tx,
    people: usize,
    hashes: &[String],
    manager_password: &str,
    secrets: &Secrets,
) -> Answer<Vec<String>> {
    let now = clock::now();
    let today = clock::local_date(now, "Asia/Taipei");
    let hired = |n: usize| today - Duration::days(200 + (n as i64 * 97) % 4000);
    let new = Setup {
        token: String::new(),
        department_name: "收展一部".to_owned(),
        time_zone: "Asia/Taipei".to_owned(),
        locale: Locale::ZhHant,
        currency: "TWD".to_owned(),
        manager: SetupManager {
            number: "M001".to_owned(),
            name: "陳國華".to_owned(),
            email: "m001@example.com".to_owned(),
            hire_date: today - Duration::days(5200),
            password: manager_password.to_owned(),
        },
    };
    let manager = setup::found(tx, &new, &hashes[0], "demo")?;
    // The demo's history is older than this minute; somebody led the department in it.
    since(tx, manager, now - Duration::days(1500))?;
    let grant = manager_grant(manager, now);
    let (mut teams, mut areas) = (Vec::new(), Vec::new());
    for (n, (area_name, fields)) in AREAS.into_iter().enumerate() {
        let made = area::store::create(
            tx,
            &grant,
            &NewArea {
                name: area_name.to_owned(),
                fields: fields.to_vec(),
            },
        )?;
        let per_area = (people / 24).clamp(2, 40);
        for k in 1..=per_area {
            let team_name = format!("{}{}組", &area_name[..3], chinese(k));
            teams.push((
                team::store::create(
                    tx,
                    &grant,
                    &NewTeam {
                        name: team_name,
                        area_id: Some(made.id),
                    },
                )?
                .id,
                n,
            ));
        }
        areas.push(made.id);
    }
    let mut sign_ins = vec!["M001".to_owned()];
    for (n, area_id) in areas.iter().enumerate() {
        let number = format!("D{:03}", n + 1);
        let id = employee(
            tx,
            &grant,
            &number,
            name(400 + n),
            hired(1200 + n * 31),
            None,
            n + 1,
        )?;
        let start = now - Duration::days(300 + n as i64 * 40);
        seat(tx, &grant, id, Role::Deputy, None, Some(*area_id), start)?;
        if n == 0 {
            session::set_password(tx, &grant.acting, id, &hashes[1], None, "password.changed")?;
            sign_ins.push(number);
        }
    }
    for n in 0..people {
        let (team_id, _) = teams[n % teams.len()];
        let number = format!("E{:04}", n + 1);
        // The first of each team leads it — but the last team still looks for its lead.
        let leads = n < teams.len() && n + 1 < teams.len();
        let id = employee(
            tx,
            &grant,
            &number,
            name(n),
            hired(n),
            (!leads).then_some(team_id),
            n,
        )?;
        if leads {
            seat(
                tx,
                &grant,
                id,
                Role::Lead,
                Some(team_id),
                None,
                now - Duration::days(30 + (n as i64 * 53) % 700),
            )?;
        }
        for (at, hash) in [(0, &hashes[2]), (teams.len(), &hashes[3])] {
            if n == at {
                session::set_password(tx, &grant.acting, id, hash, None, "password.changed")?;
                sign_ins.push(number.clone());
            }
        }
    }
    // Before somebody leaves, so that their customers wait to be handed over.
    customer::demo::fill(tx, &grant, secrets)?;
    activity::demo::fill(tx, &grant)?;
    case::demo::fill(tx, &grant)?;
    case::manual::demo::fill(tx, &grant)?;
    document::demo::fill(tx, &grant)?;
    case::risk::demo::fill(tx, &grant)?;
    case::inspection::demo::fill(tx, &grant)?;
    service::demo::fill(tx, &grant)?;
    customer_event::demo::fill(tx, &grant)?;
    expansion::demo::fill(tx, &grant)?;
    place::demo::fill(tx, &grant)?;
    duty::demo::fill(tx, &grant)?;
    repair::demo::fill(tx, &grant)?;
    booking::demo::fill(tx, &grant)?;
    hazard::demo::fill(tx, &grant)?;
    drill::demo::fill(tx, &grant, today)?;
    feedback::demo::fill(tx, &grant)?;
    review::demo::fill(tx, &grant, today)?;
    plan::demo::fill(tx, &grant, today)?;
    talk::demo::fill(tx, &grant, today)?;
    safety::demo::fill(tx, &grant)?;
    supply::demo::fill(tx, &grant)?;
    filing::demo::fill(tx, &grant)?;
    conduct::demo::fill(tx, &grant)?;
    target::demo::fill(tx, &grant)?;
    shortfall::demo::fill(tx, &grant)?;
    let by = incentive::demo::By {
        person: demo_leave::acting_as,
        decide: demo_leave::approve,
    };
    incentive::demo::fill(tx, &grant, &by)?;
    history(tx, &grant, &teams)?;
    if let (Some((team, _)), Some(member)) = (teams.first(), sign_ins.last()) {
        demo_leave::fill(tx, &grant, member, *team)?;
    }
    attendance::demo::fill(tx, &grant)?;
    Ok(sign_ins)
}

/// Something to look at: moves between teams, a seat handed over, somebody who left.
fn history(tx: &mut Tx, grant: &Grant, teams: &[(Uuid, usize)]) -> Answer<()> {
    let members: Vec<(Uuid, Option<Uuid>)> = employees::table
        .filter(employees::status.eq("active"))
        .filter(employees::number.like("E%"))
        .order(employees::number.desc())
        .limit(12)
        .select((employees::id, employees::team_id))
        .load(tx.conn)?;
    for (n, (id, team)) in members.iter().enumerate().take(4) {
        let Some((to, _)) = teams
            .iter()
            .map(|t| (t.0, t.1))
            .filter(|(t, _)| Some(*t) != *team)
            .nth(n % 2)
        else {
            continue;
        };
        let new = NewTransfer {
            team_id: to,
            note: Some("支援新團隊".to_owned()),
        };
        employee::transfer::transfer(tx, grant, *id, &new)?;
    }
    if let Some((id, _)) = members.get(8) {
        let leave_date = grant.acting.now.date_naive() - Duration::days(1);
        let new = NewDeparture {
            leave_date,
            reason: Some("個人生涯規劃".to_owned()),
        };
        employee::departure::depart(tx, grant, *id, &new)?;
    }
    Ok(())
}

fn chinese(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (n / 10, n % 10) {
        (0, d) => DIGITS[d].to_owned(),
        (1, d) => format!("十{}", DIGITS[d]),
        (t, d) => format!("{}十{}", DIGITS[t.min(9)], DIGITS[d]),
    }
}

fn seat(
    tx: &mut Tx,
    grant: &Grant,
    id: Uuid,
    role: Role,
    team: Option<Uuid>,
    area: Option<Uuid>,
    from: DateTime<Utc>,
) -> Answer<()> {
    take_seat(
        tx,
        &grant.acting,
        Seat {
            employee: id,
            role,
            team,
            area,
            starts_at: from,
            ends_at: None,
            note: None,
        },
    )?;
    Ok(())
}

fn employee(
    tx: &mut Tx,
    grant: &Grant,
    number: &str,
    name: String,
    hired: NaiveDate,
    team: Option<Uuid>,
    n: usize,
) -> Answer<Uuid> {
    const POSTS: [&str; 4] = ["收展專員", "收展專員", "高級收展專員", "主任"];
    let status = if n % 17 == 16 {
        EmployeeStatus::Pending
    } else {
        EmployeeStatus::Active
    };
    let new = NewEmployee {
        number: number.to_owned(),
        name,
        status,
        hire_date: hired,
        team_id: team,
        post: Some(POSTS[n % 4].to_owned()),
        email: Some(format!("{}@example.com", number.to_lowercase())),
        phone: Some(format!("02-2700-{:04}", 1000 + n)),
        locale: Locale::ZhHant,
        private: Some(PrivateData {
            birth_date: NaiveDate::from_ymd_opt(
                1975 + (n as i32 * 7) % 28,
                1 + n as u32 % 12,
                1 + n as u32 % 28,
            ),
            address: Some(format!("臺北市信義區松仁路 {} 號", n + 1)),
            emergency_name: Some(self::name(n + 200)),
            emergency_phone: Some(format!("0912-{:03}-{:03}", n % 1000, (n * 7) % 1000)),
        }),
    };
    let made = employee::store::create(tx, grant, &new)?;
    if team.is_some() {
        // They have been in the team since they came, not since this minute.
        let came = hired
            .and_hms_opt(1, 0, 0)
            .map(|t| t.and_utc())
            .unwrap_or(grant.acting.now);
        since(tx, made.id, came)?;
    }
    Ok(made.id)
}

/// Dates a seat that was just taken back.
fn since(tx: &mut Tx, person: Uuid, at: DateTime<Utc>) -> Answer<()> {
    diesel::update(role_assignments::table.filter(role_assignments::employee_id.eq(g(person))))
        .set(role_assignments::starts_at.eq(t(at)))
        .execute(tx.conn)?;
    Ok(())
}

fn manager_grant(id: Uuid, now: DateTime<Utc>) -> Grant {
    let actor = Actor::manager(id, now);
    let acting = Acting {
        employee_id: Some(id),
        api_key_id: None,
        request_id: "demo".to_owned(),
        now,
    };
    Grant::system(actor, acting)
}
