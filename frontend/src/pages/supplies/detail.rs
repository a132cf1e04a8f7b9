//! One item of the stock: how much there is and where, and who took what.

use contract::supply::{SupplyItem, SupplyMovement};
use contract::{Action, ReachKind};
use leptos::prelude::*;
use uuid::Uuid;

use super::{form as edit, moves, words};
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::table::{Column, table};
use crate::components::{badge, empty, person};
use crate::core::http;
use crate::core::listing::Listing;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::session::use_session;
use crate::core::time;
use crate::tr;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<SupplyItem>(format!("/supplies/{id}")));
    view! { <div class="page" data-testid="page-supply">{show(record, move |one| face(record, one))}</div> }.into_any()
}

fn face(record: Remote<SupplyItem>, one: SupplyItem) -> AnyView {
    document().set_title(&format!("{} · {}", one.name, tr!(common.product)));
    let place = one.place.as_ref().map(|place| place.name.clone());
    let here: Vec<String> = place.into_iter().chain(one.spot.clone()).collect();
    let listing = Listing::<SupplyMovement>::of(format!("/supply-movements?item_id={}", one.id));
    let nobody = || {
        empty::plain(
            Icon::Box,
            tr!(supplies.no_moves),
            tr!(supplies.no_moves_text),
        )
    };
    let ledger = table(
        tr!(supplies.movements),
        listing,
        columns(),
        None,
        false,
        nobody,
    );
    view! {
        {crumbs(vec![(tr!(supplies.title).into(), Route::Supplies.path())])}
        <header class="page-head">
            <div class="grow"><h1>{one.name.clone()} " " {badge::status(words::state(&one))}</h1><p class="sub">{here.join(" · ")}</p></div>
            <div class="actions">{buttons(record, &one)}</div>
        </header>
        <div class="stack">
            {facts(&one)}
            {card(tr!(supplies.movements), ().into_any(), ledger)}
        </div>
    }
    .into_any()
}

fn facts(one: &SupplyItem) -> AnyView {
    let stock = view! { <b class="num" data-testid="on-hand">{words::stock(one)}</b> };
    let all = vec![
        (tr!(supplies.on_hand), stock.into_any()),
        (
            tr!(supplies.reorder_level),
            one.reorder_level.to_string().into_any(),
        ),
        (tr!(supplies.kind), words::kind(one.kind).into_any()),
        (
            tr!(supplies.counted_on),
            text(one.counted_on.map(time::date)),
        ),
    ];
    card(
        tr!(supplies.about),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}

fn columns() -> Vec<Column<SupplyMovement>> {
    vec![
        Column::new(tr!(supplies.when), |one: &SupplyMovement| {
            time::instant(one.at).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(supplies.what), |one: &SupplyMovement| {
            words::movement(one.kind).into_any()
        }),
        Column::new(tr!(supplies.who), |one: &SupplyMovement| {
            person::link(&one.employee).into_any()
        }),
        Column::new(tr!(supplies.quantity), |one: &SupplyMovement| {
            format!("{:+}", one.quantity).into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(supplies.left), |one: &SupplyMovement| {
            one.on_hand.to_string().into_any()
        })
        .class("num nowrap"),
        Column::new(tr!(supplies.note), |one: &SupplyMovement| {
            text(one.note.clone())
        }),
    ]
}

fn buttons(record: Remote<SupplyItem>, one: &SupplyItem) -> AnyView {
    let session = use_session();
    let may = |action| one.allowed_actions.contains(&action);
    let (takes, keeps) = (may(Action::SupplyIssue), may(Action::SupplyManage));
    let others = untrack(move || session.reach(Action::SupplyIssue)) != ReachKind::Own;
    let [taking, coming, counting, editing] = [(); 4].map(|()| RwSignal::new(false));
    let (id, item, active) = (one.id, one.clone(), one.active);
    view! {
        {takes.then(|| view! { <button type="button" class="btn primary" data-testid="issue" on:click=move |_| taking.set(true)>{icon(Icon::Box)} {tr!(supplies.issue)}</button> })}
        {(keeps && active).then(|| view! {
            <button type="button" class="btn" data-testid="restock" on:click=move |_| coming.set(true)>{icon(Icon::Plus)} {tr!(supplies.restock)}</button>
            <button type="button" class="btn" data-testid="count" on:click=move |_| counting.set(true)>{icon(Icon::Check)} {tr!(supplies.count)}</button>
        })}
        {keeps.then(|| view! { <button type="button" class="btn" data-testid="edit" on:click=move |_| editing.set(true)>{icon(Icon::Edit)} {tr!(supplies.edit)}</button> })}
        <Dialog open=taking title=tr!(supplies.issue)>{moves::issue(record, id, taking, others)}</Dialog>
        <Dialog open=coming title=tr!(supplies.restock)>{moves::restock(record, id, coming)}</Dialog>
        <Dialog open=counting title=tr!(supplies.count)>{moves::count(record, id, counting)}</Dialog>
        <Dialog open=editing title=tr!(supplies.edit)>{edit::edit(record, &item, editing)}</Dialog>
    }
    .into_any()
}
