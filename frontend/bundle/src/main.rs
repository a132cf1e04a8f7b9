//! Builds the browser client into `dist/`: compile → bind → optimise → hash → precompress.
//!
//! `cargo run -p bundle -- [--dev] [--out dist]`

mod assets;
mod bind;
mod compile;
mod names;
mod optimise;
mod report;
mod target;

use std::error::Error;
use std::path::PathBuf;

use clap::Parser;

/// Any step's failure, already worded for the person at the terminal.
type Fallible<T> = Result<T, Box<dyn Error>>;

#[derive(Parser)]
#[command(name = "bundle", about = "Builds the browser client into dist/")]
struct Options {
    /// Quick build: profile `wasm-dev`, erased component types, no wasm-opt, no size limit.
    #[arg(long)]
    dev: bool,
    /// Where the finished files go; the folder is replaced.
    #[arg(long, default_value = "dist")]
    out: PathBuf,
}

fn main() -> Fallible<()> {
    let options = Options::parse();
    let root = workspace_root()?;
    let frontend = root.join("frontend");
    let out = if options.out.is_absolute() {
        options.out.clone()
    } else {
        root.join(&options.out)
    };

    let toolchain = target::ensure(&frontend)?;
    let wasm = compile::compile(&root, &toolchain, options.dev)?;
    let mut bound = bind::bind(&wasm)?;
    if !options.dev {
        optimise::optimise(&frontend, &mut bound)?;
    }
    let files = assets::write(&frontend, &out, bound, options.dev)?;
    report::print(&out, &files, !options.dev)
}

/// The folder with the workspace's `Cargo.toml`, wherever the tool is called from.
fn workspace_root() -> Fallible<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors()
        .nth(2)
        .map(PathBuf::from)
        .ok_or_else(|| "bundle is not inside the workspace".into())
}
