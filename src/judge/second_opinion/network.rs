//! The network: MiniLM (six layers of 384 numbers, twelve heads) over premise and claim together, and a linear head on the mean of
//! all pieces and the largest numbers of the claim's.
//!
//! The embedded model is a file of our own, `BTSECOP1`, which `tests/quality/second_opinion/export.py` writes: all matrices in 8 bits a
//! weight with a scale for each output (for each row of the word vectors), everything else in 32 bits. The matrices of the layers are
//! unpacked when the model is first asked (43 MB), the word vectors are read where they lie.

use std::sync::LazyLock;

use super::arithmetic::{Linear, Norm, View, add, gelu, product, softmax};
use super::pieces::{LENGTH, Pair, Vocabulary};
use crate::text::similar::table::{Cutter, Keys};

/// Numbers of a piece.
const WIDTH: usize = 384;
const HEADS: usize = 12;
/// Numbers of a head.
const HEAD: usize = WIDTH / HEADS;
const LAYERS: usize = 6;
/// Numbers inside a feed-forward layer.
const INNER: usize = 1536;
/// Pieces read in one go at most: enough to make up for unpacking the weights into the cache, few enough to stay in it.
const TOGETHER: usize = 512;

/// What the network makes of a pair: probabilities that add up to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The premise backs the claim.
    pub backed: f32,
    /// It says nothing of it.
    pub unclear: f32,
    /// It says the contrary.
    pub contradicted: f32,
}

struct Layer {
    /// Queries, keys and values beside one another.
    attention: Linear,
    mixed: Linear,
    mixed_norm: Norm,
    inner: Linear,
    outer: Linear,
    outer_norm: Norm,
}

/// A loaded model.
pub struct Network {
    vocabulary: Vocabulary,
    scales: &'static [u8],
    words: &'static [u8],
    places: Vec<f32>,
    kinds: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    head: Linear,
}

#[cfg(feature = "second-opinion")]
const MODEL: &[u8] = include_bytes!("data/model.bin");
#[cfg(not(feature = "second-opinion"))]
const MODEL: &[u8] = &[];

impl Network {
    /// The embedded model, unpacked when it is first asked for; none in a program that was built without it.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: LazyLock<Option<Network>> = LazyLock::new(|| Network::read(MODEL));
        SHARED.as_ref()
    }

    /// Whether the program has a model.
    pub const fn is_there() -> bool {
        !MODEL.is_empty()
    }

    /// Reads a model; none of a file that is damaged or of another make.
    pub fn read(bytes: &'static [u8]) -> Option<Self> {
        let mut cutter = Cutter::new(bytes, b"BTSECOP1");
        let count = cutter.number();
        let length = cutter.number();
        let offsets = cutter.numbers(count.checked_add(1)?, 4);
        let vocabulary = Vocabulary::new(Keys { offsets, text: cutter.bytes(length) })?;
        let scales = cutter.bytes(count.checked_mul(4)?);
        let words = cutter.bytes(count.checked_mul(WIDTH)?);
        let network = Self {
            vocabulary,
            scales,
            words,
            places: singles(&mut cutter, LENGTH * WIDTH)?,
            kinds: singles(&mut cutter, 2 * WIDTH)?,
            norm: norm(&mut cutter)?,
            layers: (0..LAYERS).map(|_| layer(&mut cutter)).collect::<Option<_>>()?,
            head: Linear { inputs: 2 * WIDTH, outputs: 3, weights: singles(&mut cutter, 2 * WIDTH * 3)?, bias: singles(&mut cutter, 3)? },
        };
        (network.words.len() == count * WIDTH).then_some(network)
    }

    /// Reads claims beside premises. The answer to a pair depends on nothing but the pair.
    pub fn read_pairs<'a>(&self, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Reading> {
        let pairs: Vec<Pair> = pairs.into_iter().map(|(premise, claim)| self.vocabulary.pair(premise, claim)).collect();
        let mut readings = Vec::with_capacity(pairs.len());
        let mut rest = pairs.as_slice();
        while !rest.is_empty() {
            let mut pieces = 0;
            let fits = rest.iter().take_while(|pair| (pieces += pair.rows.len(), pieces <= TOGETHER).1).count().max(1);
            let (now, later) = rest.split_at(fits);
            readings.extend(self.forward(now));
            rest = later;
        }
        readings
    }

    fn forward(&self, pairs: &[Pair]) -> Vec<Reading> {
        let mut x = Vec::with_capacity(pairs.iter().map(|pair| pair.rows.len()).sum::<usize>() * WIDTH);
        for pair in pairs {
            for (at, row) in pair.rows.iter().enumerate() {
                self.embed(*row, at, usize::from(at >= pair.claim), &mut x);
            }
        }
        self.norm.apply(&mut x);
        for layer in &self.layers {
            let attended = attend(&layer.attention.apply(&x), pairs);
            let mixed = layer.mixed.apply(&attended);
            add(&mut x, &mixed);
            layer.mixed_norm.apply(&mut x);
            let mut inner = layer.inner.apply(&x);
            gelu(&mut inner);
            let outer = layer.outer.apply(&inner);
            add(&mut x, &outer);
            layer.outer_norm.apply(&mut x);
        }
        let mut from = 0;
        let mut readings = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let to = from + pair.rows.len();
            readings.push(self.read_head(x.get(from * WIDTH..to * WIDTH).unwrap_or_default(), pair.claim));
            from = to;
        }
        readings
    }

    /// Appends the vector of a piece: its word, its place and whether it is the premise's or the claim's.
    fn embed(&self, row: usize, place: usize, kind: usize, x: &mut Vec<f32>) {
        let scale = self.scales.get(row * 4..row * 4 + 4).and_then(|b| b.try_into().ok()).map_or(0.0, f32::from_le_bytes);
        let word = self.words.get(row * WIDTH..(row + 1) * WIDTH).unwrap_or(&[0; WIDTH]);
        let place = &self.places[place * WIDTH..(place + 1) * WIDTH];
        let kind = &self.kinds[kind * WIDTH..(kind + 1) * WIDTH];
        let mut i = 0;
        while i < WIDTH {
            x.push(f32::from(word[i].cast_signed()) * scale + place[i] + kind[i]);
            i += 1;
        }
    }

    fn read_head(&self, hidden: &[f32], claim: usize) -> Reading {
        let mut pooled = vec![0.0; 2 * WIDTH];
        let (mean, largest) = pooled.split_at_mut(WIDTH);
        largest.fill(f32::NEG_INFINITY);
        for (at, row) in hidden.chunks_exact(WIDTH).enumerate() {
            add(mean, row);
            if at >= claim {
                largest.iter_mut().zip(row).for_each(|(most, value)| *most = most.max(*value));
            }
        }
        let share = (hidden.len() / WIDTH) as f32;
        mean.iter_mut().for_each(|value| *value /= share);
        let mut odds = self.head.apply(&pooled);
        softmax(&mut odds, 1.0);
        match odds.as_slice() {
            [backed, unclear, contradicted] => Reading { backed: *backed, unclear: *unclear, contradicted: *contradicted },
            _ => Reading { backed: 0.0, unclear: 1.0, contradicted: 0.0 },
        }
    }
}

