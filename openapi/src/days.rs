//! Lengths of leave: whole and half days, exact. On the wire a number that is a multiple of 0.5; inside, half-days.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Half-days; `Days(3)` is 1.5 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Days(pub i64);

impl Days {
    pub const ZERO: Days = Days(0);

    pub const fn whole(days: i64) -> Days {
        Days(days * 2)
    }

    pub fn half_days(self) -> i64 {
        self.0
    }
}

/// `1.5`, `2`: without a fraction where there is none.
impl std::fmt::Display for Days {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (sign, n) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        match n % 2 {
            0 => write!(f, "{sign}{}", n / 2),
            _ => write!(f, "{sign}{}.5", n / 2),
        }
    }
}

impl Serialize for Days {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 2 == 0 {
            serializer.serialize_i64(self.0 / 2)
        } else {
            // Halves are exact in binary.
            serializer.serialize_f64(self.0 as f64 / 2.0)
        }
    }
}

impl<'de> Deserialize<'de> for Days {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Days, D::Error> {
        let days = f64::deserialize(deserializer)?;
        let doubled = days * 2.0;
        if doubled.fract() != 0.0 || doubled.abs() > 20_000.0 {
            return Err(serde::de::Error::custom(
                "not a number of days, expected a multiple of 0.5",
            ));
        }
        Ok(Days(doubled as i64))
    }
}

#[cfg(feature = "schema")]
impl utoipa::PartialSchema for Days {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, Type};
        ObjectBuilder::new()
            .schema_type(Type::Number)
            .multiple_of(Some(0.5))
            .description(Some("Days, whole or half"))
            .examples([serde_json::json!(1.5)])
            .into()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for Days {
    fn name() -> std::borrow::Cow<'static, str> {
        "Days".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_exact_and_thirds_refused() {
        for (text, half) in [("0", 0), ("0.5", 1), ("1.5", 3), ("-2", -4), ("14", 28)] {
            assert_eq!(serde_json::from_str::<Days>(text).unwrap(), Days(half));
            assert_eq!(serde_json::to_string(&Days(half)).unwrap(), text);
            assert_eq!(Days(half).to_string(), text);
        }
        for text in ["0.3", "1e9", "\"1\"", "null"] {
            assert!(serde_json::from_str::<Days>(text).is_err(), "{text}");
        }
    }
}
