//! The organization as a picture on wide screens and as an unfoldable list everywhere.

use contract::employee::PersonRef;
use contract::org_tree::{OrgArea, OrgTeam, OrgTree};
use leptos::prelude::*;

use super::picture;
use crate::components::record::show;
use crate::components::{badge, page, person};
use crate::core::http;
use crate::core::remote::Remote;
use crate::core::routes::Route;
use crate::tr;

pub fn page() -> AnyView {
    let tree = Remote::new(|| http::get::<OrgTree>("/org-tree"));
    page::page(
        Route::OrgTree,
        tr!(org.tree),
        tr!(org.tree_sub),
        ().into_any(),
        show(tree, view),
    )
}

fn view(tree: OrgTree) -> AnyView {
    let teams = || {
        tree.areas
            .iter()
            .flat_map(|area| &area.teams)
            .chain(&tree.teams)
    };
    let people: usize = teams()
        .map(|team| team.members.len() + usize::from(team.lead.is_some()))
        .sum::<usize>()
        + tree
            .areas
            .iter()
            .filter(|area| area.deputy.is_some())
            .count()
        + usize::from(tree.manager.is_some());
    let stat = |text: &'static str, count: i64| view! { <div class="stat"><span class="small muted">{text}</span><b>{count}</b></div> };
    view! {
        <div class="stack">
            <section class="card"><div class="card-body stats">
                {stat(tr!(org.people_count), people as i64)}
                {stat(tr!(org.teams), teams().count() as i64)}
                {stat(tr!(org.teams_without_lead), tree.vacancies.teams_without_lead)}
                {stat(tr!(org.areas_without_deputy), tree.vacancies.areas_without_deputy)}
            </div></section>
            <section class="card picture-card"><div class="card-body">{picture::picture(&tree)}</div></section>
            {page::card(tr!(org.tree_list), ().into_any(), view! { <div class="card-body tree">{list(&tree)}</div> }.into_any())}
        </div>
    }
    .into_any()
}

/// The same facts as the picture, for phones and screen readers.
fn list(tree: &OrgTree) -> AnyView {
    view! {
        <details open=true>
            <summary><strong>{tree.name.clone()}</strong> {seat(tr!(org.manager), tree.manager.as_ref())}</summary>
            {tree.areas.iter().map(area).collect_view()}
            {tree.teams.iter().map(team).collect_view()}
        </details>
    }
    .into_any()
}

fn area(area: &OrgArea) -> AnyView {
    view! {
        <details open=true>
            <summary><strong>{area.name.clone()}</strong> {seat(tr!(org.deputy), area.deputy.as_ref())}</summary>
            {area.teams.iter().map(team).collect_view()}
        </details>
    }
    .into_any()
}

fn team(team: &OrgTeam) -> AnyView {
    view! {
        <details>
            <summary>
                <span>{team.name.clone()}</span> {seat(tr!(org.lead), team.lead.as_ref())}
                <span class="small muted">{tr!(org.member_count, n = team.members.len()).to_string()}</span>
            </summary>
            {team.members.iter().map(|one| view! { <div class="leaf">{person::link(one)} <span class="small muted num">{one.number.clone()}</span></div> }).collect_view()}
            <div class="leaf"><a href=Route::Team(team.id).path()>{tr!(common.open)}</a></div>
        </details>
    }
    .into_any()
}

fn seat(role: &'static str, holder: Option<&PersonRef>) -> AnyView {
    match holder {
        Some(one) => {
            view! { <span class="small muted">{format!("{role}：{}", one.name)}</span> }.into_any()
        }
        None => badge::badge(format!("{role}：{}", tr!(org.vacant)), "warn"),
    }
}
