//! The fields of an employee's record, shared by "new" and "edit".

use contract::Locale;
use leptos::prelude::*;

use crate::components::field::{Field, select};
use crate::core::form::Form;
use crate::core::{locale, words};
use crate::pages::org::options;
use crate::tr;
use contract::employee::EmployeeStatus;

pub const PLAIN: &[&str] = &[
    "number",
    "name",
    "status",
    "hire_date",
    "post",
    "email",
    "phone",
    "locale",
    "private",
];

/// `with_team`: only a new record takes a team; later changes are transfers.
pub fn fields(form: Form, with_team: bool, with_status: bool, with_private: bool) -> AnyView {
    let languages = Locale::ALL
        .map(|one| (one.tag().to_owned(), locale::own_name(one).to_owned()))
        .to_vec();
    let begun = [EmployeeStatus::Pending, EmployeeStatus::Active];
    let statuses = begun
        .map(|one| {
            (
                words::status_name(one).to_owned(),
                words::status(one).0.to_owned(),
            )
        })
        .to_vec();
    view! {
        <section class="card">
            <div class="card-head"><h2>{tr!(people.work)}</h2></div>
            <div class="card-body form-grid">
                {Field::new(form, "name", tr!(people.name)).required().show()}
                {Field::new(form, "number", tr!(people.number)).required().show()}
                {Field::new(form, "hire_date", tr!(people.hire_date)).required().kind("date").show()}
                {with_status.then(|| select(form, "status", tr!(people.status), true, tr!(people.status_help), Signal::stored(statuses)))}
                {with_team.then(|| select(form, "team_id", tr!(people.team), false, "", options::teams()))}
                {Field::new(form, "post", tr!(people.post)).show()}
            </div>
        </section>
        <section class="card">
            <div class="card-head"><h2>{tr!(people.contact)}</h2></div>
            <div class="card-body form-grid">
                {Field::new(form, "email", tr!(people.email)).kind("email").show()}
                {Field::new(form, "phone", tr!(people.phone)).kind("tel").show()}
                {select(form, "locale", tr!(people.locale), true, "", Signal::stored(languages))}
            </div>
        </section>
        {with_private.then(|| private(form))}
    }
    .into_any()
}

fn private(form: Form) -> AnyView {
    view! {
        <section class="card">
            <div class="card-head"><div><h2>{tr!(people.private)}</h2><p class="sub">{tr!(people.private_note)}</p></div></div>
            <div class="card-body form-grid">
                {Field::new(form, "private/birth_date", tr!(people.birth_date)).kind("date").show()}
                {Field::new(form, "private/emergency_name", tr!(people.emergency_name)).show()}
                {Field::new(form, "private/emergency_phone", tr!(people.emergency_phone)).kind("tel").show()}
                {Field::new(form, "private/address", tr!(people.address)).kind("textarea").full().show()}
            </div>
        </section>
    }
    .into_any()
}
