//! Writes the generated, committed files of the contract, or says which is stale.

use std::path::Path;

use super::say;
use crate::access::rules;
use crate::http::contract_doc;

pub fn write(dir: &Path, check: bool) -> Result<(), String> {
    let mut json =
        serde_json::to_string_pretty(&contract_doc::document().0).map_err(|e| e.to_string())?;
    json.push('\n');
    let mut stale = Vec::new();
    for (name, text) in [("openapi.json", json), ("rules.md", rules::render())] {
        let path = dir.join(name);
        let current = std::fs::read_to_string(&path).unwrap_or_default();
        if current == text {
            continue;
        }
        if check {
            stale.push(path.display().to_string());
        } else {
            std::fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
            say(&format!("wrote {}", path.display()));
        }
    }
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("stale: {}; run `make openapi`", stale.join(", ")))
    }
}
