//! Picking colleagues from the whole department: names and seats are everybody's to see, records aren't.

use contract::employee::PersonRef;
use contract::org_tree::{OrgTeam, OrgTree};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use uuid::Uuid;
use web_sys::KeyboardEvent;

use super::icon::{Icon, icon, small};
use super::person::person;
use crate::core::form::{Form, Known};
use crate::core::remote::Remote;
use crate::core::{dom, http};
use crate::tr;

/// A person and where they sit.
#[derive(Clone, PartialEq)]
struct Colleague {
    who: PersonRef,
    place: String,
}

fn everybody(tree: OrgTree) -> Vec<Colleague> {
    let mut all = Vec::new();
    let seat = |all: &mut Vec<Colleague>, who: Option<PersonRef>, place: &str| {
        all.extend(who.map(|who| Colleague {
            who,
            place: place.to_owned(),
        }));
    };
    let team = |all: &mut Vec<Colleague>, team: OrgTeam| {
        seat(all, team.lead, &team.name);
        for member in team.members {
            seat(all, Some(member), &team.name);
        }
    };
    seat(&mut all, tree.manager, &tree.name);
    for area in tree.areas {
        seat(&mut all, area.deputy, &area.name);
        area.teams.into_iter().for_each(|one| team(&mut all, one));
    }
    tree.teams.into_iter().for_each(|one| team(&mut all, one));
    let mut seen = Vec::new();
    all.retain(|one| {
        let new = !seen.contains(&one.who.id);
        seen.push(one.who.id);
        new
    });
    all
}

/// One colleague; keeps the id under `name`.
pub fn one(
    form: Form,
    name: &'static str,
    label: impl Into<String>,
    required: bool,
    help: &'static str,
    start: Option<PersonRef>,
    except: Option<Uuid>,
) -> AnyView {
    let label = label.into();
    form.know(Known {
        name,
        label: label.clone(),
        required,
        secret: false,
    });
    let text = RwSignal::new(start.map(|who| shown(&who)).unwrap_or_default());
    let choose = Callback::new(move |who: PersonRef| {
        text.set(shown(&who));
        form.set(name, who.id.to_string());
    });
    let typed = Callback::new(move |()| form.set(name, ""));
    combo(
        form,
        name,
        Look {
            label,
            required,
            help,
            except,
        },
        text,
        choose,
        typed,
    )
}

/// Several colleagues, kept as a JSON array of ids; each stands below with a button to take it away.
pub fn several(form: Form, name: &'static str, label: impl Into<String>) -> AnyView {
    let label = label.into();
    form.know(Known {
        name,
        label: label.clone(),
        required: true,
        secret: false,
    });
    let text = RwSignal::new(String::new());
    let chosen = RwSignal::new(Vec::<PersonRef>::new());
    let store = move || {
        let ids: Vec<Value> = chosen.with_untracked(|all| {
            all.iter()
                .map(|who| Value::from(who.id.to_string()))
                .collect()
        });
        form.set(
            name,
            if ids.is_empty() {
                Value::Null
            } else {
                Value::from(ids)
            },
        );
    };
    let choose = Callback::new(move |who: PersonRef| {
        chosen.update(|all| {
            if all.iter().all(|other| other.id != who.id) {
                all.push(who);
            }
        });
        text.set(String::new());
        store();
    });
    let chip = move |who: PersonRef| {
        let (id, name) = (who.id, who.name.clone());
        let gone = move |_| {
            chosen.update(|all| all.retain(|other| other.id != id));
            store();
        };
        view! {
            <li class="chip">
                {super::avatar::sized(&who.name, "tiny")}
                <span>{who.name.clone()}</span>
                <button type="button" aria-label=format!("{} {name}", tr!(common.remove)) on:click=gone>{small(Icon::Close)}</button>
            </li>
        }
    };
    let look = Look {
        label,
        required: true,
        help: "",
        except: None,
    };
    view! {
        {combo(form, name, look, text, choose, Callback::new(|()| ()))}
        {move || (!chosen.with(Vec::is_empty)).then(|| view! { <ul class="chips">{chosen.get().into_iter().map(chip).collect_view()}</ul> })}
    }
    .into_any()
}

