//! My own data: most is the department's to change, phone and language are mine.

use contract::Locale;
use contract::me::{Me, MePatch};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use crate::components::description::{list, text};
use crate::components::field::{Field, select};
use crate::components::form as view;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::{Form, pick};
use crate::core::session::use_session;
use crate::core::{http, locale, words};
use crate::tr;

const NAMES: &[&str] = &["phone", "locale"];

pub fn panel() -> AnyView {
    let (session, toasts) = (use_session(), use_toasts());
    let Some(me) = session.me_now() else {
        return ().into_any();
    };
    let form = Form::new("me", pick(me.as_ref(), NAMES));
    let version = RwSignal::new(me.version);
    let submit = move || {
        let now = version.get_untracked();
        let send = move |body: Value, _| async move { http::patch::<Me>("/me", now, &body).await };
        form.submit(form.patch(), check::<MePatch>, send, move |me: Me| {
            version.set(me.version);
            toasts.good(tr!(common.saved));
            spawn_local(session.load());
        });
    };
    let reload = Callback::new(move |()| {
        spawn_local(async move {
            if let Ok(latest) = http::get::<Me>("/me").await
                && version.try_set(latest.version).is_none()
            {
                form.merge(pick(&latest, NAMES));
            }
        });
    });
    let facts = list(vec![
        (tr!(people.name), me.name.clone().into_any()),
        (tr!(people.number), text(me.number.clone())),
        (tr!(people.email), text(me.email.clone())),
        (
            tr!(people.role),
            text(me.role.map(|role| words::role(role).to_owned())),
        ),
        (
            tr!(people.team),
            text(me.team_name.clone().or(me.area_name.clone())),
        ),
    ]);
    let languages = Locale::ALL
        .map(|one| (one.tag().to_owned(), locale::own_name(one).to_owned()))
        .to_vec();
    let fields = view! {
        <div class="form-grid">
            {Field::new(form, "phone", tr!(people.phone)).kind("tel").autocomplete("tel").help(tr!(system.phone_help)).show()}
            {select(form, "locale", tr!(system.mail_language), true, "", Signal::stored(languages))}
        </div>
    };
    view! {
        <div class="stack">
            <section class="card"><div class="card-body">{facts}</div></section>
            <section class="card"><div class="card-body">{view::frame(form, submit, Some(reload), fields.into_any(), view::submit(form, tr!(common.save)))}</div></section>
        </div>
    }
    .into_any()
}
