//! Clocking in and out: one large button, and what the server confirmed.

use contract::attendance::{AttendanceDay, DayStatus, NewPunch, Punch, PunchKind};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::words;
use crate::components::badge;
use crate::components::icon::{Icon, icon, small};
use crate::components::toast::use_toasts;
use crate::core::{dom, http, time, zone};
use crate::tr;

/// `day`: today as it stands; `clocked` runs after each punch.
pub fn panel(
    day: Signal<Option<AttendanceDay>>,
    clocked: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let toasts = use_toasts();
    let busy = RwSignal::new(false);
    let confirmed = RwSignal::new(None::<Punch>);
    // One key per wish: a second tap while the first is on its way is the same punch.
    let key = StoredValue::new(Uuid::new_v4());
    let next = Memo::new(move |_| {
        let first = day.get().is_some_and(|day| day.first_in.is_some());
        let just = confirmed.with(|one| one.as_ref().map(|one| one.kind));
        if first || just == Some(PunchKind::In) {
            PunchKind::Out
        } else {
            PunchKind::In
        }
    });
    let clock = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let body = http::value(&NewPunch {
            kind: next.get_untracked(),
        });
        spawn_local(async move {
            match http::post::<Punch>("/punches", key.get_value(), &body).await {
                Ok(punch) => {
                    key.set_value(Uuid::new_v4());
                    confirmed.set(Some(punch));
                    clocked();
                }
                Err(failure) => toasts.failure(&failure),
            }
            busy.try_set(false);
        });
    };
    let label = move || {
        let out = day.get().is_some_and(|day| day.last_out.is_some());
        match next.get() {
            PunchKind::In => tr!(attendance.clock_in),
            _ if out => tr!(attendance.clock_again),
            _ => tr!(attendance.clock_out),
        }
    };
    let told = move || {
        confirmed.get().map(|punch| {
            let at = zone::clock(punch.at);
            let text = match punch.kind {
                PunchKind::Out => tr!(attendance.confirmed_out, at = at).to_string(),
                _ => tr!(attendance.confirmed_in, at = at).to_string(),
            };
            view! { <p class="confirmed" data-testid="clocked">{icon(Icon::Check)} <span><strong>{text}</strong> <span class="small block">{tr!(attendance.confirmed_note)}</span></span></p> }
        })
    };
    view! {
        <section class="card clock" aria-label=tr!(nav.clock)>
            <div class="clock-face">
                <p class="small muted">{time::day_title(zone::today())}</p>
                {ticking()}
                {move || state(day.get())}
            </div>
            <button type="button" class="clock-button" class:out=move || next.get() != PunchKind::In data-testid="clock" disabled=move || busy.get() on:click=clock>
                {move || if busy.get() { view! { <span class="spin" aria-hidden="true"></span> }.into_any() } else { icon(Icon::Clock) }}
                <span>{label}</span>
            </button>
            <div class="clock-foot" role="status">{told}</div>
        </section>
    }
    .into_any()
}

/// The department's time, by the browser's clock; the punch itself takes the server's.
fn ticking() -> AnyView {
    let read = || zone::now().map(zone::clock).unwrap_or_default();
    let now = RwSignal::new(read());
    spawn_local(async move {
        loop {
            dom::sleep(5_000).await;
            let text = read();
            match now.try_get_untracked() {
                None => return,
                Some(shown) if shown != text => now.set(text),
                Some(_) => {}
            }
        }
    });
    view! { <p class="clock-time"><span class="sr">{tr!(attendance.now)}</span> <span class="num">{move || now.get()}</span></p> }.into_any()
}

fn state(day: Option<AttendanceDay>) -> Option<AnyView> {
    let day = day?;
    let plan = words::plan(&day).unwrap_or_else(|| match day.status {
        DayStatus::Holiday => day
            .holiday_name
            .clone()
            .unwrap_or_else(|| tr!(attendance.holiday).to_owned()),
        _ => tr!(attendance.no_shift).to_owned(),
    });
    let entry = |name: &'static str, at: Option<chrono::DateTime<chrono::Utc>>| {
        let text = at.map_or_else(|| tr!(attendance.not_yet).to_owned(), zone::clock);
        view! { <div class:done=at.is_some()><dt>{name}</dt><dd class="num">{text}</dd></div> }
    };
    let view = view! {
        <p class="row tight center">{small(Icon::Calendar)} <span>{plan}</span> {badge::status(words::status(day.status))}</p>
        <dl class="clock-pair">
            {entry(tr!(attendance.punched_in), day.first_in)}
            {entry(tr!(attendance.punched_out), day.last_out)}
        </dl>
    };
    Some(view.into_any())
}
