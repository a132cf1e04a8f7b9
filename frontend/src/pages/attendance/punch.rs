//! The large button: clocks in or out, and shows what the server took down.

use contract::attendance::{AttendanceDay, Punch, PunchKind};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;
use uuid::Uuid;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::toast::use_toasts;
use crate::core::http::{self, Failure};
use crate::core::{time, zone};
use crate::tr;

/// `today`: the day as the server sees it; `done` fetches it again.
pub fn panel(
    today: impl Fn() -> Option<AttendanceDay> + Copy + Send + Sync + 'static,
    done: Callback<()>,
) -> AnyView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    // A punch that the network lost goes out again under the same key: one press, one punch.
    let key = StoredValue::new(Uuid::new_v4());
    let press = move |kind: PunchKind| {
        busy.set(true);
        spawn_local(async move {
            let body = json!({ "kind": kind });
            match http::post::<Punch>("/punches", key.get_value(), &body).await {
                Ok(punch) => {
                    key.set_value(Uuid::new_v4());
                    toasts.good(tr!(attendance.taken, at = zone::clock(punch.at)).to_string());
                    done.run(());
                }
                Err(failure) => {
                    if failure != Failure::Network {
                        key.set_value(Uuid::new_v4());
                    }
                    toasts.failure(&failure);
                }
            }
            busy.try_set(false);
        });
    };
    let here = move || today().is_some_and(|day| day.first_in.is_some());
    let button = move || {
        let (kind, text) = match here() {
            false => (PunchKind::In, tr!(attendance.clock_in)),
            true => (PunchKind::Out, tr!(attendance.clock_out)),
        };
        view! {
            <button
                type="button" class=if here() { "punch out" } else { "punch" } data-testid="punch"
                disabled=move || busy.get() on:click=move |_| press(kind)
            >
                {move || if busy.get() { view! { <span class="spin" aria-hidden="true"></span> }.into_any() } else { icon(Icon::Clock) }}
                <span>{text}</span>
            </button>
        }
    };
    let facts = move || {
        today().map(|day| {
            let plan = day.planned_start.zip(day.planned_end).map(|(start, end)| {
                format!("{} {} – {}", day.shift_name.clone().unwrap_or_default(), zone::clock(start), zone::clock(end))
            });
            let clock = |at: Option<chrono::DateTime<chrono::Utc>>| at.map_or_else(|| "—".to_owned(), zone::clock);
            view! {
                <div class="punch-facts">
                    <p class="row"><strong>{time::day_title(day.date)}</strong> {words::day_badge(&day)}</p>
                    <p class="muted small">{plan.unwrap_or_else(|| tr!(attendance.no_shift).to_owned())}</p>
                    <div class="stats">
                        <div class="stat"><span class="small muted">{tr!(attendance.first_in)}</span><b data-testid="first-in">{clock(day.first_in)}</b></div>
                        <div class="stat"><span class="small muted">{tr!(attendance.last_out)}</span><b data-testid="last-out">{clock(day.last_out)}</b></div>
                        <div class="stat"><span class="small muted">{tr!(attendance.worked)}</span><b>{words::hours(day.worked_minutes)}</b></div>
                    </div>
                </div>
            }
        })
    };
    view! { <section class="card punch-card" aria-label=tr!(attendance.clock)>{button} {facts}</section> }.into_any()
}
