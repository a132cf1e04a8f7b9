//! Who fell short in a period.

/// Only teams and members are coached; where nothing was asked for nobody falls short.
pub fn falls_short(level: &str, amount: i64, actual: i64) -> bool {
    matches!(level, "team" | "member") && actual < amount
}

/// A node's place in the organization, by which a shortfall is known however often its target is revised.
pub fn place(team: Option<uuid::Uuid>, owner: Option<uuid::Uuid>) -> String {
    let text = |id: Option<uuid::Uuid>| id.map_or_else(String::new, |id| id.to_string());
    format!("{}/{}", text(team), text(owner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_reaches_the_target_or_had_none_doesnt_fall_short() {
        assert!(falls_short("member", 10, 9) && falls_short("team", 10, -1));
        assert!(!falls_short("member", 10, 10) && !falls_short("member", 0, 0));
        assert!(!falls_short("area", 10, 0) && !falls_short("department", 10, 0));
    }
}
