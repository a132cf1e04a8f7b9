//! Keyset lists: `limit`, an opaque signed `cursor`, a whitelisted `sort`, and the total only when asked for.

use serde::{Deserialize, Serialize};

pub const DEFAULT_LIMIT: u32 = 50;
pub const MAX_LIMIT: u32 = 200;

/// One page of a list. `next_cursor` is absent on the last page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub data: Vec<T>,
    /// Send it back as `cursor` for the next page. Opaque and signed; bound to the same filters and sort.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// Number of records behind all pages; only with `include=total`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
}

impl<T> Page<T> {
    /// The same page of something made from its records.
    pub fn map<U>(self, to: impl FnMut(T) -> U) -> Page<U> {
        Page {
            data: self.data.into_iter().map(to).collect(),
            next_cursor: self.next_cursor,
            total: self.total,
        }
    }

    /// The same where making may fail.
    pub fn try_map<U, E>(self, to: impl FnMut(T) -> Result<U, E>) -> Result<Page<U>, E> {
        Ok(Page {
            data: self.data.into_iter().map(to).collect::<Result<_, E>>()?,
            next_cursor: self.next_cursor,
            total: self.total,
        })
    }

    /// The same page with its records completed together (names looked up in one query for all).
    pub fn complete<U, E>(
        self,
        to: impl FnOnce(Vec<T>) -> Result<Vec<U>, E>,
    ) -> Result<Page<U>, E> {
        Ok(Page {
            data: to(self.data)?,
            next_cursor: self.next_cursor,
            total: self.total,
        })
    }
}

/// What every list takes besides its own filters.
pub trait ListQuery {
    fn limit(&self) -> Option<u32>;
    fn cursor(&self) -> Option<&str>;
    fn sort(&self) -> Option<&str>;
    fn include(&self) -> Option<&str>;
    /// Sort keys a caller may name, the first being the default; `-key` sorts descending.
    fn sorts() -> &'static [&'static str];
}

/// Declares the query of a list: its own filters plus `limit`, `cursor`, `sort`, `include`. Unknown parameters are refused.
#[macro_export]
macro_rules! list_query {
    ($(#[$m:meta])* pub struct $name:ident sorts [$($sort:literal),+] { $($(#[$fm:meta])* pub $f:ident : $t:ty),* $(,)? }) => {
        $(#[$m])*
        #[derive(Debug, Clone, PartialEq, Default, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(utoipa::IntoParams))]
        #[cfg_attr(feature = "schema", into_params(parameter_in = Query))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$fm])* #[serde(default, skip_serializing_if = "Option::is_none")] pub $f: Option<$t>,)*
            /// Records per page, 1 to 200; 50 unless told.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            #[cfg_attr(feature = "schema", param(minimum = 1, maximum = 200, example = 50))]
            pub limit: Option<u32>,
            /// `next_cursor` of the page before.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub cursor: Option<String>,
            #[doc = concat!("One of:" $(, " `", $sort, "`")+, "; a leading `-` sorts descending.")]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub sort: Option<String>,
            /// `total` adds the number of records behind all pages.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub include: Option<String>,
        }
        impl $crate::page::ListQuery for $name {
            fn limit(&self) -> Option<u32> { self.limit }
            fn cursor(&self) -> Option<&str> { self.cursor.as_deref() }
            fn sort(&self) -> Option<&str> { self.sort.as_deref() }
            fn include(&self) -> Option<&str> { self.include.as_deref() }
            fn sorts() -> &'static [&'static str] { &[$($sort),+] }
        }
    };
}
