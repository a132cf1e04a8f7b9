//! The contract's validation rules, run before anything is sent, worded in the current language.

use contract::{FieldProblem, field_code};
use serde::de::DeserializeOwned;
use serde_json::Value;
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use crate::core::locale;
use crate::tr;

/// One field at fault: JSON pointer into the body, and what to do.
#[derive(Clone, PartialEq)]
pub struct FieldError {
    pub pointer: String,
    pub text: String,
}

impl From<&FieldProblem> for FieldError {
    fn from(problem: &FieldProblem) -> Self {
        FieldError {
            pointer: problem.pointer.clone(),
            text: problem.detail.clone(),
        }
    }
}

/// Everything that the type `T` has against `body`.
pub fn check<T: DeserializeOwned + Validate>(body: &Value) -> Vec<FieldError> {
    match serde_json::from_value::<T>(body.clone()) {
        Ok(value) => value
            .validate()
            .err()
            .map(|errors| told(&errors))
            .unwrap_or_default(),
        Err(error) => vec![unreadable(&error.to_string())],
    }
}

fn told(errors: &ValidationErrors) -> Vec<FieldError> {
    let mut found = Vec::new();
    collect(errors, "", &mut found);
    found
}

fn collect(errors: &ValidationErrors, prefix: &str, found: &mut Vec<FieldError>) {
    for (name, kind) in errors.errors() {
        let pointer = format!("{prefix}/{name}");
        match kind {
            ValidationErrorsKind::Struct(inner) => collect(inner, &pointer, found),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    collect(inner, &format!("{pointer}/{index}"), found);
                }
            }
            ValidationErrorsKind::Field(list) => {
                if let Some(first) = list.first() {
                    found.push(FieldError {
                        pointer,
                        text: worded(first),
                    });
                }
            }
        }
    }
}

fn worded(error: &ValidationError) -> String {
    let number = |name: &'static str| error.params.get(name).map(ToString::to_string);
    match error.code.as_ref() {
        "length" => match (number("equal"), number("min"), number("max")) {
            (Some(n), _, _) => tr!(valid.length_equal, n = n).to_string(),
            (_, Some(min), _) if too_short(error, &min) => match min.as_str() {
                "1" => tr!(valid.required).into(),
                _ => tr!(valid.length_min, min = min).to_string(),
            },
            (_, _, Some(max)) => tr!(valid.length_max, max = max).to_string(),
            _ => tr!(valid.wrong).into(),
        },
        "required" => tr!(valid.required).into(),
        "range" => tr!(valid.range).into(),
        // The server's own words for it.
        code => field_code::text(code).map_or_else(
            || tr!(valid.wrong).into(),
            |text| text.get(locale::current()).to_owned(),
        ),
    }
}

fn too_short(error: &ValidationError, min: &str) -> bool {
    let length = error.params.get("value").map(|value| match value {
        Value::String(text) => text.chars().count(),
        Value::Array(items) => items.len(),
        _ => 0,
    });
    length
        .zip(min.parse().ok())
        .is_some_and(|(length, min): (usize, usize)| length < min)
}

/// A body that doesn't fit the type: an absent field, mostly.
fn unreadable(message: &str) -> FieldError {
    let field = message
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next());
    match field {
        Some(field) => FieldError {
            pointer: format!("/{field}"),
            text: tr!(valid.required).into(),
        },
        None => FieldError {
            pointer: String::new(),
            text: format!("{} ({message})", tr!(valid.wrong)),
        },
    }
}
