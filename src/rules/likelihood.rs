//! Terms of likelihood, levels of confidence and hedges in a sentence.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use regex::Regex;

use crate::text::Span;
use crate::text::tsv::rows;

/// A scale that gives terms of likelihood a range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// US Intelligence Community Directive 203.
    #[default]
    Icd203,
    /// The yardstick of the UK's Professional Head of Intelligence Assessment.
    Phia,
}

impl Scale {
    /// As a person names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Icd203 => "ICD 203",
            Self::Phia => "the PHIA yardstick",
        }
    }
}

/// A term of a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// Lower case.
    pub words: &'static str,
    /// Whose.
    pub scale: Scale,
    /// Row of the scale's table, from 1.
    pub row: u8,
    /// Lowest and highest probability, in per cent.
    pub range: (u8, u8),
    /// Whether it is offered in place of another.
    pub offered: bool,
}

/// What was found in a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A term of one scale or several, by its lower-case words.
    Term(&'static str),
    /// A chance given as a figure, or an even one.
    Figure,
    /// A level of confidence.
    Confidence,
    /// A word that leaves the likelihood open.
    Hedge,
}

static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| {
    rows(include_str!("data/likelihood.tsv"))
        .filter_map(|row| {
            let [words, scale, row, low, high, offered] = row[..] else { return None };
            let scale = if scale == "phia" { Scale::Phia } else { Scale::Icd203 };
            Some(Term { words, scale, row: row.parse().ok()?, range: (low.parse().ok()?, high.parse().ok()?), offered: offered == "yes" })
        })
        .collect()
});

struct Signs {
    finder: AhoCorasick,
    signs: Vec<Option<Sign>>,
}

static SIGNS: LazyLock<Option<Signs>> = LazyLock::new(|| {
    let mut words: Vec<&'static str> = Vec::new();
    let mut signs = Vec::new();
    for term in TERMS.iter() {
        if !words.contains(&term.words) {
            words.push(term.words);
            signs.push(Some(Sign::Term(term.words)));
        }
    }
    for row in rows(include_str!("data/likelihood_other.tsv")) {
        let [phrase, class] = row[..] else { continue };
        words.push(phrase);
        signs.push(match class {
            "confidence" => Some(Sign::Confidence),
            "hedge" => Some(Sign::Hedge),
            _ => None,
        });
    }
    let finder = AhoCorasickBuilder::new().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(&words).ok()?;
    Some(Signs { finder, signs })
});

static FIGURE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b\d+(?:\.\d+)?\s?(?:%|per ?cent|percent)(?: to \d+ ?(?:%|per ?cent|percent))? (?:chance|probability|likelihood|likely)\b",
        r"|\b(?:chance|probability|likelihood|odds)s? (?:is|are|of|at|stands? at) (?:about |around |roughly |some )?\d",
        r"|\b(?:even|one[- ]in[- ]\w+|fifty[- ]fifty|50[-/]50) (?:chance|odds)\b",
    ))
    .ok()
});

/// The terms of all scales with those words.
pub fn terms(words: &str) -> impl Iterator<Item = &'static Term> {
    TERMS.iter().filter(move |term| term.words == words)
}

/// The term of a scale's row that comes nearest to another, of the same kind of word (an adverb for an adverb).
pub fn counterpart(of: &Term, scale: Scale, row: u8) -> Option<&'static Term> {
    let middle = |range: (u8, u8)| u16::from(range.0) + u16::from(range.1);
    TERMS
        .iter()
        .filter(|term| term.scale == scale && term.row == row && term.offered)
        .min_by_key(|term| (middle(term.range).abs_diff(middle(of.range)), is_adverb(term.words) != is_adverb(of.words)))
        .filter(|term| is_adverb(term.words) == is_adverb(of.words) && is_noun(term.words) == is_noun(of.words))
}

fn is_adverb(words: &str) -> bool {
    words.ends_with("bly") || words.ends_with("certainly")
}

