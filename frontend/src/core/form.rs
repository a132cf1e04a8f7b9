//! A form's state, the same for every form: values as JSON, errors by pointer, drafts, merging after a 412.

use std::cell::RefCell;

use contract::Code;
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::check::FieldError;
use super::dom;
use super::http::{Answer, Failure};
use crate::tr;

type Values = Map<String, Value>;

thread_local!(static OPEN: RefCell<Vec<Form>> = const { RefCell::new(Vec::new()) });

/// What a field tells its form about itself.
#[derive(Clone)]
pub struct Known {
    pub name: &'static str,
    pub label: String,
    pub required: bool,
    /// Never written to a draft.
    pub secret: bool,
}

#[derive(Clone, Copy, PartialEq)]
pub struct Form {
    id: StoredValue<String>,
    number: u32,
    values: RwSignal<Values>,
    base: RwSignal<Values>,
    known: StoredValue<Vec<Known>>,
    pub errors: RwSignal<Vec<FieldError>>,
    pub failure: RwSignal<Option<Failure>>,
    pub busy: RwSignal<bool>,
    /// A draft of an earlier visit was put back.
    pub restored: RwSignal<bool>,
    /// What the merge with somebody else's change did.
    pub merged: RwSignal<Option<String>>,
    key: StoredValue<Uuid>,
}

impl Form {
    /// `id` names the draft; `start` are the values as stored.
    pub fn new(id: impl Into<String>, start: Value) -> Form {
        let id = id.into();
        let base = tidy(start);
        let draft = dom::read(dom::per_tab(), &draft_key(&id))
            .and_then(|text| serde_json::from_str::<Values>(&text).ok());
        let restored = draft.as_ref().is_some_and(|draft| *draft != base);
        let form = Form {
            id: StoredValue::new(id),
            number: dom::unique(),
            values: RwSignal::new(draft.unwrap_or_else(|| base.clone())),
            base: RwSignal::new(base),
            known: StoredValue::new(Vec::new()),
            errors: RwSignal::new(Vec::new()),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            restored: RwSignal::new(restored),
            merged: RwSignal::new(None),
            key: StoredValue::new(Uuid::new_v4()),
        };
        Effect::new(move || form.keep_draft());
        OPEN.with_borrow_mut(|open| open.push(form));
        on_cleanup(move || {
            OPEN.with_borrow_mut(|open| open.retain(|other| other.number != form.number))
        });
        form
    }

    pub fn know(self, field: Known) {
        self.known.update_value(|known| known.push(field));
    }

    /// Id of a field's control in the page.
    pub fn field_id(self, name: &str) -> String {
        format!("f{}-{}", self.number, name.replace('/', "-"))
    }

    pub fn summary_id(self) -> String {
        format!("f{}-summary", self.number)
    }

    /// Value under a name such as `email` or `private/address`; tracked.
    pub fn value(self, name: &str) -> Option<Value> {
        self.values.with(|values| at(values, name).cloned())
    }

