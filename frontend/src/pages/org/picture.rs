//! The chart itself: an SVG laid out from the number of teams; no panning, it scales with the page.

use contract::employee::PersonRef;
use contract::org_tree::{OrgTeam, OrgTree};
use leptos::prelude::*;

use crate::core::routes::Route;
use crate::tr;

const WIDTH: f64 = 1120.0;
const BOX: (f64, f64) = (148.0, 50.0);
const GAP: f64 = 14.0;

/// A column per area (and one for teams outside of them), its teams below each other.
struct Column<'a> {
    name: String,
    holder: Option<&'a PersonRef>,
    path: Option<String>,
    teams: &'a [OrgTeam],
}

pub fn picture(tree: &OrgTree) -> AnyView {
    let mut columns: Vec<Column> = tree
        .areas
        .iter()
        .map(|area| Column {
            name: area.name.clone(),
            holder: area.deputy.as_ref(),
            path: Some(Route::Area(area.id).path()),
            teams: &area.teams,
        })
        .collect();
    if !tree.teams.is_empty() {
        columns.push(Column {
            name: tr!(org.no_area).into(),
            holder: None,
            path: None,
            teams: &tree.teams,
        });
    }
    let slot = (WIDTH / columns.len().max(1) as f64).max(BOX.0 + GAP);
    let width = slot * columns.len().max(1) as f64;
    // As many teams side by side as a column has room for.
    let across = ((slot - GAP) / (BOX.0 + GAP)).floor().max(1.0) as usize;
    let deepest = columns
        .iter()
        .map(|column| column.teams.len().div_ceil(across))
        .max()
        .unwrap_or(0);
    let height = 210.0 + deepest as f64 * (BOX.1 + GAP + 8.0);
    let top = width / 2.0;
    let mut parts = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        let x = slot * (index as f64 + 0.5);
        parts.push(edge(top, 20.0 + BOX.1, x, 120.0));
        parts.extend(below(column, x, across));
        let holder = column
            .path
            .as_ref()
            .map(|_| who(column.holder))
            .unwrap_or_default();
        let vacant = column.path.is_some() && column.holder.is_none();
        parts.push(node(
            x,
            120.0,
            &column.name,
            &holder,
            if vacant { "node vacant" } else { "node area" },
            column.path.clone(),
        ));
    }
    let manager = tree
        .manager
        .as_ref()
        .map(|one| Route::Employee(one.id).path());
    parts.push(node(
        top,
        20.0,
        &tree.name,
        &who(tree.manager.as_ref()),
        "node top",
        manager,
    ));
    view! {
        <svg class="org-picture" viewBox=format!("0 0 {width} {height}") role="group" aria-label=tr!(org.tree_picture)>{parts}</svg>
    }
    .into_any()
}

fn below(column: &Column, x: f64, across: usize) -> Vec<AnyView> {
    let mut parts = Vec::new();
    let across = across.min(column.teams.len()).max(1);
    let left = x - (across as f64 - 1.0) * (BOX.0 + GAP) / 2.0;
    for (index, team) in column.teams.iter().enumerate() {
        let tx = left + (index % across) as f64 * (BOX.0 + GAP);
        let ty = 210.0 + (index / across) as f64 * (BOX.1 + GAP + 8.0);
        if index < across {
            parts.push(edge(x, 120.0 + BOX.1, tx, ty));
        }
        let count = team.members.len() + usize::from(team.lead.is_some());
        let second = format!(
            "{} · {}",
            who(team.lead.as_ref()),
            tr!(org.member_count, n = count)
        );
        let class = if team.lead.is_none() {
            "node vacant"
        } else {
            "node"
        };
        parts.push(node(
            tx,
            ty,
            &team.name,
            &second,
            class,
            Some(Route::Team(team.id).path()),
        ));
    }
    parts
}

fn who(holder: Option<&PersonRef>) -> String {
    holder.map_or_else(|| tr!(org.vacant).to_owned(), |one| one.name.clone())
}

fn edge(x1: f64, y1: f64, x2: f64, y2: f64) -> AnyView {
    let middle = (y1 + y2) / 2.0;
    view! { <path class="edge" d=format!("M{x1} {y1}V{middle}H{x2}V{y2}") /> }.into_any()
}

fn node(
    x: f64,
    y: f64,
    name: &str,
    second: &str,
    class: &'static str,
    path: Option<String>,
) -> AnyView {
    let (first_y, second_y) = if second.is_empty() {
        (y + 30.0, y)
    } else {
        (y + 21.0, y + 38.0)
    };
    let inside = view! {
        <g class=class>
            <rect x=x - BOX.0 / 2.0 y=y width=BOX.0 height=BOX.1 rx="9" />
            <text x=x y=first_y text-anchor="middle">{short(name)}</text>
            <text class="sub" x=x y=second_y text-anchor="middle">{short(second)}</text>
        </g>
    };
    match path {
        Some(path) => leptos::svg::a()
            .attr("href", path)
            .attr("aria-label", format!("{name} {second}"))
            .child(inside)
            .into_any(),
        None => inside.into_any(),
    }
}

/// Keeps a text inside its box.
fn short(text: &str) -> String {
    let wide = |c: char| if c.is_ascii() { 1 } else { 2 };
    let mut room = 22;
    let fits = text.chars().take_while(|c| {
        room -= wide(*c);
        room >= 0
    });
    let kept: String = fits.collect();
    if kept.len() < text.len() {
        format!("{kept}…")
    } else {
        kept
    }
}
