//! Wire words of enums (`active`, `zh-Hant`) as the database keeps them: the contract's own serde names, nothing else.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::{Error, StrDeserializer};

use crate::problem::{Answer, internal};

/// The wire word of a unit enum value.
pub fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        _ => String::new(),
    }
}

/// The value behind a stored word.
pub fn parse<T: DeserializeOwned>(text: &str) -> Answer<T> {
    let reader: StrDeserializer<'_, Error> = serde::de::IntoDeserializer::into_deserializer(text);
    T::deserialize(reader).map_err(internal)
}
