//! Several at once: what is selected, one decision for all, and what became of each.

use contract::approval::{Approval, ApprovalAct, BulkOutcome, BulkReport, NewBulkDecision};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::words;
use crate::components::dialog::Dialog;
use crate::components::field::Field;
use crate::components::icon::{Icon, icon};
use crate::components::{badge, form as view};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::http;
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::tr;

#[derive(Clone, Copy)]
pub struct Selection {
    listing: Listing<Approval>,
    ids: RwSignal<Vec<Uuid>>,
}

/// What the server takes at most.
const MOST: usize = 100;

impl Selection {
    pub fn new(listing: Listing<Approval>) -> Selection {
        Selection {
            listing,
            ids: RwSignal::new(Vec::new()),
        }
    }

    pub fn clear(self) {
        self.ids.set(Vec::new());
    }

    /// Those shown that can be decided.
    fn eligible(self) -> Vec<Uuid> {
        self.listing.rows.with(|rows| {
            rows.iter()
                .filter(|one| one.acts.contains(&ApprovalAct::Approve))
                .map(|one| one.id)
                .take(MOST)
                .collect()
        })
    }

    fn chosen(self) -> Vec<Approval> {
        let ids = self.ids.get();
        self.listing.rows.with(|rows| {
            rows.iter()
                .filter(|one| ids.contains(&one.id))
                .cloned()
                .collect()
        })
    }

    /// "Select all" above the list.
    pub fn head(self) -> Option<AnyView> {
        let all = self.eligible();
        if all.len() < 2 {
            return None;
        }
        let every = {
            let all = all.clone();
            move || self.ids.with(|ids| all.iter().all(|id| ids.contains(id)))
        };
        let view = view! {
            <div class="inbox-head">
                <label class="check">
                    <input
                        type="checkbox" data-testid="select-all" prop:checked=every
                        on:change=move |event| self.ids.set(if event_target_checked(&event) { all.clone() } else { Vec::new() })
                    />
                    <span class="small">{tr!(approvals.select_all)}</span>
                </label>
            </div>
        };
        Some(view.into_any())
    }

    pub fn mark(self, one: &Approval) -> AnyView {
        let id = one.id;
        let label = tr!(approvals.select_one, title = one.title.clone()).to_string();
        let toggle = move |on: bool| {
            self.ids.update(|ids| {
                ids.retain(|other| *other != id);
                if on && ids.len() < MOST {
                    ids.push(id);
                }
            })
        };
        view! {
            <label class="check mark">
                <input
                    type="checkbox" aria-label=label data-testid="select"
                    prop:checked=move || self.ids.with(|ids| ids.contains(&id))
                    on:change=move |event| toggle(event_target_checked(&event))
                />
            </label>
        }
        .into_any()
    }
}

/// Slides in once something is selected.
pub fn bar(selection: Selection) -> AnyView {
    let [approving, refusing, reporting] = [(); 3].map(|()| RwSignal::new(false));
    let report = RwSignal::new(Vec::<(BulkOutcome, String)>::new());
    let count = move || selection.ids.with(Vec::len);
    let shown = Memo::new(move |_| count() > 0);
    let buttons = move || {
        shown.get().then(|| {
            view! {
                <div class="act-bar" role="region" aria-label=tr!(approvals.select_all)>
                    <span class="grow" role="status">{move || tr!(approvals.selected, n = count()).to_string()}</span>
                    <button type="button" class="btn quiet" on:click=move |_| selection.clear()>{tr!(common.cancel)}</button>
                    <button type="button" class="btn danger" data-testid="bulk-refuse" on:click=move |_| refusing.set(true)>{icon(Icon::Close)} {tr!(approvals.refuse)}</button>
                    <button type="button" class="btn primary" data-testid="bulk-approve" on:click=move |_| approving.set(true)>{icon(Icon::Check)} {tr!(approvals.approve)}</button>
                </div>
            }
        })
    };
    let done = move |outcomes: Vec<(BulkOutcome, String)>| {
        report.set(outcomes);
        approving.set(false);
        refusing.set(false);
        reporting.set(true);
        selection.clear();
        selection.listing.reload();
    };
    view! {
        {buttons}
        <Dialog open=approving title=tr!(approvals.bulk_approve)>{ask(selection, "approve", done)}</Dialog>
        <Dialog open=refusing title=tr!(approvals.bulk_refuse)>{ask(selection, "refuse", done)}</Dialog>
        <Dialog open=reporting title=tr!(approvals.bulk_report)>{outcomes(report.get())}</Dialog>
    }
    .into_any()
}

