//! Unpacking that stops at a limit.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};

/// At most `limit` bytes of what `data` inflates to, as far as it is sound. Data without the two bytes of a zlib header are tried
/// as they are.
pub fn inflate(data: &[u8], limit: usize) -> Vec<u8> {
    let mut output = Vec::new();
    let _ = ZlibDecoder::new(data).take(limit as u64).read_to_end(&mut output);
    if output.is_empty() && data.len() > 2 {
        let _ = DeflateDecoder::new(data.get(2..).unwrap_or_default()).take(limit as u64).read_to_end(&mut output);
    }
    output
}

const CLEAR: usize = 256;
const END: usize = 257;
/// Codes have at most 12 bits.
const WIDEST: u32 = 12;

/// At most `limit` bytes of what LZW data of a PDF unpack to: codes of 9 to 12 bits, highest bit first, which widen one code early
/// if `early` says so (PDF 32000-1:2008, 7.4.4).
pub fn lzw(data: &[u8], early: bool, limit: usize) -> Vec<u8> {
    let mut output: Vec<u8> = Vec::new();
    // An entry is a string of the output: the one before and the first byte of the next.
    let mut table: Vec<(usize, usize)> = Vec::new();
    let mut last: Option<(usize, usize)> = None;
    let (mut bits, mut held, mut width) = (0_usize, 0_u32, 9_u32);
    for byte in data {
        bits = (bits << 8 | usize::from(*byte)) & 0xff_ffff;
        held += 8;
        if held < width {
            continue;
        }
        held -= width;
        let code = bits >> held & ((1 << width) - 1);
        if code == END || output.len() >= limit {
            break;
        }
        if code == CLEAR {
            (last, width) = (None, 9);
            table.clear();
            continue;
        }
        if let Some((start, length)) = last
            && table.len() + END + 1 < 1 << WIDEST
        {
            table.push((start, length + 1));
        }
        let at = output.len();
        if code < CLEAR {
            output.push(u8::try_from(code).unwrap_or_default());
        } else {
            let Some((start, length)) = table.get(code - END - 1).copied() else { break };
            for from in start..start + length {
                // The last byte of a fresh entry is the first of this very copy.
                let Some(byte) = output.get(from).copied() else { break };
                output.push(byte);
            }
        }
        last = Some((at, output.len() - at));
        if table.len() + END + 1 + usize::from(early) >= 1 << width && width < WIDEST {
            width += 1;
        }
    }
    output.truncate(limit);
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard() {
        let packed = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert_eq!(lzw(&packed, true, 100), [45, 45, 45, 45, 45, 65, 45, 45, 45, 66]);
        assert_eq!(lzw(&packed, true, 4), [45, 45, 45, 45]);
    }

    #[test]
    fn rubble_is_unpacked_as_far_as_it_goes() {
        for seed in 0..200_u32 {
            let data: Vec<u8> =
                (0..300_u32).map(|i| (i.wrapping_mul(2_654_435_761).wrapping_add(seed.wrapping_mul(40_503)) >> 13) as u8).collect();
            assert!(lzw(&data, seed % 2 == 0, 1000).len() <= 1000);
            assert!(inflate(&data, 1000).len() <= 1000);
        }
    }
}