    pub fn text(self, name: &str) -> String {
        self.value(name)
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Empty text clears the field.
    pub fn set(self, name: &str, value: impl Into<Value>) {
        let value = value.into();
        self.values.update(|values| put(values, name, value));
        self.errors
            .update(|errors| errors.retain(|error| error.pointer != format!("/{name}")));
    }

    pub fn error(self, name: &str) -> Option<String> {
        let pointer = format!("/{name}");
        self.errors.with(|errors| {
            errors
                .iter()
                .find(|error| error.pointer == pointer)
                .map(|error| error.text.clone())
        })
    }

    pub fn add_error(self, name: &str, text: &str) {
        self.errors.update(|errors| {
            errors.push(FieldError {
                pointer: format!("/{name}"),
                text: text.to_owned(),
            })
        });
    }

    pub fn dirty(self) -> bool {
        self.values
            .with(|values| self.base.with(|base| values != base))
    }

    /// Everything that has a value: the body of a POST.
    pub fn body(self) -> Value {
        Value::Object(self.values.get_untracked())
    }

    /// What differs from the stored values, cleared ones as `null`: a merge patch.
    pub fn patch(self) -> Value {
        let (values, base) = (self.values.get_untracked(), self.base.get_untracked());
        let mut patch = Values::new();
        for key in base.keys().filter(|key| !values.contains_key(*key)) {
            let cleared = if base[key].is_object() {
                Value::Object(Map::new())
            } else {
                Value::Null
            };
            patch.insert(key.clone(), cleared);
        }
        for (key, value) in values
            .iter()
            .filter(|(key, value)| base.get(*key) != Some(*value))
        {
            patch.insert(key.clone(), value.clone());
        }
        Value::Object(patch)
    }

    /// Checks, sends, and shows what went wrong; `done` runs on success only.
    pub fn submit<T: 'static, F: Future<Output = Answer<T>> + 'static>(
        self,
        body: Value,
        check: fn(&Value) -> Vec<FieldError>,
        send: impl FnOnce(Value, Uuid) -> F,
        done: impl FnOnce(T) + 'static,
    ) {
        if !self.ready(&body, check) {
            return;
        }
        let work = send(body, self.key.get_value());
        self.run(Box::pin(async move {
            let value = work.await?;
            let done: Box<dyn FnOnce()> = Box::new(move || done(value));
            Ok(done)
        }));
    }

    /// Whether the form may be sent; shows what is wrong otherwise.
    fn ready(self, body: &Value, check: fn(&Value) -> Vec<FieldError>) -> bool {
        if self.busy.get_untracked() {
            return false;
        }
        self.failure.set(None);
        let mut errors = self.absent();
        let also = check(body)
            .into_iter()
            .filter(|error| errors.iter().all(|other| other.pointer != error.pointer));
        errors.extend(also.collect::<Vec<_>>());
        let ready = errors.is_empty();
        self.errors.set(errors);
        if !ready {
            self.show_summary();
        }
        ready
    }

    fn run(self, work: LocalBoxFuture<'static, Answer<Box<dyn FnOnce()>>>) {
        self.busy.set(true);
        spawn_local(async move {
            let answer = work.await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(done) => {
                    self.key.set_value(Uuid::new_v4());
                    self.settle();
                    done();
                }
                Err(failure) => self.refuse(failure),
            }
        });
    }

    /// The stored values are what stands in the form now: nothing is unsaved.
    pub fn settle(self) {
        self.base.set(self.values.get_untracked());
        self.restored.set(false);
        self.merged.set(None);
        self.drop_draft();
    }

    /// Back to the stored values.
    pub fn discard(self) {
        self.values.set(self.base.get_untracked());
        self.errors.set(Vec::new());
        self.restored.set(false);
        self.drop_draft();
    }

    /// Takes somebody else's newer values as the base and keeps this person's changes on top.
    pub fn merge(self, latest: Value) {
        let (latest, base, mine) = (
            tidy(latest),
            self.base.get_untracked(),
            self.values.get_untracked(),
        );
        let mut merged = latest.clone();
        let mut both = Vec::new();
        let keys: Vec<&String> = base
            .keys()
            .chain(mine.keys().filter(|key| !base.contains_key(*key)))
            .collect();
        for key in keys {
            if mine.get(key) == base.get(key) {
                continue;
            }
            if latest.get(key) != base.get(key) {
                both.push(self.label(key));
            }
            match mine.get(key) {
                Some(value) => merged.insert(key.clone(), value.clone()),
                None => merged.remove(key),
            };
        }
        let note = if both.is_empty() {
            tr!(common.stale_merged_clean).to_owned()
        } else {
            tr!(common.stale_merged, fields = both.join("、")).to_string()
        };
        self.base.set(latest);
        self.values.set(merged);
        self.failure.set(None);
        self.merged.set(Some(note));
    }

    /// Shows a refusal: at the fields where it can, else above the form.
    pub fn refuse(self, failure: Failure) {
        if let Failure::Problem(problem) = &failure {
            self.errors
                .set(problem.errors.iter().map(FieldError::from).collect());
        }
        // After a network loss the same key goes out again, so nothing happens twice.
        if failure != Failure::Network {
            self.key.set_value(Uuid::new_v4());
        }
        self.failure.set(Some(failure));
        self.show_summary();
    }

    pub fn is_stale(self) -> bool {
        self.failure
            .with(|failure| failure.as_ref().and_then(Failure::code) == Some(Code::StaleVersion))
    }

