//! Small doors to the browser: storage, timers, downloads, focus.

use js_sys::{Function, Promise};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlAnchorElement, HtmlElement, Storage, Url};

/// Settings that outlive the tab: theme, language, saved views. Never anything secret.
pub fn local() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Drafts: gone with the tab.
pub fn per_tab() -> Option<Storage> {
    window().session_storage().ok().flatten()
}

pub fn read(storage: Option<Storage>, key: &str) -> Option<String> {
    storage?.get_item(key).ok().flatten()
}

pub fn write(storage: Option<Storage>, key: &str, value: Option<&str>) {
    if let Some(storage) = storage {
        // A full or forbidden storage only costs comfort.
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}

pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve: Function, _| {
        let _ =
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}

/// Hands a file to the browser's download list.
pub fn download(blob: &Blob, name: &str) {
    let Ok(url) = Url::create_object_url_with_blob(blob) else {
        return;
    };
    let link = leptos::prelude::document()
        .create_element("a")
        .ok()
        .and_then(|a| a.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    let _ = Url::revoke_object_url(&url);
}

pub fn focus(id: &str) {
    if let Some(element) = leptos::prelude::document()
        .get_element_by_id(id)
        .and_then(|e| e.dyn_into::<HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

/// The part of the address after `#`, without it.
pub fn fragment() -> String {
    window()
        .location()
        .hash()
        .unwrap_or_default()
        .trim_start_matches('#')
        .to_owned()
}

/// Value of `key` in a fragment such as `token=…`.
pub fn fragment_value(key: &str) -> Option<String> {
    fragment()
        .split('&')
        .find_map(|pair| pair.strip_prefix(key)?.strip_prefix('=').map(str::to_owned))
}

/// Milliseconds since 1970; the browser's clock is the only one here.
pub fn now() -> f64 {
    js_sys::Date::now()
}

pub async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    if JsValue::from(clipboard.clone()).is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// A number no other element of this page has: for ids that tie labels to fields.
pub fn unique() -> u32 {
    use std::cell::Cell;
    thread_local!(static NEXT: Cell<u32> = const { Cell::new(0) });
    NEXT.with(|next| {
        next.set(next.get() + 1);
        next.get()
    })
}
