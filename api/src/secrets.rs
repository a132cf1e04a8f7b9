//! One master secret per installation; every key the server uses is derived from it.
//!
//! From `SHOUZHAN_SECRET` or `SHOUZHAN_SECRET_FILE` (hex or any text of 32 bytes and more; the first line is current, further
//! lines still verify tokens), else a file beside the SQLite database, made on first start and readable by its owner only.

use std::io::Write;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use crate::problem::{Answer, internal};

#[derive(Clone)]
pub struct Secrets {
    lines: Vec<String>,
}

impl Secrets {
    pub fn from_text(text: &str) -> Result<Secrets, String> {
        let lines: Vec<String> = text
            .lines()
            .map(|l| l.trim().to_owned())
            .filter(|l| !l.is_empty())
            .collect();
        match lines.iter().find(|l| l.len() < 32) {
            Some(_) => Err("every line of the secret needs at least 32 characters".to_owned()),
            None if lines.is_empty() => Err("the secret is empty".to_owned()),
            None => Ok(Secrets { lines }),
        }
    }

    /// Reads the file, or makes it with a fresh random secret.
    pub fn from_file(path: &Path) -> Result<Secrets, String> {
        if !path.exists() {
            let fresh = token(48);
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options
                .open(path)
                .map_err(|e| format!("{}: {e}", path.display()))?;
            writeln!(file, "{fresh}").map_err(|e| e.to_string())?;
        }
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        Secrets::from_text(&text)
    }

    /// The current key for a purpose.
    pub fn key(&self, purpose: &str) -> [u8; 32] {
        self.lines
            .first()
            .map(|line| derive(purpose, line))
            .unwrap_or([0; 32])
    }

    /// A key that stays the same while new lines are put in front: what the audit chain is hashed with.
    pub fn lasting_key(&self, purpose: &str) -> [u8; 32] {
        self.lines
            .last()
            .map(|line| derive(purpose, line))
            .unwrap_or([0; 32])
    }

    /// Hides what must be readable again: XChaCha20-Poly1305 with a random nonce in front.
    pub fn seal(&self, purpose: &str, plain: &[u8]) -> Answer<Vec<u8>> {
        let nonce = random(24);
        let fixed: [u8; 24] = nonce.as_slice().try_into().map_err(internal)?;
        let sealed = self
            .cipher(purpose)?
            .encrypt(&XNonce::from(fixed), plain)
            .map_err(internal)?;
        Ok([nonce, sealed].concat())
    }

    /// The same as a text, for columns of text.
    pub fn seal_text(&self, purpose: &str, plain: &str) -> Answer<String> {
        Ok(STANDARD_NO_PAD.encode(self.seal(purpose, plain.as_bytes())?))
    }

    pub fn open_text(&self, purpose: &str, sealed: &str) -> Answer<String> {
        let sealed = STANDARD_NO_PAD.decode(sealed).map_err(internal)?;
        let plain = self.open(purpose, &sealed);
        let plain = plain.ok_or_else(|| internal("the secret doesn't open this value"))?;
        String::from_utf8(plain).map_err(internal)
    }

    /// What was sealed for this purpose; `None` when it was by another secret, or is damaged.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, hidden) = sealed.split_at_checked(24)?;
        let fixed: [u8; 24] = nonce.try_into().ok()?;
        let cipher = self.cipher(purpose).ok()?;
        cipher.decrypt(&XNonce::from(fixed), hidden).ok()
    }

    fn cipher(&self, purpose: &str) -> Answer<XChaCha20Poly1305> {
        XChaCha20Poly1305::new_from_slice(&self.lasting_key(purpose)).map_err(internal)
    }

    /// The key for a purpose from every line, the current one first.
    pub fn keys(&self, purpose: &str) -> Vec<[u8; 32]> {
        self.lines
            .iter()
            .map(|line| derive(purpose, line))
            .collect()
    }
}

fn derive(purpose: &str, line: &str) -> [u8; 32] {
    blake3::derive_key(&format!("shouzhan 2026 {purpose}"), line.as_bytes())
}

/// Fresh random text from the operating system, URL-safe, `bytes` of entropy.
pub fn token(bytes: usize) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(random(bytes))
}

/// Random bytes from the operating system. Without them nothing safe can be done, so the process ends.
pub fn random(bytes: usize) -> Vec<u8> {
    let mut buffer = vec![0; bytes];
    if let Err(error) = getrandom::fill(&mut buffer) {
        tracing::error!(%error, "the operating system gives no randomness");
        std::process::abort();
    }
    buffer
}

/// How one-time tokens, refresh tokens and keys are stored: their hash only. They carry 256 bits, so one hash is enough.
pub fn hash_token(token: &str) -> Vec<u8> {
    blake3::hash(token.as_bytes()).as_bytes().to_vec()
}
