//! The alignment of a claim laid out word by word, for a person who asks why it was judged so.

use super::alignment::Kind;
use super::ranking::Bearing;
use super::{Claim, Sentence, rarity_alone};
use crate::text::Span;

/// A content word of a claim beside what stands for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// Bytes of the claim.
    pub claim: Span,
    /// How the word stands in the evidence.
    pub kind: Kind,
    /// How good the match is, 0–1.
    pub strength: f32,
    /// Which sentence of the evidence, as given, and the bytes in it; none where nothing stands for the word.
    pub evidence: Option<(usize, Span)>,
}

/// Each content word of a claim with its best partner among the sentences that back the claim together.
pub fn side_by_side(claim: &Claim<'_>, evidence: &[Sentence]) -> Vec<Beside> {
    let bearing = Bearing::new(claim, evidence, &rarity_alone(evidence));
    let words = &bearing.claim.deep().words;
    let best = |at: usize| {
        let of = bearing.together.iter().filter_map(|one| bearing.aligned.get(*one));
        of.filter_map(|one| Some((one, *one.alignment.partners.get(at)?))).max_by(|a, b| a.1.strength.total_cmp(&b.1.strength))
    };
    words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let found = best(at).filter(|(_, partner)| partner.kind != Kind::None);
            let place = found.and_then(|(one, partner)| {
                let theirs = bearing.evidence.get(one.index)?.deep().words.get(partner.word)?.span;
                Some((one.index, theirs))
            });
            let (kind, strength) = found.map_or((Kind::None, 0.0), |(_, partner)| (partner.kind, partner.strength));
            Beside { claim: word.span, kind, strength, evidence: place }
        })
        .collect()
}

/// A kind of match as a person reads it.
pub const fn in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::None => "nothing",
        Kind::Opposite => "the opposite",
        Kind::Similar => "near in meaning",
        Kind::Synonym => "synonym",
        Kind::Derived => "same family",
        Kind::Alias => "other name",
        Kind::Figure => "figure",
        Kind::Same => "same",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_its_partner() {
        let claim = Claim { text: "Tunisian divers signed a pact.", context: "" };
        let evidence = [Sentence { text: "Divers of Tunisia signed the treaty.".to_owned(), ..Sentence::default() }];
        let rows: Vec<(&str, &str, &str)> = side_by_side(&claim, &evidence)
            .iter()
            .map(|row| (row.claim.of(claim.text), in_words(row.kind), row.evidence.map_or("", |(at, span)| span.of(&evidence[at].text))))
            .collect();
        assert_eq!(
            rows,
            [
                ("Tunisian", "other name", "Tunisia"),
                ("divers", "same", "Divers"),
                ("signed", "same", "signed"),
                ("pact", "synonym", "treaty")
            ]
        );
    }
}
