//! Lists inside a form: family members, policies and needs, each a group of small fields, kept as a JSON array.

use leptos::prelude::*;
use serde_json::{Map, Value, json};

use super::words;
use crate::components::icon::{Icon, icon, small};
use crate::core::dom;
use crate::core::form::{Form, Known};
use crate::core::session::use_session;
use crate::tr;

/// An input whose text is an amount; on the wire it is money.
const MONEY: &str = "number";

type Cells = Map<String, Value>;

#[derive(Clone)]
struct Input {
    key: &'static str,
    label: &'static str,
    kind: &'static str,
    /// Of a closed list; a select then.
    options: Vec<(String, String)>,
    /// May be left open.
    open: bool,
}

#[derive(Clone, Copy)]
struct Row {
    id: u32,
    cells: RwSignal<Cells>,
}

#[derive(Clone, Copy)]
struct Rows {
    form: Form,
    name: &'static str,
    all: RwSignal<Vec<Row>>,
    inputs: StoredValue<Vec<Input>>,
    currency: StoredValue<String>,
}

pub fn family(form: Form) -> AnyView {
    let inputs = vec![
        input("name", tr!(customers.name), "text"),
        pick(
            "relation",
            tr!(customers.relation),
            words::relations(),
            false,
        ),
        input("birthday", tr!(customers.birthday), "date"),
        input("occupation", tr!(customers.occupation), "text"),
    ];
    let first = json!({ "relation": "spouse" });
    section(
        form,
        "family",
        (tr!(customers.family), tr!(customers.family_add)),
        inputs,
        first,
    )
}

pub fn needs(form: Form) -> AnyView {
    let inputs = vec![
        pick("kind", tr!(customers.need), words::needs(), false),
        input("cover", tr!(customers.need_cover), MONEY),
        input("wanted_by", tr!(customers.need_wanted_by), "date"),
        pick(
            "state",
            tr!(customers.need_state),
            words::need_states(),
            false,
        ),
        input("note", tr!(customers.need_note), "text"),
    ];
    let first = json!({ "kind": "life", "state": "open" });
    section(
        form,
        "protection_needs",
        (tr!(customers.needs), tr!(customers.need_add)),
        inputs,
        first,
    )
}

pub fn policies(form: Form) -> AnyView {
    let inputs = vec![
        input("product", tr!(customers.product), "text"),
        input("insurer", tr!(customers.insurer), "text"),
        input("number", tr!(customers.policy_number), "text"),
        input("premium", tr!(customers.premium), MONEY),
        pick("paid", tr!(customers.paid), words::terms(), true),
        input("due_on", tr!(customers.due_on), "date"),
        pick("state", tr!(customers.policy_state), words::states(), false),
    ];
    let first = json!({ "state": "in_force" });
    section(
        form,
        "policies",
        (tr!(customers.policies), tr!(customers.policy_add)),
        inputs,
        first,
    )
}

fn input(key: &'static str, label: &'static str, kind: &'static str) -> Input {
    Input {
        key,
        label,
        kind,
        options: Vec::new(),
        open: true,
    }
}

fn pick(
    key: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    open: bool,
) -> Input {
    Input {
        options,
        open,
        ..input(key, label, "select")
    }
}

fn section(
    form: Form,
    name: &'static str,
    (title, add): (&'static str, &'static str),
    inputs: Vec<Input>,
    first: Value,
) -> AnyView {
    form.know(Known {
        name,
        label: title.to_owned(),
        required: false,
        secret: false,
    });
    let session = use_session();
    let currency = untrack(move || session.me().map(|me| me.currency.clone()));
    let rows = Rows {
        form,
        name,
        all: RwSignal::new(Vec::new()),
        inputs: StoredValue::new(inputs),
        currency: StoredValue::new(currency.unwrap_or_default()),
    };
    // Rows live as long as the form, not as what has made them.
    let owner = StoredValue::new(Owner::current().unwrap_or_default());
    // The form may change by itself: a draft put back, a merge, a discard.
    Effect::new(move || {
        let now = form.value(name).unwrap_or_else(|| json!([]));
        if now != rows.packed() {
            let all = now.as_array().cloned().unwrap_or_default();
            let all = owner.with_value(|owner| owner.with(|| all.into_iter().map(row).collect()));
            rows.all.set(all);
        }
    });
    let first = StoredValue::new(first);
    let more = move |_| {
        let new = owner.with_value(|owner| owner.with(|| row(first.get_value())));
        rows.all.update(|all| all.push(new));
        rows.store();
    };
    view! {
        <section class="card" data-testid=format!("rows-{name}")>
            <div class="card-head">
                <h2>{title}</h2>
                <button type="button" class="btn small" data-testid=format!("add-{name}") on:click=more>{icon(Icon::Plus)} {add}</button>
            </div>
            <For each=move || rows.all.get() key=|row| row.id let:one>{group(rows, one)}</For>
        </section>
    }
    .into_any()
}

