//! One document: the version that holds, its acknowledgement, who hasn't; older versions; for those who write it the draft.

use contract::document::{Document, DocumentPatch, DocumentState, DocumentVersion};
use contract::{Action, Page};
use leptos::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::form::details;
use super::{reading, watch, words, writing};
use crate::components::crumbs::crumbs;
use crate::components::description::{list as rows, text};
use crate::components::dialog::Dialog;
use crate::components::field::select;
use crate::components::icon::{Icon, icon};
use crate::components::page::card;
use crate::components::record::show;
use crate::components::toast::use_toasts;
use crate::components::url_state::UrlState;
use crate::components::{badge, form as view};
use crate::core::check::check;
use crate::core::form::Form;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::core::{http, locale, time};
use crate::pages::venues::place::number;
use crate::tr;

pub type Record = Remote<Document>;
pub type Versions = Remote<Page<DocumentVersion>>;

pub fn page(id: Uuid) -> AnyView {
    let record = Remote::new(move || http::get::<Document>(format!("/documents/{id}")));
    view! { <div class="page" data-testid="page-document">{show(record, move |one| face(record, one))}</div> }.into_any()
}

fn face(record: Record, one: Document) -> AnyView {
    let title = one.title.get(locale::current()).to_owned();
    document().set_title(&format!("{title} · {}", tr!(common.product)));
    let id = one.id;
    let url = UrlState::here();
    let versions: Versions = Remote::new(move || {
        let path = format!("/document-versions?document_id={id}&limit=50");
        http::get::<Page<DocumentVersion>>(path)
    });
    let manages = one.allowed_actions.contains(&Action::RegulationManage);
    let watches = one.allowed_actions.contains(&Action::RegulationWatch);
    let held = one.current.as_ref().map(|version| version.id);
    let shown = show(versions, move |page| {
        let asked = url.get("version");
        let chosen = page.data.iter().find(|one| one.number.to_string() == asked);
        let current = page
            .data
            .iter()
            .find(|one| one.state == DocumentState::Current);
        match chosen.or(current) {
            Some(one) => reading::version(one, move || {
                versions.reload();
                record.reload();
            }),
            None => view! { <p class="card card-body muted">{tr!(documents.nothing_holds)}</p> }
                .into_any(),
        }
    });
    view! {
        {crumbs(vec![(tr!(documents.title).into(), Route::Documents.path())])}
        <header class="page-head">
            <div class="grow"><h1>{title} " " {badge::status(words::state(&one))}</h1><p class="sub">{words::kind(one.kind)} " · " {words::of_field(one.field)}</p></div>
            <div class="actions">{manages.then(|| edit(record, &one))}</div>
        </header>
        <div class="case-grid">
            <div class="stack">{shown}</div>
            <div class="stack">
                {manages.then(|| writing::card(record, &one, versions))}
                {facts(&one)}
                {show(versions, move |page| history(page, url))}
                {watches.then(|| held.map(watch::watch))}
            </div>
        </div>
    }
    .into_any()
}

fn facts(one: &Document) -> AnyView {
    let months = |n: Option<i64>| text(n.map(|n| tr!(documents.months, n = n).to_string()));
    let mut all = vec![
        (tr!(documents.review_months), months(one.review_months)),
        (
            tr!(documents.review_on),
            text(one.review_on.map(time::date)),
        ),
    ];
    if one.drill_months.is_some() {
        all.push((tr!(documents.drill_months), months(one.drill_months)));
    }
    card(
        tr!(documents.about),
        ().into_any(),
        view! { <div class="card-body">{rows(all)}</div> }.into_any(),
    )
}

/// Every version; one of them is shown.
fn history(page: Page<DocumentVersion>, url: UrlState) -> AnyView {
    let told = page
        .data
        .into_iter()
        .filter(|one| one.state != DocumentState::Draft);
    let one = |one: DocumentVersion| {
        let number = one.number.to_string();
        let here = {
            let number = number.clone();
            move || (url.get("version") == number).then_some("true")
        };
        let day = one.published_at.map(time::instant_date);
        view! {
            <a class="row between version-row" href=format!("?version={number}") aria-current=here data-testid=format!("version-{number}")>
                <span>{tr!(documents.version)} " " <span class="num">{number.clone()}</span> " " {badge::status(words::version(one.state))}</span>
                <span class="small muted num">{day}</span>
            </a>
        }
    };
    let rows = view! { <div class="rows">{told.map(one).collect_view()}</div> };
    card(tr!(documents.versions), ().into_any(), rows.into_any())
}

fn edit(record: Record, one: &Document) -> AnyView {
    let open = RwSignal::new(false);
    let kept = StoredValue::new(one.clone());
    view! {
        <button type="button" class="btn" data-testid="edit" on:click=move |_| open.set(true)>{icon(Icon::Edit)} {tr!(documents.edit)}</button>
        <Dialog open title=tr!(documents.edit)>{kept.with_value(|one| editing(record, one, open))}</Dialog>
    }
    .into_any()
}

fn editing(record: Record, one: &Document, open: RwSignal<bool>) -> AnyView {
    let (id, version) = (one.id, one.version);
    let months = |n: Option<i64>| n.map(|n| n.to_string());
    let start = json!({
        "title": http::value(&one.title), "review_months": months(one.review_months), "drill_months": months(one.drill_months),
        "active": one.active.to_string(),
    });
    let form = Form::new(format!("document-{id}"), start);
    let toasts = use_toasts();
    let submit = move || {
        let send = move |body: Value, _| async move {
            http::patch::<Document>(format!("/documents/{id}"), version, &body).await
        };
        let mut body = form.patch();
        // A title is one thing: whichever of its lines changed, all of it is sent.
        if body.get("title").is_some() {
            body["title"] = form.body()["title"].clone();
        }
        for name in ["review_months", "drill_months"] {
            match body.get(name).and_then(Value::as_str) {
                Some("") => body[name] = Value::Null,
                Some(_) => number(&mut body, name),
                None => {}
            }
        }
        if let Some(active) = body.get("active").and_then(Value::as_str) {
            body["active"] = (active == "true").into();
        }
        form.submit(body, check::<DocumentPatch>, send, move |newer| {
            open.set(false);
            toasts.good(tr!(common.saved));
            record.put(newer);
        });
    };
    let holds = vec![
        ("true".to_owned(), tr!(documents.holding).to_owned()),
        ("false".to_owned(), tr!(documents.withdrawn).to_owned()),
    ];
    let regulation = one.kind == contract::document::DocumentKind::Regulation;
    let drills = one.kind == contract::document::DocumentKind::EmergencyPlan;
    let active = (!regulation).then(|| {
        let help = tr!(documents.withdraw_help);
        select(
            form,
            "active",
            tr!(documents.state),
            true,
            help,
            Signal::stored(holds),
        )
    });
    let fields = view! { <div class="form-grid">{details(form, move || drills)} {active}</div> };
    view::frame(
        form,
        submit,
        None,
        fields.into_any(),
        view::submit(form, tr!(common.save)),
    )
}
