//! Step 6: sizes on the wire, and the limit that keeps the first screen quick.

use std::path::Path;

use crate::Fallible;
use crate::assets::Written;

/// Brotli bytes of everything that the first screen needs.
const LIMIT: usize = 300 * 1024;

pub fn print(out: &Path, files: &[Written], enforce: bool) -> Fallible<()> {
    println!(
        "\n{:<34}{:>12}{:>12}{:>12}",
        "file", "raw", "gzip", "brotli"
    );
    for file in files {
        println!(
            "{:<34}{:>12}{:>12}{:>12}",
            file.name,
            kib(file.raw),
            kib(file.gzip),
            kib(file.brotli)
        );
    }
    let first: usize = files
        .iter()
        .filter(|file| file.first_screen)
        .map(|file| file.brotli)
        .sum();
    println!(
        "\nfirst screen on the wire: {} brotli (limit {})",
        kib(first),
        kib(LIMIT)
    );
    println!("ready in {}", out.display());
    if enforce && first > LIMIT {
        return Err("the first screen is over its limit".into());
    }
    Ok(())
}

fn kib(bytes: usize) -> String {
    format!("{:.1} KB", bytes as f64 / 1024.0)
}
