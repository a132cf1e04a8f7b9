//! The tree as a table: amounts to type, what the children sum to and by how much that differs, live; proposals of a split; whoever
//! came since is added. Nothing is sent before every level sums.

use std::collections::{HashMap, HashSet};

use contract::target::{SplitProposal, Target, TargetState};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::rows::{self, Row};
use super::words;
use crate::components::icon::{Icon, icon, small};
use crate::components::menu::Menu;
use crate::components::toast::{Toasts, use_toasts};
use crate::components::{badge, banner};
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::tr;

/// What is on the screen: amounts as typed, additions, which nodes stand open.
#[derive(Clone, Copy)]
struct Edit {
    target: StoredValue<Target>,
    rows: StoredValue<Vec<Row>>,
    /// What differs from what is stored.
    typed: RwSignal<HashMap<Uuid, String>>,
    added: RwSignal<HashMap<Uuid, String>>,
    closed: RwSignal<HashSet<Uuid>>,
    reason: RwSignal<String>,
    busy: RwSignal<bool>,
    money: bool,
}

impl Edit {
    fn amount(self, id: Uuid) -> Option<i64> {
        match self.typed.with(|typed| typed.get(&id).cloned()) {
            Some(text) => words::read(&text, self.money),
            None => self
                .rows
                .with_value(|rows| rows.iter().find(|row| row.id == id).map(|row| row.amount)),
        }
    }

    /// What the children and those who are added below come to; none while something isn't a number.
    fn sum(self, row: &Row) -> Option<i128> {
        let mut sum = 0i128;
        for child in &row.children {
            sum += i128::from(self.amount(*child)?);
        }
        let below = |key: &Uuid| {
            self.target.with_value(|target| {
                let places = target.uncovered.as_deref().unwrap_or_default();
                let place = places.iter().find(|place| rows::key(place) == *key);
                place.and_then(|place| rows::parent_of(target, place))
            })
        };
        let added = self.added.get();
        for (key, text) in &added {
            if below(key) == Some(row.id) {
                sum += i128::from(words::read(text, self.money)?);
            }
        }
        Some(sum)
    }

    fn difference(self, row: &Row) -> Option<i128> {
        Some(self.sum(row)? - i128::from(self.amount(row.id)?))
    }

    /// Nodes that don't sum, or hold what isn't a number.
    fn wrong(self) -> usize {
        self.rows.with_value(|rows| {
            let off = |row: &&Row| match row.children.is_empty() {
                true => self.amount(row.id).is_none(),
                false => self.difference(row) != Some(0),
            };
            rows.iter().filter(off).count()
        })
    }

    fn changed(self) -> usize {
        self.typed.with(HashMap::len) + self.added.with(HashMap::len)
    }

    fn put(self, id: Uuid, text: String) {
        let stored = self.rows.with_value(|rows| {
            let row = rows.iter().find(|row| row.id == id);
            row.map(|row| row.amount)
        });
        self.typed.update(|typed| {
            match words::read(&text, self.money) == stored {
                true => typed.remove(&id),
                false => typed.insert(id, text),
            };
        });
    }

    fn body(self) -> Value {
        let typed = self.typed.get_untracked();
        let nodes = typed
            .iter()
            .map(|(id, text)| json!({ "id": id, "amount": words::read(text, self.money) }));
        let places = self
            .target
            .with_value(|target| target.uncovered.clone().unwrap_or_default());
        let added = self.added.get_untracked();
        let additions = added.iter().filter_map(|(key, text)| {
            let place = places.iter().find(|place| rows::key(place) == *key)?;
            let amount = words::read(text, self.money);
            Some(match place.owner_id {
                Some(owner) => json!({ "owner_id": owner, "amount": amount }),
                None => json!({ "team_id": place.team_id, "amount": amount }),
            })
        });
        json!({ "reason": self.reason.get_untracked().trim(), "nodes": nodes.collect::<Vec<_>>(), "additions": additions.collect::<Vec<_>>() })
    }
}

