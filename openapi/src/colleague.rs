//! Colleagues (2.1): who is who in the department, for everybody who has to name one.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Role;

/// A person's name and seat; nothing of their record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Colleague {
    pub id: Uuid,
    #[cfg_attr(feature = "schema", schema(example = "A1024"))]
    pub number: String,
    #[cfg_attr(feature = "schema", schema(example = "林佳穎"))]
    pub name: String,
    pub role: Option<Role>,
    /// Team, or for a deputy the area.
    #[cfg_attr(feature = "schema", schema(example = "中正一組"))]
    pub place: Option<String>,
}

crate::list_query! {
    /// Everybody who works in the department or will.
    pub struct ColleagueQuery sorts ["number", "name"] {
        /// Part of the name or the number.
        pub q: String,
    }
}
