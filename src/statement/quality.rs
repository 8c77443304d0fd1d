//! Words that say how things stand between two parties where the noun itself does not.

use std::{collections::HashMap, sync::LazyLock};

use super::acts::Drift;
use crate::text::tsv;

static WORDS: LazyLock<HashMap<(&'static str, char), Drift>> =
    LazyLock::new(|| tsv::rows(include_str!("data/quality.tsv")).filter_map(|row| entry(&row)).collect());

/// The drift of an adjective (`a`) or verb (`v`), by its lemma with particle.
pub(super) fn quality(word: &str, form: char) -> Option<Drift> {
    let words: &HashMap<(&str, char), Drift> = &WORDS;
    words.get(&(word, form)).copied()
}

fn entry(row: &[&'static str]) -> Option<((&'static str, char), Drift)> {
    let [word, form, drift] = row else { return None };
    let form = form.chars().next().filter(|f| matches!(f, 'a' | 'v'))?;
    let drift = match *drift {
        "+" => Drift::Cooperation,
        "-" => Drift::Conflict,
        "x" => Drift::Mixed,
        _ => return None,
    };
    Some(((word, form), drift))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_valid_and_none_is_double() {
        assert_eq!(WORDS.len(), tsv::rows(include_str!("data/quality.tsv")).count());
        assert_eq!(quality("tense", 'a'), Some(Drift::Conflict));
        assert_eq!(quality("break off", 'v'), Some(Drift::Conflict));
    }
}