    /// The record that a refusal was shown with, e.g. whoever came first.
    pub fn current<T: serde::de::DeserializeOwned>(self) -> Option<T> {
        self.failure.with(|failure| match failure {
            Some(Failure::Problem(problem)) => {
                let current = problem.current.clone()?;
                serde_json::from_value(current).ok()
            }
            _ => None,
        })
    }

    /// Label of the field that a pointer names, else the pointer.
    pub fn label(self, pointer: &str) -> String {
        let name = pointer.trim_start_matches('/');
        // `family/0/name` stands in the first row of a list.
        let row = name.split_once('/').and_then(|(list, rest)| {
            let index: usize = rest.split('/').next()?.parse().ok()?;
            Some((list, index + 1))
        });
        let named = |known: &[Known], name: &str| {
            let field = known.iter().find(|field| field.name == name);
            field.map(|field| field.label.clone())
        };
        self.known.with_value(|known| {
            let of_row = || row.and_then(|(list, n)| Some(format!("{} {n}", named(known, list)?)));
            named(known, name)
                .or_else(of_row)
                .unwrap_or_else(|| name.to_owned())
        })
    }

    fn absent(self) -> Vec<FieldError> {
        let values = self.values.get_untracked();
        self.known.with_value(|known| {
            known
                .iter()
                .filter(|field| field.required && at(&values, field.name).is_none())
                .map(|field| FieldError {
                    pointer: format!("/{}", field.name),
                    text: tr!(valid.required).into(),
                })
                .collect()
        })
    }

    fn show_summary(self) {
        let id = self.summary_id();
        // At once when it stands there: a jump later would move the page under a finger.
        spawn_local(async move {
            leptos::task::tick().await;
            dom::focus(&id);
        });
    }

    fn keep_draft(self) {
        let mut values = self.values.get();
        let key = draft_key(&self.id.get_value());
        if !self.dirty() {
            dom::write(dom::per_tab(), &key, None);
            return;
        }
        self.known.with_value(|known| {
            for field in known.iter().filter(|field| field.secret) {
                put(&mut values, field.name, Value::Null);
            }
        });
        dom::write(
            dom::per_tab(),
            &key,
            Some(&Value::Object(values).to_string()),
        );
    }

    fn drop_draft(self) {
        dom::write(dom::per_tab(), &draft_key(&self.id.get_value()), None);
    }
}

/// Whether any form on the page holds unsaved entries.
pub fn unsaved() -> bool {
    OPEN.with_borrow(|open| {
        open.iter().any(|form| {
            let values = form.values.try_get_untracked();
            values.is_some() && values != form.base.try_get_untracked()
        })
    })
}

/// The fields of `names` that a record has, as a form's start.
pub fn pick(record: &impl serde::Serialize, names: &[&str]) -> Value {
    let all = super::http::value(record);
    Value::Object(
        names
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), all.get(name)?.clone())))
            .collect(),
    )
}

fn draft_key(id: &str) -> String {
    format!("draft:{id}")
}

/// Without nulls, empty texts and empty objects: absent has one shape.
fn tidy(value: Value) -> Values {
    let Value::Object(mut map) = value else {
        return Values::new();
    };
    map.retain(|_, value| !empty(value));
    for value in map.values_mut().filter(|value| value.is_object()) {
        *value = Value::Object(tidy(value.take()));
    }
    map.retain(|_, value| !empty(value));
    map
}

fn empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

fn at<'a>(values: &'a Values, name: &str) -> Option<&'a Value> {
    match name.split_once('/') {
        Some((outer, inner)) => values.get(outer)?.as_object()?.get(inner),
        None => values.get(name),
    }
}

fn put(values: &mut Values, name: &str, value: Value) {
    if let Some((outer, inner)) = name.split_once('/') {
        let mut nested = match values.remove(outer) {
            Some(Value::Object(map)) => map,
            _ => Values::new(),
        };
        put(&mut nested, inner, value);
        if !nested.is_empty() {
            values.insert(outer.to_owned(), Value::Object(nested));
        }
    } else if empty(&value) {
        values.remove(name);
    } else {
        values.insert(name.to_owned(), value);
    }
}
