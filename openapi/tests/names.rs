//! Two schemas of one name overwrite each other silently in the document: every public type's name is unique.

use std::collections::BTreeMap;

#[test]
fn every_wire_type_has_a_name_of_its_own() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for line in text.lines() {
            let name = ["pub struct ", "pub enum "]
                .iter()
                .find_map(|kind| line.trim_start().strip_prefix(kind));
            let Some(name) = name else { continue };
            let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
            // Names made by a macro parameter aren't types yet.
            if name.is_empty() {
                continue;
            }
            if let Some(other) = seen.insert(name.clone(), path.display().to_string()) {
                panic!("{name} is declared in {other} and in {}", path.display());
            }
        }
    }
    assert!(seen.len() > 40, "only {} types found", seen.len());
}
