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
install() {
  missing=""
  for package in "$@"; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
  done
  if [ -n "$missing" ]; then
    say "installing$missing"
    $as_root apt-get update -q >&2
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -q -y --no-install-recommends $missing >&2
  fi
}

install rustc-web rust-web-src
# Not the first rustc on the PATH, which may be another one.
rustc=$(dpkg -L rustc-web | grep -E '/bin/rustc$' | head -n 1)
sysroot=$("$rustc" --print sysroot)
libdir="$sysroot/lib/rustlib/$target/lib"
library=$(dpkg -L rust-web-src | grep -E '/library/sysroot/Cargo.toml$' | head -n 1)
library=${library%/sysroot/Cargo.toml}
# The linker must read what this compiler's LLVM writes: the `lld` of the same number, not the distribution's usual one.
llvm=$("$rustc" -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
install "lld-$llvm"
linker=$(command -v "wasm-ld-$llvm")
# Any cargo will do; whoever runs this through cargo has one.
cargo=${CARGO:-$(command -v cargo || true)}
if [ -z "$cargo" ]; then
  install cargo-web
  cargo=$(dpkg -L cargo-web | grep -E '/bin/cargo$' | head -n 1)
fi

if ls "$libdir"/libstd-*.rlib >/dev/null 2>&1; then
  say "std for $target is already there"
else
  say "compiling std for $target from $library (about 45 s)"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  cp -r "$library" "$work/library"
  # What std depends on comes from the registry, as this project's own libraries do: the package's copies lack what only some
  # features and tests need, and cargo wants to know all of it.
  # RUSTC_BOOTSTRAP: std uses unstable features of its own compiler.
  # -Zforce-unstable-if-unmarked: what std's parts are compiled with upstream.
  # -Cembed-bitcode=yes: so that the client's link-time optimisation can reach into std.
  # compiler-builtins-mem: memcpy and friends, which no C library provides here.
  # The environment of a cargo that called us would choose another compiler or folder.
  (
    cd "$work/library/sysroot"
    unset CARGO_TARGET_DIR RUSTUP_TOOLCHAIN RUSTC_WRAPPER CARGO_ENCODED_RUSTFLAGS
    RUSTC="$rustc" RUSTC_BOOTSTRAP=1 \
      RUSTFLAGS="-Zforce-unstable-if-unmarked -Cembed-bitcode=yes" \
      "$cargo" build --release --target "$target" --features compiler-builtins-mem \
      --target-dir "$work/out" >&2
  )
  $as_root mkdir -p "$libdir"
  $as_root cp "$work/out/$target/release/deps/"*.rlib "$work/out/$target/release/deps/"*.rmeta "$libdir/"
fi

echo "RUSTC=$rustc"
echo "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$linker"
