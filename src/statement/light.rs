//! Light verbs, and verbs whose subject does what their object noun says.

use std::{collections::HashMap, sync::LazyLock};

/// What a verb does with the act noun beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Light {
    /// The pair is one act.
    Light,
    /// The verb's subject does what the noun says.
    Control,
}

static VERBS: LazyLock<HashMap<&'static str, Light>> =
    LazyLock::new(|| include_str!("data/light.tsv").lines().filter_map(|l| parse_line(l).ok().flatten()).collect());

/// The kind of a verb, by its lemma with particle or preposition.
pub(super) fn light(verb: &str) -> Option<Light> {
    VERBS.get(verb).copied()
}

fn parse_line(line: &'static str) -> Result<Option<(&'static str, Light)>, String> {
    if line.starts_with('#') || line.trim().is_empty() {
        return Ok(None);
    }
    match line.split_once('\t') {
        Some((verb, "light")) => Ok(Some((verb, Light::Light))),
        Some((verb, "control")) => Ok(Some((verb, Light::Control))),
        _ => Err(format!("a verb and its kind wanted: {line}")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_line_is_valid_and_none_is_double() {
        let mut seen = std::collections::HashSet::new();
        for line in include_str!("data/light.tsv").lines() {
            if let Some((verb, _)) = parse_line(line).unwrap() {
                assert!(seen.insert(verb), "twice: {line}");
            }
        }
        assert!(seen.len() > 80);
    }
}
