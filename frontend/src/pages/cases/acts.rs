//! What can be done with one case: on, back, won, lost, hand over, flag.

use std::collections::VecDeque;
use std::pin::Pin;

use contract::Action;
use contract::case::{
    Case, CaseStage, CaseStageKey, CaseState, NewCaseClosing, NewCaseFlag, NewCaseMove,
    NewCaseTransfer,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};
use uuid::Uuid;

use super::words;
use crate::components::confirm::use_confirm;
use crate::components::dialog::Dialog;
use crate::components::field::{Field, select};
use crate::components::form as view;
use crate::components::icon::{Icon, icon, small};
use crate::components::menu::Menu;
use crate::components::toast::use_toasts;
use crate::core::check::{FieldError, check};
use crate::core::form::Form;
use crate::core::http;
use crate::core::remote::Remote;
use crate::pages::customers::acts::hand_over;
use crate::tr;

/// The case as it is now, which the fields and ticks of its page keep up to date.
#[derive(Clone, Copy)]
pub struct Acts {
    pub record: Remote<Case>,
    pub now: RwSignal<Case>,
    pub stages: StoredValue<Vec<CaseStage>>,
    line: StoredValue<Line, LocalStorage>,
}

/// Changes of one case, each sent upon the version that the one before left: whoever ticks faster than the network answers loses nothing.
#[derive(Default)]
struct Line {
    waiting: VecDeque<Pin<Box<dyn Future<Output = ()>>>>,
    under_way: bool,
}

impl Acts {
    pub fn new(record: Remote<Case>, case: Case, stages: StoredValue<Vec<CaseStage>>) -> Self {
        Self {
            record,
            now: RwSignal::new(case),
            stages,
            line: StoredValue::new_local(Line::default()),
        }
    }

    /// Does it once what was asked before is answered.
    pub fn in_turn(self, change: impl Future<Output = ()> + 'static) {
        let under_way = self.line.try_update_value(|line| {
            line.waiting.push_back(Box::pin(change));
            std::mem::replace(&mut line.under_way, true)
        });
        if under_way != Some(false) {
            return;
        }
        let next = move || {
            self.line.try_update_value(|line| {
                let next = line.waiting.pop_front();
                line.under_way = next.is_some();
                next
            })
        };
        spawn_local(async move {
            while let Some(Some(change)) = next() {
                change.await;
            }
        });
    }

    fn may(self, action: Action) -> bool {
        self.now
            .with_untracked(|case| case.allowed_actions.contains(&action))
    }

    /// Sends an act upon the version that is shown; the page is drawn anew with the answer.
    fn act(self, noun: &'static str, body: Value, said: impl Fn(&Case) -> String + 'static) {
        let toasts = use_toasts();
        self.in_turn(async move {
            let Some((id, version)) = self.now.try_with_untracked(|case| (case.id, case.version))
            else {
                return;
            };
            let call = http::Call::post(format!("/cases/{id}/{noun}"), Uuid::new_v4());
            match call.json(&body).version(version).done().await {
                Ok(()) => {
                    self.now.with_untracked(|case| toasts.good(said(case)));
                    self.record.reload();
                }
                Err(problem) => {
                    let stage = self.now.with_untracked(|case| case.stage);
                    let said = |all: &Vec<CaseStage>| words::refused(&problem, all, stage);
                    toasts.bad(self.stages.with_value(said));
                }
            }
        });
    }

    fn name(self, key: CaseStageKey) -> String {
        self.stages.with_value(|all| words::stage(all, key))
    }

    pub fn buttons(self) -> AnyView {
        let case = self.now.get_untracked();
        if case.state != CaseState::Open {
            return ().into_any();
        }
        let (handing, losing, flagging) = (
            RwSignal::new(false),
            RwSignal::new(false),
            RwSignal::new(false),
        );
        let returning = RwSignal::new(None::<(Case, CaseStageKey)>);
        let moves = self.may(Action::CaseMove);
        let stage = case.stage;
        let more = view! {
            <Menu label=tr!(common.actions) testid="case-more" class="btn icon-only" face=small(Icon::Dots)>
                {(moves && stage != CaseStageKey::Consultation).then(|| view! {
                    <button type="button" data-testid="act-back" on:click=move |_| {
                        let to = CaseStageKey::ALL[stage as usize - 1];
                        returning.set(Some((self.now.get_untracked(), to)));
                    }>{small(Icon::Return)} {tr!(cases.back)}</button>
                })}
                {self.may(Action::CaseTransfer).then(|| view! { <button type="button" data-testid="act-transfer" on:click=move |_| handing.set(true)>{small(Icon::Swap)} {tr!(cases.transfer)}</button> })}
                {moves.then(|| view! { <button type="button" data-testid="act-lose" on:click=move |_| losing.set(true)>{small(Icon::Close)} {tr!(cases.lose)}</button> })}
            </Menu>
        };
        let flag = self.may(Action::CaseFlagRaise).then(|| {
            view! { <button type="button" class="btn" data-testid="act-flag" on:click=move |_| flagging.set(true)>{icon(Icon::Alert)} {tr!(cases.flag)}</button> }
        });
        view! {
            {more}
            {flag}
            {moves.then(|| self.ahead(stage))}
            <Dialog open=handing title=tr!(cases.transfer_title)>{self.transfer(handing)}</Dialog>
            <Dialog open=losing title=tr!(cases.lose)>{self.lose(losing)}</Dialog>
            <Dialog open=flagging title=tr!(cases.flag)>{self.flag(flagging)}</Dialog>
            {back_dialog(returning, self.stages, move |_| self.record.reload())}
        }
        .into_any()
    }

