//! The folder of contents: `<data>/attachments/ab/cd/<sha256>`, written to a temporary name and moved into place.

use std::io::Write;
use std::path::{Path, PathBuf};

use contract::Code;
use sha2::{Digest, Sha256};

use crate::problem::{Answer, Refusal, internal};

pub struct Files {
    root: PathBuf,
}

/// What was stored.
pub struct Stored {
    pub sha256: String,
    pub media_type: &'static str,
}

impl Files {
    pub fn new(data_dir: &Path) -> Files {
        Files {
            root: data_dir.join("attachments"),
        }
    }

    pub fn path(&self, sha256: &str) -> PathBuf {
        self.root
            .join(&sha256[..2])
            .join(&sha256[2..4])
            .join(sha256)
    }

    /// Stores the bytes once, durable before it returns.
    pub fn put(&self, bytes: &[u8], file_name: &str) -> Answer<Stored> {
        let media_type = sniff(bytes, file_name)?;
        let sha256: String = Sha256::digest(bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        let path = self.path(&sha256);
        if let Ok(known) = std::fs::File::options().append(true).open(&path) {
            // Young again: `tidy` leaves contents alone that were touched within a day.
            known
                .set_modified(std::time::SystemTime::from(crate::clock::now()))
                .map_err(internal)?;
        } else {
            let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
            std::fs::create_dir_all(&folder).map_err(internal)?;
            let temporary = folder.join(format!(".{}", crate::clock::new_id()));
            let mut file = std::fs::File::create(&temporary).map_err(internal)?;
            file.write_all(bytes)
                .and_then(|()| file.sync_all())
                .map_err(internal)?;
            std::fs::rename(&temporary, &path).map_err(internal)?;
        }
        Ok(Stored { sha256, media_type })
    }

    pub fn read(&self, sha256: &str) -> Answer<Vec<u8>> {
        std::fs::read(self.path(sha256)).map_err(internal)
    }

    /// Removes a content that nobody has stored or stored again for a day.
    pub fn remove(&self, sha256: &str) {
        let modified = std::fs::metadata(self.path(sha256))
            .and_then(|m| m.modified())
            .map(chrono::DateTime::<chrono::Utc>::from);
        if !modified.is_ok_and(|at| crate::clock::now() - at > chrono::Duration::days(1)) {
            return;
        }
        if let Err(error) = std::fs::remove_file(self.path(sha256)) {
            tracing::warn!(%error, sha256, "attachment content not removed");
        }
    }
}

/// Kinds we take. What a browser would run (HTML, SVG, scripts, programs) isn't among them.
const ACCEPTED: &[&str] = &[
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/heif",
    "application/pdf",
    "application/zip",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
];

/// The type by content; plain text (also CSV) has no signature and is told by being text under a text name.
fn sniff(bytes: &[u8], file_name: &str) -> Answer<&'static str> {
    if let Some(kind) = infer::get(bytes) {
        let found = ACCEPTED.iter().find(|t| **t == kind.mime_type());
        return found
            .copied()
            .ok_or_else(|| Refusal::new(Code::FileTypeRefused).detail(kind.mime_type()));
    }
    let extension = file_name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let text = std::str::from_utf8(bytes).is_ok_and(|t| {
        !t.chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    });
    match (text, extension.as_str()) {
        (true, "txt" | "md") => Ok("text/plain"),
        (true, "csv") => Ok("text/csv"),
        _ => Err(Refusal::new(Code::FileTypeRefused)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_decides_not_the_name() {
        assert_eq!(
            sniff(b"\x89PNG\r\n\x1a\n....", "x.txt").unwrap(),
            "image/png"
        );
        assert_eq!(sniff(b"%PDF-1.7 ...", "x").unwrap(), "application/pdf");
        assert_eq!(sniff("a,b\n1,陳".as_bytes(), "x.csv").unwrap(), "text/csv");
        for (bytes, name) in [
            (&b"<html><script>"[..], "x.png"),
            (b"\x7fELF\x02\x01\x01", "x.pdf"),
            (b"<svg onload=1>", "x.svg"),
            (b"MZ\x90", "a.txt"),
        ] {
            assert!(sniff(bytes, name).is_err(), "{name}");
        }
    }
}