pub fn editor(record: Remote<Target>, target: Target) -> AnyView {
    let found = rows::rows(&target);
    let live = target.state != TargetState::Superseded;
    let changeable = live && found.iter().any(|row| row.changeable);
    // A long tree begins with its members folded away.
    let folded = found
        .iter()
        .filter(|row| found.len() > 60 && row.level == contract::target::TargetLevel::Team);
    let closed: HashSet<Uuid> = folded.map(|row| row.id).collect();
    let edit = Edit {
        money: target.currency.is_some(),
        rows: StoredValue::new(found.clone()),
        typed: RwSignal::new(HashMap::new()),
        added: RwSignal::new(HashMap::new()),
        closed: RwSignal::new(closed),
        reason: RwSignal::new(String::new()),
        busy: RwSignal::new(false),
        target: StoredValue::new(target.clone()),
    };
    let toasts = use_toasts();
    let unit = match &target.currency {
        Some(currency) => format!("{}（{currency}）", tr!(targets.amount)),
        None => tr!(targets.amount).to_owned(),
    };
    let draft = target.state == TargetState::Draft;
    let lines = found
        .into_iter()
        .map(|row| line(edit, row, toasts))
        .collect_view();
    view! {
        {(draft && changeable).then(|| banner::banner("info", tr!(targets.draft_text)))}
        {changeable.then(|| uncovered(edit))}
        <div class="table-card"><table class="table target-tree" data-testid="tree">
            <caption class="sr">{tr!(targets.tree)}</caption>
            <thead><tr>
                <th scope="col">{tr!(targets.node)}</th>
                <th scope="col" class="num">{unit}</th>
                <th scope="col" class="num">{tr!(targets.sum)}</th>
                <th scope="col" class="num">{tr!(targets.difference)}</th>
                <th scope="col"><span class="sr">{tr!(common.actions)}</span></th>
            </tr></thead>
            <tbody>{lines}</tbody>
        </table></div>
        {changeable.then(|| foot(edit, record, draft, toasts))}
    }
    .into_any()
}

fn line(edit: Edit, row: Row, toasts: Toasts) -> AnyView {
    let id = row.id;
    let above = row.above.clone();
    let hidden = move || {
        edit.closed
            .with(|closed| above.iter().any(|id| closed.contains(id)))
    };
    let parent = !row.children.is_empty();
    let open = move || edit.closed.with(|closed| !closed.contains(&id));
    let fold = move |_| {
        edit.closed.update(|closed| {
            if !closed.remove(&id) {
                closed.insert(id);
            }
        })
    };
    let name = row.name.clone();
    let twist = parent.then(|| {
        view! { <button type="button" class="twist" aria-expanded=move || open().to_string() aria-label=name.clone() on:click=fold>{small(Icon::Chevron)}</button> }
    });
    let indent = (!parent && row.depth > 0)
        .then(|| view! { <span class="twist" aria-hidden="true"></span> });
    let kept = StoredValue::new(row.clone());
    let sum = move || match kept.with_value(|row| edit.sum(row)) {
        Some(sum) => words::plain(i64::try_from(sum).unwrap_or(i64::MAX), edit.money),
        None => "—".to_owned(),
    };
    let difference = move || {
        match kept.with_value(|row| edit.difference(row)) {
        Some(0) => view! { <span class="even">{small(Icon::Check)}<span class="sr">{tr!(targets.even)}</span></span> }.into_any(),
        Some(off) => {
            let text = words::plain(i64::try_from(off).unwrap_or(i64::MAX), edit.money);
            let text = if off > 0 { format!("+{text}") } else { text };
            badge::badge(text, "bad")
        }
        None => badge::badge(tr!(targets.no_number), "bad"),
    }
    };
    let amount = match row.changeable {
        true => {
            let shown = words::typed(row.amount, edit.money);
            let value = move || {
                edit.typed
                    .with(|typed| typed.get(&id).cloned())
                    .unwrap_or_else(|| shown.clone())
            };
            view! {
                <input class="input num" inputmode="decimal" autocomplete="off" aria-label=format!("{} {}", row.name, tr!(targets.amount))
                    aria-invalid=move || edit.amount(id).is_none().to_string() data-testid=format!("amount-{}", row.name)
                    prop:value=value on:input=move |event| edit.put(id, event_target_value(&event)) />
            }
            .into_any()
        }
        false => words::plain(row.amount, edit.money).into_any(),
    };
    let level = words::level(row.level);
    view! {
        <tr hidden=hidden class=format!("depth-{}", row.depth)>
            <th scope="row"><span class="tree-name">{twist}{indent}<span class="two-lines"><strong>{row.name.clone()}</strong><small>{level}</small></span></span></th>
            <td class="num">{amount}</td>
            <td class="num muted">{parent.then_some(sum)}</td>
            <td class="num">{parent.then_some(difference)}</td>
            <td class="num">{row.splits.then(|| split(edit, &row, toasts))}</td>
        </tr>
    }
    .into_any()
}

/// Proposals for one node; they stand in the table until they are saved.
fn split(edit: Edit, row: &Row, toasts: Toasts) -> AnyView {
    let node = row.id;
    let target = edit.target.with_value(|target| target.id);
    let take = move |by: &'static str| {
        let Some(amount) = untrack(move || edit.amount(node)) else {
            return;
        };
        spawn_local(async move {
            let path = format!("/targets/{target}/split?node_id={node}&by={by}&amount={amount}");
            match http::get::<SplitProposal>(path).await {
                Ok(proposal) => {
                    for one in proposal.nodes.iter().filter(|one| one.id != node) {
                        edit.put(one.id, words::typed(one.amount, edit.money));
                    }
                }
                Err(failure) => toasts.failure(&failure),
            }
        });
    };
    let label = format!("{} {}", row.name, tr!(targets.split));
    view! {
        <Menu label class="btn small" face=view! { {tr!(targets.split)} }.into_any() testid=format!("split-{}", row.name)>
            <button type="button" data-testid="by-headcount" on:click=move |_| take("headcount")>{tr!(targets.by_headcount)}</button>
            <button type="button" data-testid="by-equal" on:click=move |_| take("equal")>{tr!(targets.by_equal)}</button>
            <button type="button" data-testid="by-actuals" on:click=move |_| take("actuals")>{tr!(targets.by_actuals)}</button>
        </Menu>
    }
    .into_any()
}

