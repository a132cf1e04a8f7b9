use leptos::prelude::*; pub fn page(_id: uuid::Uuid) -> AnyView { ().into_any() }
