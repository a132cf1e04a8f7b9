//! Handing over everybody the list shows: of one owner, or of those who have left.

use contract::Action;
use contract::customer::{Customer, CustomerVersion, NewCustomerTransfers, TransferReport};
use leptos::prelude::*;
use serde_json::{Value, json};

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

pub fn button(listing: Listing<Customer>, url: UrlState) -> AnyView {
    let session = use_session();
    let open = RwSignal::new(false);
    let asked = move || !url.get("owner_id").is_empty() || !url.get("of_leavers").is_empty();
    let count = move || listing.rows.with(|rows| rows.len().min(MOST));
    view! {
        {move || {
            (session.can(Action::CustomerTransfer) && asked() && count() > 0).then(|| {
                view! {
                    <button type="button" class="btn" data-testid="transfer-shown" on:click=move |_| open.set(true)>
                        {icon(Icon::Swap)} {tr!(customers.transfer_shown, n = count()).to_string()}
                    </button>
                }
            })
        }}
        <Dialog open title=tr!(customers.transfer_title)>{form(listing, open)}</Dialog>
    }
    .into_any()
}

fn form(listing: Listing<Customer>, open: RwSignal<bool>) -> AnyView {
    let toasts = use_toasts();
    let form = Form::new("transfer-customers", json!({}));
    let submit = move || {
        let shown: Vec<CustomerVersion> = listing.rows.with_untracked(|rows| {
            let one = |row: &Customer| CustomerVersion {
                id: row.id,
                version: row.version,
            };
            rows.iter().take(MOST).map(one).collect()
        });
        let mut body = form.body();
        body["customers"] = http::value(&shown);
        let send = |body: Value, key| async move {
            http::post::<TransferReport>("/customers/transfers", key, &body).await
        };
        form.submit(body, check::<NewCustomerTransfers>, send, move |report| {
            open.set(false);
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
