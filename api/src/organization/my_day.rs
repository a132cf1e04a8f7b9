//! My day (2.2.4): everything that is due for the caller, in one place. Modules add their sections as they come.

use actix_web::get;
use contract::access::tag;
use contract::my_day::{DayItem, DayList, DaySection, MyDay};
use contract::{Action, Role, Text};
use diesel::prelude::*;
use futures_util::future::try_join_all;
use utoipa_actix_web::service_config::ServiceConfig;

use super::employee::store::COLUMNS;
use super::org_tree;
use super::settings::Day;
use crate::access::{Can, Grant};
use crate::business::case::{inspection, manual};
use crate::business::{
    customer, customer_event, expansion, follow_up, incentive, service, shortfall,
};
use crate::db::schema::employees;
use crate::db::{AnyConn, with_kept_plans};
use crate::engine::{action_item, approval, duty, notification};
use crate::http::answer::Plain;
use crate::leadership::{feedback, plan, review, talk};
use crate::people::attendance;
use crate::problem::Answer;
use crate::regulation::document;
use crate::workplace::{booking, conduct, drill, filing, hazard, repair, safety, supply};

pub fn mount(cfg: &mut ServiceConfig) {
    cfg.service(get_my_day);
}

#[utoipa::path(tag = "me", operation_id = "get_my_day", summary = "What is due for me today",
    responses((status = 200, description = "My day, by section", body = MyDay)), extensions(("x-action" = json!("my_day_read"))))]
#[get("")]
async fn get_my_day(can: Can<tag::MyDayRead>) -> Answer<Plain<MyDay>> {
    let parts = PARTS.map(|part| {
        let grant = can.grant.clone();
        can.app.db.read(move |c| {
            with_kept_plans(c, |c| {
                let day = Day::of(c, grant.acting.now)?;
                Ok((day.date, part(c, &grant, &day)?))
            })
        })
    });
    let parts = try_join_all(parts).await?;
    let date = parts.iter().map(|(date, _)| *date).max();
    let lists = parts.into_iter().flat_map(|(_, lists)| lists);
    let list = |(section, items)| DayList {
        section,
        available: true,
        items,
    };
    Ok(Plain(MyDay {
        date: date.unwrap_or_else(|| can.grant.acting.now.date_naive()),
        sections: lists.map(list).collect(),
    }))
}

type Lists = Vec<(DaySection, Vec<DayItem>)>;

type Part = fn(&mut AnyConn, &Grant, &Day) -> Answer<Lists>;

/// Some eighty small statements. A quarter each, read side by side.
const PARTS: [Part; 4] = [own, of_places, of_customers, of_all];

fn own(conn: &mut AnyConn, grant: &Grant, day: &Day) -> Answer<Lists> {
    let attendance = attendance::my_day::day_items(conn, grant, day.date)?;
    let approvals = approval::day_items(conn, grant)?;
    Ok(vec![
        (DaySection::Attendance, attendance),
        (DaySection::Approvals, approvals),
    ])
}

fn of_places(conn: &mut AnyConn, grant: &Grant, day: &Day) -> Answer<Lists> {
    Ok(vec![(DaySection::Duties, duties(conn, grant, day)?)])
}

fn of_customers(conn: &mut AnyConn, grant: &Grant, day: &Day) -> Answer<Lists> {
    Ok(vec![
        (DaySection::FollowUps, follow_ups(conn, grant, day.date)?),
        (DaySection::Services, services(conn, grant, day)?),
        (DaySection::Targets, targets(conn, grant, day.date)?),
    ])
}

fn of_all(conn: &mut AnyConn, grant: &Grant, day: &Day) -> Answer<Lists> {
    Ok(vec![
        (
            DaySection::Organization,
            organization(conn, grant, day.date)?,
        ),
        (
            DaySection::Notifications,
            notification::day_items(conn, grant)?,
        ),
        (DaySection::Bookings, booking::day_items(conn, grant, day)?),
        (DaySection::Documents, documents(conn, grant, day.date)?),
    ])
}

/// What has to happen regularly, and what is damaged.
fn duties(conn: &mut AnyConn, grant: &Grant, day: &Day) -> Answer<Vec<DayItem>> {
    let date = day.date;
    let mut items = duty::day_items(conn, grant, day)?;
    items.extend(repair::day_items(conn, grant, day)?);
    items.extend(hazard::day_items(conn, grant, day)?);
    items.extend(safety::day_items(conn, grant, date)?);
    items.extend(supply::day_items(conn, grant)?);
    items.extend(filing::day_items(conn, grant, date)?);
    items.extend(conduct::day_items(conn, grant, date)?);
    items.extend(drill::day_items(conn, grant, day)?);
    items.extend(action_item::day_items(conn, grant, date)?);
    Ok(items)
}

