//! What a request would come to, worked out by the server while it is being filled in.

use contract::leave::LeaveQuote;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::words;
use crate::components::icon::{Icon, icon, small};
use crate::components::{badge, banner, failure};
use crate::core::dom;
use crate::core::form::Form;
use crate::core::http::{self, Failure};
use crate::pages::approvals;
use crate::tr;

#[derive(Clone, Copy)]
pub struct Quote {
    answer: RwSignal<Option<Result<LeaveQuote, Failure>>>,
    busy: RwSignal<bool>,
}

impl Quote {
    /// Asks a moment after the last change of what matters for it.
    pub fn of(form: Form) -> Quote {
        let quote = Quote {
            answer: RwSignal::new(None),
            busy: RwSignal::new(false),
        };
        let turn = StoredValue::new(0u32);
        let asked = Memo::new(move |_| body(form));
        Effect::new(move || {
            let body = asked.get();
            let mine = turn.get_value() + 1;
            turn.set_value(mine);
            let Some(body) = body else {
                quote.answer.set(None);
                return;
            };
            quote.busy.set(true);
            spawn_local(async move {
                dom::sleep(300).await;
                if turn.try_get_value() != Some(mine) {
                    return;
                }
                let answer = http::ask::<LeaveQuote>("/leave-quotes", &body).await;
                if turn.try_get_value() == Some(mine) {
                    quote.answer.set(Some(answer));
                    quote.busy.set(false);
                }
            });
        });
        quote
    }

    pub fn panel(self) -> AnyView {
        let content = move || {
            match self.answer.get() {
            None => view! { <p class="muted card-body">{tr!(leave.quote_wait)}</p> }.into_any(),
            Some(Err(problem)) => view! { <div class="card-body">{banner::banner("warn", failure::words(&problem))}</div> }.into_any(),
            Some(Ok(quote)) => shown(quote),
        }
        };
        view! {
            <section class="card quote" aria-live="polite" aria-busy=move || self.busy.get().to_string() data-testid="quote">
                <div class="card-head"><h2>{tr!(leave.quote)}</h2>{move || self.busy.get().then(|| view! { <span class="spin" aria-hidden="true"></span> })}</div>
                {content}
            </section>
        }
        .into_any()
    }
}

/// The body without what doesn't change the figures; nothing while something needed is missing.
fn body(form: Form) -> Option<Value> {
    let mut body = serde_json::Map::new();
    for name in ["leave_type_id", "starts_on", "ends_on"] {
        let text = form.text(name);
        if text.is_empty() {
            return None;
        }
        body.insert(name.into(), text.into());
    }
    for name in ["employee_id", "starts_half", "ends_half", "stand_in_id"] {
        let text = form.text(name);
        if !text.is_empty() {
            body.insert(name.into(), text.into());
        }
    }
    Some(body.into())
}

fn shown(quote: LeaveQuote) -> AnyView {
    let fine = quote.refusals.is_empty();
    let verdict = if fine {
        badge::status((tr!(leave.quote_ok), "good"))
    } else {
        badge::status((tr!(leave.quote_refused), "bad"))
    };
    let balance = match quote.remaining_before.zip(quote.remaining_after) {
        Some((before, after)) => view! {
            <div class="quote-balance" class:low=after.0 < 0>
                <div><span class="small muted">{tr!(leave.quote_before)}</span><b>{before.to_string()}</b></div>
                {icon(Icon::Next)}
                <div><span class="small muted">{tr!(leave.quote_after)}</span><b data-testid="quote-after">{after.to_string()}</b></div>
            </div>
        }
        .into_any(),
        None => view! { <p class="muted small">{tr!(leave.quote_unlimited)}</p> }.into_any(),
    };
    let refusals = quote.refusals.into_iter().map(|one| {
        view! { <li data-testid="quote-refusal">{icon(Icon::Alert)} <span class="grow">{one.detail}</span> {one.clause.as_deref().and_then(words::clause)}</li> }
    });
    let refusals = (!fine).then(|| view! { <ul class="refusals">{refusals.collect_view()}</ul> });
    let notes = [
        quote
            .certificate_required
            .then_some(tr!(leave.quote_certificate)),
        quote
            .after_the_fact
            .then_some(tr!(leave.quote_after_the_fact)),
    ];
    let notes = notes
        .into_iter()
        .flatten()
        .map(|text| view! { <p class="small row tight">{small(Icon::Info)} <span class="grow">{text}</span></p> })
        .collect_view();
    let steps = (!quote.steps.is_empty()).then(|| {
        view! { <div class="card-body"><h3>{tr!(leave.quote_steps)}</h3>{approvals::planned(&quote.steps)}</div> }
    });
    view! {
        <div class="card-body stack tight">
            <div class="row between"><b class="quote-days" data-testid="quote-days">{tr!(leave.quote_days, n = words::days(quote.days)).to_string()}</b> {verdict}</div>
            {balance}
            {refusals}
            {notes}
            <p class="clause-text"><span class="clause">{tr!(leave.clause_says, id = quote.clause).to_string()}</span> {quote.clause_text}</p>
        </div>
        {steps}
    }
    .into_any()
}
