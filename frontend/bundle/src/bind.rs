//! Step 3: wasm-bindgen writes the JavaScript glue.

use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use crate::Fallible;

/// The module and its glue, not yet named.
pub struct Bound {
    pub js: String,
    pub wasm: Vec<u8>,
}

pub fn bind(wasm: &Path) -> Fallible<Bound> {
    println!("· binding");
    let folder = wasm.with_extension("bound");
    let _ = fs::remove_dir_all(&folder);
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name("app").typescript(false).remove_name_section(true).remove_producers_section(true);
    bindgen.web(true).map_err(text)?;
    bindgen.generate(&folder).map_err(text)?;
    Ok(Bound { js: fs::read_to_string(folder.join("app.js"))?, wasm: fs::read(folder.join("app_bg.wasm"))? })
}

fn text(error: impl std::fmt::Display) -> String {
    format!("wasm-bindgen: {error:#}")
}
