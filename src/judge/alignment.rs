//! Each content word of a claim and its best partner in each sentence of the evidence, with the kind of match.

use super::analysed::{Analysed, Deep, Word};
use crate::text::quantity::{self, Relation};

/// How a word of the claim stands in the evidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It does not.
    #[default]
    None,
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
    let mut partners: Vec<Partner> = claim.words.iter().map(|word| partner(word, evidence)).collect();
    for (quantity, relation) in claim.quantities.iter().zip(&figures) {
        if matches!(relation, Relation::Equal | Relation::Entailed) {
            for (word, partner) in claim.words.iter().zip(&mut partners) {
                if partner.strength < 1.0 && quantity.span.contains(word.span) {
                    *partner = Partner { kind: Kind::Figure, strength: 1.0, word: partner.word };
                }
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

fn partner(word: &Word, evidence: &Deep) -> Partner {
    let mut best = Partner::default();
    for (index, other) in evidence.words.iter().enumerate() {
        let (kind, strength) = likeness(word, other);
        if strength > best.strength {
            best = Partner { kind, strength, word: index };
        }
    }
    best
}

/// How well one word stands for another.
fn likeness(word: &Word, other: &Word) -> (Kind, f32) {
    if word.stem == other.stem || word.lemma == other.lemma {
        return (Kind::Same, 1.0);
    }
    (Kind::None, 0.0)
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
        let candidates = evidence.words.iter().enumerate().filter(|(_, other)| likeness(word, other).1 >= 1.0);
        if let Some((at, _)) = candidates.max_by_key(|(at, other)| (fit(other), std::cmp::Reverse(*at)))
            && let Some(place) = partners.get_mut(index)
        {
            place.word = at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::analysed::analysed;
    use super::*;

    #[test]
    fn figures_count_by_value() {
        let claim = analysed("Nearly half of the wells were dry in 2021.");
        let alignment = align(&claim, &analysed("In August 2021, 48 per cent of wells were dry."));
        assert!(alignment.figures.iter().all(|relation| matches!(relation, Relation::Equal | Relation::Entailed)), "{alignment:?}");
        assert!(alignment.partners.iter().all(|partner| partner.strength > 0.0), "{alignment:?}");
    }
}
