//! Each content word of a claim and its best partner in each sentence of the evidence, with the kind of match.

use super::analysed::{Analysed, Deep, Role, Word};
use super::likeness;
use crate::text::quantity::{self, Relation};

/// How a word of the claim stands in the evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It does not.
    #[default]
    None,
    /// A word of opposite meaning does.
    Opposite,
    /// By a word of near meaning.
    Similar,
    /// By a synonym.
    Synonym,
    /// By a word of the same family.
    Derived,
    /// By another name of the same thing.
    Alias,
    /// By a figure that implies it.
    Figure,
    /// By the same word.
    Same,
}

/// A claim word's partner in one sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Partner {
    /// Kind of match.
    pub kind: Kind,
    /// How good it is, 0–1.
    pub strength: f32,
    /// Which content word of the sentence.
    pub word: usize,
}

/// A claim's words against one sentence.
#[derive(Clone, Debug, Default)]
pub struct Alignment {
    /// One for each content word of the claim.
    pub partners: Vec<Partner>,
    /// What the sentence's figures say about each of the claim's: the best relation found.
    pub figures: Vec<Relation>,
}

/// Aligns two sentences.
pub fn align(claim: &Analysed, evidence: &Analysed) -> Alignment {
    let (claim, evidence) = (claim.deep(), evidence.deep());
    let figures = claim.quantities.iter().map(|own| best(own, evidence)).collect::<Vec<_>>();
    let mut partners: Vec<Partner> = claim.words.iter().map(|word| partner(word, claim, evidence)).collect();
    for (quantity, relation) in claim.quantities.iter().zip(&figures) {
        let strength = match relation {
            Relation::Equal | Relation::Entailed => 1.0,
            Relation::LessPrecise => 0.4,
            _ => continue,
        };
        for (word, partner) in claim.words.iter().zip(&mut partners) {
            if partner.strength < strength && quantity.span.contains(word.span) {
                *partner = Partner { kind: Kind::Figure, strength, word: partner.word };
            }
        }
    }
    settle(claim, evidence, &mut partners);
    Alignment { partners, figures }
}

fn best(own: &quantity::Quantity, evidence: &Deep) -> Relation {
    let rank = |relation: &Relation| match relation {
        Relation::Equal => 4,
        Relation::Entailed => 3,
        Relation::LessPrecise => 2,
        Relation::Conflict => 1,
        Relation::Unrelated => 0,
    };
    evidence.quantities.iter().map(|theirs| quantity::compare(own, theirs)).max_by_key(rank).unwrap_or(Relation::Unrelated)
}

fn partner(word: &Word, claim: &Deep, evidence: &Deep) -> Partner {
    if let Some(index) = evidence.words.iter().position(|other| likeness::same(word, other)) {
        return Partner { kind: Kind::Same, strength: 1.0, word: index };
    }
    if let Some(index) = evidence.words.iter().position(|other| abbreviates(word, claim, other, evidence)) {
        return Partner { kind: Kind::Alias, strength: 0.9, word: index };
    }
    let mut best = Partner::default();
    for (index, other) in evidence.words.iter().enumerate() {
        let (kind, strength) = likeness::likeness(word, other);
        if strength > best.strength || best.kind == Kind::None && kind == Kind::Opposite {
            best = Partner { kind, strength, word: index };
        }
    }
    best
}

/// Whether one is the abbreviation of the run of names that the other belongs to.
fn abbreviates(word: &Word, claim: &Deep, other: &Word, evidence: &Deep) -> bool {
    let of = |short: &Word, long: &Word, deep: &Deep| {
        short.name
            && (2..=8).contains(&short.form.len())
            && long.run.and_then(|run| deep.initials.get(run)).is_some_and(|i| *i == short.form)
    };
    of(word, other, evidence) || of(other, word, claim)
}

