//! Query strings: unknown or malformed parameters are refused with 400 and their name.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::{DateTime, NaiveDate, Utc};
use contract::{Code, valid};
use serde::de::DeserializeOwned;

use super::path::{Extracted, extracted};
use crate::problem::{Answer, Refusal};

pub struct Query<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Query<T> {
    type Error = actix_web::Error;
    type Future = Extracted<Self>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        extracted(req, parse(req.query_string()).map(Query))
    }
}

fn parse<T: DeserializeOwned>(text: &str) -> Answer<T> {
    let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(text)
        .map_err(|_| Refusal::new(Code::UnknownParameter))?;
    // Sent empty (`?q=`) means not sent; sent twice means nothing sensible.
    let mut kept: Vec<(String, String)> = Vec::new();
    for (name, value) in pairs.into_inner() {
        if kept.iter().any(|(n, _)| *n == name) {
            return Err(Refusal::new(Code::UnknownParameter).field(name, "duplicate_field", ""));
        }
        if value.chars().any(char::is_control) {
            return Err(Refusal::new(Code::UnknownParameter).field(name, "control_character", ""));
        }
        if !value.is_empty() {
            kept.push((name, value));
        }
    }
    let pairs = kept.into_iter().map(|(n, v)| (n, Text(v)));
    let reader = serde::de::value::MapDeserializer::<_, serde::de::value::Error>::new(pairs);
    let mut track = serde_path_to_error::Track::new();
    let reader = serde_path_to_error::Deserializer::new(reader, &mut track);
    T::deserialize(reader).map_err(|error| {
        let text = error.to_string();
        if text == BEYOND {
            let (first, last) = valid::DAYS;
            return Refusal::new(Code::UnknownParameter).field(
                track.path().to_string(),
                "range",
                format!("{first}-01-01 … {last}-12-31"),
            );
        }
        let unknown = text.starts_with("unknown field");
        let name = if unknown {
            text.split('`').nth(1).unwrap_or_default().to_owned()
        } else {
            track.path().to_string()
        };
        Refusal::new(Code::UnknownParameter).field(
            name,
            if unknown { "unknown_field" } else { "type" },
            text.split(", expected ")
                .nth(1)
                .unwrap_or_default()
                .trim_start_matches("one of "),
        )
    })
}

/// For operations that take no parameters at all.
pub fn none(text: &str) -> Answer<()> {
    match text.split(['&', '=']).next().unwrap_or_default() {
        "" => Ok(()),
        name => Err(Refusal::new(Code::UnknownParameter).field(name, "unknown_field", "")),
    }
}

/// A parameter's text, read as whatever the field asks for.
struct Text(String);

/// What a day or an instant far from ours is refused with.
const BEYOND: &str = "beyond the days that anything is about";

/// Is it a day, or an instant, before the first or after the last that anything is about?
fn beyond(text: &str) -> bool {
    let instant = || Some(text.parse::<DateTime<Utc>>().ok()?.date_naive());
    let day = text.parse::<NaiveDate>().ok().or_else(instant);
    day.is_some_and(|day| valid::date(&day).is_err())
}

impl<'de> serde::de::IntoDeserializer<'de, serde::de::value::Error> for Text {
    type Deserializer = Text;
    fn into_deserializer(self) -> Text {
        self
    }
}

macro_rules! parsed {
    ($($method:ident $visit:ident $t:ty),*) => {$(
        fn $method<V: serde::de::Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            match self.0.parse::<$t>() {
                Ok(value) => visitor.$visit(value),
                Err(error) => Err(serde::de::Error::custom(error)),
            }
        }
    )*};
}

impl<'de> serde::Deserializer<'de> for Text {
    type Error = serde::de::value::Error;

    parsed!(deserialize_bool visit_bool bool, deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64,
        deserialize_i32 visit_i32 i32, deserialize_i64 visit_i64 i64);

    fn deserialize_any<V: serde::de::Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_string(self.0)
    }

    /// Days, instants and ids ask for this; plain text asks for a string.
    fn deserialize_str<V: serde::de::Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match beyond(&self.0) {
            true => Err(serde::de::Error::custom(BEYOND)),
            false => visitor.visit_string(self.0),
        }
    }

    fn deserialize_option<V: serde::de::Visitor<'de>>(
        self,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: serde::de::Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_enum(serde::de::value::StringDeserializer::new(self.0))
    }

    fn deserialize_newtype_struct<V: serde::de::Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 u8 u16 f32 f64 char string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any i128 u128
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::employee::EmployeeQuery;

    #[test]
    fn values_are_read_by_their_fields_type() {
        let q: EmployeeQuery =
            parse("limit=5&status=active&q=%E9%99%B3&updated_after=2026-01-01T00:00:00Z&cursor=")
                .unwrap();
        assert_eq!(
            (q.limit, q.q.as_deref(), q.cursor),
            (Some(5), Some("陳"), None)
        );
        assert!(q.updated_after.is_some());
    }

    #[test]
    fn days_and_instants_far_from_ours_are_refused_and_text_that_looks_like_one_is_text() {
        use contract::leave::LeaveRequestQuery;
        for (text, name) in [
            ("from=-262143-01-02", "from"),
            ("to=%2B262142-12-31", "to"),
            ("from=1899-12-31", "from"),
            ("updated_after=2201-01-01T00:00:00Z", "updated_after"),
        ] {
            let refusal = parse::<LeaveRequestQuery>(text).unwrap_err();
            let error = &refusal.errors()[0];
            assert_eq!(
                (error.pointer.as_str(), error.code.as_str()),
                (name, "range"),
                "{text}"
            );
        }
        assert!(parse::<LeaveRequestQuery>("from=1900-01-01&to=2200-12-31").is_ok());
        assert!(parse::<EmployeeQuery>("q=-262143-01-02").is_ok());
    }

    #[test]
    fn unknown_malformed_and_repeated_parameters_are_named() {
        for (text, name) in [
            ("colour=red", "colour"),
            ("limit=x", "limit"),
            ("status=asleep", "status"),
            ("q=a&q=b", "q"),
        ] {
            let refusal = parse::<EmployeeQuery>(text).unwrap_err();
            assert_eq!(refusal.code(), Code::UnknownParameter, "{text}");
            assert_eq!(refusal.errors()[0].pointer, name, "{text}");
        }
    }
}
