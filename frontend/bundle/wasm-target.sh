#!/bin/sh
# Makes a compiler for wasm32-unknown-unknown where rustup can't download one.
#
# Debian ships `rustc-web` (a current rustc), `rust-web-src` (the standard library's source) and
# `lld` (the linker that makes wasm files). The packages hold no std for the wasm target, so this
# script compiles one from the source package: about 45 seconds, once.
#
# On success it prints KEY=VALUE lines on stdout; the caller sets them for cargo. Everything else
# goes to stderr.
set -eu
say() { echo "· $*" >&2; }

target=wasm32-unknown-unknown
say "looking for Debian's rustc-web, rust-web-src and lld"
if ! command -v apt-get >/dev/null 2>&1; then
  say "this machine has neither rustup nor apt; install the target $target by hand"
  exit 1
fi
as_root=""
if [ "$(id -u)" != 0 ]; then as_root="sudo"; fi
missing=""
for package in rustc-web rust-web-src cargo-web; do
  dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done
command -v rust-lld >/dev/null 2>&1 || command -v wasm-ld >/dev/null 2>&1 || missing="$missing lld"
if [ -n "$missing" ]; then
  say "installing$missing"
  $as_root apt-get update >&2
  # shellcheck disable=SC2086
  $as_root apt-get install -y --no-install-recommends $missing >&2
fi

# The package's compiler keeps its libraries in its own sysroot; ask it where, rather than guess.
rustc=$(dpkg -L rustc-web | grep -E '/bin/rustc[^/]*$' | head -n 1)
cargo=$(dpkg -L cargo-web | grep -E '/bin/cargo[^/]*$' | head -n 1)
sysroot=$("$rustc" --print sysroot)
library=$(dpkg -L rust-web-src | grep -E '/library/sysroot/Cargo.toml$' | head -n 1)
library=${library%/sysroot/Cargo.toml}
libdir="$sysroot/lib/rustlib/$target/lib"

if ls "$libdir"/libstd-*.rlib >/dev/null 2>&1; then
  say "std for $target is already there"
else
  say "compiling std for $target from $library (about 45 s)"
  work=$(mktemp -d)
  cp -r "$library" "$work/library"
  # RUSTC_BOOTSTRAP: std uses unstable features of its own compiler.
  # -Zforce-unstable-if-unmarked: what std's parts are compiled with upstream.
  # -Cembed-bitcode=yes: so that the client's link-time optimisation can reach into std.
  # compiler-builtins-mem: memcpy and friends, which no C library provides here.
  (
    cd "$work/library/sysroot"
    RUSTC="$rustc" RUSTC_BOOTSTRAP=1 \
      RUSTFLAGS="-Zforce-unstable-if-unmarked -Cembed-bitcode=yes" \
      "$cargo" build --release --offline --target "$target" --features compiler-builtins-mem \
      --target-dir "$work/out" >&2 ||
    RUSTC="$rustc" RUSTC_BOOTSTRAP=1 \
      RUSTFLAGS="-Zforce-unstable-if-unmarked -Cembed-bitcode=yes" \
      "$cargo" build --release --target "$target" --features compiler-builtins-mem \
      --target-dir "$work/out" >&2
  )
  $as_root mkdir -p "$libdir"
  $as_root cp "$work/out/$target/release/deps/"*.rlib "$work/out/$target/release/deps/"*.rmeta "$libdir/"
  rm -rf "$work"
fi

echo "RUSTC=$rustc"
echo "CARGO=$cargo"
linker=$(command -v rust-lld || command -v wasm-ld || true)
if [ -n "$linker" ]; then echo "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker"; fi
