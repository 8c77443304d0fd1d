//! Sums of regression trees, read from a data file that the fit wrote.

use super::features::Features;

/// A fitted model: the log odds of something, as a start and a sum of trees.
pub struct Model {
    start: f32,
    trees: Vec<Vec<Node>>,
}

#[derive(Clone, Copy)]
enum Node {
    /// Position of a feature's value, the threshold, and where to go on when the value is at most that and when it is above.
    Split {
        feature: usize,
        threshold: f32,
        low: usize,
        high: usize,
    },
    Leaf(f32),
}

impl Model {
    /// Reads a model. Lines: `start NUMBER`; then one a tree, its nodes parted by blanks, each `feature,threshold,low,high` or a leaf's
    /// number. `names` are the features in the order of the values; a tree that names an unknown one is left out.
    pub fn read(text: &str, names: &[&str]) -> Self {
        let mut model = Self { start: 0.0, trees: Vec::new() };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(start) = line.strip_prefix("start ") {
                model.start = start.trim().parse().unwrap_or(0.0);
            } else if let Some(tree) = line.split_whitespace().map(|node| read_node(node, names)).collect::<Option<Vec<Node>>>() {
                model.trees.push(tree);
            }
        }
        model
    }

    /// Logarithm of the odds.
    pub fn odds(&self, features: &Features) -> f32 {
        self.start + self.trees.iter().map(|tree| leaf(tree, features)).sum::<f32>()
    }

    /// Probability 0–1.
    pub fn probability(&self, features: &Features) -> f32 {
        probability(self.odds(features))
    }

    /// Number of trees.
    pub fn len(&self) -> usize {
        self.trees.len()
    }

    /// Whether it has no tree.
    pub fn is_empty(&self) -> bool {
        self.trees.is_empty()
    }
}

/// The probability that has these odds, given as their logarithm.
pub fn probability(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

fn read_node(node: &str, names: &[&str]) -> Option<Node> {
    let Some((feature, rest)) = node.split_once(',') else { return node.parse().ok().map(Node::Leaf) };
    let feature = names.iter().position(|name| *name == feature)?;
    let mut rest = rest.split(',');
    let threshold = rest.next()?.parse().ok()?;
    Some(Node::Split { feature, threshold, low: rest.next()?.parse().ok()?, high: rest.next()?.parse().ok()? })
}

fn leaf(tree: &[Node], features: &Features) -> f32 {
    let mut at = 0;
    // A tree cannot be deeper than it has nodes, so a malformed one ends too.
    for _ in 0..tree.len() {
        match tree.get(at) {
            Some(Node::Split { feature, threshold, low, high }) => {
                let value = features.get(*feature).map_or(0.0, |(_, value)| *value);
                at = if value <= *threshold { *low } else { *high };
            }
            Some(Node::Leaf(value)) => return *value,
            None => return 0.0,
        }
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_followed_to_its_leaf() {
        let model = Model::read("start 0\na,0.5,1,2 -1 b,2,3,4 1 2\n", &["a", "b"]);
        let at = |a: f32, b: f32| (model.probability(&vec![("a", a), ("b", b)]) * 1000.0).round();
        assert_eq!((at(0.0, 9.0), at(1.0, 1.0), at(1.0, 3.0)), (269.0, 731.0, 881.0));
    }

    #[test]
    fn nonsense_gives_a_probability_all_the_same() {
        let model = Model::read("start x\nc,1,0,0 1\na,0,0,0\n", &["a"]);
        assert_eq!(model.probability(&Vec::new()), 0.5);
    }
}
