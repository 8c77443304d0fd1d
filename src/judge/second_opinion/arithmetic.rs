//! The arithmetic of the network: products, layer norm, softmax, GELU.
//!
//! Counters, not iterators: these are the innermost loops, and in builds without optimisation iterators make them ten times as slow.

/// Where the rows and columns of a matrix lie in a slice.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The numbers, from the first of the matrix on.
    pub values: &'a [f32],
    /// From one row to the next.
    pub row: usize,
    /// From one column to the next.
    pub column: usize,
}

/// `out = a · b`, `a` of `m` × `k`, `b` of `k` × `n`; row `i` of the result begins at `out[i * stride]`.
///
/// A row's result does not depend on the other rows, nor on the number of threads: there is one.
pub fn product((m, k, n): (usize, usize, usize), a: View, b: View, out: &mut [f32], stride: usize) {
    if m == 0 || n == 0 || k == 0 {
        return;
    }
    let last = |view: View, rows: usize, columns: usize| (rows - 1) * view.row + (columns - 1) * view.column;
    assert!(last(a, m, k) < a.values.len() && last(b, k, n) < b.values.len() && (m - 1) * stride + n <= out.len() && n <= stride);
    // SAFETY: all three matrices lie inside their slices, as asserted, rows of the result do not overlap, and it is borrowed for us alone.
    #[allow(unsafe_code)]
    unsafe {
        matrixmultiply::sgemm(
            m,
            k,
            n,
            1.0,
            a.values.as_ptr(),
            a.row as isize,
            a.column as isize,
            b.values.as_ptr(),
            b.row as isize,
            b.column as isize,
            0.0,
            out.as_mut_ptr(),
            stride as isize,
            1,
        );
    }
}

/// A linear layer: `inputs` × `outputs` weights row after row, and a bias.
pub struct Linear {
    pub inputs: usize,
    pub outputs: usize,
    pub weights: Vec<f32>,
    pub bias: Vec<f32>,
}

impl Linear {
    /// Rows of `inputs` numbers to rows of `outputs` numbers.
    pub fn apply(&self, input: &[f32]) -> Vec<f32> {
        let rows = input.len() / self.inputs;
        let mut out = vec![0.0; rows * self.outputs];
        let a = View { values: input, row: self.inputs, column: 1 };
        let b = View { values: &self.weights, row: self.outputs, column: 1 };
        product((rows, self.inputs, self.outputs), a, b, &mut out, self.outputs);
        for row in out.chunks_exact_mut(self.outputs) {
            add(row, &self.bias);
        }
        out
    }
}

/// `to += from`.
pub fn add(to: &mut [f32], from: &[f32]) {
    let len = to.len().min(from.len());
    let (to, from) = (&mut to[..len], &from[..len]);
    let mut i = 0;
    while i < len {
        to[i] += from[i];
        i += 1;
    }
}

/// Gain and shift of a layer norm.
pub struct Norm {
    pub gain: Vec<f32>,
    pub shift: Vec<f32>,
}

impl Norm {
    /// Brings every row to mean 0 and variance 1, then to the norm's own.
    pub fn apply(&self, values: &mut [f32]) {
        let width = self.gain.len();
        for row in values.chunks_exact_mut(width) {
            let mean = sum(row) / width as f32;
            let mut i = 0;
            while i < width {
                row[i] -= mean;
                i += 1;
            }
            let scale = (squares(row) / width as f32 + 1e-12).sqrt().recip();
            let (gain, shift) = (&self.gain[..width], &self.shift[..width]);
            let mut i = 0;
            while i < width {
                row[i] = row[i] * scale * gain[i] + shift[i];
                i += 1;
            }
        }
    }
}

/// The sum in eight lanes, which a compiler may keep in vector registers without reordering additions.
fn sum(values: &[f32]) -> f32 {
    let (chunks, rest) = values.as_chunks::<8>();
    let mut lanes = [0.0_f32; 8];
    for chunk in chunks {
        let mut i = 0;
        while i < 8 {
            lanes[i] += chunk[i];
            i += 1;
        }
    }
    lanes.iter().sum::<f32>() + rest.iter().sum::<f32>()
}

