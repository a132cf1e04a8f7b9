//! Service in figures: a strip above the list, and tables by category, team and month.

use contract::service::{ServiceFigures, ServiceSummary};
use leptos::prelude::*;

use crate::components::page::card;
use crate::components::record::show;
use crate::components::url_state::UrlState;
use crate::core::http;
use crate::core::remote::Remote;
use crate::tr;

pub fn load(url: UrlState) -> Remote<ServiceSummary> {
    let chosen = url.filters(&["kind", "team_id"]);
    Remote::new(move || {
        let query = http::query(&chosen.get());
        http::get::<ServiceSummary>(format!("/service-requests/summary{query}"))
    })
}

/// A figure to two places at most, or a dash.
fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| value.to_string())
}

pub fn strip(summary: Remote<ServiceSummary>) -> AnyView {
    let stat = |label: &'static str, value: String, tone: &'static str| {
        view! { <div class=format!("stat {tone}")><b>{value}</b><span class="small muted">{label}</span></div> }
    };
    show(summary, move |summary| {
        let total = &summary.total;
        let late = if total.overdue > 0 { "warn" } else { "good" };
        let rated = tr!(services.satisfaction_of, n = total.rated).to_string();
        let content = number(total.satisfaction);
        view! {
            <section class="card"><div class="stats strip" data-testid="service-figures">
                {stat(tr!(services.waiting), total.waiting.to_string(), "")}
                {stat(tr!(services.overdue), total.overdue.to_string(), late)}
                <div class="stat"><b>{content}</b><span class="small muted">{rated}</span></div>
                {stat(tr!(services.median_days), number(total.median_days), "")}
                {stat(tr!(services.opened_year), total.opened.to_string(), "")}
            </div></section>
        }
        .into_any()
    })
}

/// By category, team and month.
pub fn all(summary: Remote<ServiceSummary>) -> AnyView {
    show(summary, |summary| {
        let categories = summary.categories.into_iter();
        let categories = categories.map(|one| (one.category.name, one.figures));
        let none = || tr!(services.no_team).to_owned();
        let teams = summary.teams.into_iter();
        let teams = teams.map(|one| (one.name.unwrap_or_else(none), one.figures));
        let months = summary.months.into_iter().rev();
        let months = months.map(|one| (one.month, one.figures));
        view! {
            <div class="stack" data-testid="service-tables">
                {table(tr!(services.by_category), tr!(services.category), categories.collect())}
                {table(tr!(services.by_team), tr!(people.team), teams.collect())}
                {table(tr!(services.by_month), tr!(services.month), months.collect())}
            </div>
        }
        .into_any()
    })
}

fn table(title: &'static str, first: &'static str, rows: Vec<(String, ServiceFigures)>) -> AnyView {
    let row = |(name, figures): (String, ServiceFigures)| {
        let content = number(figures.satisfaction);
        view! {
            <tr role="row">
                <td role="cell" data-label=first><strong>{name}</strong></td>
                <td role="cell" class="num" data-label=tr!(services.opened)>{figures.opened}</td>
                <td role="cell" class="num" data-label=tr!(services.waiting)>{figures.waiting}</td>
                <td role="cell" class="num" data-label=tr!(services.overdue)>{figures.overdue}</td>
                <td role="cell" class="num" data-label=tr!(services.median_days)>{number(figures.median_days)}</td>
                <td role="cell" class="num nowrap" data-label=tr!(services.satisfaction)>{content} " " <span class="muted small">"(" {figures.rated} ")"</span></td>
            </tr>
        }
    };
    let head = |text: &'static str, class: &'static str| {
        view! { <th scope="col" role="columnheader" class=class>{text}</th> }
    };
    let body = view! {
        <div class="table-card"><table class="table cards" role="table">
            <caption class="sr">{title}</caption>
            <thead role="rowgroup"><tr role="row">
                {head(first, "")}
                {head(tr!(services.opened), "num")}
                {head(tr!(services.waiting), "num")}
                {head(tr!(services.overdue), "num")}
                {head(tr!(services.median_days), "num")}
                {head(tr!(services.satisfaction), "num")}
            </tr></thead>
            <tbody role="rowgroup">{rows.into_iter().map(row).collect_view()}</tbody>
        </table></div>
    };
    card(title, ().into_any(), body.into_any())
}
