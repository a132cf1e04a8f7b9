//! Step 3: cuts the module into the first screen and the parts loaded later, and writes the JavaScript glue.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use crate::{Fallible, names};

/// Glue that loads the parts; `app.js` imports it by this name.
const LINK: &str = "./parts.js";

/// Files of the program by name: `app.js`, `app_bg.wasm`, `parts.js` and the parts.
pub struct Bound {
    pub files: BTreeMap<String, Vec<u8>>,
}

/// What must have arrived before the first screen shows.
pub fn first_screen(name: &str) -> bool {
    matches!(name, "app.js" | "app_bg.wasm" | "parts.js")
}

pub fn bind(wasm: &Path) -> Fallible<Bound> {
    println!("· splitting and binding");
    let folder = wasm.with_extension("bound");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let input = fs::read(wasm)?;
    let main = folder.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = &folder;
    options.main_out_path = &main;
    options.link_name = LINK;
    options.main_module = "./app.js";
    wasm_split_cli_support::transform(options).map_err(|error| format!("splitting: {error:#}"))?;

    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(&main)
        .out_name("app")
        .typescript(false)
        .keep_lld_exports(true);
    bindgen
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.web(true).map_err(text)?;
    bindgen.generate(&folder).map_err(text)?;
    fs::remove_file(&main)?;

    let mut files = BTreeMap::new();
    for entry in fs::read_dir(&folder)?.flatten() {
        if entry.path().is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let mut bytes = fs::read(entry.path())?;
            if name.ends_with(".wasm") {
                bytes = names::without(bytes);
            }
            files.insert(name, bytes);
        }
    }
    Ok(Bound { files })
}

fn text(error: impl std::fmt::Display) -> String {
    format!("wasm-bindgen: {error:#}")
}
