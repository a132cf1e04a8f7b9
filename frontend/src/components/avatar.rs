//! Initials in a colour that stays with the name.

use leptos::prelude::*;

pub fn avatar(name: &str) -> AnyView {
    sized(name, "")
}

pub fn sized(name: &str, size: &'static str) -> AnyView {
    let hue = name.bytes().fold(7u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    }) % 6;
    // Drawn by the style sheet: the name stands beside it, nobody should hear it twice.
    view! { <span class=format!("avatar {size} hue-{hue}") aria-hidden="true" data-initials=initials(name)></span> }.into_any()
}

/// The last two characters of a Chinese name, as colleagues would shorten it; else two initials.
fn initials(name: &str) -> String {
    if name.chars().next().is_some_and(|c| !c.is_ascii()) {
        let count = name.chars().count();
        return name.chars().skip(count.saturating_sub(2)).collect();
    }
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .collect::<String>()
        .to_uppercase()
}
