//! Turns `locales/<language>/<area>.json` into the `i18n` module: a missing key doesn't compile.

use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

use leptos_i18n_parser::parse_locales::options::{Config, ParseOptions};
use leptos_i18n_parser::parse_locales::parse_locales;

const LANGUAGES: [&str; 2] = ["zh-Hans", "en"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    println!("cargo::rustc-check-cfg=cfg(erase_components)");
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("locales/zh-Hant");
    let mut areas: Vec<String> = fs::read_dir(&folder)?
        .flatten()
        .filter_map(|entry| {
            entry
                .path()
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
        })
        .collect();
    areas.sort();
    let config = Config::new("zh-Hant")?
        .add_locales(LANGUAGES)?
        .add_namespaces(areas)?;
    // Texts with values come as strings, not as views.
    let config = config.parse_options(ParseOptions::new().interpolate_display(true));
    let parsed = parse_locales(None, config)?;
    for warning in parsed.diag.warnings().iter() {
        println!("cargo::warning={warning}");
    }
    for error in parsed.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    let code = leptos_i18n_codegen::gen_code(&parsed, None, false, None, false)?;
    fs::write(
        PathBuf::from(env::var("OUT_DIR")?).join("i18n.rs"),
        code.to_string(),
    )?;
    Ok(())
}
