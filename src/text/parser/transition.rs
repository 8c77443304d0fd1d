//! The scorer that the parser and the entity recogniser share: it rates actions from a few tokens of the current state.

use super::layers::{Linear, Matrix, add_scaled};
use super::weights::{Reader, WeightsError};

/// Hidden units.
const HIDDEN: usize = 64;
/// Maxout pieces.
const PIECES: usize = 2;

/// Weights of a transition scorer that looks at `features` tokens.
pub(super) struct Scorer {
    projection: Linear,
    lower: Matrix,
    bias: Vec<f32>,
    /// What an absent token counts for, by feature.
    padding: Vec<f32>,
    upper: Linear,
    features: usize,
}

impl Scorer {
    pub(super) fn read(mut r: Reader, features: usize, actions: usize) -> Result<Self, WeightsError> {
        let projection = Linear::read(&mut r)?;
        let found = r.count()?;
        let width = found.saturating_mul(PIECES * HIDDEN);
        let lower = Matrix::read(&mut r, HIDDEN, width)?;
        let (bias, padding) = (r.singles(PIECES * HIDDEN)?, r.singles(width)?);
        let upper = Linear::read(&mut r)?;
        if found != features || projection.matrix.outputs != HIDDEN || upper.matrix.inputs != HIDDEN || upper.bias.len() != actions {
            return Err(WeightsError::Unknown("scorer shape", format!("{found} features, {} actions", upper.bias.len())));
        }
        Ok(Self { projection, lower, bias, padding, upper, features })
    }

    /// What each token contributes in each place, for all tokens at once: the costly half of every score.
    pub(super) fn prepare(&self, vectors: &[f32]) -> Vec<f32> {
        let projected = self.projection.apply(vectors);
        let rows = projected.len() / HIDDEN;
        let mut out = vec![0.0; rows * self.lower.outputs];
        self.lower.multiply(&projected, HIDDEN, rows, &mut out);
        out
    }

    /// Values of one token in what `prepare` gives.
    pub(super) fn stride(&self) -> usize {
        self.lower.outputs
    }

    /// The best of the actions that are `valid`, given the tokens of the state, by number in the sentence whose rows
    /// `prepared` are. `scores` is scratch space. None if no action is valid.
    pub(super) fn best(
        &self,
        prepared: &[f32],
        tokens: &[Option<usize>],
        scores: &mut Vec<f32>,
        valid: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        const ROW: usize = PIECES * HIDDEN;
        debug_assert_eq!(tokens.len(), self.features);
        let mut sums = [0.0; ROW];
        for (feature, token) in tokens.iter().enumerate() {
            let at = token.map_or(0, |t| t * self.stride()) + feature * ROW;
            let from = if token.is_some() { prepared } else { &self.padding };
            add_scaled(&mut sums, &from[at..at + ROW], 1.0);
        }
        add_scaled(&mut sums, &self.bias, 1.0);
        let (first, second) = sums.split_at(HIDDEN);
        scores.clear();
        scores.extend_from_slice(&self.upper.bias);
        for (unit, (a, b)) in first.iter().zip(second).enumerate() {
            add_scaled(scores, self.upper.matrix.row(unit), a.max(*b));
        }
        let mut best: Option<(usize, f32)> = None;
        for (action, score) in scores.iter().enumerate() {
            if best.is_none_or(|(_, b)| *score > b) && valid(action) {
                best = Some((action, *score));
            }
        }
        best.map(|(action, _)| action)
    }
}
