//! Token vectors: hash embeddings of a word's features, mixed, then four window layers over its neighbours.

use super::hash::row_keys;
use super::layers::{Maxout, WIDTH, add_scaled};
use super::vocab::Features;
use super::weights::{Reader, WeightsError, half};

/// Window layers, and so the distance up to which a word's neighbours bear on its vector.
const DEPTH: usize = 4;

/// An embedding table, read in place from the embedded bytes.
struct Table {
    seed: u32,
    rows: u32,
    /// One scale a row; empty for a table of 16-bit floats.
    scales: Vec<f32>,
    values: &'static [u8],
}

impl Table {
    fn read(r: &mut Reader) -> Result<Self, WeightsError> {
        let (seed, rows) = (r.u32()?, r.u32()?);
        let len = (rows as usize).checked_mul(WIDTH).ok_or(WeightsError::Truncated)?;
        let (scales, values) = match r.u8()? {
            _ if rows == 0 => return Err(WeightsError::Unknown("table size", "0".into())),
            0 => (Vec::new(), r.take(len * 2)?),
            1 => (r.singles(rows as usize)?, r.take(len)?),
            kind => return Err(WeightsError::Unknown("table kind", kind.to_string())),
        };
        Ok(Self { seed, rows, scales, values })
    }

    /// The sum of the four rows of a string id.
    fn embed(&self, id: u64, out: &mut [f32]) {
        for key in row_keys(id, self.seed) {
            let row = (key % self.rows) as usize;
            match self.scales.get(row) {
                Some(scale) => {
                    let bytes = &self.values[row * WIDTH..(row + 1) * WIDTH];
                    for (value, byte) in out.iter_mut().zip(bytes) {
                        *value += f32::from(*byte as i8) * scale;
                    }
                }
                None => {
                    let bytes = &self.values[row * WIDTH * 2..(row + 1) * WIDTH * 2];
                    for (value, bits) in out.iter_mut().zip(bytes.as_chunks::<2>().0) {
                        *value += half(u16::from_le_bytes(*bits));
                    }
                }
            }
        }
    }
}

/// One of the two networks that turn words into vectors.
pub(super) struct Tok2Vec {
    tables: Vec<Table>,
    mix: Maxout,
    windows: Vec<Maxout>,
}

impl Tok2Vec {
    pub(super) fn read(mut r: Reader) -> Result<Self, WeightsError> {
        let tables = r.list(Table::read)?;
        let mut layers = r.list(Maxout::read)?.into_iter();
        let mix = layers.next().ok_or(WeightsError::Truncated)?;
        let windows: Vec<Maxout> = layers.collect();
        let fits = mix.inputs() == tables.len() * WIDTH && (4..=6).contains(&tables.len());
        if !fits || windows.len() != DEPTH || windows.iter().any(|w| w.inputs() != 3 * WIDTH) {
            return Err(WeightsError::Unknown("network shape", format!("{} tables, {} layers", tables.len(), windows.len())));
        }
        Ok(Self { tables, mix, windows })
    }

    /// The mixed embeddings of words, which do not depend on their neighbours.
    pub(super) fn embed(&self, words: &[Features]) -> Vec<Box<[f32]>> {
        let width = self.mix.inputs();
        let mut input = vec![0.0; words.len() * width];
        for (row, word) in input.chunks_exact_mut(width).zip(words) {
            let ids = [word.norm, word.prefix, word.suffix, word.shape, u64::from(word.space), u64::from(word.is_space)];
            for ((table, id), out) in self.tables.iter().zip(ids).zip(row.chunks_exact_mut(WIDTH)) {
                table.embed(id, out);
            }
        }
        let mut out = Vec::with_capacity(words.len());
        self.mix.apply(&input, width, words.len(), |_, vector| out.push(vector[..].into()));
        out
    }

    /// The vectors of the tokens of several sentences, one row a token, without anything between sentences.
    ///
    /// As in the original, sentences lie [`DEPTH`] zero rows apart, so that none sees another; those rows go through
    /// the layers too, and what comes out of them is seen by the words at the edges.
    pub(super) fn encode<'a>(&self, sentences: impl Iterator<Item = &'a [&'a [f32]]> + Clone) -> Vec<f32> {
        let rows = sentences.clone().map(|s| s.len() + DEPTH).sum::<usize>() + DEPTH;
        // One more zero row at each end stands for what lies beyond.
        let mut input = vec![0.0; (rows + 2) * WIDTH];
        let mut at = 1 + DEPTH;
        for sentence in sentences.clone() {
            for word in sentence {
                input[at * WIDTH..(at + 1) * WIDTH].copy_from_slice(word);
                at += 1;
            }
            at += DEPTH;
        }
        let mut output = vec![0.0; input.len()];
        for layer in &self.windows {
            layer.apply(&input, WIDTH, rows, |i, vector| {
                let row = (i + 1) * WIDTH..(i + 2) * WIDTH;
                output[row.clone()].copy_from_slice(&input[row.clone()]);
                add_scaled(&mut output[row], vector, 1.0);
            });
            std::mem::swap(&mut input, &mut output);
        }
        let mut out = Vec::with_capacity(rows * WIDTH);
        let mut at = 1 + DEPTH;
        for sentence in sentences {
            out.extend_from_slice(&input[at * WIDTH..(at + sentence.len()) * WIDTH]);
            at += sentence.len() + DEPTH;
        }
        out
    }
}