    /// To the next stage, or won.
    fn ahead(self, stage: CaseStageKey) -> AnyView {
        let waits = move || {
            self.now
                .with(|case| !case.missing.is_empty() || case.open_flags > 0)
        };
        let confirm = use_confirm();
        let (text, click): (String, Box<dyn Fn() + Send + Sync>) = match stage.next() {
            Some(to) => {
                let name = self.name(to);
                let said = name.clone();
                let go = move || {
                    let said = said.clone();
                    self.act("moves", json!({ "to": to.name() }), move |case| {
                        let name = case.customer.name.clone();
                        tr!(cases.moved, name = name, stage = said.clone()).to_string()
                    });
                };
                (tr!(cases.advance, stage = name).to_string(), Box::new(go))
            }
            None => {
                let win = move || {
                    confirm.plain(
                        tr!(cases.win),
                        tr!(cases.win_text),
                        tr!(cases.win),
                        move || {
                            self.act("closings", json!({ "outcome": "won" }), |_| {
                                tr!(cases.closed).to_owned()
                            });
                        },
                    );
                };
                (tr!(cases.win).to_owned(), Box::new(win))
            }
        };
        view! { <button type="button" class="btn" class:primary=move || !waits() data-testid="act-ahead" on:click=move |_| click()>{icon(Icon::Next)} {text}</button> }.into_any()
    }

    fn dialog_form(
        self,
        name: &'static str,
        open: RwSignal<bool>,
        noun: &'static str,
        fixed: Value,
        check: fn(&Value) -> Vec<FieldError>,
        said: &'static str,
    ) -> (Form, impl Fn() + Clone + Send + Sync + 'static) {
        let case = self.now.get_untracked();
        let id = case.id;
        let form = Form::new(format!("{name}-{id}"), json!({}));
        let toasts = use_toasts();
        let submit = move || {
            let version = self.now.with_untracked(|case| case.version);
            let mut body = form.body();
            for (key, value) in fixed.as_object().into_iter().flatten() {
                body[key] = value.clone();
            }
            let send = move |body: Value, key| async move {
                let call = http::Call::post(format!("/cases/{id}/{noun}"), key);
                call.json(&body).version(version).done().await
            };
            form.submit(body, check, send, move |()| {
                open.set(false);
                toasts.good(said);
                self.record.reload();
            });
        };
        (form, submit)
    }

    fn transfer(self, open: RwSignal<bool>) -> AnyView {
        let (form, submit) = self.dialog_form(
            "transfer-case",
            open,
            "transfers",
            json!({}),
            check::<NewCaseTransfer>,
            tr!(cases.transferred),
        );
        hand_over(form, submit)
    }

    fn lose(self, open: RwSignal<bool>) -> AnyView {
        let (form, submit) = self.dialog_form(
            "lose-case",
            open,
            "closings",
            json!({ "outcome": "lost" }),
            check::<NewCaseClosing>,
            tr!(cases.closed),
        );
        let field = Field::new(form, "reason", tr!(cases.reason)).required();
        view::frame(
            form,
            submit,
            None,
            field.show(),
            view::submit_danger(form, tr!(cases.lose)),
        )
    }

    fn flag(self, open: RwSignal<bool>) -> AnyView {
        let (form, submit) = self.dialog_form(
            "flag-case",
            open,
            "flags",
            json!({}),
            check::<NewCaseFlag>,
            tr!(cases.flagged_done),
        );
        let fields = view! {
            <p class="muted">{tr!(cases.flag_text)}</p>
            {Field::new(form, "reason", tr!(cases.reason)).required().show()}
        };
        view::frame(
            form,
            submit,
            None,
            fields.into_any(),
            view::submit(form, tr!(cases.flag)),
        )
    }
}

/// Back to an earlier stage, for a reason; opens when there is a case to send back.
pub fn back_dialog(
    returning: RwSignal<Option<(Case, CaseStageKey)>>,
    stages: StoredValue<Vec<CaseStage>>,
    done: impl Fn(Case) + Copy + Send + Sync + 'static,
) -> AnyView {
    let open = RwSignal::new(false);
    Effect::new(move || {
        if returning.with(Option::is_some) {
            open.set(true);
        }
    });
    view! {
        <Dialog open title=tr!(cases.back)>
            {move || returning.get_untracked().map(|(case, to)| back_form(case, to, stages, open, done))}
        </Dialog>
    }
    .into_any()
}

fn back_form(
    case: Case,
    to: CaseStageKey,
    stages: StoredValue<Vec<CaseStage>>,
    open: RwSignal<bool>,
    done: impl Fn(Case) + Copy + Send + Sync + 'static,
) -> AnyView {
    let earlier = CaseStageKey::ALL
        .into_iter()
        .filter(|key| *key < case.stage);
    let options = earlier.map(|key| {
        let name = stages.with_value(|all| words::stage(all, key));
        (key.name().to_owned(), name)
    });
    let options: Vec<(String, String)> = options.collect();
    let form = Form::new(format!("back-{}", case.id), json!({ "to": to.name() }));
    let toasts = use_toasts();
    let (id, version) = (case.id, case.version);
    let submit = move || {
        let send = move |body: Value, key| async move {
            let call = http::Call::post(format!("/cases/{id}/moves"), key);
            call.json(&body).version(version).done().await
        };
        let case = case.clone();
        form.submit(form.body(), check::<NewCaseMove>, send, move |()| {
            open.set(false);
            toasts.good(tr!(cases.saved));
            done(case);
        });
    };
    let fields = view! {
        <p class="muted">{tr!(cases.back_text)}</p>
        {select(form, "to", tr!(cases.back_to), true, "", Signal::stored(options))}
        {Field::new(form, "note", tr!(cases.reason)).required().show()}
    };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(cases.back)),
    )
}
