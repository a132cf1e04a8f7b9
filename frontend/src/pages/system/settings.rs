//! The department's settings.

use contract::settings::{Settings, SettingsPatch};
use contract::{Action, Locale};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::region;
use crate::components::description::list;
use crate::components::field::{Field, select};
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::{banner, form as view, page};
use crate::core::check::check;
use crate::core::form::{Form, pick};
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::{http, locale};
use crate::tr;

const NAMES: &[&str] = &["name", "time_zone", "locale", "currency"];

pub fn page() -> AnyView {
    let settings = Remote::new(|| http::get::<Settings>("/settings"));
    let body = show(settings, move |one| {
        if one.allowed_actions.contains(&Action::SettingsManage) {
            edit(one)
        } else {
            read(&one)
        }
    });
    page::narrow(
        Route::Settings,
        tr!(system.settings),
        tr!(system.settings_sub),
        body,
    )
}

fn read(settings: &Settings) -> AnyView {
    let rows = list(vec![
        (
            tr!(system.department_name),
            settings.name.clone().into_any(),
        ),
        (tr!(setup.time_zone), settings.time_zone.clone().into_any()),
        (
            tr!(setup.locale),
            locale::own_name(settings.locale).into_any(),
        ),
        (tr!(setup.currency), settings.currency.clone().into_any()),
    ]);
    view! {
        <div class="stack">
            {banner::banner("info", tr!(system.settings_readonly))}
            <section class="card"><div class="card-body">{rows}</div></section>
        </div>
    }
    .into_any()
}

fn edit(settings: Settings) -> AnyView {
    let (toasts, session) = (use_toasts(), use_session());
    let form = Form::new("settings", pick(&settings, NAMES));
    let version = RwSignal::new(settings.version);
    let submit = move || {
        let now = version.get_untracked();
        let send = move |body: Value, _| async move {
            http::patch::<Settings>("/settings", now, &body).await
        };
        form.submit(
            form.patch(),
            check::<SettingsPatch>,
            send,
            move |settings: Settings| {
                version.set(settings.version);
                toasts.good(tr!(common.saved));
                spawn_local(session.load());
            },
        );
    };
    let reload = Callback::new(move |()| {
        spawn_local(async move {
            if let Ok(latest) = http::get::<Settings>("/settings").await
                && version.try_set(latest.version).is_none()
            {
                form.merge(pick(&latest, NAMES));
            }
        });
    });
    let languages = Locale::ALL
        .map(|one| (one.tag().to_owned(), locale::own_name(one).to_owned()))
        .to_vec();
    let fields = view! {
        <section class="card"><div class="card-body form-grid">
            {Field::new(form, "name", tr!(system.department_name)).required().full().show()}
            {region::zone_field(form, tr!(setup.time_zone), tr!(setup.time_zone_help))}
            {region::currency_field(form, tr!(setup.currency))}
            {select(form, "locale", tr!(setup.locale), true, "", Signal::stored(languages))}
        </div></section>
    };
    view::frame(
        form,
        submit,
        Some(reload),
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}