/// Whether a term stands after an article: "a realistic possibility".
fn is_noun(words: &str) -> bool {
    ["chance", "odds", "possibility", "probability"].iter().any(|noun| words.ends_with(noun))
}

/// The signs in a sentence, in order.
pub fn signs(text: &str) -> Vec<(Span, Sign)> {
    let Some(all) = SIGNS.as_ref() else { return Vec::new() };
    let boundary = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '-');
    let mut found: Vec<(Span, Sign)> = all
        .finder
        .find_iter(text)
        .filter(|hit| boundary(text[..hit.start()].chars().next_back()) && boundary(text[hit.end()..].chars().next()))
        .filter_map(|hit| Some((Span::new(hit.start(), hit.end()), all.signs.get(hit.pattern().as_usize()).copied().flatten()?)))
        .filter(|(span, sign)| *sign != Sign::Hedge || is_hedge(text, *span))
        .collect();
    if let Some(figure) = FIGURE.as_ref() {
        let figures = figure.find_iter(text).map(|hit| (Span::new(hit.start(), hit.end()), Sign::Figure));
        let figures: Vec<_> = figures.filter(|(span, _)| !found.iter().any(|(other, _)| other.overlaps(*span))).collect();
        found.extend(figures);
    }
    found.sort_by_key(|(span, _)| *span);
    found
}

/// Whether a hedge's letters are one: May is a month, and might is power.
fn is_hedge(text: &str, span: Span) -> bool {
    let word = span.of(text);
    let before = text[..span.start].trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let after = text[span.end..].trim_start();
    match word.to_ascii_lowercase().as_str() {
        // At the beginning of a sentence only a question or a wish has the verb.
        "may" => !word.starts_with('M'),
        "might" => {
            const POWER: [&str; 14] =
                ["the", "a", "its", "their", "his", "her", "our", "of", "and", "military", "economic", "naval", "political", "full"];
            !POWER.iter().any(|lead| before.eq_ignore_ascii_case(lead)) && !after.starts_with("of ")
        }
        // What could not be done in the past is said outright.
        "could" => !after.starts_with("not have") && !after.starts_with("n't") && !after.starts_with("n’t"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_tables_are_well_formed() {
        assert_eq!(TERMS.len(), rows(include_str!("data/likelihood.tsv")).count());
        for term in TERMS.iter() {
            assert!(term.range.0 < term.range.1 && term.range.1 <= 100, "{term:?}");
            assert_eq!(term.words, term.words.to_lowercase());
        }
        for row in rows(include_str!("data/likelihood_other.tsv")) {
            assert!(row.len() == 2 && matches!(row[1], "confidence" | "none" | "hedge"), "{row:?}");
        }
        assert!(SIGNS.is_some() && FIGURE.is_some());
    }

    #[test]
    fn signs_are_found_whole() {
        let found = |text: &str| signs(text).into_iter().map(|(span, _)| span.of(text).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            found("It is very likely, almost certainly, and we have high confidence."),
            ["very likely", "almost certainly", "high confidence"]
        );
        assert_eq!(found("An unlikely alliance of military might in May could fail; there is a 60% chance."), ["could", "60% chance"]);
        assert_eq!(found("The chance is remote, in a remote region, and the likelihood unclear."), ["is remote"]);
    }

    #[test]
    fn a_counterpart_is_the_same_kind_of_word() {
        let counterpart = |words, scale, row| counterpart(terms(words).next().unwrap(), scale, row).map(|term| term.words);
        assert_eq!(counterpart("probable", Scale::Icd203, 1), Some("likely"));
        assert_eq!(counterpart("nearly certain", Scale::Icd203, 1), Some("almost certain"));
        assert_eq!(counterpart("realistic possibility", Scale::Icd203, 1), Some("roughly even chance"));
        assert_eq!(counterpart("highly likely", Scale::Icd203, 1), Some("very likely"));
        assert_eq!(counterpart("very unlikely", Scale::Phia, 1), Some("highly unlikely"));
        assert_eq!(counterpart("almost certainly", Scale::Icd203, 2), None);
    }
}
