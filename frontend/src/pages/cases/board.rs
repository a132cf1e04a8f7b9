//! The pipeline as a board: a column for each stage, cards that are dragged to the next one or moved from their menu. On a phone one
//! stage is shown at a time.

use contract::case::{Case, CaseStage, CaseStageKey, Pipeline, PipelineStage};
use js_sys::{Function, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;
use uuid::Uuid;
use wasm_bindgen::{JsCast, JsValue};

use super::{acts, list, words};
use crate::components::icon::{Icon, small};
use crate::components::menu::Menu;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{failure, skeleton};
use crate::core::http;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::pages::customers::words as money;
use crate::tr;

#[derive(Clone, Copy)]
struct Board {
    stages: StoredValue<Vec<CaseStage>>,
    columns: StoredValue<Vec<Listing<Case>>>,
    figures: Remote<Pipeline>,
    /// What is being dragged.
    held: RwSignal<Option<Case>>,
    over: RwSignal<Option<CaseStageKey>>,
    /// What is to go back, once the reason is given.
    returning: RwSignal<Option<(Case, CaseStageKey)>>,
}

pub fn board(
    url: UrlState,
    stages: StoredValue<Vec<CaseStage>>,
    figures: Remote<Pipeline>,
) -> AnyView {
    let filters = url.filters(&["q", "owner_id", "team_id"]);
    let column = |key: CaseStageKey| {
        let narrowed = Memo::new(move |_| {
            let mut all = filters.get();
            let fixed = [
                ("stage", key.name()),
                ("state", "open"),
                ("sort", "stage_since"),
            ];
            all.extend(fixed.map(|(key, value)| (key.to_owned(), value.to_owned())));
            all
        });
        Listing::<Case>::new("/cases", narrowed.into())
    };
    let board = Board {
        stages,
        columns: StoredValue::new(CaseStageKey::ALL.map(column).to_vec()),
        figures,
        held: RwSignal::new(None),
        over: RwSignal::new(None),
        returning: RwSignal::new(None),
    };
    let shown = Memo::new(move |_| {
        let asked = url.get("column");
        let key = CaseStageKey::ALL.into_iter().find(|k| k.name() == asked);
        key.unwrap_or(CaseStageKey::Consultation)
    });
    let all = stages.get_value();
    view! {
        {chooser(url, shown, board)}
        <div class="board" data-testid="board">
            {all.into_iter().map(|stage| board.column(stage, shown)).collect_view()}
        </div>
        {acts::back_dialog(board.returning, stages, move |case| board.moved(&case, None))}
    }
    .into_any()
}

/// On the phone: which stage.
fn chooser(url: UrlState, shown: Memo<CaseStageKey>, board: Board) -> AnyView {
    let one = move |stage: CaseStage| {
        let (key, name) = (
            stage.key,
            words::stage(std::slice::from_ref(&stage), stage.key),
        );
        let count = move || board.figure(key).map_or(0, |figure| figure.count);
        view! { <option value=key.name() selected=move || shown.get() == key>{name} {move || format!(" ({})", count())}</option> }
    };
    view! {
        <select class="input board-chooser" aria-label=tr!(cases.stage) data-testid="choose-stage" on:change=move |event| url.set("column", &event_target_value(&event))>
            {board.stages.get_value().into_iter().map(one).collect_view()}
        </select>
    }
    .into_any()
}

impl Board {
    fn figure(self, key: CaseStageKey) -> Option<PipelineStage> {
        let figures = self.figures.get()?;
        figures.stages.into_iter().find(|one| one.stage == key)
    }

    fn listing(self, key: CaseStageKey) -> Option<Listing<Case>> {
        self.columns
            .with_value(|columns| columns.get(key as usize).copied())
    }

    fn column(self, stage: CaseStage, shown: Memo<CaseStageKey>) -> AnyView {
        let key = stage.key;
        let name = words::stage(std::slice::from_ref(&stage), key);
        let Some(listing) = self.listing(key) else {
            return ().into_any();
        };
        let figure = move || {
            self.figure(key).map(|figure| {
                view! {
                    <span class="badge num">{figure.count}</span>
                    <span class="small muted num grow end">{words::sums(&figure.premium)}</span>
                }
            })
        };
        let rows = move || {
            listing.rows.with(|rows| {
                rows.iter()
                    .map(|case| self.card(case.clone()))
                    .collect_view()
            })
        };
        let state = move || match (listing.failure.get(), listing.fresh.get()) {
            (Some(problem), _) => failure::panel(&problem, move || listing.reload()),
            (None, true) => skeleton::rows(2),
            (None, false) if listing.rows.with(Vec::is_empty) => {
                view! { <p class="small muted board-empty">{tr!(cases.column_empty)}</p> }
                    .into_any()
            }
            _ => ().into_any(),
        };
        let label = name.clone();
        let drop = move |event: leptos::ev::DragEvent| {
            event.prevent_default();
            self.over.set(None);
            if let Some(case) = self.held.get_untracked() {
                self.held.set(None);
                self.go(case, key);
            }
        };
        view! {
            <section
                class="board-column" class:elsewhere=move || shown.get() != key class:over=move || self.over.get() == Some(key)
                aria-label=label data-testid=format!("column-{}", key.name())
                on:dragover=move |event| {
                    event.prevent_default();
                    if self.over.get_untracked() != Some(key) {
                        self.over.set(Some(key));
                    }
                }
                on:drop=drop
            >
                <header class="row"><h2>{name}</h2>{figure}</header>
                <div class="board-cards" role="list">{rows}</div>
                {state}
                {move || listing.next.get().is_some().then(|| view! {
                    <button type="button" class="btn small" disabled=move || listing.loading.get() on:click=move |_| listing.more()>{tr!(common.load_more)}</button>
                })}
            </section>
        }
        .into_any()
    }

    fn card(self, case: Case) -> AnyView {
        let (held, dragged) = (case.clone(), case.clone());
        let id = case.id;
        let missing = (!case.missing.is_empty()).then(|| {
            view! { <span class="small muted">{tr!(cases.missing)} " " {case.missing.len()}</span> }
        });
        let second = [
            case.product.clone(),
            case.expected_premium.as_ref().map(money::money),
        ];
        let second: Vec<String> = second.into_iter().flatten().collect();
        let begin = move |event: leptos::ev::DragEvent| {
            carry(&event, id);
            self.held.set(Some(dragged.clone()));
        };
        view! {
            <div
                class="case-card" role="listitem" draggable="true" data-testid="card"
                class:held=move || self.held.with(|held| held.as_ref().is_some_and(|one| one.id == id))
                on:dragstart=begin
                on:dragend=move |_| {
                    self.held.set(None);
                    self.over.set(None);
                }
            >
                <div class="row between">
                    <a class="case-name" href=Route::Case(id).path()>{case.customer.name.clone()}</a>
                    {self.menu(held)}
                </div>
                {(!second.is_empty()).then(|| view! { <p class="small">{second.join(" · ")}</p> })}
                <div class="row between"><span class="small muted">{case.owner.name.clone()}</span>{missing}</div>
                {list::marks(&case)}
            </div>
        }
        .into_any()
    }

    /// The same as dragging, by keyboard and by touch.
    fn menu(self, case: Case) -> AnyView {
        let label = tr!(cases.card_menu, name = case.customer.name.clone()).to_string();
        let case = StoredValue::new(case);
        let face = small(Icon::Dots);
        view! {
            <Menu label testid="card-menu" class="btn quiet icon-only small" face>
                {move || {
                    let case = case.get_value();
                    let stages = self.stages.get_value();
                    let ahead = case.stage.next().map(|to| {
                        let (case, name) = (case.clone(), words::stage(&stages, to));
                        view! { <button type="button" data-testid="card-advance" on:click=move |_| self.go(case.clone(), to)>{small(Icon::Next)} {tr!(cases.advance, stage = name).to_string()}</button> }
                    });
                    let back = (case.stage != CaseStageKey::Consultation).then(|| {
                        let case = case.clone();
                        let to = CaseStageKey::ALL[case.stage as usize - 1];
                        view! { <button type="button" data-testid="card-back" on:click=move |_| self.go(case.clone(), to)>{small(Icon::Return)} {tr!(cases.back)}</button> }
                    });
                    view! { {ahead} {back} <a href=Route::Case(case.id).path()>{small(Icon::Eye)} {tr!(cases.open_case)}</a> }
                }}
            </Menu>
        }
        .into_any()
    }

    /// Ahead at once, back once the reason is given.
    fn go(self, case: Case, to: CaseStageKey) {
        let toasts = use_toasts();
        if to == case.stage {
            return;
        }
        if to < case.stage {
            self.returning.set(Some((case, to)));
            return;
        }
        if case.stage.next() != Some(to) {
            toasts.bad(tr!(cases.no_skip));
            return;
        }
        spawn_local(async move {
            let call = http::Call::post(format!("/cases/{}/moves", case.id), Uuid::new_v4());
            let call = call.json(&json!({ "to": to.name() })).version(case.version);
            match call.done().await {
                Ok(()) => {
                    let stage = self.stages.with_value(|all| words::stage(all, to));
                    let name = case.customer.name.clone();
                    toasts.good(tr!(cases.moved, name = name, stage = stage).to_string());
                    self.moved(&case, Some(to));
                }
                Err(problem) => {
                    let said = |all: &Vec<CaseStage>| words::refused(&problem, all, case.stage);
                    toasts.bad(self.stages.with_value(said));
                }
            }
        });
    }

    /// Reads the columns anew that have changed; all of them where it isn't known which.
    fn moved(self, case: &Case, to: Option<CaseStageKey>) {
        let changed = |key: CaseStageKey| to.is_none_or(|to| key == to || key == case.stage);
        for key in CaseStageKey::ALL.into_iter().filter(|key| changed(*key)) {
            if let Some(listing) = self.listing(key) {
                listing.reload();
            }
        }
        self.figures.reload();
    }
}

/// Some browsers drag only what carries data.
fn carry(event: &leptos::ev::DragEvent, id: Uuid) {
    let Ok(transfer) = Reflect::get(event, &"dataTransfer".into()) else {
        return;
    };
    let set = Reflect::get(&transfer, &"setData".into());
    if let Some(set) = set.ok().and_then(|set| set.dyn_into::<Function>().ok()) {
        let text = JsValue::from_str(&id.to_string());
        let _carried = set.call2(&transfer, &"text/plain".into(), &text);
    }
}
