//! The browser client of Shouzhan: speaks only the documented API, shows only what the API allows.

mod app;
mod components;
mod core;
mod i18n;
mod pages;
mod shell;

fn main() {
    // A fault in the program should at least say where.
    std::panic::set_hook(Box::new(|fault| leptos::logging::error!("{fault}")));
    if let Some(splash) = leptos::prelude::document().get_element_by_id("splash") {
        splash.remove();
    }
    leptos::mount::mount_to_body(app::App);
}
