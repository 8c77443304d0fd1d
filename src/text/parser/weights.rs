//! Reads the converted model: sections in a fixed order, little-endian, as `tests/parser/convert.py` writes them.

use thiserror::Error;

/// Why a model file could not be read.
#[derive(Debug, Error)]
pub enum WeightsError {
    /// The bytes do not begin as a model does.
    #[error("not a converted parser model; make it with tests/parser/convert.py")]
    Magic,
    /// A section is absent or out of order.
    #[error("section {expected} expected, found {found:?}")]
    Section {
        /// The section that should stand here.
        expected: &'static str,
        /// The name that stands here.
        found: String,
    },
    /// The bytes end inside a value.
    #[error("the model ends too early")]
    Truncated,
    /// A string is not UTF-8.
    #[error("a string of the model is not UTF-8")]
    Text,
    /// A label, kind or size that this version does not know.
    #[error("unknown {0} in the model: {1}")]
    Unknown(&'static str, String),
}

/// A cursor over the model's bytes.
pub(super) struct Reader {
    bytes: &'static [u8],
}

impl Reader {
    /// Starts after the magic.
    pub(super) fn new(bytes: &'static [u8]) -> Result<Self, WeightsError> {
        bytes.strip_prefix(b"BTPARSE1").map(|bytes| Self { bytes }).ok_or(WeightsError::Magic)
    }

    /// The body of the next section, which must have this name.
    pub(super) fn section(&mut self, name: &'static str) -> Result<Reader, WeightsError> {
        let found = self.take(4)?;
        if found != name.as_bytes() {
            return Err(WeightsError::Section { expected: name, found: String::from_utf8_lossy(found).into_owned() });
        }
        let len = self.count()?;
        Ok(Reader { bytes: self.take(len)? })
    }

    pub(super) fn take(&mut self, len: usize) -> Result<&'static [u8], WeightsError> {
        let (head, tail) = self.bytes.split_at_checked(len).ok_or(WeightsError::Truncated)?;
        self.bytes = tail;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], WeightsError> {
        let (head, tail) = self.bytes.split_first_chunk::<N>().ok_or(WeightsError::Truncated)?;
        self.bytes = tail;
        Ok(*head)
    }

    pub(super) fn u8(&mut self) -> Result<u8, WeightsError> {
        self.array::<1>().map(|[b]| b)
    }

    pub(super) fn u16(&mut self) -> Result<u16, WeightsError> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, WeightsError> {
        self.array().map(u32::from_le_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64, WeightsError> {
        self.array().map(u64::from_le_bytes)
    }

    pub(super) fn count(&mut self) -> Result<usize, WeightsError> {
        self.u32().map(|n| n as usize)
    }

    pub(super) fn text(&mut self) -> Result<&'static str, WeightsError> {
        let len = usize::from(self.u16()?);
        std::str::from_utf8(self.take(len)?).map_err(|_| WeightsError::Text)
    }

    /// A counted list.
    pub(super) fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Result<T, WeightsError>) -> Result<Vec<T>, WeightsError> {
        let len = self.count()?;
        // The count is not trusted for the allocation: a damaged file ends in `Truncated` instead.
        let mut out = Vec::with_capacity(len.min(self.bytes.len()));
        for _ in 0..len {
            out.push(item(self)?);
        }
        Ok(out)
    }

    pub(super) fn texts(&mut self) -> Result<Vec<&'static str>, WeightsError> {
        self.list(Self::text)
    }

    /// `len` 32-bit floats.
    pub(super) fn singles(&mut self, len: usize) -> Result<Vec<f32>, WeightsError> {
        let bytes = self.take(len.checked_mul(4).ok_or(WeightsError::Truncated)?)?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect())
    }

    /// `len` 16-bit floats, widened.
    pub(super) fn halves(&mut self, len: usize) -> Result<Vec<f32>, WeightsError> {
        let bytes = self.take(len.checked_mul(2).ok_or(WeightsError::Truncated)?)?;
        Ok(bytes.as_chunks::<2>().0.iter().map(|b| half(u16::from_le_bytes(*b))).collect())
    }
}

/// The value of a finite IEEE 754 half. Shifting exponent and mantissa into place leaves the exponent too small by the
/// difference of the biases, 127 − 15, which a multiplication mends for normal and subnormal values alike.
pub(super) fn half(bits: u16) -> f32 {
    let magnitude = f32::from_bits(u32::from(bits & 0x7fff) << 13) * f32::from_bits((127 + 112) << 23);
    f32::from_bits(magnitude.to_bits() | (u32::from(bits & 0x8000) << 16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_widened_exactly() {
        for (bits, value) in [(0x3c00, 1.0), (0xc000, -2.0), (0x3555, 0.333_251_95), (0x0001, 5.960_464_5e-8), (0x0000, 0.0)] {
            assert_eq!(half(bits), value, "{bits:#x}");
        }
    }

    #[test]
    fn damaged_bytes_are_errors() {
        assert!(matches!(Reader::new(b"something"), Err(WeightsError::Magic)));
        let read = |bytes| Reader::new(bytes).and_then(|mut r| r.section("CHAR")).map(|_| ());
        assert!(matches!(read(b"BTPARSE1"), Err(WeightsError::Truncated)));
        assert!(matches!(read(b"BTPARSE1TAGS\0\0\0\0"), Err(WeightsError::Section { .. })));
        assert!(matches!(read(b"BTPARSE1CHAR\xff\0\0\0"), Err(WeightsError::Truncated)));
    }
}
