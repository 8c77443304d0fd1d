//! Arc-eager dependency parsing: a stack, a buffer, and the action with the best score at each step.
//!
//! After Honnibal & Johnson (2015), "An Improved Non-monotonic Transition System for Dependency Parsing": a word reduced
//! without a head returns to the buffer, and a left arc may replace a head.

use super::labels::Dep;
use super::transition::Scorer;
use super::weights::{Reader, WeightsError};

/// Tokens of the state that the scorer looks at.
pub(super) const FEATURES: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Move {
    Shift,
    Reduce,
    Left,
    Right,
    Break,
}

/// A relation as the actions have it: some say where the true head is to be looked for, because the tree that the actions
/// can build has no crossing arcs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) dep: Dep,
    /// The true head is the first word below the given head that has this relation.
    pub(super) lifted_from: Option<Dep>,
}

impl Label {
    pub(super) const ROOT: Label = Label { dep: Dep::Root, lifted_from: None };
}

/// Heads and relations as the actions leave them; a word without a head is its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Arcs {
    pub(super) heads: Vec<usize>,
    pub(super) labels: Vec<Label>,
}

/// The parser's actions and their scorer.
pub(super) struct ArcEager {
    actions: Vec<(Move, Label)>,
    pub(super) scorer: Scorer,
}

impl ArcEager {
    pub(super) fn read(names: &[&str], scorer: Reader) -> Result<Self, WeightsError> {
        let dep = |text: &str| Dep::from_label(text).ok_or_else(|| WeightsError::Unknown("relation", text.into()));
        let action = |name: &&str| {
            let (kind, label) = name.split_once('-').unwrap_or((name, ""));
            let label = match label.split_once("||") {
                _ if label.is_empty() => Label::ROOT,
                Some((own, head)) => Label { dep: dep(own)?, lifted_from: Some(dep(head)?) },
                None => Label { dep: dep(label)?, lifted_from: None },
            };
            let kind = match kind {
                "S" => Move::Shift,
                "D" => Move::Reduce,
                "L" => Move::Left,
                "R" => Move::Right,
                "B" => Move::Break,
                _ => return Err(WeightsError::Unknown("action", name.to_string())),
            };
            Ok((kind, label))
        };
        let actions: Vec<_> = names.iter().map(action).collect::<Result<_, _>>()?;
        Ok(Self { scorer: Scorer::read(scorer, FEATURES, actions.len())?, actions })
    }

    /// Parses a sentence of `len` tokens whose rows `prepared` are.
    pub(super) fn parse(&self, prepared: &[f32], len: usize, scores: &mut Vec<f32>) -> Arcs {
        let mut state = State::new(len);
        // Each word is shifted at most twice and reduced as often, and each starts a sentence at most once; the bound
        // only guards against a scorer that could never come from a model.
        for _ in 0..8 * len + 8 {
            if state.is_final() {
                break;
            }
            let valid = state.valid();
            let best = self
                .scorer
                .best(prepared, &state.context(), scores, |a| self.actions.get(a).is_some_and(|(kind, _)| valid[*kind as usize]));
            match best.and_then(|a| self.actions.get(a)) {
                Some((kind, label)) => state.apply(*kind, *label),
                None => break,
            }
        }
        Arcs { heads: state.heads.iter().enumerate().map(|(i, h)| h.unwrap_or(i)).collect(), labels: state.labels }
    }
}

struct State {
    len: usize,
    stack: Vec<usize>,
    /// Words put back before the rest of the buffer, the next one last.
    returned: Vec<usize>,
    next: usize,
    heads: Vec<Option<usize>>,
    labels: Vec<Label>,
    /// For each word its latest child on the left and on the right, and for each child the one attached before it.
    latest_left: Vec<Option<usize>>,
    latest_right: Vec<Option<usize>>,
    earlier: Vec<Option<usize>>,
    unshiftable: Vec<bool>,
    starts: Vec<bool>,
}

