//! Step 2: cargo compiles the client to one wasm module.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Fallible;
use crate::target::{TRIPLE, Toolchain};

pub fn compile(root: &Path, toolchain: &Toolchain, dev: bool) -> Fallible<PathBuf> {
    let profile = if dev { "wasm-dev" } else { "wasm-release" };
    println!("· compiling the client ({profile}); the first time takes a few minutes");
    // Its own folder: a different target and profile would only fight over the lock of the server's.
    let target_dir = root.join("target/spa");
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(root)
        .args([
            "build",
            "-p",
            "frontend",
            "--bin",
            "frontend",
            "--target",
            TRIPLE,
            "--profile",
            profile,
        ])
        .arg("--target-dir")
        .arg(&target_dir);
    // Relocations: where the splitter may cut. Erased component types: much shorter compile times.
    let flags = if dev {
        "-Clink-arg=--emit-relocs --cfg erase_components"
    } else {
        "-Clink-arg=--emit-relocs"
    };
    command.env("RUSTFLAGS", flags);
    if !toolchain.env.is_empty() {
        // A lint that wraps rustup's compiler doesn't fit another one.
        command.env_remove("RUSTC_WORKSPACE_WRAPPER");
    }
    for (key, value) in &toolchain.env {
        command.env(key, value);
    }
    if !command.status()?.success() {
        return Err("the client does not compile".into());
    }
    Ok(target_dir.join(TRIPLE).join(profile).join("frontend.wasm"))
}
