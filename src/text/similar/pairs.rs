//! Opposites and near-synonyms that WordNet misses, from our own lists.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Lexical;
use crate::text::tsv;

pub(super) const OPPOSITES: &str = include_str!("data/opposites.tsv");
pub(super) const SYNONYMS: &str = include_str!("data/synonyms.tsv");

/// Pairs in both orders.
static PAIRS: LazyLock<HashMap<(&'static str, &'static str), Lexical>> = LazyLock::new(|| {
    let list = |table, relation| tsv::rows(table).filter_map(move |row| Some((*row.first()?, *row.get(1)?, relation)));
    let both = list(SYNONYMS, Lexical::Synonym).chain(list(OPPOSITES, Lexical::Antonym));
    both.flat_map(|(a, b, relation)| [((a, b), relation), ((b, a), relation)]).collect()
});

pub(super) fn relation(a: &str, b: &str) -> Option<Lexical> {
    PAIRS.get(&(a, b)).copied()
}
