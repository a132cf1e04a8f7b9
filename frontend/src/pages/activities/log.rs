//! The quick log: what I did with a customer, three taps on the phone.

use contract::activity::{ActivityChannel, NewActivity};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::words;
use crate::components::choice::segmented;
use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::form as view;
use crate::components::toast::use_toasts;
use crate::core::check::check;
use crate::core::form::{Form, Known};
use crate::core::words::wire;
use crate::core::{http, time};
use crate::tr;

/// Whom the open log is about; a page has one log for all its customers.
#[derive(Clone, Copy)]
pub struct Log {
    about: RwSignal<Option<(Uuid, String)>>,
    open: RwSignal<bool>,
}

impl Log {
    pub fn new() -> Log {
        Log {
            about: RwSignal::new(None),
            open: RwSignal::new(false),
        }
    }

    pub fn about(self, id: Uuid, name: String) {
        self.about.set(Some((id, name)));
        self.open.set(true);
    }

    /// The dialog; `done` runs after something was logged.
    pub fn dialog(self, done: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
        view! {
            <Dialog open=self.open title=tr!(activities.log)>
                {self.about.get_untracked().map(|(id, name)| form(id, name, self.open, done))}
            </Dialog>
        }
        .into_any()
    }
}

fn form(
    customer: Uuid,
    name: String,
    open: RwSignal<bool>,
    done: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let toasts = use_toasts();
    let today = time::today();
    let form = Form::new(
        format!("log-{customer}"),
        json!({ "channel": "call", "outcome": "reached", "on": today }),
    );
    form.know(Known {
        name: "channel",
        label: tr!(activities.channel).to_owned(),
        required: true,
        secret: false,
    });
    let submit = move || {
        let send =
            |body: Value, key| async move { http::post::<Value>("/activities", key, &body).await };
        let body = body(form, customer);
        form.submit(body, check::<NewActivity>, send, move |_| {
            open.set(false);
            toasts.good(tr!(activities.logged));
            done();
        });
    };
    let channel = move || {
        let now = form.text("channel");
        let known = ActivityChannel::ALL.into_iter();
        known
            .into_iter()
            .find(|one| wire(one) == now)
            .unwrap_or(ActivityChannel::Call)
    };
    let channels = ActivityChannel::ALL.map(|one| (one, words::channel(one).0));
    let fields = view! {
        <p><strong>{name}</strong></p>
        <div class="field">
            <span class="label">{tr!(activities.channel)}</span>
            <div>{segmented(tr!(activities.channel), channels.to_vec(), channel, move |one| form.set("channel", wire(&one)))}</div>
        </div>
        {select(form, "outcome", tr!(activities.outcome), true, "", Signal::stored(words::outcomes()))}
        {Field::new(form, "note", tr!(activities.note)).kind("textarea").show()}
        {Field::new(form, "next_step", tr!(activities.next_step)).show()}
        {Field::new(form, "next_on", tr!(activities.next_on)).kind("date").help(tr!(activities.next_help)).show()}
        {Field::new(form, "on", tr!(activities.on)).kind("date").max(time::today()).show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(activities.log)),
    )
}

/// Today is now; another day is its noon.
fn body(form: Form, customer: Uuid) -> Value {
    let mut body = form.body();
    body["customer_id"] = json!(customer);
    let on = form.text("on");
    if let Some(fields) = body.as_object_mut() {
        fields.remove("on");
        fields.retain(|_, value| value.as_str() != Some(""));
    }
    if !on.is_empty() && on != time::today() {
        body["at"] = json!(time::day_start(&on, 0.5));
    }
    body
}