fn squares(values: &[f32]) -> f32 {
    let (chunks, rest) = values.as_chunks::<8>();
    let mut lanes = [0.0_f32; 8];
    for chunk in chunks {
        let mut i = 0;
        while i < 8 {
            lanes[i] += chunk[i] * chunk[i];
            i += 1;
        }
    }
    lanes.iter().sum::<f32>() + rest.iter().map(|x| x * x).sum::<f32>()
}

/// e to the power of `x`, to seven digits, without a call or a branch so that loops over it can be vectorised: 2^x by its exponent bits
/// and a Taylor polynomial for the rest.
#[inline(always)]
fn exp(x: f32) -> f32 {
    let y = (x * std::f32::consts::LOG2_E).clamp(-126.0, 126.0);
    // Adding and taking away 1.5 · 2^23 rounds to the nearest whole number.
    let whole = (y + 12_582_912.0) - 12_582_912.0;
    let rest = (y - whole) * std::f32::consts::LN_2;
    let power =
        1.0 + rest * (1.0 + rest * (0.5 + rest * (1.666_666_7e-1 + rest * (4.166_666_8e-2 + rest * (8.333_334e-3 + rest * 1.388_889e-3)))));
    f32::from_bits(((whole as i32 + 127) << 23) as u32) * power
}

/// Scales a row and makes it add up to one.
pub fn softmax(row: &mut [f32], scale: f32) {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let len = row.len();
    let mut i = 0;
    while i < len {
        row[i] = exp((row[i] - most) * scale);
        i += 1;
    }
    let share = sum(row).recip();
    let mut i = 0;
    while i < len {
        row[i] *= share;
        i += 1;
    }
}

/// GELU by the error function, which is taken from Abramowitz and Stegun, 7.1.26 (off by 1.5e-7 at most).
pub fn gelu(values: &mut [f32]) {
    let len = values.len();
    let mut i = 0;
    while i < len {
        let x = values[i];
        let z = x.abs() * std::f32::consts::FRAC_1_SQRT_2;
        let t = 1.0 / (1.0 + 0.327_591_1 * z);
        let tail = t * (0.254_829_6 + t * (-0.284_496_72 + t * (1.421_413_8 + t * (-1.453_152 + t * 1.061_405_4)))) * exp(-z * z);
        // 1 − tail is the error function of |x|; half of it is added to a half for what is above 0.
        values[i] = if x < 0.0 { 0.5 * x * tail } else { x - 0.5 * x * tail };
        i += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_and_gelu_are_right_to_six_digits() {
        for i in -200..=40 {
            let x = i as f32 / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-6, "{x}");
        }
        let mut values = [-3.0, -1.0, -0.1, 0.0, 0.5, 2.0];
        gelu(&mut values);
        let right = [-0.004_049_7, -0.158_655_25, -0.046_017_2, 0.0, 0.345_731_2, 1.954_499_7];
        assert!(values.iter().zip(right).all(|(a, b): (&f32, f32)| (a - b).abs() < 1e-6), "{values:?}");
    }

    #[test]
    fn a_row_of_a_product_does_not_depend_on_the_others() {
        let layer = Linear {
            inputs: 300,
            outputs: 50,
            weights: (0..15_000_u16).map(|i| f32::from(i % 97) / 50.0 - 1.0).collect(),
            bias: vec![0.5; 50],
        };
        let rows: Vec<f32> = (0..9_000_u16).map(|i| f32::from(i % 89) / 40.0 - 1.0).collect();
        let all = layer.apply(&rows);
        for i in 0..30 {
            assert_eq!(layer.apply(&rows[i * 300..(i + 1) * 300]), all[i * 50..(i + 1) * 50]);
        }
    }
}
