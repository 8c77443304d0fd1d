//! How rare a word is in English at large, for claims and evidence that come without a corpus.

use std::collections::HashMap;
use std::sync::LazyLock;

use xxhash_rust::xxh3::xxh3_64;

/// Stems with the number of sentences that they stand in; the header says where they were counted.
const TABLE: &str = include_str!("data/frequencies.tsv");

struct Background {
    sentences: f32,
    /// Sentences with a stem, by the stem's hash.
    with: HashMap<u64, u32>,
}

static BACKGROUND: LazyLock<Background> = LazyLock::new(|| {
    let mut with = HashMap::new();
    let mut sentences = 1.0;
    for line in TABLE.lines() {
        if let Some(count) = line.strip_prefix("# sentences ") {
            sentences = count.trim().parse().unwrap_or(1.0);
        } else if let Some((stem, count)) = line.split_once('\t')
            && let Ok(count) = count.parse()
        {
            with.insert(hash(stem), count);
        }
    }
    Background { sentences, with }
});

/// The key of a stem ([`crate::evidence::term`]) in tables.
pub fn hash(stem: &str) -> u64 {
    xxh3_64(stem.as_bytes())
}

/// Inverse document frequency of a stem, by its hash: about 1 for the most general words, 11 for one that was never seen.
pub fn rarity(stem: u64) -> f32 {
    let with = BACKGROUND.with.get(&stem).copied().unwrap_or(1) as f32;
    (1.0 + (BACKGROUND.sentences - with + 0.5) / (with + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_rarer_than_general_words() {
        let of = |stem: &str| rarity(hash(stem));
        assert!(of("said") < of("river"));
        assert!(of("river") < of("helmand"));
        assert!(of("never-seen-anywhere") > 9.0);
    }

    #[test]
    fn the_table_is_whole() {
        assert!(BACKGROUND.sentences > 10_000.0);
        assert!(BACKGROUND.with.len() > 10_000);
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        assert!(lines.into_iter().all(|line| line.split('\t').count() == 2));
    }
}
