//! The lexicon of acts: which class of event a verb or noun stands for, and which prepositions bring in the other side.

use std::{collections::HashMap, sync::LazyLock};

use serde::{Deserialize, Serialize};

/// Classes of events after PLOVER, the Political Language Ontology for Verifiable Event Records
/// (Halterman et al. 2023), which supersedes CAMEO.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum Class {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
    /// An act that by itself speaks neither for cooperation nor for conflict.
    #[default]
    #[serde(rename = "-")]
    Other,
}

/// The drift of an act between two actors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Drift {
    /// For each other.
    Cooperation,
    /// Against each other.
    Conflict,
    /// Both at once: "a contradictory relationship".
    Mixed,
    /// Neither.
    #[default]
    Neutral,
}

/// Whether an act is of words or of deeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Of words.
    Verbal,
    /// Of deeds.
    Material,
    /// The act does not say.
    #[default]
    Unspecified,
}

impl Class {
    /// Every class, PLOVER's sixteen and [`Class::Other`].
    pub const ALL: [Self; 17] = [
        Self::Agree,
        Self::Consult,
        Self::Support,
        Self::Concede,
        Self::Cooperate,
        Self::Aid,
        Self::Retreat,
        Self::Request,
        Self::Accuse,
        Self::Reject,
        Self::Threaten,
        Self::Protest,
        Self::Sanction,
        Self::Mobilize,
        Self::Coerce,
        Self::Assault,
        Self::Other,
    ];

    /// PLOVER's name for it, or `-`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Agree => "AGREE",
            Self::Consult => "CONSULT",
            Self::Support => "SUPPORT",
            Self::Concede => "CONCEDE",
            Self::Cooperate => "COOPERATE",
            Self::Aid => "AID",
            Self::Retreat => "RETREAT",
            Self::Request => "REQUEST",
            Self::Accuse => "ACCUSE",
            Self::Reject => "REJECT",
            Self::Threaten => "THREATEN",
            Self::Protest => "PROTEST",
            Self::Sanction => "SANCTION",
            Self::Mobilize => "MOBILIZE",
            Self::Coerce => "COERCE",
            Self::Assault => "ASSAULT",
            Self::Other => "-",
        }
    }

    /// The class of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }

    /// Whether such an act is one of cooperation or of conflict.
    pub const fn drift(self) -> Drift {
        match self {
            Self::Agree | Self::Consult | Self::Support | Self::Concede | Self::Cooperate | Self::Aid | Self::Retreat => Drift::Cooperation,
            Self::Other => Drift::Neutral,
            _ => Drift::Conflict,
        }
    }

    /// Whether such an act is one of words or of deeds.
    pub const fn mode(self) -> Mode {
        match self {
            Self::Agree | Self::Consult | Self::Support | Self::Concede | Self::Request | Self::Accuse | Self::Reject | Self::Threaten => {
                Mode::Verbal
            }
            Self::Other => Mode::Unspecified,
            _ => Mode::Material,
        }
    }
}

/// One entry of the lexicon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActEntry {
    /// What class of event it stands for.
    pub class: Class,
    /// Prepositions that bring in the other side, beyond a direct object.
    pub to: Vec<&'static str>,
    /// Whether the parties do it to each other.
    pub reciprocal: bool,
    /// Whether a possessor undergoes it ("his arrest").
    pub possessor_undergoes: bool,
    /// For or against each other: the class's, but for mild acts of a class ("ask" among the requests).
    pub drift: Drift,
}

/// In which form a word says an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntryForm {
    /// `v`
    Verb,
    /// `n`
    Noun,
    /// `a`
    Adjective,
    /// `p`: names one side of a relation.
    Party,
    /// `l`: a phrase with a light verb.
    Phrase,
    /// `e`: what somebody is called ("called him a liar").
    Epithet,
}

static ACTS: LazyLock<HashMap<EntryForm, HashMap<&'static str, ActEntry>>> = LazyLock::new(|| {
    let mut acts: HashMap<EntryForm, HashMap<&'static str, ActEntry>> = HashMap::new();
    for ((act, form), entry) in include_str!("data/acts.tsv").lines().filter_map(|l| parse_line(l).ok().flatten()) {
        acts.entry(form).or_default().insert(act, entry);
    }
    acts
});

/// The entry of a lemma (or phrase of lemmas) in one form.
pub fn act(lemma: &str, form: EntryForm) -> Option<&'static ActEntry> {
    ACTS.get(&form)?.get(lemma)
}

type Line = ((&'static str, EntryForm), ActEntry);

/// One line of `acts.tsv`: nothing for a comment, an error that says what is wrong with it otherwise.
fn parse_line(line: &'static str) -> Result<Option<Line>, String> {
    if line.starts_with('#') || line.trim().is_empty() {
        return Ok(None);
    }
    let columns: Vec<&'static str> = line.split('\t').collect();
    let [act, form, class, to, flags] = columns[..] else {
        return Err(format!("five columns wanted: {line}"));
    };
    let form = match form {
        "v" => EntryForm::Verb,
        "n" => EntryForm::Noun,
        "a" => EntryForm::Adjective,
        "p" => EntryForm::Party,
        "l" => EntryForm::Phrase,
        "e" => EntryForm::Epithet,
        _ => return Err(format!("unknown form {form}: {line}")),
    };
    let class = Class::from_code(class).ok_or_else(|| format!("unknown class {class}: {line}"))?;
    if !flags.chars().all(|c| matches!(c, 'r' | 'p' | 's' | '-')) {
        return Err(format!("unknown flag in {flags}: {line}"));
    }
    let to = to.split(',').filter(|t| !matches!(*t, "" | "-")).collect();
    let drift = if flags.contains('s') { Drift::Neutral } else { class.drift() };
    Ok(Some(((act, form), ActEntry { class, to, reciprocal: flags.contains('r'), possessor_undergoes: flags.contains('p'), drift })))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_line_is_valid_and_none_is_double() {
        let mut seen = std::collections::HashSet::new();
        let mut forms = HashMap::new();
        for line in include_str!("data/acts.tsv").lines() {
            if let Some((key, entry)) = parse_line(line).unwrap() {
                assert!(seen.insert(key), "twice: {line}");
                assert_eq!(key.0, key.0.trim().to_lowercase(), "lemma in lower case: {line}");
                *forms.entry((key.1, entry.class.drift())).or_insert(0) += 1;
            }
        }
        assert!(seen.len() > 500, "{}", seen.len());
        for form in [EntryForm::Verb, EntryForm::Noun, EntryForm::Phrase, EntryForm::Party] {
            for drift in [Drift::Cooperation, Drift::Conflict] {
                assert!(forms.contains_key(&(form, drift)), "{form:?} {drift:?}");
            }
        }
    }

    #[test]
    fn classes_have_the_four_quads() {
        assert_eq!((Class::Agree.drift(), Class::Agree.mode()), (Drift::Cooperation, Mode::Verbal));
        assert_eq!((Class::Aid.drift(), Class::Aid.mode()), (Drift::Cooperation, Mode::Material));
        assert_eq!((Class::Accuse.drift(), Class::Accuse.mode()), (Drift::Conflict, Mode::Verbal));
        assert_eq!((Class::Assault.drift(), Class::Assault.mode()), (Drift::Conflict, Mode::Material));
        assert_eq!(Class::from_code("AID"), Some(Class::Aid));
        assert_eq!(act("accuse", EntryForm::Verb).unwrap().class, Class::Accuse);
        assert!(act("accuse", EntryForm::Noun).is_none());
    }
}
