//! What the columns of a file mean: those whose names say it are known, the others are told by hand.

use leptos::prelude::*;

use super::import::Columns;
use crate::tr;

/// A column of the file.
#[derive(Clone, PartialEq)]
pub struct Told {
    theirs: String,
    /// What stands in the first row, to tell it by.
    first: String,
    /// Ours; empty where it is left out, nothing where nobody has said yet.
    ours: Option<String>,
}

pub fn read(file: &str, columns: Columns) -> Vec<Told> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(file.trim_start_matches('\u{feff}').as_bytes());
    let mut records = reader.records();
    let (Some(Ok(header)), first) = (records.next(), records.next()) else {
        return Vec::new();
    };
    let first = first.and_then(Result::ok).unwrap_or_default();
    let one = |(n, theirs): (usize, &str)| Told {
        theirs: theirs.trim().to_owned(),
        first: first.get(n).unwrap_or_default().to_owned(),
        ours: (columns.known)(theirs).map(str::to_owned),
    };
    header.iter().enumerate().map(one).collect()
}

pub fn all_known(all: &[Told]) -> bool {
    all.iter().all(|one| one.ours.is_some())
}

/// As the server takes it: a line of CSV, each column with ours.
pub fn query(all: &[Told]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let pair = |one: &Told| format!("{}={}", one.theirs, one.ours.as_deref().unwrap_or_default());
    let written = writer.write_record(all.iter().map(pair)).is_ok();
    let line = writer.into_inner().unwrap_or_default();
    let line = String::from_utf8(line).unwrap_or_default();
    match written {
        true => format!("&columns={}", js_sys::encode_uri_component(line.trim_end())),
        false => String::new(),
    }
}

pub fn table(told: RwSignal<Vec<Told>>, columns: Columns) -> AnyView {
    let ours = StoredValue::new((columns.ours)());
    let rows = move || {
        let row = |(n, one): (usize, Told)| {
            let id = format!("import-column-{n}");
            let set = move |ours: String| {
                told.update(|all| {
                    if let Some(one) = all.get_mut(n) {
                        one.ours = Some(ours);
                    }
                });
            };
            let chosen = one.ours.unwrap_or_default();
            let none = chosen.is_empty();
            let option = move |(value, label): (String, String)| {
                let mine = value == chosen;
                view! { <option value=value selected=mine>{label}</option> }
            };
            view! {
                <li class="import-column">
                    <label class="grow two-lines" for=id.clone()><strong>{one.theirs}</strong><small>{one.first}</small></label>
                    <select id=id class="input" data-testid=format!("column-{n}") on:change=move |event| set(event_target_value(&event))>
                        <option value="" selected=none>{tr!(people.import_left_out)}</option>
                        {ours.get_value().into_iter().map(option).collect_view()}
                    </select>
                </li>
            }
        };
        told.get().into_iter().enumerate().map(row).collect_view()
    };
    let any = move || told.with(|all| !all.is_empty());
    view! {
        {move || any().then(|| view! {
            <section class="stack tight" data-testid="import-columns">
                <h3 class="small">{tr!(people.import_columns)}</h3>
                <ul class="rows flush">{rows}</ul>
            </section>
        })}
    }
    .into_any()
}
