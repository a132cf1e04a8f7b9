//! Who is signed in and what they may do. The server decides; this only mirrors its answer.

use std::sync::Arc;

use contract::auth::AccessToken;
use contract::me::Me;
use contract::{Action, Locale, ReachKind};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use uuid::Uuid;

use super::http::{self, Answer, Failure};
use super::{locale, time};

#[derive(Clone, PartialEq)]
pub enum State {
    /// The cookie is being tried.
    Starting,
    Out,
    In(Arc<Me>),
    /// The server can't be reached, so nobody knows.
    Unreachable,
}

#[derive(Clone, Copy)]
pub struct Session {
    pub state: RwSignal<State>,
    pub unread: RwSignal<i64>,
    /// The session ended by itself: the sign-in page says so.
    pub ended: RwSignal<bool>,
    locale: RwSignal<Locale>,
}

impl Session {
    pub fn start(locale: RwSignal<Locale>) -> Session {
        let session = Session {
            state: RwSignal::new(State::Starting),
            unread: RwSignal::new(0),
            ended: RwSignal::new(false),
            locale,
        };
        http::on_signed_out(move || {
            if matches!(session.state.get_untracked(), State::In(_)) {
                session.ended.set(true);
            }
            session.forget();
        });
        session.resume();
        session
    }

    /// Tries the refresh cookie.
    pub fn resume(self) {
        self.state.set(State::Starting);
        spawn_local(async move {
            if http::refresh().await {
                self.load().await;
                return;
            }
            // Without a token either nobody is signed in or nobody answers: a public call tells which.
            let reachable = http::get::<contract::setup::SetupState>("/setup").await;
            self.state
                .set(if matches!(reachable, Err(Failure::Network)) {
                    State::Unreachable
                } else {
                    State::Out
                });
        });
    }

    pub async fn sign_in(self, body: &Value) -> Answer<()> {
        let answer: AccessToken = http::post("/auth/sessions", Uuid::new_v4(), body).await?;
        http::set_token(Some(answer.access_token));
        self.ended.set(false);
        self.load().await;
        Ok(())
    }

    pub async fn load(self) {
        match http::get::<Me>("/me").await {
            Ok(me) => {
                time::set_zone(&me.time_zone);
                self.unread.set(me.unread_notifications);
                // First the language: it draws everything anew, and a page that is being fetched would be drawn twice.
                locale::suggest(self.locale, me.locale);
                self.state.set(State::In(Arc::new(me)));
            }
            Err(Failure::Network) => self.state.set(State::Unreachable),
            Err(_) => self.state.set(State::Out),
        }
    }

    pub fn sign_out(self) {
        spawn_local(async move {
            let sessions =
                http::get::<contract::Page<contract::auth::Session>>("/auth/sessions?limit=200")
                    .await;
            if let Ok(page) = sessions
                && let Some(mine) = page.data.iter().find(|one| one.current)
            {
                let _ = http::delete(format!("/auth/sessions/{}", mine.id), None).await;
            }
            self.forget();
        });
    }

    fn forget(self) {
        http::set_token(None);
        self.state.set(State::Out);
    }

    /// The signed-in person, tracked.
    pub fn me(self) -> Option<Arc<Me>> {
        match self.state.get() {
            State::In(me) => Some(me),
            _ => None,
        }
    }

    /// The signed-in person now, for forms and handlers that must not run again when the session is refreshed.
    pub fn me_now(self) -> Option<Arc<Me>> {
        untrack(move || self.me())
    }

    pub fn reach(self, action: Action) -> ReachKind {
        let me = self.me();
        me.and_then(|me| {
            me.permissions
                .iter()
                .find(|p| p.action == action)
                .map(|p| p.reach)
        })
        .unwrap_or(ReachKind::No)
    }

    /// Whether the API would allow it somewhere. Single records say more: their `allowed_actions`.
    pub fn can(self, action: Action) -> bool {
        self.reach(action) != ReachKind::No
    }

    pub fn locale(self) -> RwSignal<Locale> {
        self.locale
    }
}

pub fn use_session() -> Session {
    expect_context::<Session>()
}
