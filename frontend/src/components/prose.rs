//! Plain text as people read it: `# ` begins a heading, `- ` an item of a list, everything else is a paragraph.

use leptos::prelude::*;

pub fn prose(text: &str) -> AnyView {
    let mut parts: Vec<AnyView> = Vec::new();
    let mut items: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim_end).chain([""]) {
        if let Some(item) = line.strip_prefix("- ") {
            items.push(item.to_owned());
            continue;
        }
        if !items.is_empty() {
            let all = std::mem::take(&mut items).into_iter();
            parts.push(
                view! { <ul>{all.map(|item| view! { <li>{item}</li> }).collect_view()}</ul> }
                    .into_any(),
            );
        }
        if let Some(head) = line.strip_prefix("# ") {
            parts.push(view! { <h3>{head.to_owned()}</h3> }.into_any());
        } else if !line.is_empty() {
            parts.push(view! { <p>{line.to_owned()}</p> }.into_any());
        }
    }
    view! { <div class="manual-text">{parts}</div> }.into_any()
}
