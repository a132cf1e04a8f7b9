//! One employee: profile, role history, documents, changes; acts as far as the record allows.

use contract::Action;
use contract::employee::Employee;
use leptos::prelude::*;
use uuid::Uuid;

use super::{acts, documents, history, profile};
use crate::components::crumbs::crumbs;
use crate::components::record::show;
use crate::components::tabs::tabs;
use crate::components::url_state::UrlState;
use crate::components::{avatar, badge};
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::session::use_session;
use crate::core::words;
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<Employee>(format!("/employees/{id}")));
    let url = UrlState::here();
    view! { <div class="page" data-testid="page-employee">{show(record, move |employee| view(record, employee, url))}</div> }.into_any()
}

fn view(record: Remote<Employee>, employee: Employee, url: UrlState) -> AnyView {
    document().set_title(&format!("{} · {}", employee.name, tr!(common.product)));
    let session = use_session();
    let may = |action: Action| employee.allowed_actions.contains(&action);
    let mut sections = vec![("profile", tr!(people.profile))];
    sections.extend(
        untrack(move || session.can(Action::RoleRead)).then_some(("roles", tr!(people.roles))),
    );
    sections.extend(may(Action::DocumentRead).then_some(("documents", tr!(people.documents))));
    sections.extend(may(Action::AuditRead).then_some(("audit", tr!(people.audit))));
    let second = [
        employee.number.clone(),
        employee.role.map(words::role).unwrap_or_default().into(),
        employee.team_name.clone().unwrap_or_default(),
    ];
    let second = second
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let (id, shown) = (employee.id, employee.clone());
    view! {
        {crumbs(vec![(tr!(people.title).into(), "/employees".into())])}
        <header class="page-head">
            <div class="profile">
                {avatar::sized(&employee.name, "large")}
                <div>
                    <h1>{employee.name.clone()} {badge::status(words::status(employee.status))}</h1>
                    <p class="sub">{second}</p>
                </div>
            </div>
            <div class="actions">{acts::buttons(record, &employee)}</div>
        </header>
        {tabs(tr!(people.profile), url, sections)}
        {move || match url.get("tab").as_str() {
            "roles" => history::roles(id),
            "documents" => documents::documents(id, shown.allowed_actions.contains(&Action::DocumentManage)),
            "audit" => history::changes(id),
            _ => profile::profile(&shown),
        }}
    }
    .into_any()
}
