//! The end of a request: the answer, the closing, how content the customer was, and opening it again.

use contract::service::{
    NewServiceAnswer, NewServiceClosing, NewServiceRating, NewServiceReopening,
};
use leptos::prelude::*;
use serde_json::{Value, json};

use super::acts::Acts;
use super::words;
use crate::components::field::{Field, select};
use crate::components::form as view;
use crate::core::check::check;
use crate::core::form::{Form, Known};
use crate::tr;

pub fn answer(acts: Acts, open: RwSignal<bool>) -> AnyView {
    let (form, submit) = acts.form(
        "answers",
        json!({}),
        open,
        check::<NewServiceAnswer>,
        |body| body,
        tr!(services.answered_done),
    );
    let field = Field::new(form, "answer", tr!(services.answer))
        .required()
        .kind("textarea")
        .help(tr!(services.answer_help));
    let send = view::submit(form, tr!(services.to_answer));
    view::frame(form, submit, None, field.show(), send)
}

/// How content the customer was goes along where it was said.
pub fn close(acts: Acts, open: RwSignal<bool>) -> AnyView {
    let (form, submit) = acts.form(
        "closings",
        json!({ "channel": "phone" }),
        open,
        check::<NewServiceClosing>,
        |mut body| {
            let rating = rating(&mut body);
            if rating["score"].is_i64() {
                body["rating"] = rating;
            }
            body
        },
        tr!(services.closed_done),
    );
    let fields = view! {
        {Field::new(form, "note", tr!(services.note)).show()}
        {scores(form, false)}
    };
    let send = view::submit(form, tr!(services.close));
    view::frame(form, submit, None, fields.into_any(), send)
}

pub fn rate(acts: Acts, open: RwSignal<bool>) -> AnyView {
    let (form, submit) = acts.form(
        "ratings",
        json!({ "channel": "phone" }),
        open,
        check::<NewServiceRating>,
        |mut body| rating(&mut body),
        tr!(services.rated_done),
    );
    let send = view::submit(form, tr!(common.save));
    view::frame(form, submit, None, scores(form, true), send)
}

pub fn reopen(acts: Acts, open: RwSignal<bool>) -> AnyView {
    let (form, submit) = acts.form(
        "reopenings",
        json!({}),
        open,
        check::<NewServiceReopening>,
        |body| body,
        tr!(services.reopened_done),
    );
    let fields = view! {
        <p class="muted">{tr!(services.reopen_text)}</p>
        {Field::new(form, "reason", tr!(services.reason)).required().show()}
    };
    let send = view::submit(form, tr!(services.reopen));
    view::frame(form, submit, None, fields.into_any(), send)
}

/// Takes what belongs to a rating out of a form's values; the score is a number.
fn rating(body: &mut Value) -> Value {
    let mut rating = json!({});
    for name in ["score", "comment", "channel"] {
        let value = body
            .as_object_mut()
            .and_then(|fields| fields.remove(name))
            .filter(|value| value.as_str() != Some(""));
        let Some(value) = value else { continue };
        let number = value.as_str().and_then(|text| text.parse::<i64>().ok());
        rating[name] = match number.filter(|_| name == "score") {
            Some(number) => number.into(),
            None => value,
        };
    }
    rating
}

fn scores(form: Form, required: bool) -> AnyView {
    form.know(Known {
        name: "score",
        label: tr!(services.satisfaction).to_owned(),
        required,
        secret: false,
    });
    let texts = [
        tr!(services.score_1),
        tr!(services.score_2),
        tr!(services.score_3),
        tr!(services.score_4),
        tr!(services.score_5),
    ];
    let one = |(n, text): (usize, &'static str)| {
        let value = (n + 1).to_string();
        let (mine, testid) = (value.clone(), format!("score-{value}"));
        let shown = format!("{value} · {text}");
        view! {
            <label class="check tick-row">
                <input type="radio" name="service-score" data-testid=testid prop:checked=move || form.text("score") == mine on:change=move |_| form.set("score", value.clone()) />
                <span>{shown}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field full" id=form.field_id("score") tabindex="-1">
            <legend class="label">{tr!(services.how_content)}</legend>
            <div class="checks">{texts.into_iter().enumerate().map(one).collect_view()}</div>
            {move || form.error("score").map(|text| view! { <p class="error">{text}</p> })}
        </fieldset>
        {Field::new(form, "comment", tr!(services.comment)).show()}
        {select(form, "channel", tr!(services.said_by), required, "", Signal::stored(words::channels()))}
    }
    .into_any()
}