/// Every piece of a pair looks at all pieces of the same pair.
fn attend(projected: &[f32], pairs: &[Pair]) -> Vec<f32> {
    const ROW: usize = 3 * WIDTH;
    let mut out = vec![0.0; projected.len() / 3];
    let mut looks = vec![0.0; LENGTH * LENGTH];
    let scale = (HEAD as f32).sqrt().recip();
    let mut from = 0;
    for pair in pairs {
        let n = pair.rows.len();
        for head in 0..HEADS {
            let at = from * ROW + head * HEAD;
            let queries = View { values: &projected[at..], row: ROW, column: 1 };
            let keys = View { values: &projected[at + WIDTH..], row: 1, column: ROW };
            let values = View { values: &projected[at + 2 * WIDTH..], row: ROW, column: 1 };
            product((n, HEAD, n), queries, keys, &mut looks, n);
            looks[..n * n].chunks_exact_mut(n).for_each(|row| softmax(row, scale));
            let weights = View { values: &looks[..n * n], row: n, column: 1 };
            product((n, n, HEAD), weights, values, &mut out[from * WIDTH + head * HEAD..], WIDTH);
        }
        from += n;
    }
    out
}

fn singles(cutter: &mut Cutter, count: usize) -> Option<Vec<f32>> {
    let bytes = cutter.bytes(count * 4);
    let values: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect();
    (values.len() == count).then_some(values)
}

fn norm(cutter: &mut Cutter) -> Option<Norm> {
    Some(Norm { gain: singles(cutter, WIDTH)?, shift: singles(cutter, WIDTH)? })
}

fn linear(cutter: &mut Cutter, inputs: usize, outputs: usize) -> Option<Linear> {
    let scales = singles(cutter, outputs)?;
    let bytes = cutter.bytes(inputs * outputs);
    if bytes.len() != inputs * outputs {
        return None;
    }
    let mut weights = vec![0.0; inputs * outputs];
    for (row, bytes) in weights.chunks_exact_mut(outputs).zip(bytes.chunks_exact(outputs)) {
        let mut i = 0;
        while i < outputs {
            row[i] = f32::from(bytes[i].cast_signed()) * scales[i];
            i += 1;
        }
    }
    Some(Linear { inputs, outputs, weights, bias: singles(cutter, outputs)? })
}

fn layer(cutter: &mut Cutter) -> Option<Layer> {
    Some(Layer {
        attention: linear(cutter, WIDTH, 3 * WIDTH)?,
        mixed: linear(cutter, WIDTH, WIDTH)?,
        mixed_norm: norm(cutter)?,
        inner: linear(cutter, WIDTH, INNER)?,
        outer: linear(cutter, INNER, WIDTH)?,
        outer_norm: norm(cutter)?,
    })
}