/// What holds and I have yet to acknowledge.
fn documents(conn: &mut AnyConn, grant: &Grant, date: chrono::NaiveDate) -> Answer<Vec<DayItem>> {
    let mut items = document::day_items(conn, grant, date)?;
    items.extend(manual::day_items(conn, grant)?);
    Ok(items)
}

/// Customers who are due, and those that nobody looks after.
fn follow_ups(conn: &mut AnyConn, grant: &Grant, date: chrono::NaiveDate) -> Answer<Vec<DayItem>> {
    let mut items = customer::day_items(conn, grant)?;
    items.extend(follow_up::day_items(conn, grant, date)?);
    Ok(items)
}

/// What customers wait for, which events are near, and what inspections ask of me.
fn services(conn: &mut AnyConn, grant: &Grant, day: &Day) -> Answer<Vec<DayItem>> {
    let mut items = service::day_items(conn, grant, day.date)?;
    items.extend(customer_event::day_items(conn, grant, day)?);
    items.extend(inspection::day_items(conn, grant, day.date)?);
    Ok(items)
}

/// What plans ask for, what fell short, and what is to be awarded.
fn targets(conn: &mut AnyConn, grant: &Grant, date: chrono::NaiveDate) -> Answer<Vec<DayItem>> {
    let mut items = expansion::day_items(conn, grant, date)?;
    items.extend(shortfall::day_items(conn, grant, date)?);
    items.extend(incentive::day_items(conn, grant, date)?);
    Ok(items)
}

/// Seats to fill, for who may fill them; newcomers whose first day has come, for who may start them.
fn organization(
    conn: &mut AnyConn,
    grant: &Grant,
    today: chrono::NaiveDate,
) -> Answer<Vec<DayItem>> {
    let mut items = feedback::day_items(conn, grant, today)?;
    items.extend(talk::day_items(conn, grant, today)?);
    items.extend(review::day_items(conn, grant, today)?);
    items.extend(plan::day_items(conn, grant, today)?);
    if matches!(grant.actor.role, Some(Role::Manager | Role::Deputy)) {
        let reach = grant.reach_of(Action::OrganizationRead);
        let tree = org_tree::tree(conn, grant, &reach, false)?;
        let mine = |area: uuid::Uuid| {
            grant.actor.role == Some(Role::Manager) || grant.actor.area_id == Some(area)
        };
        for area in tree.areas.iter().filter(|a| mine(a.id)) {
            if area.deputy.is_none() {
                items.push(item(
                    grant,
                    "area_without_deputy",
                    &area.name,
                    format!("/areas/{}", area.id),
                    Some(area.id),
                ));
            }
            let open = area.teams.iter().filter(|t| t.lead.is_none());
            items.extend(open.map(|t| {
                item(
                    grant,
                    "team_without_lead",
                    &t.name,
                    format!("/teams/{}", t.id),
                    Some(t.id),
                )
            }));
        }
    }
    if grant.permits(Action::EmployeeUpdate) {
        let waiting: Vec<(uuid::Uuid, String)> = employees::table
            .filter(employees::status.eq("pending"))
            .filter(employees::hire_date.le(today))
            .filter(grant.reach_of(Action::EmployeeUpdate).on(COLUMNS))
            .order((employees::number, employees::id))
            .limit(20)
            .select((employees::id, employees::name))
            .load(conn)?;
        items.extend(waiting.into_iter().map(|(id, name)| {
            item(
                grant,
                "employee_to_start",
                &name,
                format!("/employees/{id}"),
                Some(id),
            )
        }));
    }
    Ok(items)
}

fn item(
    grant: &Grant,
    kind: &str,
    title: &str,
    path: String,
    subject_id: Option<uuid::Uuid>,
) -> DayItem {
    let detail = match kind {
        "area_without_deputy" => Text::new(
            "此領域沒有副經理",
            "此领域没有副经理",
            "This area has no deputy",
        ),
        "team_without_lead" => {
            Text::new("此團隊沒有主管", "此团队没有主管", "This team has no lead")
        }
        _ => Text::new(
            "已到職日，尚未啟用",
            "已到入职日，尚未启用",
            "First day has come; not active yet",
        ),
    };
    DayItem {
        kind: kind.to_owned(),
        title: title.to_owned(),
        detail: detail.get(grant.locale).to_owned(),
        due_at: None,
        path,
        subject_id,
        clause: Some("2.1".to_owned()),
    }
}
