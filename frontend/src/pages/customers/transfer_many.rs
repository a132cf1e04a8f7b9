//! Handing over those who are ticked; or, where nobody is, everybody the list shows of one owner, or of those who have left.

use std::collections::HashSet;

use contract::Action;
use contract::customer::{Customer, CustomerVersion, NewCustomerTransfers, TransferReport};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::acts;
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::listing::Listing;
use crate::core::session::use_session;
use crate::tr;

/// As many as one call takes.
const MOST: usize = 200;

/// Who is ticked, of those the list shows.
#[derive(Clone, Copy)]
pub struct Ticked(RwSignal<HashSet<Uuid>>);

impl Ticked {
    /// For the page; the cells of its table find it.
    pub fn provide() {
        provide_context(Ticked(RwSignal::new(HashSet::new())));
    }
}

/// A box beside each customer whom the caller may hand over.
pub fn tick(customer: &Customer) -> Option<AnyView> {
    let may = customer.allowed_actions.contains(&Action::CustomerTransfer);
    let Ticked(ticked) = use_context::<Ticked>().filter(|_| may)?;
    let id = customer.id;
    let change = move |_| {
        ticked.update(|all| {
            if !all.remove(&id) {
                all.insert(id);
            }
        });
    };
    let label = tr!(customers.tick, name = customer.name.clone()).to_string();
    let view = view! {
        <label class="mark">
            <input type="checkbox" aria-label=label data-testid="tick" prop:checked=move || ticked.with(|all| all.contains(&id)) on:change=change />
        </label>
    };
    Some(view.into_any())
}

fn chosen(listing: Listing<Customer>, Ticked(ticked): Ticked) -> Vec<CustomerVersion> {
    listing.rows.with(|rows| {
        ticked.with(|ticked| {
            let wanted = |row: &&Customer| {
                let may = row.allowed_actions.contains(&Action::CustomerTransfer);
                may && (ticked.is_empty() || ticked.contains(&row.id))
            };
            let one = |row: &Customer| CustomerVersion {
                id: row.id,
                version: row.version,
            };
            rows.iter().filter(wanted).take(MOST).map(one).collect()
        })
    })
}

pub fn button(listing: Listing<Customer>, url: UrlState) -> AnyView {
    let session = use_session();
    let open = RwSignal::new(false);
    let ticks = expect_context::<Ticked>();
    let some = move || ticks.0.with(|all| !all.is_empty());
    let asked =
        move || some() || !url.get("owner_id").is_empty() || !url.get("of_leavers").is_empty();
    let count = move || chosen(listing, ticks).len();
    let words = move || match some() {
        true => tr!(customers.transfer_ticked, n = count()).to_string(),
        false => tr!(customers.transfer_shown, n = count()).to_string(),
    };
    view! {
        {move || {
            (session.can(Action::CustomerTransfer) && asked() && count() > 0).then(|| {
                view! {
                    <button type="button" class="btn" data-testid="transfer-shown" on:click=move |_| open.set(true)>
                        {icon(Icon::Swap)} {words}
                    </button>
                }
            })
        }}
        <Dialog open title=tr!(customers.transfer_title)>{form(listing, open, ticks)}</Dialog>
    }
    .into_any()
}

fn form(listing: Listing<Customer>, open: RwSignal<bool>, ticks: Ticked) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new("transfer-customers", json!({}));
    let submit = move || {
        let chosen = untrack(move || chosen(listing, ticks));
        let mut body = form.body();
        body["customers"] = http::value(&chosen);
        let send = |body: Value, key| async move {
            http::post::<TransferReport>("/customers/transfers", key, &body).await
        };
        form.submit(body, check::<NewCustomerTransfers>, send, move |report| {
            open.set(false);
            ticks.0.update(HashSet::clear);
            let (done, refused): (Vec<_>, Vec<_>) =
                report.data.into_iter().partition(|one| one.done);
            if !done.is_empty() {
                toasts.good(tr!(customers.transferred_many, n = done.len()).to_string());
            }
            if let Some(first) = refused.first() {
                let why = first.detail.clone().unwrap_or_default();
                toasts
                    .bad(tr!(customers.transfer_refused, n = refused.len(), why = why).to_string());
            }
            listing.reload();
        });
    };
    acts::hand_over(form, submit)
}
