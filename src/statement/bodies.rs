//! Nouns that stand for somebody who is named elsewhere: "both sides", "the company", "officials in Sofia".

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use crate::text::tsv;

/// What a noun can stand for; see the header of `bodies.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Body {
    Side,
    Group,
    State,
    Law,
    Person,
    Official,
    People,
}

static NOUNS: LazyLock<HashMap<Body, HashSet<&'static str>>> = LazyLock::new(|| {
    let mut nouns: HashMap<Body, HashSet<&'static str>> = HashMap::new();
    for row in tsv::rows(include_str!("data/bodies.tsv")) {
        if let [noun, kinds] = row[..] {
            for kind in kinds.split(',').filter_map(body) {
                nouns.entry(kind).or_default().insert(noun);
            }
        }
    }
    nouns
});

fn body(name: &str) -> Option<Body> {
    Some(match name {
        "side" => Body::Side,
        "body" => Body::Group,
        "state" => Body::State,
        "law" => Body::Law,
        "person" => Body::Person,
        "official" => Body::Official,
        "people" => Body::People,
        _ => return None,
    })
}

/// Whether a lemma is of a kind.
pub(super) fn is_body(kind: Body, lemma: &str) -> bool {
    NOUNS.get(&kind).is_some_and(|nouns| nouns.contains(lemma))
}

/// Whether a noun, by its lemma, is for people or for those who act as one: a person, an office, a company, a state.
pub fn is_somebody(lemma: &str) -> bool {
    [Body::Side, Body::Group, Body::State, Body::Person, Body::Official, Body::People].into_iter().any(|kind| is_body(kind, lemma))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_valid_and_none_is_double() {
        let mut seen = HashSet::new();
        for row in tsv::rows(include_str!("data/bodies.tsv")) {
            assert!(row.len() == 2 && row.get(1).is_some_and(|kinds| kinds.split(',').all(|k| body(k).is_some())), "{row:?}");
            assert!(seen.insert(row.first().copied()), "twice: {row:?}");
        }
        assert!(is_body(Body::Side, "party") && is_body(Body::Official, "diplomat"));
    }
}
