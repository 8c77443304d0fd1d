//! What is known of names before any source is read: states, well-known groups, and nouns that tell what a name names.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::text::tsv;

/// A state: ISO 3166 code, its names (the usual one first), capitals, adjectives and demonyms.
#[derive(Clone, Debug)]
pub struct State {
    /// ISO 3166 code in lower case.
    pub code: &'static str,
    /// Names, the usual one first.
    pub names: Vec<&'static str>,
    /// Cities that may stand for the government.
    pub capitals: Vec<&'static str>,
    /// Adjectives and demonyms.
    pub adjectives: Vec<&'static str>,
}

/// How a name stands for a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateForm {
    /// As its name.
    Name,
    /// As the name of its capital.
    Capital,
    /// As an adjective or demonym.
    Adjective,
}

/// A group that is known by several names.
#[derive(Clone, Debug)]
pub struct Known {
    /// `armed-group` or `organisation`.
    pub kind: &'static str,
    /// Names, the usual one first.
    pub names: Vec<&'static str>,
}

/// Classes of nouns; see the header of `heads.tsv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Head {
    Arm,
    Group,
    Armed,
    Institution,
    Role,
    Title,
    Org,
    Place,
    Document,
    Instrument,
    Dispute,
    Issue,
}

static STATES: LazyLock<Vec<State>> = LazyLock::new(|| {
    let list = |column: &'static str| column.split('|').filter(|c| *c != "-").collect::<Vec<_>>();
    tsv::rows(include_str!("data/states.tsv"))
        .filter_map(|row| match row[..] {
            [code, names, capitals, adjectives] => {
                Some(State { code, names: list(names), capitals: list(capitals), adjectives: list(adjectives) })
            }
            _ => None,
        })
        .collect()
});

static STATE_FORMS: LazyLock<HashMap<String, (usize, StateForm)>> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    // What was put in first stays: a name before a capital before an adjective.
    for kind in [StateForm::Name, StateForm::Capital, StateForm::Adjective] {
        for (index, state) in STATES.iter().enumerate() {
            let list = match kind {
                StateForm::Name => &state.names,
                StateForm::Capital => &state.capitals,
                StateForm::Adjective => &state.adjectives,
            };
            for name in list {
                forms.entry((*name).to_owned()).or_insert((index, kind));
                if kind == StateForm::Adjective && !name.ends_with('s') && !name.ends_with("sh") && !name.ends_with("ese") {
                    forms.entry(format!("{name}s")).or_insert((index, kind));
                }
            }
        }
    }
    forms
});

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| {
    tsv::rows(include_str!("data/known.tsv"))
        .filter_map(|row| match row[..] {
            [kind, names] => Some(Known { kind, names: names.split('|').collect() }),
            _ => None,
        })
        .collect()
});

static KNOWN_FORMS: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    for (index, known) in KNOWN.iter().enumerate() {
        for name in &known.names {
            forms.entry((*name).to_owned()).or_insert(index);
        }
    }
    forms
});

static HEADS: LazyLock<HashMap<Head, HashSet<&'static str>>> = LazyLock::new(|| {
    let mut heads: HashMap<Head, HashSet<&'static str>> = HashMap::new();
    for row in tsv::rows(include_str!("data/heads.tsv")) {
        if let [class, noun] = row[..]
            && let Some(class) = head_class(class)
        {
            heads.entry(class).or_default().insert(noun);
        }
    }
    heads
});

fn head_class(name: &str) -> Option<Head> {
    Some(match name {
        "arm" => Head::Arm,
        "group" => Head::Group,
        "armed" => Head::Armed,
        "institution" => Head::Institution,
        "role" => Head::Role,
        "title" => Head::Title,
        "org" => Head::Org,
        "place" => Head::Place,
        "document" => Head::Document,
        "instrument" => Head::Instrument,
        "dispute" => Head::Dispute,
        "issue" => Head::Issue,
        _ => return None,
    })
}

/// All states.
pub fn states() -> impl Iterator<Item = &'static State> {
    STATES.iter()
}

/// The state of that index, as [`state_form`] gives it.
pub fn state(index: usize) -> Option<&'static State> {
    STATES.get(index)
}

/// Which state a name, capital or adjective stands for. Case counts: `US` is a state, `us` is not.
pub fn state_form(text: &str) -> Option<(usize, StateForm)> {
    let plain = text.replace('’', "'");
    STATE_FORMS.get(plain.as_str()).copied()
}

/// The known group of that name. Case counts.
pub fn known(text: &str) -> Option<(usize, &'static Known)> {
    let plain = text.replace('’', "'");
    KNOWN_FORMS.get(plain.as_str()).and_then(|index| KNOWN.get(*index).map(|known| (*index, known)))
}

/// Whether a noun (lemma, or a title as written) is of a class.
pub fn is_head(class: Head, noun: &str) -> bool {
    HEADS.get(&class).is_some_and(|nouns| nouns.contains(noun))
}

/// Whether the last word of a name is of a class, compared without case and number.
pub fn ends_with(class: Head, name: &str) -> bool {
    let last = name.rsplit([' ', '-']).next().unwrap_or(name).to_lowercase();
    is_head(class, &last) || last.strip_suffix('s').is_some_and(|singular| is_head(class, singular))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_line_is_read() {
        let lines = |table: &str| table.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty()).count();
        assert_eq!(STATES.len(), lines(include_str!("data/states.tsv")));
        assert_eq!(KNOWN.len(), lines(include_str!("data/known.tsv")));
        assert_eq!(HEADS.values().map(HashSet::len).sum::<usize>(), lines(include_str!("data/heads.tsv")));
        assert!(STATES.len() > 190 && STATES.iter().all(|s| s.code.len() == 2 && !s.names.is_empty()));
    }

    #[test]
    fn forms_of_states() {
        let name = |text| state_form(text).map(|(i, form)| (state(i).unwrap().names[0], form));
        assert_eq!(name("US"), Some(("United States", StateForm::Name)));
        assert_eq!(name("Sofia"), Some(("Bulgaria", StateForm::Capital)));
        assert_eq!(name("Romanian"), Some(("Romania", StateForm::Adjective)));
        assert_eq!(name("us"), None);
        assert_eq!(known("EU").map(|(_, k)| k.names[0]), Some("European Union"));
    }
}
