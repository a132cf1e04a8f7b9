//! Step 5: content-hashed names, one style sheet, `index.html`, and precompressed copies beside each file.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Fallible;
use crate::bind::{Bound, first_screen};

/// One file of `dist/` with its sizes in bytes.
pub struct Written {
    pub name: String,
    pub raw: usize,
    pub brotli: usize,
    pub gzip: usize,
    /// Needed before the first screen shows.
    pub first_screen: bool,
}

pub fn write(frontend: &Path, out: &Path, bound: Bound, dev: bool) -> Fallible<Vec<Written>> {
    println!("· writing {}", out.display());
    // Built beside and swapped in at the end: a running server never sees half a client.
    let next = out.with_extension("next");
    let _ = fs::remove_dir_all(&next);
    fs::create_dir_all(next.join("assets"))?;
    let mut dist = Dist {
        folder: next.clone(),
        quick: dev,
        files: Vec::new(),
    };

    let program = dist.program(&bound)?;
    let path = |name: &str| {
        program
            .iter()
            .find(|(file, _)| file == name)
            .map(|(_, path)| path.clone())
    };
    let (Some(js), Some(wasm), Some(parts)) =
        (path("app.js"), path("app_bg.wasm"), path("parts.js"))
    else {
        return Err("wasm-bindgen wrote no app.js".into());
    };
    let css = dist.hashed(
        "app",
        "css",
        style_sheet(&frontend.join("styles"), dev)?.as_bytes(),
    )?;
    let boot = dist.hashed("boot", "js", &fs::read(frontend.join("static/boot.js"))?)?;
    let start = fs::read_to_string(frontend.join("static/start.js"))?
        .replace("{{js}}", &js)
        .replace("{{wasm}}", &wasm);
    let start = dist.hashed("start", "js", start.as_bytes())?;
    let icon = dist.hashed("icon", "svg", &fs::read(frontend.join("static/icon.svg"))?)?;

    let fill = |text: String| {
        [
            ("js", &js),
            ("parts", &parts),
            ("wasm", &wasm),
            ("css", &css),
            ("boot", &boot),
            ("start", &start),
            ("icon", &icon),
        ]
        .iter()
        .fold(text, |text, (key, value)| {
            text.replace(&format!("{{{{{key}}}}}"), value)
        })
    };
    let manifest = fill(fs::read_to_string(
        frontend.join("static/manifest.webmanifest"),
    )?);
    dist.plain("manifest.webmanifest", manifest.as_bytes(), false)?;
    dist.plain("robots.txt", b"User-agent: *\nDisallow: /\n", false)?;
    let index = fill(fs::read_to_string(frontend.join("index.html"))?);
    dist.plain("index.html", index.as_bytes(), true)?;

    let _ = fs::remove_dir_all(out);
    fs::rename(&next, out)?;
    Ok(dist.files)
}

/// Puts the new names where one script mentions another file. The names inside the import object stay: they are
/// the module's own words.
fn rename(script: String, bound: &Bound, hashed: &dyn Fn(&str) -> String) -> String {
    bound.files.keys().fold(script, |script, name| {
        let new = hashed(name);
        [
            ("from \"./", "\""),
            ("from './", "'"),
            ("new URL(\"./", "\""),
            ("new URL('", "'"),
        ]
        .iter()
        .fold(script, |script, (before, after)| {
            script.replace(
                &format!("{before}{name}{after}"),
                &format!("{before}{new}{after}"),
            )
        })
    })
}

/// All of `styles/` in the order of the file names.
fn style_sheet(folder: &Path, dev: bool) -> Fallible<String> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "css"));
    paths.sort();
    let mut sheet = String::new();
    for path in paths {
        let text = fs::read_to_string(path)?;
        sheet.push_str(&if dev { text } else { squeeze(&text) });
    }
    Ok(sheet)
}

/// Drops comments and indentation; everything else stays as written.
fn squeeze(css: &str) -> String {
    let mut text = String::new();
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        text.push_str(&rest[..start]);
        rest = rest[start..]
            .find("*/")
            .map_or("", |end| &rest[start + end + 2..]);
    }
    text.push_str(rest);
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

struct Dist {
    folder: PathBuf,
    quick: bool,
    files: Vec<Written>,
}

impl Dist {
    /// Writes the compiled program: its files name each other, so one hash over all of them stands in every name.
    fn program(&mut self, bound: &Bound) -> Fallible<Vec<(String, String)>> {
        let mut hasher = blake3::Hasher::new();
        for (name, bytes) in &bound.files {
            hasher.update(name.as_bytes()).update(bytes);
        }
        let hash = &hasher.finalize().to_hex()[..12];
        let hashed = |name: &str| match name.rsplit_once('.') {
            Some((stem, extension)) => format!("{stem}-{hash}.{extension}"),
            None => format!("{name}-{hash}"),
        };
        let mut paths = Vec::new();
        for (name, bytes) in &bound.files {
            let named = format!("assets/{}", hashed(name));
            let bytes = if name.ends_with(".js") {
                rename(String::from_utf8_lossy(bytes).into_owned(), bound, &hashed).into_bytes()
            } else {
                bytes.clone()
            };
            self.plain(&named, &bytes, first_screen(name))?;
            paths.push((name.clone(), format!("/{named}")));
        }
        Ok(paths)
    }

    /// Writes `assets/<stem>-<hash>.<extension>` and answers its URL path.
    fn hashed(&mut self, stem: &str, extension: &str, bytes: &[u8]) -> Fallible<String> {
        let hash = blake3::hash(bytes).to_hex();
        let name = format!("assets/{stem}-{}.{extension}", &hash[..12]);
        self.plain(&name, bytes, true)?;
        Ok(format!("/{name}"))
    }

    fn plain(&mut self, name: &str, bytes: &[u8], first_screen: bool) -> Fallible<()> {
        let path = self.folder.join(name);
        fs::write(&path, bytes)?;
        let quality = if self.quick { 3 } else { 11 };
        let brotli = brotli(bytes, quality)?;
        let mut encoder = GzEncoder::new(
            Vec::new(),
            if self.quick {
                Compression::fast()
            } else {
                Compression::best()
            },
        );
        encoder.write_all(bytes)?;
        let gzip = encoder.finish()?;
        fs::write(format!("{}.br", path.display()), &brotli)?;
        fs::write(format!("{}.gz", path.display()), &gzip)?;
        self.files.push(Written {
            name: name.to_owned(),
            raw: bytes.len(),
            brotli: brotli.len(),
            gzip: gzip.len(),
            first_screen,
        });
        Ok(())
    }
}

fn brotli(bytes: &[u8], quality: i32) -> Fallible<Vec<u8>> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams {
        quality,
        lgwin: 22,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &params)?;
    Ok(packed)
}
