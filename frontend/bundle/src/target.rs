//! Step 1: a compiler that can produce `wasm32-unknown-unknown`.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::Fallible;

pub const TRIPLE: &str = "wasm32-unknown-unknown";

/// Environment that the compile step needs so that cargo finds the right compiler.
pub struct Toolchain {
    pub env: Vec<(String, String)>,
}

/// Installed → rustup → Debian's compiler, in this order.
pub fn ensure(frontend: &Path) -> Fallible<Toolchain> {
    if has_std("rustc") && has_linker("rustc") {
        return Ok(Toolchain { env: Vec::new() });
    }
    println!("· {TRIPLE} is not installed; asking rustup for it");
    let added = Command::new("rustup")
        .args(["target", "add", TRIPLE])
        .status();
    if matches!(added, Ok(status) if status.success()) && has_std("rustc") {
        return Ok(Toolchain { env: Vec::new() });
    }
    println!(
        "· rustup could not provide it; building std with the distribution's compiler (about a minute)"
    );
    let script = frontend.join("bundle/wasm-target.sh");
    let output = Command::new("sh")
        .arg(&script)
        .stderr(Stdio::inherit())
        .output()?;
    if !output.status.success() {
        return Err(format!(
            "no {TRIPLE} target: neither rustup nor {} could provide it",
            script.display()
        )
        .into());
    }
    let env = String::from_utf8(output.stdout)?
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect();
    Ok(Toolchain { env })
}

/// Whether this compiler brings its own linker for the target. Debian's doesn't: the script below names one.
fn has_linker(rustc: &str) -> bool {
    let sysroot = Command::new(rustc).args(["--print", "sysroot"]).output();
    let Ok(output) = sysroot else {
        return false;
    };
    let sysroot = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let Ok(hosts) = std::fs::read_dir(Path::new(&sysroot).join("lib/rustlib")) else {
        return false;
    };
    hosts
        .flatten()
        .any(|host| host.path().join("bin/rust-lld").exists())
}

/// Whether this compiler has the target's standard library.
fn has_std(rustc: &str) -> bool {
    let Ok(output) = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", TRIPLE])
        .output()
    else {
        return false;
    };
    let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    entries
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}
