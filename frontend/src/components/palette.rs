//! Ctrl-K: go to a page, create something, find a person. Arrows and Enter; ignores keys while composing.

use contract::{Action, Page, employee::Employee};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use web_sys::KeyboardEvent;

use super::dialog::Modal;
use super::icon::{Icon, icon};
use crate::core::routes::Route;
use crate::core::session::{Session, use_session};
use crate::core::{dom, http};
use crate::shell::nav;
use crate::tr;

#[derive(Clone)]
struct Hit {
    group: &'static str,
    sign: Icon,
    text: String,
    end: String,
    path: String,
}

#[component]
pub fn Palette(open: RwSignal<bool>) -> impl IntoView {
    move || open.get().then(|| view! { <Opened open /> })
}

#[component]
fn Opened(open: RwSignal<bool>) -> impl IntoView {
    let session = use_session();
    let typed = RwSignal::new(String::new());
    let people = RwSignal::new(Vec::<Hit>::new());
    let at = RwSignal::new(0usize);
    let input = NodeRef::<html::Input>::new();
    let turn = StoredValue::new(0u32);
    let navigate = use_navigate();

    let hits = Memo::new_with_compare(
        move |_| {
            let words = typed.get().trim().to_lowercase();
            let mut all = fixed(session);
            all.retain(|hit| {
                words.is_empty()
                    || hit.text.to_lowercase().contains(&words)
                    || hit.path.contains(&words)
            });
            all.extend(people.get());
            all
        },
        |_, _| true,
    );
    let find = move || {
        at.set(0);
        // Found for other words than these: Enter mustn't go there.
        people.set(Vec::new());
        let mine = turn.get_value() + 1;
        turn.set_value(mine);
        let q = typed.get_untracked().trim().to_owned();
        if q.is_empty() || !untrack(move || session.can(Action::EmployeeRead)) {
            return;
        }
        spawn_local(async move {
            dom::sleep(200).await;
            if turn.try_get_value() != Some(mine) {
                return;
            }
            let pairs = [("q".to_owned(), q), ("limit".to_owned(), "6".to_owned())];
            if let Ok(page) =
                http::get::<Page<Employee>>(format!("/employees{}", http::query(&pairs))).await
                && turn.try_get_value() == Some(mine)
            {
                people.try_set(page.data.iter().map(person).collect());
            }
        });
    };
    let go = StoredValue::new(move |path: &str| {
        open.set(false);
        navigate(path, Default::default());
    });
    let key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let count = hits.with(Vec::len).max(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                if let Some(hit) = hits.with(|hits| hits.get(at.get()).cloned()) {
                    go.with_value(|go| go(&hit.path));
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move || {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    let active =
        move || hits.with(|hits| (!hits.is_empty()).then(|| format!("palette-{}", at.get())));
    view! {
        <Modal open class="palette" labelled="palette-title">
            <h2 class="sr" id="palette-title">{tr!(nav.palette)}</h2>
            <div class="palette-input">
                {icon(Icon::Search)}
                <input
                    node_ref=input type="text" role="combobox" aria-expanded="true" aria-controls="palette-list"
                    aria-label=tr!(nav.quick) aria-activedescendant=active placeholder=tr!(nav.quick) autocomplete="off"
                    data-testid="palette-input"
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        find();
                    }
                    on:keydown=key
                />
                <kbd>"Esc"</kbd>
            </div>
            <div class="palette-list" role="listbox" id="palette-list" aria-label=tr!(nav.palette)>
                {move || {
                    let hits = hits.get();
                    if hits.is_empty() {
                        return view! { <p class="group" role="option" aria-selected="false">{tr!(common.no_match)}</p> }.into_any();
                    }
                    let mut group = "";
                    hits.into_iter()
                        .enumerate()
                        .map(|(index, hit)| {
                            let head = (hit.group != group).then(|| view! { <p class="group" role="presentation">{hit.group}</p> });
                            group = hit.group;
                            let path = hit.path.clone();
                            view! {
                                {head}
                                <div
                                    class="option" role="option" id=format!("palette-{index}")
                                    aria-selected=move || (at.get() == index).to_string()
                                    on:click=move |_| go.with_value(|go| go(&path))
                                    on:mousemove=move |_| if at.get_untracked() != index { at.set(index) }
                                >
                                    {icon(hit.sign)}
                                    <span>{hit.text}</span>
                                    <span class="end">{hit.end}</span>
                                </div>
                            }
                        })
                        .collect_view()
                        .into_any()
                }}
            </div>
            <div class="palette-foot" aria-hidden="true">
                <span class="row tight"><kbd>"↑"</kbd><kbd>"↓"</kbd> {tr!(nav.palette_move)}</span>
                <span class="row tight"><kbd>"↵"</kbd> {tr!(nav.palette_open)}</span>
                <span class="row tight"><kbd>"Esc"</kbd> {tr!(nav.palette_close)}</span>
            </div>
        </Modal>
    }
}

/// Pages of the menu and things to create, as far as allowed.
fn fixed(session: Session) -> Vec<Hit> {
    let hit = |group, sign, text: &str, path: String| Hit {
        group,
        sign,
        text: text.to_owned(),
        end: String::new(),
        path,
    };
    let mut hits: Vec<Hit> = nav::MENU
        .iter()
        .flat_map(|group| group.entries)
        .filter(|entry| nav::allowed(session, entry))
        .map(|entry| {
            hit(
                tr!(nav.palette_pages),
                entry.icon,
                (entry.text)(),
                entry.route.path(),
            )
        })
        .collect();
    hits.push(hit(
        tr!(nav.palette_pages),
        Icon::User,
        tr!(nav.account),
        Route::Account.path(),
    ));
    let create = [
        (Action::LeaveRequest, tr!(leave.ask), Route::NewLeave.path()),
        (
            Action::DelegationManage,
            tr!(approvals.delegation_new),
            "/delegations?new=1".to_owned(),
        ),
        (
            Action::FeedManage,
            tr!(leave.feed_new),
            "/calendar-feeds?new=1".to_owned(),
        ),
        (
            Action::StatementManage,
            tr!(attendance.draft),
            "/attendance/statements?new=1".to_owned(),
        ),
        (
            Action::EmployeeCreate,
            tr!(people.new),
            Route::NewEmployee.path(),
        ),
        (
            Action::EmployeeImport,
            tr!(people.import_title),
            Route::ImportEmployees.path(),
        ),
        (
            Action::TeamManage,
            tr!(org.team_new),
            "/teams?new=1".to_owned(),
        ),
        (
            Action::AreaManage,
            tr!(org.area_new),
            "/areas?new=1".to_owned(),
        ),
        (
            Action::RoleAssign,
            tr!(org.assign),
            "/role-assignments?new=1".to_owned(),
        ),
        (
            Action::ApiKeyManage,
            tr!(system.key_new),
            "/api-keys?new=1".to_owned(),
        ),
    ];
    let allowed = create
        .into_iter()
        .filter(|(action, ..)| session.can(*action));
    hits.extend(
        allowed.map(|(_, text, path)| hit(tr!(nav.palette_create), Icon::Plus, text, path)),
    );
    hits
}

fn person(employee: &Employee) -> Hit {
    Hit {
        group: tr!(nav.palette_people),
        sign: Icon::User,
        text: employee.name.clone(),
        end: format!(
            "{} {}",
            employee.number,
            employee.team_name.clone().unwrap_or_default()
        ),
        path: Route::Employee(employee.id).path(),
    }
}
