//! Another word in the same place: the claim's word has no partner, and where it would hang the passage has a word of its own.
//!
//! By itself this says little ("a red car" and "a fast car" agree well), so it only names the difference where the model holds the
//! claim to be contradicted.

use super::Reason;
use super::analysed::{Deep, Word};
use super::ranking::{Aligned, Bearing};
use crate::rules::Rule;
use crate::text::parser::Pos;

/// Strength under which a word of the claim counts as having no partner.
const WITHOUT: f32 = 0.4;

/// The most telling word of the claim that another word of the closest passage stands in the place of.
pub(super) fn find(bearing: &Bearing) -> Option<Reason> {
    let (best, sentence) = bearing.best()?;
    let (own, theirs) = (bearing.claim.deep(), sentence.deep());
    let without = |at: usize| best.alignment.partners.get(at).is_some_and(|partner| partner.strength < WITHOUT);
    let weight = |at: usize| bearing.weights.get(at).copied().unwrap_or_default();
    let (at, other) = (0..own.words.len())
        .filter(|at| without(*at))
        .filter_map(|at| Some((at, instead(at, own, theirs, best)?)))
        .max_by(|(a, _), (b, _)| weight(*a).total_cmp(&weight(*b)))?;
    let (word, other) = (own.words.get(at)?, theirs.words.get(other)?);
    let rule = if word.name && other.name {
        Rule::ActorMismatch
    } else if word.pos == Pos::Num && other.pos == Pos::Num {
        Rule::FigureMismatch
    } else {
        Rule::ContradictedClaim
    };
    let (said, claimed) = (other.span.of(&sentence.text), word.span.of(&bearing.claim.text));
    Some(Reason {
        rule,
        message: format!("the source says “{said}”, the note “{claimed}”"),
        claim: word.span,
        evidence: Some((best.index, other.span)),
        replacement: (word.pos == other.pos).then(|| said.to_owned()),
        speaker: None,
    })
}

/// The word of the passage in the place of the claim's word `at`: it hangs where that would, or the same words hang on it.
fn instead(at: usize, own: &Deep, theirs: &Deep, best: &Aligned) -> Option<usize> {
    let partner = |at: usize| best.alignment.partners.get(at).filter(|partner| partner.strength >= WITHOUT).map(|partner| partner.word);
    let used = |word: usize| best.alignment.partners.iter().any(|partner| partner.strength >= WITHOUT && partner.word == word);
    let word = own.words.get(at)?;
    let fits = |other: &Word| same_kind(word, other) && other.stem != word.stem;
    let beside = word.parent.and_then(partner).and_then(|parent| {
        theirs
            .words
            .iter()
            .enumerate()
            .position(|(index, other)| other.parent == Some(parent) && other.role == word.role && !used(index) && fits(other))
    });
    beside.or_else(|| {
        let below = own.words.iter().enumerate().filter(|(_, child)| child.parent == Some(at));
        below.filter_map(|(child, own)| Some((partner(child)?, own.role))).find_map(|(child, role)| {
            let theirs_child = theirs.words.get(child)?;
            let above = theirs_child.parent.filter(|above| !used(*above) && theirs_child.role == role)?;
            theirs.words.get(above).filter(|other| fits(other)).map(|_| above)
        })
    })
}

/// Whether two words could stand in the same place: a name for a name, a figure for a figure, a verb for a verb.
fn same_kind(word: &Word, other: &Word) -> bool {
    let kind = |word: &Word| match word.pos {
        Pos::Num => 0,
        _ if word.name => 1,
        Pos::Noun | Pos::Propn | Pos::Pron => 2,
        Pos::Verb | Pos::Aux => 3,
        Pos::Adj => 4,
        Pos::Adv => 5,
        _ => 6,
    };
    kind(word) == kind(other)
}

#[cfg(test)]
mod tests {
    use super::super::{Claim, Sentence};
    use super::*;

    #[test]
    fn a_word_in_the_place_of_another_is_named() {
        let evidence = [Sentence { text: "The committee published the report in the spring.".to_owned(), ..Sentence::default() }];
        let claim = Claim { text: "The committee published the minutes in the spring.", context: "" };
        let reason = find(&Bearing::new(&claim, &evidence, &|_| 1.0)).map(|reason| reason.message);
        assert_eq!(reason.as_deref(), Some("the source says “report”, the note “minutes”"));
    }

    #[test]
    fn the_same_words_have_none() {
        let evidence = [Sentence { text: "The committee published the report.".to_owned(), ..Sentence::default() }];
        assert_eq!(
            find(&Bearing::new(&Claim { text: "The report was published by the committee.", context: "" }, &evidence, &|_| 1.0)),
            None
        );
    }
}
