//! After how many days a customer is due again, by class: read by all, changed by the manager.

use contract::Action;
use contract::activity::{FollowUpRules, FollowUpRulesPatch};
use leptos::prelude::*;
use serde_json::{Value, json};

use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::form as view;
use crate::components::icon::{Icon, icon};
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::tr;

const CLASSES: [&str; 5] = ["a", "b", "c", "d", "unclassified"];

pub fn button(done: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="btn" data-testid="cadence" on:click=move |_| open.set(true)>{icon(Icon::Clock)} {tr!(activities.cadence)}</button>
        <Dialog open title=tr!(activities.cadence)>{panel(open, done)}</Dialog>
    }
    .into_any()
}

fn panel(open: RwSignal<bool>, done: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let rules = Remote::new(|| http::get::<FollowUpRules>("/follow-up-rules".to_owned()));
    show(rules, move |rules| {
        match rules.allowed_actions.contains(&Action::CadenceManage) {
            true => form(rules, open, done),
            false => read(&rules),
        }
    })
}

fn label(class: &str) -> String {
    match class {
        "unclassified" => tr!(activities.unclassified).to_owned(),
        class => tr!(activities.class_days, class = class.to_uppercase()).to_string(),
    }
}

fn days(rules: &FollowUpRules) -> [Option<i64>; 5] {
    [rules.a, rules.b, rules.c, rules.d, rules.unclassified]
}

fn read(rules: &FollowUpRules) -> AnyView {
    let row = |(class, days): (&str, Option<i64>)| {
        let days = match days {
            Some(days) => tr!(activities.days, n = days).to_string(),
            None => tr!(activities.never).to_owned(),
        };
        view! { <div class="row"><span class="grow">{label(class)}</span><strong>{days}</strong></div> }
    };
    let rows = CLASSES.into_iter().zip(days(rules)).map(row);
    view! { <div class="stack">{rows.collect_view()}</div> }.into_any()
}

fn form(
    rules: FollowUpRules,
    open: RwSignal<bool>,
    done: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let toasts = use_toasts();
    let mut start = json!({});
    for (class, days) in CLASSES.into_iter().zip(days(&rules)) {
        start[class] = json!(days.map(|d| d.to_string()).unwrap_or_default());
    }
    let form = Form::new("follow-up-rules", start);
    let version = rules.version;
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<FollowUpRules>("/follow-up-rules", version, &body).await
        };
        form.submit(body(form), check::<FollowUpRulesPatch>, send, move |_| {
            open.set(false);
            toasts.good(tr!(activities.cadence_saved));
            done();
        });
    };
    let fields = CLASSES.map(|class| {
        Field::new(form, class, label(class))
            .kind("number")
            .min("1".to_owned())
            .max("730".to_owned())
            .show()
    });
    let fields = view! { <p class="muted">{tr!(activities.cadence_text)}</p> {fields.into_iter().collect_view()} };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}

/// Nothing written means: only when a day was agreed.
fn body(form: Form) -> Value {
    let mut body = json!({});
    for class in CLASSES {
        let text = form.text(class);
        body[class] = match text.trim() {
            "" => Value::Null,
            text => text.parse::<i64>().map_or(json!(text), Value::from),
        };
    }
    body
}
