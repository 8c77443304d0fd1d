//! From what the actions built to the final tree: lifted words find their true heads, and sentences their starts.

use super::arc_eager::{Arcs, Label};

/// Rounds in which the edges of crossing trees are given to settle, as in spaCy.
const ROUNDS: usize = 12;

/// The tree's leftmost and rightmost words below each word.
struct Edges {
    left: Vec<usize>,
    right: Vec<usize>,
}

impl Edges {
    fn of(heads: &[usize]) -> Self {
        let mut edges = Self { left: (0..heads.len()).collect(), right: (0..heads.len()).collect() };
        for _ in 0..ROUNDS {
            for child in (0..heads.len()).chain((0..heads.len()).rev()) {
                let head = heads[child];
                edges.left[head] = edges.left[head].min(edges.left[child]);
                edges.right[head] = edges.right[head].max(edges.right[child]);
            }
            if edges.hold_all(heads) {
                break;
            }
        }
        edges
    }

    fn starts(&self, heads: &[usize]) -> Vec<bool> {
        let mut starts = vec![false; heads.len()];
        for (word, head) in heads.iter().enumerate() {
            if word == *head {
                starts[self.left[word]] = true;
            }
        }
        starts
    }

    /// Whether every head lies in the same sentence as its word.
    fn hold_all(&self, heads: &[usize]) -> bool {
        let starts = self.starts(heads);
        let mut start = 0;
        for i in 0..heads.len() {
            if (i > 0 && starts[i]) || i + 1 == heads.len() {
                // The sentence is taken to reach one word further, as in the original.
                if heads[start..i].iter().any(|head| *head < start || *head > i) {
                    return false;
                }
                start = i;
            }
        }
        true
    }
}

/// Moves lifted words below their true heads. `is_space` says which tokens are white space. Gives for each token whether a
/// sentence starts there.
pub(super) fn settle(arcs: &mut Arcs, is_space: impl Fn(usize) -> bool + Copy) -> Vec<bool> {
    for (word, (head, label)) in arcs.heads.iter().zip(&mut arcs.labels).enumerate() {
        if *head == word {
            *label = Label::ROOT;
        }
    }
    if arcs.labels.iter().any(|label| label.lifted_from.is_some()) {
        lower_lifted(arcs, is_space);
    }
    Edges::of(&arcs.heads).starts(&arcs.heads)
}

fn lower_lifted(arcs: &mut Arcs, is_space: impl Fn(usize) -> bool + Copy) {
    let edges = Edges::of(&arcs.heads);
    let mut children = vec![Vec::new(); arcs.heads.len()];
    for (word, head) in arcs.heads.iter().enumerate().filter(|(word, head)| *word != **head) {
        children[*head].push(word);
    }
    for word in 0..arcs.heads.len() {
        let label = arcs.labels[word];
        let Some(wanted) = label.lifted_from else { continue };
        let found = search(
            arcs.heads[word],
            arcs.heads.len(),
            |parent| {
                let visible = edges.left[parent]..=edges.right[parent];
                children[parent].iter().copied().filter(move |c| visible.contains(c) && *c != word && !is_space(*c))
            },
            |child| arcs.labels[child].lifted_from.is_none() && arcs.labels[child].dep == wanted,
        );
        if let Some(head) = found {
            let old = &mut children[arcs.heads[word]];
            old.retain(|c| *c != word);
            let new = &mut children[head];
            let at = new.partition_point(|c| *c < word);
            new.insert(at, word);
            arcs.heads[word] = head;
        }
        arcs.labels[word].lifted_from = None;
    }
}

/// Breadth first, left to right, below `root`. A cycle, which lowering could make, ends after `limit` words.
fn search<I: Iterator<Item = usize>>(
    root: usize,
    limit: usize,
    children: impl Fn(usize) -> I,
    is_wanted: impl Fn(usize) -> bool,
) -> Option<usize> {
    let mut queue = vec![root];
    let mut next = 0;
    while let Some(parent) = queue.get(next).copied() {
        for child in children(parent) {
            if is_wanted(child) {
                return Some(child);
            }
            queue.push(child);
        }
        next += 1;
        if next > limit {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::parser::Dep;

    #[test]
    fn a_lifted_word_finds_its_head_below() {
        // "What do they think caused it": `What` was attached to `think`, but is lifted from its clausal complement.
        let label = |dep| Label { dep, lifted_from: None };
        let mut arcs = Arcs {
            heads: vec![3, 3, 3, 3, 3, 4],
            labels: vec![
                Label { dep: Dep::Nsubj, lifted_from: Some(Dep::Ccomp) },
                label(Dep::Aux),
                label(Dep::Nsubj),
                label(Dep::Root),
                label(Dep::Ccomp),
                label(Dep::Dobj),
            ],
        };
        let starts = settle(&mut arcs, |_| false);
        assert_eq!(arcs.heads, [4, 3, 3, 3, 3, 4]);
        assert_eq!(arcs.labels[0], label(Dep::Nsubj));
        assert_eq!(starts, [true, false, false, false, false, false]);
    }

    #[test]
    fn each_root_starts_a_sentence_at_its_left_edge() {
        let label = Label { dep: Dep::Dep, lifted_from: None };
        let mut arcs = Arcs { heads: vec![1, 1, 3, 3, 3], labels: vec![label; 5] };
        assert_eq!(settle(&mut arcs, |_| false), [true, false, true, false, false]);
    }
}
