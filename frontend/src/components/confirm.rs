//! One question at a time: "really?" The asking code hands over what to do on yes.

use std::sync::Arc;

use leptos::prelude::*;

use super::dialog::Dialog;
use crate::tr;

#[derive(Clone)]
struct Question {
    title: String,
    text: String,
    yes: String,
    danger: bool,
    /// Its own: what asks, such as an entry of a menu, may be gone by the answer.
    act: Arc<dyn Fn() + Send + Sync>,
}

#[derive(Clone, Copy)]
pub struct Confirm {
    open: RwSignal<bool>,
    question: RwSignal<Option<Question>>,
}

impl Confirm {
    pub fn new() -> Confirm {
        Confirm {
            open: RwSignal::new(false),
            question: RwSignal::new(None),
        }
    }

    /// Asks before something that can't be taken back.
    pub fn danger(
        self,
        title: impl Into<String>,
        text: impl Into<String>,
        yes: impl Into<String>,
        act: impl Fn() + Send + Sync + 'static,
    ) {
        self.ask(title.into(), text.into(), yes.into(), true, Arc::new(act));
    }

    pub fn plain(
        self,
        title: impl Into<String>,
        text: impl Into<String>,
        yes: impl Into<String>,
        act: impl Fn() + Send + Sync + 'static,
    ) {
        self.ask(title.into(), text.into(), yes.into(), false, Arc::new(act));
    }

    fn ask(
        self,
        title: String,
        text: String,
        yes: String,
        danger: bool,
        act: Arc<dyn Fn() + Send + Sync>,
    ) {
        self.question.set(Some(Question {
            title,
            text,
            yes,
            danger,
            act,
        }));
        self.open.set(true);
    }
}

pub fn use_confirm() -> Confirm {
    expect_context::<Confirm>()
}

/// Where the question appears; mounted once.
#[component]
pub fn ConfirmHost() -> impl IntoView {
    let confirm = use_confirm();
    move || {
        confirm.question.get().map(|question| {
            let Question { title, text, yes, danger, act } = question;
            let class = if danger { "btn danger solid" } else { "btn primary" };
            let run = move || {
                confirm.open.set(false);
                act();
            };
            view! {
                <Dialog open=confirm.open title=title>
                    <p>{text.clone()}</p>
                    <div class="form-foot">
                        <button type="button" class="btn" on:click=move |_| confirm.open.set(false)>{tr!(common.cancel)}</button>
                        <button
                            type="button"
                            class=class
                            data-testid="confirm-yes"
                            on:click={
                                let run = run.clone();
                                move |_| run()
                            }
                        >
                            {yes.clone()}
                        </button>
                    </div>
                </Dialog>
            }
        })
    }
}
