//! Leave types: the list.

use contract::Action;
use contract::leave::LeaveType;
use leptos::prelude::*;

use super::words;
use crate::components::icon::{Icon, icon};
use crate::components::table::{Column, main_link, table};
use crate::components::{badge, description, empty, page};
use crate::core::listing::Listing;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::tr;

pub fn page() -> AnyView {
    let session = use_session();
    let listing = Listing::<LeaveType>::of("/leave-types");
    let columns = vec![
        Column::new(tr!(leave.kind), |one: &LeaveType| {
            let face = view! { <span class="row tight">{one.name.clone()} <code class="small muted">{one.code.clone()}</code></span> };
            main_link(Route::LeaveType(one.id).path(), face.into_any())
        }),
        Column::new(tr!(common.clause_name), |one: &LeaveType| {
            words::clause(&one.clause).into_any()
        }),
        Column::new(tr!(leave.balance_rule), |one: &LeaveType| {
            let most = one
                .max_days
                .map(|days| format!(" · {}", words::days(days)))
                .unwrap_or_default();
            format!("{}{most}", words::balance(one.balance)).into_any()
        }),
        Column::new(tr!(leave.counts), |one: &LeaveType| {
            words::counts(one.counts).into_any()
        }),
        Column::new(tr!(leave.notice_days), |one: &LeaveType| {
            number(one.notice_days)
        })
        .class("num"),
        Column::new(tr!(leave.after_the_fact_days), |one: &LeaveType| {
            number(one.after_the_fact_days)
        })
        .class("num"),
        Column::new(tr!(leave.certificate_after), |one: &LeaveType| {
            description::text(one.certificate_after.map(|days| days.to_string()))
        })
        .class("num"),
        Column::new(tr!(leave.pay_percent), |one: &LeaveType| {
            one.pay_percent.into_any()
        })
        .class("num"),
        Column::new(tr!(common.status), |one: &LeaveType| {
            badge::status(if one.active {
                (tr!(leave.active), "good")
            } else {
                (tr!(leave.inactive), "")
            })
        }),
    ];
    let new = move || {
        session.can(Action::LeaveTypeManage).then(|| {
            view! { <a class="btn primary" href=Route::NewLeaveType.path() data-testid="new-leave-type">{icon(Icon::Plus)} {tr!(leave.type_new)}</a> }
        })
    };
    page::page(
        Route::LeaveTypes,
        tr!(leave.types),
        tr!(leave.types_sub),
        new.into_any(),
        table(tr!(leave.types), listing, columns, None, true, move || {
            empty::empty(Icon::Tag, tr!(leave.types_empty), "", new().into_any())
        }),
    )
}

fn number(n: u32) -> AnyView {
    if n == 0 {
        description::nothing()
    } else {
        n.into_any()
    }
}
