//! The rota: who takes turns, in which order. Moved by buttons, so that a keyboard does as well as a finger.

use contract::employee::PersonRef;
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlSelectElement};

use crate::components::avatar;
use crate::components::icon::{Icon, small};
use crate::core::form::Form;
use crate::pages::org::options;
use crate::tr;

#[derive(Clone, Copy)]
pub struct Rota {
    /// Id and name, in order.
    people: RwSignal<Vec<(String, String)>>,
    all: Signal<Vec<(String, String)>>,
}

impl Rota {
    pub fn new(start: &[PersonRef], team: Signal<String>) -> Rota {
        let one = |who: &PersonRef| (who.id.to_string(), who.name.clone());
        Rota {
            people: RwSignal::new(start.iter().map(one).collect()),
            all: options::people(team),
        }
    }

    pub fn body(self) -> Value {
        let ids = self.people.get_untracked().into_iter().map(|(id, _)| id);
        Value::from(ids.collect::<Vec<_>>())
    }

    /// Everybody of the team who may be named, for a choice of one.
    pub fn named(self) -> Signal<Vec<(String, String)>> {
        self.all
    }

    pub fn view(self, form: Form) -> AnyView {
        let rest = move || {
            let there = self.people.get();
            let all = self.all.get().into_iter();
            all.filter(|one| !there.contains(one)).collect::<Vec<_>>()
        };
        let add = move |event: &Event| {
            let id = event_target_value(event);
            // The choice is only for adding: it stands open again.
            let chosen = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            if let Some(select) = chosen {
                select.set_value("");
            }
            let found = rest().into_iter().find(|one| one.0 == id);
            self.people.update(|people| people.extend(found));
        };
        let whole = move |_| {
            let more = rest();
            self.people.update(|people| people.extend(more));
        };
        let rows = move || {
            let people = self.people.get();
            let n = people.len();
            let row = |(k, (_, name)): (usize, (String, String))| self.row(k, n, &name);
            people.into_iter().enumerate().map(row).collect_view()
        };
        view! {
            <fieldset class="tiers" data-testid="rota">
                <legend>{tr!(duties.rota)}</legend>
                <p class="help">{tr!(duties.rota_help)}</p>
                <ol class="rows flush rota">{rows}</ol>
                <div class="row">
                    <select class="input" aria-label=tr!(duties.rota_add) data-testid="rota-add" on:change=move |event| add(&event)>
                        <option value="">{tr!(duties.rota_add)}</option>
                        {move || rest().into_iter().map(|(id, name)| view! { <option value=id>{name}</option> }).collect_view()}
                    </select>
                    <button type="button" class="btn small" data-testid="rota-all" on:click=whole>{small(Icon::Team)} {tr!(duties.rota_all)}</button>
                </div>
                {move || form.error("rota").map(|text| view! { <p class="error" id=form.field_id("rota") tabindex="-1">{text}</p> })}
            </fieldset>
        }
        .into_any()
    }

    fn row(self, k: usize, n: usize, name: &str) -> AnyView {
        let swap = move |other: usize| {
            self.people.update(|people| {
                if other < people.len() {
                    people.swap(k, other);
                }
            });
        };
        let gone = move |_| {
            self.people.update(|people| {
                people.remove(k);
            });
        };
        let who = name.to_owned();
        view! {
            <li>
                <span class="num muted">{k + 1}</span> {avatar::sized(name, "")} <span class="grow">{who.clone()}</span>
                <button type="button" class="btn quiet icon-only" disabled=k == 0 aria-label=tr!(duties.up, name = who.clone()).to_string() on:click=move |_| swap(k.wrapping_sub(1))>{small(Icon::Up)}</button>
                <button type="button" class="btn quiet icon-only" disabled=k + 1 == n aria-label=tr!(duties.down, name = who.clone()).to_string() on:click=move |_| swap(k + 1)>{small(Icon::Down)}</button>
                <button type="button" class="btn quiet icon-only" aria-label=tr!(duties.out, name = who.clone()).to_string() on:click=gone>{small(Icon::Trash)}</button>
            </li>
        }
        .into_any()
    }
}