fn shown(who: &PersonRef) -> String {
    format!("{} · {}", who.name, who.number)
}

struct Look {
    label: String,
    required: bool,
    help: &'static str,
    except: Option<Uuid>,
}

fn combo(
    form: Form,
    name: &'static str,
    look: Look,
    text: RwSignal<String>,
    choose: Callback<PersonRef>,
    typed: Callback<()>,
) -> AnyView {
    let id = form.field_id(name);
    let (list_id, help_id, error_id) = (
        format!("{id}-list"),
        format!("{id}-help"),
        format!("{id}-error"),
    );
    let open = RwSignal::new(false);
    let at = RwSignal::new(0usize);
    let asked = RwSignal::new(false);
    let tree = Remote::new(move || {
        let wanted = asked.get();
        async move {
            if wanted {
                http::get::<OrgTree>("/org-tree").await.map(everybody)
            } else {
                Ok(Vec::new())
            }
        }
    });
    let except = look.except;
    let found = Memo::new(move |_| {
        let words = text.get().trim().to_lowercase();
        let mut all = tree.get().unwrap_or_default();
        all.retain(|one| {
            let hay = format!("{} {} {}", one.who.name, one.who.number, one.place).to_lowercase();
            Some(one.who.id) != except && (words.is_empty() || hay.contains(&words))
        });
        all.truncate(8);
        all
    });
    let take = move |one: &Colleague| {
        choose.run(one.who.clone());
        open.set(false);
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
            "Enter" if open.get() => {
                event.prevent_default();
                if let Some(one) = found.with(|found| found.get(at.get()).cloned()) {
                    take(&one);
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
        move || (open.get() && found.with(|all| !all.is_empty())).then(|| option_id(at.get()))
    };
    let options = move || {
        let all = found.get();
        if all.is_empty() {
            return view! { <p class="option muted" role="option" aria-selected="false">{tr!(common.no_match)}</p> }.into_any();
        }
        let option_id = option_id.clone();
        all.into_iter()
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
                            take(&one);
                        }
                    >
                        {face}
                        <span class="end">{place}</span>
                    </div>
                }
            })
            .collect_view()
            .into_any()
    };
    let described = (!look.help.is_empty()).then(|| help_id.clone());
    view! {
        <div class="field">
            <label for=id.clone()>
                {look.label.clone()}
                {look.required.then(|| view! { <span class="req" aria-hidden="true">"*"</span> })}
            </label>
            <div class="combo">
                <div class="input-wrap">
                    {icon(Icon::Search)}
                    <input
                        id=id class="input" type="text" role="combobox" autocomplete="off"
                        aria-expanded=move || open.get().to_string()
                        aria-controls=list_id.clone() aria-autocomplete="list" aria-activedescendant=active
                        aria-invalid=move || form.error(name).map(|_| "true") aria-describedby=described
                        data-testid=format!("field-{name}")
                        prop:value=move || text.get()
                        on:input=move |event| {
                            text.set(event_target_value(&event));
                            typed.run(());
                            at.set(0);
                            open.set(true);
                        }
                        on:focus=move |_| {
                            if !asked.get_untracked() { asked.set(true) }
                        }
                        on:click=move |_| open.set(true)
                        on:blur=move |_| {
                            spawn_local(async move {
                                dom::sleep(150).await;
                                open.try_set(false);
                            });
                        }
                        on:keydown=key
                    />
                </div>
                <div class="combo-list" role="listbox" id=list_id aria-label=look.label hidden=move || !open.get()>{options}</div>
            </div>
            {(!look.help.is_empty()).then(|| view! { <p class="help" id=help_id>{look.help}</p> })}
            {move || form.error(name).map(|text| view! { <p class="error" id=error_id.clone()>{small(Icon::Alert)}<span>{text}</span></p> })}
        </div>
    }
    .into_any()
}
