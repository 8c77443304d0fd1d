//! Dense layers over batches of row vectors.

use super::weights::{Reader, WeightsError};

/// Width of the token vectors of both networks.
pub(super) const WIDTH: usize = 96;
/// Maxout pieces of the embedding and window layers.
const PIECES: usize = 3;
/// Rows multiplied at a time, so that the products are still in the cache when they are reduced.
const BLOCK: usize = 192;

/// `inputs` × `outputs` weights, row after row.
pub(super) struct Matrix {
    pub(super) inputs: usize,
    pub(super) outputs: usize,
    values: Vec<f32>,
}

impl Matrix {
    pub(super) fn read(r: &mut Reader, inputs: usize, outputs: usize) -> Result<Self, WeightsError> {
        let len = inputs.checked_mul(outputs).ok_or(WeightsError::Truncated)?;
        Ok(Self { inputs, outputs, values: r.halves(len)? })
    }

    /// The weights of one input.
    pub(super) fn row(&self, input: usize) -> &[f32] {
        &self.values[input * self.outputs..(input + 1) * self.outputs]
    }

    /// `out = rows · self`, where row `i` of the input begins at `input[i * stride]`: rows may overlap. The result for a
    /// row does not depend on which or how many rows are multiplied with it.
    pub(super) fn multiply(&self, input: &[f32], stride: usize, rows: usize, out: &mut [f32]) {
        if rows == 0 {
            return;
        }
        assert!((rows - 1) * stride + self.inputs <= input.len() && rows * self.outputs <= out.len());
        assert_eq!(self.values.len(), self.inputs * self.outputs);
        // SAFETY: all three matrices lie inside their slices, as asserted, and `out` is borrowed for us alone.
        #[allow(unsafe_code)]
        unsafe {
            matrixmultiply::sgemm(
                rows,
                self.inputs,
                self.outputs,
                1.0,
                input.as_ptr(),
                stride as isize,
                1,
                self.values.as_ptr(),
                self.outputs as isize,
                1,
                0.0,
                out.as_mut_ptr(),
                self.outputs as isize,
                1,
            );
        }
    }
}

/// A linear layer.
pub(super) struct Linear {
    pub(super) matrix: Matrix,
    pub(super) bias: Vec<f32>,
}

impl Linear {
    pub(super) fn read(r: &mut Reader) -> Result<Self, WeightsError> {
        let (inputs, outputs) = (r.count()?, r.count()?);
        Ok(Self { matrix: Matrix::read(r, inputs, outputs)?, bias: r.singles(outputs)? })
    }

    /// Rows of `inputs` values to rows of `outputs` values.
    pub(super) fn apply(&self, input: &[f32]) -> Vec<f32> {
        let rows = input.len() / self.matrix.inputs;
        let mut out = vec![0.0; rows * self.matrix.outputs];
        self.matrix.multiply(input, self.matrix.inputs, rows, &mut out);
        for row in out.chunks_exact_mut(self.bias.len()) {
            add_scaled(row, &self.bias, 1.0);
        }
        out
    }
}

/// Maxout of three pieces to [`WIDTH`] values, with layer norm.
pub(super) struct Maxout {
    matrix: Matrix,
    bias: Vec<f32>,
    gain: Vec<f32>,
    shift: Vec<f32>,
}

impl Maxout {
    pub(super) fn read(r: &mut Reader) -> Result<Self, WeightsError> {
        let inputs = r.count()?;
        Ok(Self {
            matrix: Matrix::read(r, inputs, WIDTH * PIECES)?,
            bias: r.singles(WIDTH * PIECES)?,
            gain: r.singles(WIDTH)?,
            shift: r.singles(WIDTH)?,
        })
    }

    /// Values of an input row.
    pub(super) fn inputs(&self) -> usize {
        self.matrix.inputs
    }

    /// Row `i` begins at `input[i * stride]`; each result is handed to `take` with its row number.
    pub(super) fn apply(&self, input: &[f32], stride: usize, rows: usize, mut take: impl FnMut(usize, &[f32; WIDTH])) {
        let mut products = vec![0.0; rows.min(BLOCK) * WIDTH * PIECES];
        for start in (0..rows).step_by(BLOCK) {
            let block = BLOCK.min(rows - start);
            self.matrix.multiply(&input[start * stride..], stride, block, &mut products);
            for (i, row) in products.chunks_exact(WIDTH * PIECES).take(block).enumerate() {
                take(start + i, &self.reduce(row));
            }
        }
    }

    fn reduce(&self, row: &[f32]) -> [f32; WIDTH] {
        let mut out = [0.0; WIDTH];
        let (a, bc) = row.split_at(WIDTH);
        let (b, c) = bc.split_at(WIDTH);
        let (bias_a, bias_bc) = self.bias.split_at(WIDTH);
        let (bias_b, bias_c) = bias_bc.split_at(WIDTH);
        for i in 0..WIDTH {
            out[i] = (a[i] + bias_a[i]).max(b[i] + bias_b[i]).max(c[i] + bias_c[i]);
        }
        let mean = sum(&out) / WIDTH as f32;
        for value in &mut out {
            *value -= mean;
        }
        let mut squares = out;
        for value in &mut squares {
            *value *= *value;
        }
        let scale = (sum(&squares) / WIDTH as f32 + 1e-8).sqrt().recip();
        for i in 0..WIDTH {
            out[i] = out[i] * scale * self.gain[i] + self.shift[i];
        }
        out
    }
}

/// `to += by * from`, element by element. A counter, not iterators: this is the innermost loop of everything that the matrix
/// products leave, and in builds without optimisation iterators make it ten times as slow.
pub(super) fn add_scaled(to: &mut [f32], from: &[f32], by: f32) {
    let len = to.len().min(from.len());
    let (to, from) = (&mut to[..len], &from[..len]);
    let mut i = 0;
    while i < len {
        to[i] += by * from[i];
        i += 1;
    }
}

/// The sum in eight lanes, which a compiler may keep in vector registers without reordering additions.
fn sum(values: &[f32; WIDTH]) -> f32 {
    let mut lanes = [0.0; 8];
    for chunk in values.as_chunks::<8>().0 {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += value;
        }
    }
    lanes.iter().sum()
}
