//! The lexicon of words that turn or weaken what hangs below them.

use std::{collections::HashMap, sync::LazyLock};

/// What a cue word does to its complement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Effect {
    Negate,
    Hedge,
    Doubt,
    Intend,
    Speculate,
    Request,
    Say,
    Claim,
    Deny,
    Believe,
    /// States the complement as true.
    Fact,
    /// Passes on what stands above it.
    Free,
}

/// One entry: the effect, how much of an assertion is left, and the likelihood by ICD 203.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct CueEntry {
    pub effect: Effect,
    pub strength: f32,
    pub range: Option<[u8; 2]>,
}

static CUES: LazyLock<HashMap<(&'static str, char), CueEntry>> =
    LazyLock::new(|| include_str!("data/cues.tsv").lines().filter_map(|l| parse_line(l).ok().flatten()).collect());

/// The entry of a word in a form: `v`, `n`, `a`, `r`, `m`, `p` as in the file.
pub(super) fn cue(word: &str, form: char) -> Option<CueEntry> {
    let cues: &HashMap<(&str, char), CueEntry> = &CUES;
    cues.get(&(word, form)).copied()
}

type Line = ((&'static str, char), CueEntry);

fn parse_line(line: &'static str) -> Result<Option<Line>, String> {
    if line.starts_with('#') || line.trim().is_empty() {
        return Ok(None);
    }
    let columns: Vec<&'static str> = line.split('\t').collect();
    let [word, form, effect, strength, low, high] = columns[..] else {
        return Err(format!("six columns wanted: {line}"));
    };
    let effect = match effect {
        "negate" => Effect::Negate,
        "hedge" => Effect::Hedge,
        "doubt" => Effect::Doubt,
        "intend" => Effect::Intend,
        "speculate" => Effect::Speculate,
        "request" => Effect::Request,
        "say" => Effect::Say,
        "claim" => Effect::Claim,
        "deny" => Effect::Deny,
        "believe" => Effect::Believe,
        "fact" => Effect::Fact,
        "free" => Effect::Free,
        _ => return Err(format!("unknown effect {effect}: {line}")),
    };
    let strength: f32 = strength.parse().map_err(|e| format!("{e}: {line}"))?;
    let range = match (low.parse(), high.parse()) {
        (Ok(low), Ok(high)) => Some([low, high]),
        _ => None,
    };
    match (form, form.chars().next()) {
        ("v" | "n" | "a" | "r" | "m" | "p", Some(form)) => Ok(Some(((word, form), CueEntry { effect, strength, range }))),
        _ => Err(format!("unknown form {form}: {line}")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_line_is_valid_and_none_is_double() {
        let mut seen = std::collections::HashSet::new();
        for line in include_str!("data/cues.tsv").lines() {
            if let Some((key, entry)) = parse_line(line).unwrap() {
                assert!(seen.insert(key), "twice: {line}");
                assert!((0.0..=1.0).contains(&entry.strength), "{line}");
                assert!(entry.range.is_none_or(|[low, high]| low < high && high <= 100), "{line}");
            }
        }
        assert!(seen.len() > 200);
        assert_eq!(cue("unlikely", 'a').unwrap().range, Some([20, 45]));
    }
}
