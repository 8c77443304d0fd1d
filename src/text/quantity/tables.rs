//! The embedded tables of number words, comparators, units, currencies and calendar words.

use std::collections::HashMap;
use std::sync::LazyLock;

use smol_str::SmolStr;

use super::lex::Lexed;
use super::value::Comparator;
use crate::text::tsv;

pub(super) const NUMBERS: &str = include_str!("data/numbers.tsv");
pub(super) const COMPARATORS: &str = include_str!("data/comparators.tsv");
pub(super) const CURRENCIES: &str = include_str!("data/currencies.tsv");
pub(super) const UNITS: &str = include_str!("data/units.tsv");
pub(super) const CALENDAR: &str = include_str!("data/calendar.tsv");
pub(super) const NOUNS: &str = include_str!("data/nouns.tsv");

/// Where a phrase may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Before,
    Behind,
    Date,
    Both,
}

/// A currency's form.
#[derive(Clone, Debug)]
pub(super) struct Currency {
    pub code: &'static str,
    pub factor: f64,
    pub place: Place,
}

/// A measure's form.
#[derive(Clone, Debug)]
pub(super) struct Measure {
    pub name: &'static str,
    pub dimension: &'static str,
    pub factor: f64,
}

/// Phrases by their first word, longest first.
pub(super) struct Phrases<T> {
    by_first: HashMap<SmolStr, Vec<(Vec<SmolStr>, T)>>,
}

impl<T> Phrases<T> {
    fn new(entries: impl Iterator<Item = (&'static str, T)>) -> Self {
        let mut by_first: HashMap<SmolStr, Vec<(Vec<SmolStr>, T)>> = HashMap::new();
        for (phrase, payload) in entries {
            // The form is split as a sentence is, so that "us$" and "km/h" match what they are in a text.
            let words: Vec<SmolStr> = Lexed::new(phrase).toks.into_iter().map(|t| t.lower).collect();
            if let Some(first) = words.first().cloned() {
                by_first.entry(first).or_default().push((words, payload));
            }
        }
        for group in by_first.values_mut() {
            group.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Self { by_first }
    }

    /// The longest phrase at `i` that `fits`, and the position behind it.
    pub fn longest(&self, l: &Lexed, i: usize, fits: impl Fn(&T) -> bool) -> Option<(&T, usize)> {
        self.by_first.get(l.at(i))?.iter().find_map(|(words, payload)| {
            // "a $50 million plan" is no Australian sum: a sign belongs to what it touches.
            let touches = |k: usize, word: &SmolStr| k == 0 || word != "$" || l.glued(i + k);
            let here = fits(payload) && words.iter().enumerate().all(|(k, word)| l.at(i + k) == word && touches(k, word));
            here.then(|| (payload, i + words.len()))
        })
    }
}

/// Kind and value of number words; a word can have two kinds ("third").
pub(super) static NUMBER: LazyLock<HashMap<(&'static str, &'static str), f64>> =
    LazyLock::new(|| tsv::rows(NUMBERS).filter_map(|r| Some(((*r.first()?, *r.get(1)?), r.get(2)?.parse().ok()?))).collect());

/// The value of `word` as a number word of that kind.
pub(super) fn number_word(word: &str, kind: &'static str) -> Option<f64> {
    NUMBER.get(&(word, kind)).copied()
}

pub(super) static COMPARATOR: LazyLock<Phrases<(Comparator, Place)>> =
    LazyLock::new(|| Phrases::new(tsv::rows(COMPARATORS).filter_map(|r| Some((*r.first()?, (comparator(r.get(1)?)?, place(r.get(2)?)?))))));

pub(super) static CURRENCY: LazyLock<Phrases<Currency>> = LazyLock::new(|| {
    Phrases::new(
        tsv::rows(CURRENCIES)
            .filter_map(|r| Some((*r.first()?, Currency { code: r.get(1)?, factor: r.get(2)?.parse().ok()?, place: place(r.get(3)?)? }))),
    )
});

pub(super) static UNIT: LazyLock<Phrases<Measure>> = LazyLock::new(|| Phrases::new(measures()));

/// Dimension and factor by a unit's name.
pub(super) static UNIT_NAME: LazyLock<HashMap<&'static str, Measure>> =
    LazyLock::new(|| measures().map(|(_, measure)| (measure.name, measure)).collect());

fn measures() -> impl Iterator<Item = (&'static str, Measure)> {
    tsv::rows(UNITS).filter_map(|r| Some((*r.first()?, Measure { name: r.get(1)?, dimension: r.get(2)?, factor: r.get(3)?.parse().ok()? })))
}

/// A calendar word of one kind: its value, and whether it needs care.
pub(super) fn calendar_word(word: &str, kind: &'static str) -> Option<(i8, bool)> {
    static TABLE: LazyLock<HashMap<(&'static str, &'static str), (i8, bool)>> = LazyLock::new(|| {
        tsv::rows(CALENDAR).filter_map(|r| Some(((*r.first()?, *r.get(1)?), (r.get(2)?.parse().ok()?, *r.get(3)? == "sure")))).collect()
    });
    TABLE.get(&(word, kind)).copied()
}

/// An entry of the noun table: its kind and value.
pub(super) fn noun_word(word: &str) -> Option<(&'static str, &'static str)> {
    static TABLE: LazyLock<HashMap<&'static str, (&'static str, &'static str)>> =
        LazyLock::new(|| tsv::rows(NOUNS).filter_map(|r| Some((*r.first()?, (*r.get(1)?, *r.get(2)?)))).collect());
    TABLE.get(word).copied()
}

pub(super) fn comparator(name: &str) -> Option<Comparator> {
    Some(match name {
        "exactly" => Comparator::Exactly,
        "about" => Comparator::About,
        "at-least" => Comparator::AtLeast,
        "at-most" => Comparator::AtMost,
        "more-than" => Comparator::MoreThan,
        "less-than" => Comparator::LessThan,
        "nearly" => Comparator::Nearly,
        "since" => Comparator::Since,
        "until" => Comparator::Until,
        _ => return None,
    })
}

pub(super) fn place(name: &str) -> Option<Place> {
    Some(match name {
        "before" => Place::Before,
        "behind" => Place::Behind,
        "date" => Place::Date,
        "both" => Place::Both,
        _ => return None,
    })
}