/// Where a word of the claim has several equal partners, the one whose surroundings agree is taken.
fn settle(claim: &Deep, evidence: &Deep, partners: &mut [Partner]) {
    for index in 0..partners.len() {
        let (Some(word), Some(partner)) = (claim.words.get(index), partners.get(index).copied()) else { continue };
        if partner.kind != Kind::Same {
            continue;
        }
        let wanted = word.parent.and_then(|parent| partners.get(parent)).filter(|p| p.kind != Kind::None).map(|p| p.word);
        let fit = |other: &Word| u8::from(other.role == word.role) + 2 * u8::from(other.parent.is_some() && other.parent == wanted);
        let candidates = evidence.words.iter().enumerate().filter(|(_, other)| likeness::same(word, other));
        if let Some((at, _)) = candidates.max_by_key(|(at, other)| (fit(other), std::cmp::Reverse(*at)))
            && let Some(place) = partners.get_mut(index)
        {
            place.word = at;
        }
    }
}

/// Share of the claim's words that hang on another one in the sentence as they do in the claim, their partners at most one word apart
/// in the tree. Without a parse of more than one word it is 0.
pub fn linked(claim: &Analysed, evidence: &Analysed, alignment: &Alignment) -> f32 {
    let links: Vec<f32> = links(claim, evidence, alignment).into_iter().map(|(_, link)| link.score()).collect();
    if links.is_empty() { 0.0 } else { links.iter().sum::<f32>() / links.len() as f32 }
}

/// What became of a pair of the claim's words, one of which hangs on the other, in the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// One of the two has no partner.
    Missing,
    /// Both have, but the partners do not hang together.
    Apart,
    /// The partners hang together.
    Together,
    /// They do, but who acts and who is acted on are changed over.
    Swapped,
}

impl Link {
    fn score(self) -> f32 {
        match self {
            Self::Together => 1.0,
            Self::Swapped => 0.5,
            Self::Apart | Self::Missing => 0.0,
        }
    }
}

/// Each word of the claim that hangs on another one, by its number, with what became of the pair.
pub fn links(claim: &Analysed, evidence: &Analysed, alignment: &Alignment) -> Vec<(usize, Link)> {
    let (claim, evidence) = (claim.deep(), evidence.deep());
    let partner = |word: usize| alignment.partners.get(word).filter(|partner| partner.strength >= 0.4).map(|partner| partner.word);
    let pairs = claim.words.iter().enumerate().filter_map(|(at, word)| Some((at, word, word.parent?)));
    pairs
        .map(|(at, word, parent)| {
            let (Some(low), Some(high)) = (partner(at), partner(parent)) else { return (at, Link::Missing) };
            let (Some(theirs), Some(above)) = (evidence.words.get(low), evidence.words.get(high)) else { return (at, Link::Missing) };
            let grandparent = theirs.parent.and_then(|p| evidence.words.get(p)).and_then(|p| p.parent);
            let link = if theirs.parent == Some(high) {
                let turned = matches!((word.role, theirs.role), (Role::Subject, Role::Object) | (Role::Object, Role::Subject));
                if turned { Link::Swapped } else { Link::Together }
            } else if low == high
                || grandparent == Some(high)
                || above.parent == Some(low)
                || theirs.parent.is_some() && theirs.parent == above.parent
            {
                Link::Together
            } else {
                Link::Apart
            };
            (at, link)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::analysed::analysed;
    use super::*;

    fn kinds(claim: &str, evidence: &str) -> Vec<Kind> {
        align(&analysed(claim), &analysed(evidence)).partners.iter().map(|partner| partner.kind).collect()
    }

    #[test]
    fn other_names_of_the_same() {
        assert_eq!(kinds("ISKP", "the Islamic State Khorasan Province"), [Kind::Alias]);
        assert_eq!(kinds("Iranian forces", "forces of Iran"), [Kind::Alias, Kind::Same]);
    }

    #[test]
    fn words_of_near_meaning() {
        assert_eq!(kinds("They signed a pact.", "They signed a treaty."), [Kind::Same, Kind::Synonym]);
        assert_eq!(kinds("They accept it.", "They reject it."), [Kind::Opposite]);
    }

    #[test]
    fn figures_count_by_value() {
        let claim = analysed("Nearly half of the wells were dry in 2021.");
        let alignment = align(&claim, &analysed("In August 2021, 48 per cent of wells were dry."));
        assert!(alignment.figures.iter().all(|relation| matches!(relation, Relation::Equal | Relation::Entailed)), "{alignment:?}");
        assert!(alignment.partners.iter().all(|partner| partner.strength > 0.0), "{alignment:?}");
    }
}
