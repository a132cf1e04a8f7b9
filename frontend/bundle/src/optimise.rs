//! Step 4: wasm-opt, when the machine has it. Without it everything works, only larger.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Fallible;
use crate::bind::Bound;

/// What current compilers emit and every supported browser understands.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-reference-types",
    "--enable-bulk-memory-opt",
];

pub fn optimise(frontend: &Path, bound: &mut Bound) -> Fallible<()> {
    let Some(program) = find(frontend) else {
        println!(
            "· wasm-opt not found: skipped (install npm, or put binaryen on PATH, for a smaller file)"
        );
        return Ok(());
    };
    println!("· wasm-opt -Oz (half a minute)");
    let folder = std::env::temp_dir().join(format!("bundle-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let (input, output) = (folder.join("in.wasm"), folder.join("out.wasm"));
    for (name, bytes) in bound
        .files
        .iter_mut()
        .filter(|(name, _)| name.ends_with(".wasm"))
    {
        fs::write(&input, &*bytes)?;
        let mut command = Command::new(&program);
        command
            .args(["-Oz", "--converge", "--strip-debug"])
            .args(FEATURES)
            .arg(&input)
            .arg("-o")
            .arg(&output);
        match command.status() {
            Ok(status) if status.success() => *bytes = fs::read(&output)?,
            _ => println!("· wasm-opt failed on {name}: kept as the compiler made it"),
        }
    }
    let _ = fs::remove_dir_all(&folder);
    Ok(())
}

/// The npm package beside the client first (its version is pinned), then PATH.
fn find(frontend: &Path) -> Option<PathBuf> {
    let local = frontend.join("node_modules/.bin/wasm-opt");
    if !local.exists() && frontend.join("package-lock.json").exists() {
        println!("· installing the build tools from npm");
        let _ = Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(frontend)
            .status();
    }
    if local.exists() {
        return Some(local);
    }
    let on_path = Command::new("wasm-opt").arg("--version").output();
    matches!(on_path, Ok(output) if output.status.success()).then(|| PathBuf::from("wasm-opt"))
}
