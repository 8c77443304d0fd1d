//! Light verbs, and verbs whose subject does what their object noun says.

use std::{collections::HashMap, sync::LazyLock};

use crate::text::tsv;

/// What a verb does with the act noun beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Light {
    /// The pair is one act.
    Light,
    /// The verb's subject does what the noun says.
    Control,
}

static VERBS: LazyLock<HashMap<&'static str, Light>> =
    LazyLock::new(|| tsv::rows(include_str!("data/light.tsv")).filter_map(|row| entry(&row)).collect());

/// The kind of a verb, by its lemma with particle or preposition.
pub(super) fn light(verb: &str) -> Option<Light> {
    VERBS.get(verb).copied()
}

fn entry(row: &[&'static str]) -> Option<(&'static str, Light)> {
    match *row {
        [verb, "light"] => Some((verb, Light::Light)),
        [verb, "control"] => Some((verb, Light::Control)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_valid_and_none_is_double() {
        assert_eq!(VERBS.len(), tsv::rows(include_str!("data/light.tsv")).count());
        assert_eq!(light("hold"), Some(Light::Light));
    }
}