/// Whoever came since the tree was made: added with an amount, below the team they are in.
fn uncovered(edit: Edit) -> AnyView {
    let places = edit
        .target
        .with_value(|target| target.uncovered.clone().unwrap_or_default());
    if places.is_empty() {
        return ().into_any();
    }
    let teams = crate::pages::org::options::teams();
    let one = move |place: contract::target::UncoveredPlace| {
        let key = rows::key(&place);
        let id = format!("add-{key}");
        let team = move || {
            let id = place.team_id.to_string();
            let found = teams.get().into_iter().find(|(value, _)| *value == id);
            found.map(|(_, name)| name)
        };
        let second = match place.owner_id {
            Some(_) => (move || team()).into_any(),
            None => tr!(targets.team).into_any(),
        };
        view! {
            <li class="row between">
                <label for=id.clone() class="two-lines"><strong>{place.name.clone()}</strong><small>{second}</small></label>
                <input id=id class="input num add-amount" inputmode="decimal" autocomplete="off" data-testid=format!("add-{}", place.name)
                    prop:value=move || edit.added.with(|added| added.get(&key).cloned().unwrap_or_default())
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        edit.added.update(|added| { if text.trim().is_empty() { added.remove(&key); } else { added.insert(key, text); } })
                    } />
            </li>
        }
    };
    view! {
        <section class="card" data-testid="uncovered">
            <div class="card-head"><h2>{tr!(targets.uncovered)}</h2></div>
            <p class="card-body muted">{tr!(targets.uncovered_text)}</p>
            <ul class="rows">{places.into_iter().map(one).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn foot(edit: Edit, record: Remote<Target>, draft: bool, toasts: Toasts) -> AnyView {
    let navigate = use_navigate();
    let (id, version) = edit.target.with_value(|target| (target.id, target.version));
    let wrong = Memo::new(move |_| edit.wrong());
    let changed = Memo::new(move |_| edit.changed());
    let send = move |_| {
        if edit.busy.get_untracked() {
            return;
        }
        edit.busy.set(true);
        let (body, navigate) = (edit.body(), navigate.clone());
        spawn_local(async move {
            let call = http::Call::post(format!("/targets/{id}/revisions"), Uuid::new_v4());
            let answer = async {
                let response = call.json(&body).version(version).send().await?;
                let text = response.text().await.map_err(|_| http::Failure::Network)?;
                serde_json::from_str::<Target>(&text).map_err(|_| http::Failure::Unreadable)
            };
            match answer.await {
                Ok(newer) => {
                    toasts.good(if draft {
                        tr!(targets.saved)
                    } else {
                        tr!(targets.revised_done)
                    });
                    match newer.id == id {
                        true => record.reload(),
                        false => navigate(&Route::Target(newer.id).path(), Default::default()),
                    }
                }
                Err(failure) => toasts.failure(&failure),
            }
            edit.busy.try_set(false);
        });
    };
    let ready = move || {
        wrong.get() == 0
            && changed.get() > 0
            && !edit.reason.with(|text| text.trim().is_empty())
            && !edit.busy.get()
    };
    let told = move || match (changed.get(), wrong.get()) {
        (0, _) => tr!(targets.unchanged).to_owned(),
        (n, 0) => tr!(targets.all_even, n = n).to_string(),
        (_, n) => tr!(targets.not_even, n = n).to_string(),
    };
    view! {
        <div class="target-foot" data-testid="target-foot">
            <p class="small" role="status" data-testid="told">{told}</p>
            <label class="grow"><span class="sr">{tr!(targets.reason)}</span>
                <input class="input" maxlength="500" placeholder=tr!(targets.reason_help) data-testid="reason"
                    prop:value=move || edit.reason.get() on:input=move |event| edit.reason.set(event_target_value(&event)) /></label>
            <button type="button" class="btn" disabled=move || changed.get() == 0 on:click=move |_| { edit.typed.update(HashMap::clear); edit.added.update(HashMap::clear); }>{tr!(targets.undo)}</button>
            <button type="button" class="btn primary" data-testid="save-tree" disabled=move || !ready() on:click=send>{icon(Icon::Check)} {if draft { tr!(common.save) } else { tr!(targets.revise) }}</button>
        </div>
    }
    .into_any()
}
