//! One-time codes (RFC 6238) as an authenticator app makes them.

use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// The code for a Base32 secret at the current time step plus `offset`.
pub fn code(secret: &str, offset: i64) -> String {
    let step = crate::clock::now().timestamp() / 30 + offset;
    let mut mac = Hmac::<Sha1>::new_from_slice(&base32(secret)).unwrap();
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[19] & 15);
    let number = u32::from_be_bytes([digest[at], digest[at + 1], digest[at + 2], digest[at + 3]])
        & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

pub fn base32(text: &str) -> Vec<u8> {
    let (mut bits, mut held, mut out) = (0u32, 0u32, Vec::new());
    for c in text.trim_end_matches('=').bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'2'..=b'7' => c - b'2' + 26,
            _ => panic!("{text} is not Base32"),
        };
        held = (held << 5) | u32::from(value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits) as u8);
            held &= (1 << bits) - 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn base32_of_the_rfc() {
        assert_eq!(super::base32("MZXW6YTBOI======"), b"foobar");
    }
}