impl State {
    fn new(len: usize) -> Self {
        Self {
            len,
            stack: Vec::with_capacity(16),
            returned: Vec::new(),
            next: 0,
            heads: vec![None; len],
            labels: vec![Label::ROOT; len],
            latest_left: vec![None; len],
            latest_right: vec![None; len],
            earlier: vec![None; len],
            unshiftable: vec![false; len],
            starts: vec![false; len],
        }
    }

    /// The word `i` places below the top of the stack.
    fn stack(&self, i: usize) -> Option<usize> {
        self.stack.len().checked_sub(i + 1).and_then(|at| self.stack.get(at)).copied()
    }

    /// The word `i` places into the buffer.
    fn buffer(&self, i: usize) -> Option<usize> {
        match self.returned.len().checked_sub(i + 1) {
            Some(at) => self.returned.get(at).copied(),
            None => Some(self.next + i - self.returned.len()).filter(|word| *word < self.len),
        }
    }

    fn buffer_len(&self) -> usize {
        self.len - self.next + self.returned.len()
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_len() == 0
    }

    fn context(&self) -> [Option<usize>; FEATURES] {
        let latest = |children: &[Option<usize>], word: Option<usize>| word.and_then(|w| children[w]);
        let (b0, s0) = (self.buffer(0), self.stack(0));
        [
            b0,
            self.buffer(1),
            s0,
            self.stack(1),
            self.stack(2),
            latest(&self.latest_left, b0),
            latest(&self.latest_left, s0),
            latest(&self.latest_right, s0),
        ]
    }

    /// Which moves are possible, in the order of [`Move`].
    fn valid(&self) -> [bool; 5] {
        let (b0, b1) = (self.buffer(0), self.buffer(1));
        let starts = |word: Option<usize>| word.is_some_and(|w| self.starts[w]);
        let stacked = !self.stack.is_empty();
        let buffered = self.buffer_len();
        let arc = stacked && buffered > 0 && !starts(b0);
        [
            !stacked || buffered >= 2 && !starts(b0) && !b0.is_some_and(|w| self.unshiftable[w]),
            stacked,
            arc,
            arc,
            buffered >= 2 && b0.zip(b1).is_some_and(|(b0, b1)| b1 == b0 + 1) && !starts(b1),
        ]
    }

    fn apply(&mut self, kind: Move, label: Label) {
        let (b0, s0) = (self.buffer(0), self.stack(0));
        match (kind, s0, b0) {
            (Move::Shift, _, Some(_)) => self.push(),
            (Move::Reduce, Some(s0), _) => {
                self.stack.pop();
                if self.heads[s0].is_none() && !self.stack.is_empty() {
                    self.unshiftable[s0] = true;
                    self.returned.push(s0);
                }
            }
            (Move::Left, Some(s0), Some(b0)) => {
                self.attach(b0, s0, label);
                self.unshiftable[b0] = false;
                self.stack.pop();
            }
            (Move::Right, Some(s0), Some(b0)) => {
                self.attach(s0, b0, label);
                self.push();
            }
            (Move::Break, _, _) => {
                if let Some(b1) = self.buffer(1) {
                    self.starts[b1] = true;
                }
            }
            _ => {}
        }
    }

    fn push(&mut self) {
        let word = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(word);
    }

    fn attach(&mut self, head: usize, child: usize, label: Label) {
        if let Some(old) = self.heads[child] {
            // A head is only ever replaced while the child is its latest.
            let latest = if old > child { &mut self.latest_left[old] } else { &mut self.latest_right[old] };
            if *latest == Some(child) {
                *latest = self.earlier[child];
            }
        }
        let latest = if head > child { &mut self.latest_left[head] } else { &mut self.latest_right[head] };
        self.earlier[child] = latest.replace(child);
        self.heads[child] = Some(head);
        self.labels[child] = label;
    }
}