fn ask(
    selection: Selection,
    decision: &'static str,
    done: impl Fn(Vec<(BulkOutcome, String)>) + Copy + Send + Sync + 'static,
) -> AnyView {
    let chosen = untrack(move || selection.chosen());
    let form = Form::new(format!("bulk-{decision}"), json!({}));
    let titles = StoredValue::new(chosen.clone());
    let submit = move || {
        let items: Vec<Value> = titles.with_value(|all| {
            all.iter()
                .map(|one| json!({ "id": one.id, "version": one.version }))
                .collect()
        });
        let mut body = form.body();
        body["decision"] = decision.into();
        body["items"] = items.into();
        let send = |body: Value, key| async move {
            http::post::<BulkReport>("/approvals/decisions", key, &body).await
        };
        form.submit(body, check::<NewBulkDecision>, send, move |report| {
            let title = |id: Uuid| {
                titles.with_value(|all| {
                    all.iter()
                        .find(|one| one.id == id)
                        .map(|one| format!("{} · {}", one.applicant.name, one.title))
                        .unwrap_or_default()
                })
            };
            let told = report.data.into_iter().map(|one| {
                let title = title(one.id);
                (one, title)
            });
            done(told.collect());
        });
    };
    let refuse = decision == "refuse";
    let list = chosen
        .iter()
        .map(|one| view! { <li><strong>{one.applicant.name.clone()}</strong> " " {one.title.clone()}</li> })
        .collect_view();
    let comment = if refuse {
        Field::new(form, "comment", tr!(approvals.reason))
            .required()
            .help(tr!(approvals.reason_help))
    } else {
        Field::new(form, "comment", tr!(approvals.opinion))
    };
    let fields = view! {
        <p class="muted">{tr!(approvals.bulk_text, n = chosen.len()).to_string()}</p>
        <ul class="brief">{list}</ul>
        {comment.kind("textarea").show()}
    };
    let foot = if refuse {
        view::submit_danger(form, tr!(approvals.refuse))
    } else {
        view::submit(form, tr!(approvals.approve))
    };
    view::frame(form, submit, None, fields.into_any(), foot)
}

fn outcomes(all: Vec<(BulkOutcome, String)>) -> AnyView {
    let done = all.iter().filter(|(one, _)| one.done).count();
    let failed = all.len() - done;
    let row = |(one, title): (BulkOutcome, String)| {
        let state = match (one.done, one.state) {
            (true, Some(state)) => badge::status(words::state(state)),
            (true, None) => badge::status((tr!(approvals.bulk_ok), "good")),
            (false, _) => badge::badge(tr!(common.error_title), "bad"),
        };
        view! {
            <li>
                <span class="grow">
                    <a href=Route::Approval(one.id).path()>{title}</a>
                    {one.detail.map(|text| view! { <span class="small muted block">{text}</span> })}
                </span>
                {state}
            </li>
        }
    };
    view! {
        <div class="stack" data-testid="bulk-report">
            <p class="row">
                {badge::badge(tr!(approvals.bulk_done, n = done).to_string(), "good")}
                {(failed > 0).then(|| badge::badge(tr!(approvals.bulk_failed, n = failed).to_string(), "bad"))}
            </p>
            <ul class="rows flush">{all.into_iter().map(row).collect_view()}</ul>
        </div>
    }
    .into_any()
}
