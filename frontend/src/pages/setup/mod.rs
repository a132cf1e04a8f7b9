//! `/setup#token=…`: the department, its region, its first manager.

use contract::Locale;
use contract::setup::{Setup, SetupState};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};

use crate::components::field::{Field, select};
use crate::components::icon::{Icon, icon};
use crate::components::toast::use_toasts;
use crate::components::{banner, form as view};
use crate::core::check::{FieldError, check};
use crate::core::form::Form;
use crate::core::http::{self, Call};
use crate::core::remote::Remote;
use crate::core::{dom, locale, time};
use crate::pages::auth::frame;
use crate::pages::system::region;
use crate::tr;

const STEPS: [&[&str]; 3] = [
    &["department_name"],
    &["time_zone", "currency", "locale"],
    &[
        "manager/name",
        "manager/number",
        "manager/email",
        "manager/hire_date",
        "manager/password",
    ],
];

pub fn page() -> AnyView {
    document().set_title(&format!("{} · {}", tr!(setup.title), tr!(common.product)));
    let token = dom::fragment_value("token").unwrap_or_default();
    let state = Remote::new(|| http::get::<SetupState>("/setup"));
    let form = Form::new(
        "setup",
        json!({
            "time_zone": region::own_zone(), "locale": locale::current().tag(), "currency": region::own_currency(),
            "manager": { "hire_date": time::today() },
        }),
    );
    let step = RwSignal::new(0usize);
    let usable = !token.is_empty();
    let wizard = StoredValue::new(token);
    let body = view! {
        <div><h1>{tr!(setup.title)}</h1><p class="muted">{tr!(setup.sub)}</p></div>
        {move || {
            if state.get().is_some_and(|state| !state.needed) {
                let link = view! { <a href="/sign-in">{tr!(auth.sign_in)}</a> };
                return banner::with("info", tr!(setup.already), link.into_any());
            }
            if !usable {
                return banner::banner("warn", tr!(setup.no_token));
            }
            steps(form, step, wizard.get_value())
        }}
    };
    frame("setup", "auth-box wide", body.into_any())
}

fn steps(form: Form, step: RwSignal<usize>, token: String) -> AnyView {
    let toasts = use_toasts();
    let navigate = use_navigate();
    let submit = move || {
        let mut body = form.body();
        body["token"] = Value::from(token.clone());
        let now = step.get_untracked();
        // Earlier steps are checked as they are left; the last one sends.
        let here: Vec<FieldError> = check::<Setup>(&body)
            .into_iter()
            .chain(absent(form, now))
            .filter(|error| belongs(error, now))
            .collect();
        if now < 2 || !here.is_empty() {
            form.errors.set(here.clone());
            if here.is_empty() {
                step.set(now + 1);
            }
            return;
        }
        let navigate = navigate.clone();
        let send =
            |body: Value, key| async move { Call::post("/setup", key).json(&body).done().await };
        form.submit(body, check::<Setup>, send, move |()| {
            toasts.good(tr!(setup.done));
            navigate("/sign-in", Default::default());
        });
    };
    // The server's errors lead back to the step of the field.
    Effect::new(move || {
        let errors = form.errors.get();
        if let Some(first) = (0..3).find(|at| errors.iter().any(|error| belongs(error, *at))) {
            step.set(first);
        }
    });
    let fields = move || {
        let now = step.get();
        view! {
            <div class="stack tight">
                <ol class="steps" aria-hidden="true">{(0..3).map(|at| view! { <li class:done=at <= now></li> }).collect_view()}</ol>
                <p class="small muted" aria-live="polite">
                    {tr!(setup.step, n = now + 1).to_string()} " · "
                    {[tr!(setup.step_department), tr!(setup.step_region), tr!(setup.step_manager)][now.min(2)]}
                </p>
            </div>
            {match now {
                0 => department(form),
                1 => where_and_how(form),
                _ => manager(form),
            }}
        }
    };
    let foot = move || {
        let back = (step.get() > 0).then(|| {
            view! { <button type="button" class="btn" on:click=move |_| step.update(|step| *step -= 1)>{tr!(common.back)}</button> }
        });
        let text = if step.get() == 2 {
            tr!(setup.finish)
        } else {
            tr!(setup.next)
        };
        view! {
            {back}
            <span class="grow"></span>
            <button type="submit" class="btn primary" data-testid="submit" disabled=move || form.busy.get()>{text} {icon(Icon::Chevron)}</button>
        }
    };
    view::frame(form, submit, None, fields.into_any(), foot.into_any())
}

fn belongs(error: &FieldError, step: usize) -> bool {
    STEPS
        .get(step)
        .is_some_and(|names| names.contains(&error.pointer.trim_start_matches('/')))
}

fn absent(form: Form, step: usize) -> Vec<FieldError> {
    let names = STEPS.get(step).copied().unwrap_or_default();
    let empty = names.iter().filter(|name| form.value(name).is_none());
    empty
        .map(|name| FieldError {
            pointer: format!("/{name}"),
            text: tr!(valid.required).into(),
        })
        .collect()
}

fn department(form: Form) -> AnyView {
    Field::new(form, "department_name", tr!(setup.department_name))
        .help(tr!(setup.department_help))
        .show()
}

fn where_and_how(form: Form) -> AnyView {
    let languages = Locale::ALL
        .map(|one| (one.tag().to_owned(), locale::own_name(one).to_owned()))
        .to_vec();
    view! {
        {region::zone_field(form, tr!(setup.time_zone), tr!(setup.time_zone_help))}
        <div class="form-grid">
            {region::currency_field(form, tr!(setup.currency))}
            {select(form, "locale", tr!(setup.locale), true, "", Signal::stored(languages))}
        </div>
    }
    .into_any()
}

fn manager(form: Form) -> AnyView {
    view! {
        <p class="muted">{tr!(setup.manager_sub)}</p>
        <div class="form-grid">
            {Field::new(form, "manager/name", tr!(people.name)).autocomplete("name").show()}
            {Field::new(form, "manager/number", tr!(people.number)).show()}
            {Field::new(form, "manager/email", tr!(people.email)).kind("email").autocomplete("email").show()}
            {Field::new(form, "manager/hire_date", tr!(people.hire_date)).kind("date").show()}
        </div>
        {Field::new(form, "manager/password", tr!(auth.password)).kind("password").autocomplete("new-password").help(tr!(auth.password_help)).show()}
    }
    .into_any()
}
