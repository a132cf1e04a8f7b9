//! Everything that was done with one customer, the latest first.

use contract::activity::Activity;
use leptos::prelude::*;
use uuid::Uuid;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::{badge, empty, failure, skeleton};
use crate::core::listing::Listing;
use crate::core::time;
use crate::tr;

pub fn timeline(customer: Uuid) -> AnyView {
    let listing = Listing::<Activity>::of(format!("/customers/{customer}/activities"));
    shown(listing)
}

fn shown(listing: Listing<Activity>) -> AnyView {
    (move || {
        if let Some(problem) = listing.failure.get() {
            return failure::panel(&problem, move || listing.reload());
        }
        if listing.fresh.get() {
            return skeleton::card();
        }
        let rows = listing.rows.get();
        if rows.is_empty() {
            return empty::empty(
                Icon::History,
                tr!(activities.none_title),
                tr!(activities.none_text),
                ().into_any(),
            );
        }
        let more = listing.next.get().map(|_| {
            view! { <button type="button" class="btn" on:click=move |_| listing.more()>{tr!(common.load_more)}</button> }
        });
        view! {
            <section class="card">
                <ol class="timeline card-body" data-testid="timeline">{rows.into_iter().map(entry).collect_view()}</ol>
                {more}
            </section>
        }
        .into_any()
    })
    .into_any()
}

fn entry(one: Activity) -> AnyView {
    let (channel, sign) = words::channel(one.channel);
    let (outcome, tone) = words::outcome(one.outcome);
    let next = match (one.next_step, one.next_on) {
        (None, None) => None,
        (step, on) => {
            let parts = [step, on.map(time::date)];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
        }
    };
    view! {
        <li>
            <div>
                <p class="row tight">{icon(sign)} <strong>{channel}</strong> {badge::badge(outcome, tone)}</p>
                <p class="small muted">{time::instant(one.at)} " · " {one.employee.name}</p>
                {one.note.map(|note| view! { <p class="as-written">{note}</p> })}
                {next.map(|next| view! { <p class="small">{tr!(activities.next_step)} ": " {next}</p> })}
            </div>
        </li>
    }
    .into_any()
}