fn row(value: Value) -> Row {
    let mut cells = value.as_object().cloned().unwrap_or_default();
    cells.retain(|_, cell| !cell.is_null());
    let amount = |cell: &Value| cell.get("amount").and_then(Value::as_i64);
    let sums: Vec<(String, i64)> = cells
        .iter()
        .filter_map(|(key, cell)| Some((key.clone(), amount(cell)?)))
        .collect();
    for (key, minor) in sums {
        let text = match minor % 100 {
            0 => (minor / 100).to_string(),
            rest => format!("{}.{rest:02}", minor / 100),
        };
        let money = cells.insert(key.clone(), Value::from(text));
        let currency = money.and_then(|m| m.get("currency").cloned());
        cells.insert(currency_of(&key), currency.unwrap_or_default());
    }
    Row {
        id: dom::unique(),
        cells: RwSignal::new(cells),
    }
}

/// Where an amount's own currency is kept beside it.
fn currency_of(key: &str) -> String {
    format!("{key}_currency")
}

impl Rows {
    fn store(self) {
        self.form.set(self.name, self.packed());
    }

    /// The rows as the server takes them: every key, `null` where nothing stands.
    fn packed(self) -> Value {
        let one = |row: &Row| row.cells.with_untracked(|cells| self.pack(cells));
        Value::from(
            self.all
                .with_untracked(|all| all.iter().map(one).collect::<Vec<_>>()),
        )
    }

    fn pack(self, cells: &Cells) -> Value {
        let mut out = Map::new();
        self.inputs.with_value(|inputs| {
            for input in inputs {
                let text = cells
                    .get(input.key)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .trim();
                let value = match text {
                    "" if ["name", "product", "insurer"].contains(&input.key) => Value::from(""),
                    "" => Value::Null,
                    text if input.kind == MONEY => {
                        let own = cells.get(&currency_of(input.key)).and_then(Value::as_str);
                        let currency = own.map_or_else(|| self.currency.get_value(), str::to_owned);
                        // What is no amount goes as it is, and is refused.
                        let amount = words::minor(text).map_or(Value::from(text), Value::from);
                        json!({ "amount": amount, "currency": currency })
                    }
                    text => Value::from(text),
                };
                out.insert(input.key.to_owned(), value);
            }
        });
        Value::Object(out)
    }

    fn place(self, id: u32) -> usize {
        self.all
            .with(|all| all.iter().position(|row| row.id == id).unwrap_or_default())
    }
}

fn group(rows: Rows, row: Row) -> AnyView {
    let number = move || rows.place(row.id) + 1;
    let gone = move |_| {
        rows.all
            .update(|all| all.retain(|other| other.id != row.id));
        rows.store();
    };
    let controls = rows.inputs.with_value(|inputs| {
        inputs
            .iter()
            .cloned()
            .map(|one| control(rows, row, one))
            .collect_view()
    });
    view! {
        <div class="card-body stack" role="group" aria-label=move || tr!(customers.row, n = number()).to_string()>
            <div class="form-grid">{controls}</div>
            <div>
                <button type="button" class="btn quiet small" aria-label=move || tr!(customers.remove_row, n = number()).to_string() on:click=gone>
                    {small(Icon::Trash)} {tr!(common.remove)}
                </button>
            </div>
        </div>
    }
    .into_any()
}

fn control(rows: Rows, row: Row, input: Input) -> AnyView {
    let (form, key) = (rows.form, input.key);
    let pointer = move || format!("{}/{}/{key}", rows.name, rows.place(row.id));
    let id = move || form.field_id(&pointer());
    let error = move || form.error(&pointer());
    let text = move || {
        row.cells.with(|cells| {
            cells
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        })
    };
    let set = move |text: String| {
        row.cells.update(|cells| {
            cells.insert(key.to_owned(), Value::from(text));
        });
        rows.store();
    };
    let invalid = move || error().map(|_| "true");
    let control = if input.options.is_empty() {
        view! {
            <input
                id=id class="input" type=input.kind autocomplete="off" step=(input.kind == MONEY).then_some("0.01") min=(input.kind == MONEY).then_some("0")
                aria-invalid=invalid data-testid=format!("{}-{key}", rows.name)
                prop:value=text on:input=move |event| set(event_target_value(&event))
            />
        }
        .into_any()
    } else {
        let option = move |(value, label): (String, String)| {
            let mine = value.clone();
            view! { <option value=value selected=move || text() == mine>{label}</option> }
        };
        view! {
            <select id=id class="input" aria-invalid=invalid data-testid=format!("{}-{key}", rows.name) on:change=move |event| set(event_target_value(&event))>
                {input.open.then(|| view! { <option value="" selected=move || text().is_empty()>{tr!(common.nothing_chosen)}</option> })}
                {input.options.into_iter().map(option).collect_view()}
            </select>
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=id>{input.label}</label>
            {control}
            {move || error().map(|text| view! { <p class="error">{icon(Icon::Alert)}<span>{text}</span></p> })}
        </div>
    }
    .into_any()
}
