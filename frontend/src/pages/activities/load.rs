//! How much is due with whom, as bars with their figures; one tap shows that owner's customers.

use contract::activity::{FollowUpLoad, OwnerLoad};
use leptos::prelude::*;

use crate::components::record::show;
use crate::components::url_state::UrlState;
use crate::core::http;
use crate::core::remote::Remote;
use crate::tr;

const MOST: usize = 5;

pub fn card(url: UrlState, changed: RwSignal<i32>) -> AnyView {
    let remote = Remote::new(move || {
        changed.track();
        http::get::<FollowUpLoad>("/follow-ups/load".to_owned())
    });
    show(remote, move |load| shown(url, load.data))
}

fn shown(url: UrlState, mut all: Vec<OwnerLoad>) -> AnyView {
    if all.is_empty() {
        return ().into_any();
    }
    let rest = all.len().saturating_sub(MOST);
    all.truncate(MOST);
    let longest = all.iter().map(|o| o.overdue + o.today + o.week).max();
    let longest = longest.unwrap_or_default().max(1);
    let rows = all.into_iter().map(move |one| bar(url, one, longest));
    let rest = (rest > 0).then(
        || view! { <p class="small muted">{tr!(activities.more_owners, n = rest).to_string()}</p> },
    );
    view! {
        <section class="card" data-testid="load">
            <div class="card-head"><h2>{tr!(activities.load)}</h2></div>
            <div class="card-body stack">
                <div class="table-card scroll" tabindex="0" role="region" aria-label=tr!(activities.load)>
                    <table class="table" aria-label=tr!(activities.load)>
                        <thead><tr>
                            <th scope="col">{tr!(customers.owner)}</th>
                            <th scope="col" class="num">{tr!(activities.overdue)}</th>
                            <th scope="col" class="num">{tr!(activities.due_today)}</th>
                            <th scope="col" class="num">{tr!(activities.week)}</th>
                            <td class="wide-only"></td>
                        </tr></thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
                {rest}
            </div>
        </section>
    }
    .into_any()
}

fn bar(url: UrlState, one: OwnerLoad, longest: i64) -> AnyView {
    let id = one.owner.id.to_string();
    let wide = |n: i64| n * 200 / longest;
    let (a, b, c) = (wide(one.overdue), wide(one.today), wide(one.week));
    view! {
        <tr>
            <td><button type="button" class="btn quiet small" on:click=move |_| url.set("owner_id", &id)>{one.owner.name}</button></td>
            <td class="num">{one.overdue}</td>
            <td class="num">{one.today}</td>
            <td class="num">{one.week}</td>
            <td class="wide-only">
                <svg viewBox="0 0 200 12" width="200" height="12" aria-hidden="true">
                    <rect x="0" y="1" width=a height="10" rx="2" fill="var(--bad)" />
                    <rect x=a y="1" width=b height="10" rx="2" fill="var(--warn)" />
                    <rect x=a + b y="1" width=c height="10" rx="2" fill="var(--brand)" />
                </svg>
            </td>
        </tr>
    }
    .into_any()
}
