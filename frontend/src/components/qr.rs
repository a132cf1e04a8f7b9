//! A text as a QR code. Black on white in every theme: cameras need the contrast.

use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};

/// Modules of white that a code must have around it.
const QUIET: i32 = 4;

/// Nothing when the text is too long for a code; whoever shows one offers the text, too.
pub fn qr(text: &str, label: &'static str) -> Option<AnyView> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * QUIET;
    let view = view! {
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=label data-testid="qr" shape-rendering="crispEdges">
            <rect width=side height=side fill="#fff" />
            <path fill="#000" d=outline(&code) />
        </svg>
    };
    Some(view.into_any())
}

/// Each run of dark modules in a row as one rectangle.
fn outline(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            // Outside the code everything is light.
            while code.get_module(x, y) {
                x += 1;
            }
            let run = x - start;
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", start + QUIET, y + QUIET));
            }
            x += 1;
        }
    }
    path
}
