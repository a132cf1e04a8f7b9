//! Combobox over people: type, arrow, Enter. Who uses it keeps what was chosen.

use contract::Page;
use contract::employee::PersonRef;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use uuid::Uuid;
use web_sys::KeyboardEvent;

use super::failure::words;
use super::icon::{Icon, icon};
use super::person::person;
use crate::core::http::Failure;
use crate::core::{dom, http};
use crate::tr;

/// Who can be found.
#[derive(Clone, Copy, Default, PartialEq)]
pub enum Among {
    /// Whose records the caller may see, former ones too.
    #[default]
    Records,
    /// The same, of those at work.
    AtWork,
    /// The whole department, but for one: names and seats are everybody's to see.
    Department(Option<Uuid>),
}

impl Among {
    fn path(self, words: &str) -> String {
        let mut pairs = vec![
            ("q".to_owned(), words.trim().to_owned()),
            ("limit".to_owned(), "9".to_owned()),
        ];
        let list = match self {
            Among::Department(_) => "/colleagues",
            Among::Records | Among::AtWork => "/employees",
        };
        if self == Among::AtWork {
            pairs.push(("status".to_owned(), "active".to_owned()));
        }
        format!("{list}{}", http::query(&pairs))
    }

    fn excludes(self, id: Uuid) -> bool {
        self == Among::Department(Some(id))
    }
}

/// What both lists say of a person.
#[derive(Clone, PartialEq, Deserialize)]
struct Found {
    #[serde(flatten)]
    who: PersonRef,
    #[serde(alias = "team_name")]
    place: Option<String>,
}

/// A person as text in an input.
pub fn shown(who: &PersonRef) -> String {
    format!("{} · {}", who.name, who.number)
}

#[component]
pub fn PersonCombo(
    /// Id of the input; a visible label may point there.
    #[prop(into)]
    id: String,
    /// Name for those who don't see.
    #[prop(into)]
    label: String,
    /// What stands in the input.
    text: RwSignal<String>,
    #[prop(optional)] among: Among,
    /// The text was changed by hand: whoever was chosen isn't any more.
    typed: Callback<()>,
    chosen: Callback<PersonRef>,
    #[prop(into)] testid: String,
    #[prop(optional, into)] invalid: Signal<bool>,
    /// Id of what explains the input.
    #[prop(optional_no_strip)]
    described: Option<String>,
    #[prop(optional, into)] placeholder: String,
) -> impl IntoView {
    let list_id = format!("{id}-list");
    let found = RwSignal::new(Vec::<Found>::new());
    let open = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let at = RwSignal::new(0usize);
    let turn = StoredValue::new(0u32);
    // What is listed was found for other words than what stands in the input now.
    let stale = RwSignal::new(false);
    // Enter was pressed meanwhile.
    let hurried = StoredValue::new(false);

    let choose = move |one: &Found| {
        open.set(false);
        // An answer still on its way is about words that don't stand there any more.
        turn.update_value(|turn| *turn += 1);
        stale.set(false);
        chosen.run(one.who.clone());
    };
    let search = move || {
        let mine = turn.get_value() + 1;
        turn.set_value(mine);
        stale.set(true);
        hurried.set_value(false);
        let words = text.get_untracked();
        spawn_local(async move {
            dom::sleep(180).await;
            if turn.try_get_value() != Some(mine) {
                return;
            }
            let answer = http::get::<Page<Found>>(among.path(&words)).await;
            if turn.try_get_value() != Some(mine) {
                return;
            }
            stale.set(false);
            at.set(0);
            open.set(true);
            match answer {
                Ok(mut page) => {
                    page.data.retain(|one| !among.excludes(one.who.id));
                    page.data.truncate(8);
                    let only = (page.data.len() == 1).then(|| page.data[0].clone());
                    failure.set(None);
                    found.set(page.data);
                    if let Some(only) = only.filter(|_| hurried.get_value()) {
                        choose(&only);
                    }
                }
                Err(why) => {
                    found.set(Vec::new());
                    failure.set(Some(why));
                }
            }
        });
    };
    let key = move |event: KeyboardEvent| {
        // While an input method is composing, Enter and arrows are its own.
        if event.is_composing() {
            return;
        }
        let count = found.with(Vec::len);
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if count > 0 => {
                event.prevent_default();
                open.set(true);
                let step = if event.key() == "ArrowDown" {
                    1
                } else {
                    count - 1
                };
                at.update(|at| *at = (*at + step) % count);
            }
            // Whoever types and presses Enter at once means who was typed, never whoever was listed before.
            "Enter" if stale.get() => {
                event.prevent_default();
                hurried.set_value(true);
            }
            "Enter" if open.get() => {
                event.prevent_default();
                if let Some(one) = found.with(|found| found.get(at.get()).cloned()) {
                    choose(&one);
                }
            }
            "Escape" if open.get() => {
                event.prevent_default();
                event.stop_propagation();
                open.set(false);
            }
            _ => {}
        }
    };
    let option_id = {
        let id = id.clone();
        move |index: usize| format!("{id}-option-{index}")
    };
    let active = {
        let option_id = option_id.clone();
        move || (open.get() && found.with(|found| !found.is_empty())).then(|| option_id(at.get()))
    };
    let controls = list_id.clone();
    view! {
        <div class="combo">
            <div class="input-wrap">
                {icon(Icon::Search)}
                <input
                    id=id class="input" type="text" role="combobox" autocomplete="off"
                    aria-label=label.clone() placeholder=placeholder
                    aria-expanded=move || open.get().to_string()
                    aria-controls=controls aria-autocomplete="list" aria-activedescendant=active
                    aria-invalid=move || invalid.get().then_some("true") aria-describedby=described
                    data-testid=testid
                    prop:value=move || text.get()
                    on:input=move |event| {
                        text.set(event_target_value(&event));
                        typed.run(());
                        search();
                    }
                    on:focus=move |_| if found.with(Vec::is_empty) { search() }
                    on:blur=move |_| {
                        spawn_local(async move {
                            dom::sleep(150).await;
                            open.try_set(false);
                        });
                    }
                    on:keydown=key
                />
            </div>
            <div class="combo-list" role="listbox" id=list_id aria-label=label aria-busy=move || stale.get().to_string() hidden=move || !open.get()>
                {move || {
                    let people = found.get();
                    if let Some(why) = failure.get() {
                        return view! { <p class="option muted" role="option" aria-disabled="true" aria-selected="false">{words(&why)}</p> }.into_any();
                    }
                    if people.is_empty() {
                        return view! { <p class="option muted" role="option" aria-disabled="true" aria-selected="false">{tr!(common.no_match)}</p> }.into_any();
                    }
                    let option_id = option_id.clone();
                    people
                        .into_iter()
                        .enumerate()
                        .map(|(index, one)| {
                            let face = person(&one.who.name, one.who.number.clone());
                            let place = one.place.clone();
                            view! {
                                <div
                                    class="option" role="option" id=option_id(index)
                                    aria-selected=move || (at.get() == index).to_string()
                                    on:mousedown=move |event| {
                                        event.prevent_default();
                                        choose(&one);
                                    }
                                >
                                    {face}
                                    <span class="end">{place}</span>
                                </div>
                            }
                        })
                        .collect_view()
                        .into_any()
                }}
            </div>
        </div>
    }
}
