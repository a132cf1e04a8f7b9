//! The names that the splitter leaves in the parts: nobody reads them, they are half of a part, and wasm-opt warns of those it
//! doesn't know.

/// Magic number and version of a module.
const HEADER: usize = 8;

/// The module without its name section; what can't be read is left as it is.
pub fn without(module: Vec<u8>) -> Vec<u8> {
    stripped(&module).unwrap_or(module)
}

fn stripped(module: &[u8]) -> Option<Vec<u8>> {
    let mut out = module.get(..HEADER)?.to_vec();
    let mut at = HEADER;
    while at < module.len() {
        let (size, body) = number(module, at + 1)?;
        let end = body.checked_add(size)?;
        let section = module.get(at..end)?;
        if !(section[0] == 0 && is_name(module.get(body..end)?)) {
            out.extend_from_slice(section);
        }
        at = end;
    }
    Some(out)
}

fn is_name(custom: &[u8]) -> bool {
    number(custom, 0).is_some_and(|(length, at)| custom.get(at..at + length) == Some(b"name"))
}

/// An unsigned LEB128 number, and where it ends.
fn number(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let (mut value, mut shift) = (0usize, 0);
    loop {
        let byte = *bytes.get(at)?;
        at += 1;
        value |= usize::from(byte & 0x7f).checked_shl(shift)?;
        if byte < 0x80 {
            return Some((value, at));
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_section_goes() {
        let header = b"\0asm\x01\0\0\0";
        let name = b"\x00\x08\x04name\x02\x01\x00";
        let producers = b"\x00\x0b\x09producers\x00";
        let types = b"\x01\x04\x01\x60\x00\x00";
        let module = [&header[..], types, name, producers].concat();
        assert_eq!(without(module), [&header[..], types, producers].concat());
    }

    #[test]
    fn what_is_no_module_stays() {
        for bytes in [&b"\0asm"[..], b"\0asm\x01\0\0\0\x01\xff", b""] {
            assert_eq!(without(bytes.to_vec()), bytes);
        }
    }
}
