//! The phone's bottom bar: what is needed most, and "more" for the rest.

use contract::Action;
use leptos::prelude::*;

use super::nav::unread;
use crate::components::icon::{Icon, icon};
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::tr;

pub fn tabbar(route: Memo<Route>) -> AnyView {
    let session = use_session();
    let tab = move |to: Route, sign: Icon, text: &'static str| {
        let here = move || {
            let section = route.get().section();
            let mine = section == to
                || (to == Route::More
                    && !matches!(
                        section,
                        Route::MyDay | Route::Approvals | Route::Attendance | Route::Notifications
                    ));
            mine.then_some("page")
        };
        view! {
            <a href=to.path() aria-current=here data-testid=format!("tab-{}", to.name())>
                {icon(sign)}
                <span class="truncate">{text}</span>
                {(to == Route::Notifications).then_some(move || unread(session))}
            </a>
        }
    };
    view! {
        <nav class="tabbar" aria-label=tr!(common.nav_tabs)>
            {tab(Route::MyDay, Icon::Home, tr!(nav.my_day))}
            {move || session.can(Action::ApprovalRead).then(|| tab(Route::Approvals, Icon::Inbox, tr!(nav.approvals)))}
            {move || session.can(Action::PunchClock).then(|| tab(Route::Attendance, Icon::Clock, tr!(nav.clock)))}
            {tab(Route::Notifications, Icon::Bell, tr!(nav.notifications))}
            {tab(Route::More, Icon::Dots, tr!(common.more))}
        </nav>
    }
    .into_any()
}
