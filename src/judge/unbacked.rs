//! Which words of a claim have no backing, as whole phrases.

use std::sync::LazyLock;

use super::alignment::{Kind, Link, links};
use super::features::Features;
use super::model::Model;
use super::ranking::Bearing;
use crate::text::Span;
use crate::text::parser::{Dep, Pos};
use crate::text::quantity::Relation;

static MODEL: LazyLock<Model> = LazyLock::new(|| Model::read(include_str!("data/lacking.txt"), &names()));

/// What the model sees of each content word of the claim.
pub fn features(bearing: &Bearing) -> Vec<Features> {
    let deep = bearing.claim.deep();
    let one = bearing.strengths(bearing.together.get(..1).unwrap_or_default());
    let three = bearing.strengths(&bearing.together);
    let all: Vec<usize> = (0..bearing.aligned.len()).collect();
    let twelve = bearing.strengths(&all);
    let share = bearing.share(three.iter().copied());
    let of = |strengths: &[f32], at: Option<usize>, otherwise: f32| at.and_then(|at| strengths.get(at)).copied().unwrap_or(otherwise);
    let fates: Vec<(usize, Link)> =
        bearing.best().map(|(best, sentence)| links(&bearing.claim, sentence, &best.alignment)).unwrap_or_default();
    deep.words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let below: Vec<f32> = deep
                .words
                .iter()
                .enumerate()
                .filter(|(_, other)| other.parent == Some(at))
                .map(|(child, _)| of(&three, Some(child), 1.0))
                .collect();
            let fate = fates.iter().find(|(own, _)| *own == at).map(|(_, link)| *link);
            let kind = bearing.best().and_then(|(best, _)| best.alignment.partners.get(at)).map_or(Kind::None, |partner| partner.kind);
            let anywhere = bearing.exact.iter().filter(|row| row.get(at).copied().unwrap_or_default()).count() as f32;
            let figure = deep.quantities.iter().position(|quantity| quantity.span.contains(word.span));
            let relation = |wanted: Relation| {
                figure.is_some_and(|figure| {
                    bearing
                        .together
                        .iter()
                        .filter_map(|at| bearing.aligned.get(*at))
                        .any(|one| one.alignment.figures.get(figure) == Some(&wanted))
                })
            };
            vec![
                ("one", of(&one, Some(at), 0.0)),
                ("three", of(&three, Some(at), 0.0)),
                ("twelve", of(&twelve, Some(at), 0.0)),
                ("anywhere", anywhere.ln_1p()),
                ("rarity", bearing.weights.get(at).copied().unwrap_or_default()),
                ("name", flag(word.name)),
                ("noun", flag(word.pos == Pos::Noun)),
                ("verb", flag(word.pos == Pos::Verb)),
                ("modifier", flag(matches!(word.pos, Pos::Adj | Pos::Adv))),
                ("number", flag(word.pos == Pos::Num)),
                ("parent", of(&three, word.parent, share)),
                ("below", if below.is_empty() { of(&three, Some(at), 0.0) } else { below.iter().sum::<f32>() / below.len() as f32 }),
                ("before", of(&three, at.checked_sub(1), share)),
                ("after", of(&three, Some(at + 1), share)),
                ("second_before", of(&three, at.checked_sub(2), share)),
                ("second_after", of(&three, Some(at + 2), share)),
                ("together", flag(fate == Some(Link::Together))),
                ("apart", flag(fate == Some(Link::Apart))),
                ("opposite", flag(kind == Kind::Opposite)),
                ("figure_equal", flag(relation(Relation::Equal) || relation(Relation::Entailed))),
                ("figure_conflict", flag(relation(Relation::Conflict))),
                ("share", share),
                ("words", deep.words.len().min(40) as f32),
                ("place", at as f32 / deep.words.len().max(1) as f32),
                ("root", flag(word.parent.is_none())),
            ]
        })
        .collect()
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

/// Names of the features of [`features`], in order.
pub fn names() -> Vec<&'static str> {
    let claim = super::Claim { text: "Water falls.", context: "" };
    features(&Bearing::new(&claim, &[], &|_| 1.0)).into_iter().next().unwrap_or_default().into_iter().map(|(name, _)| name).collect()
}

/// Probability of each content word of the claim that it lacks backing, if some word of the claim does.
pub fn lacking(bearing: &Bearing) -> Vec<f32> {
    features(bearing).iter().map(|word| MODEL.probability(word)).collect()
}

/// The same of the content word at some bytes of the claim; 1 where none stands there.
pub fn lacks(bearing: &Bearing, span: Span) -> f32 {
    let at = bearing.claim.deep().words.iter().position(|word| word.span.overlaps(span));
    at.and_then(|at| features(bearing).get(at).map(|word| MODEL.probability(word))).unwrap_or(1.0)
}

/// Bytes of the claim without backing: content words that the model gives at least `floor`, joined to phrases.
pub fn spans(bearing: &Bearing, floor: f32) -> Vec<Span> {
    let lacking: Vec<bool> = lacking(bearing).into_iter().map(|probability| probability >= floor).collect();
    phrases(bearing, &lacking)
}

/// Joins words without backing: function words between two of them come along, and so do the auxiliaries of a verb and the parts of a
/// figure or hyphen compound; nothing that is backed does.
pub fn phrases(bearing: &Bearing, lacking: &[bool]) -> Vec<Span> {
    let deep = bearing.claim.deep();
    let tokens = &deep.analysis.parse.tokens;
    let words: Vec<(Span, bool)> = deep.words.iter().zip(lacking).map(|(word, lacking)| (word.span, *lacking)).collect();
    let mut spans: Vec<Span> = Vec::new();
    let mut backed_since = true;
    for (span, lacking) in words {
        if !lacking {
            backed_since = true;
            continue;
        }
        match spans.last_mut() {
            Some(last) if !backed_since && joins(bearing.claim.text.get(last.end..span.start).unwrap_or_default()) => last.end = span.end,
            _ => spans.push(span),
        }
        backed_since = false;
    }
    for span in &mut spans {
        // What belongs to the first word and stands right before it: "was", "have been", "not".
        while let Some(before) = tokens.iter().rposition(|token| token.span.end <= span.start && !token.span.is_empty()) {
            let Some(token) = tokens.get(before) else { break };
            let mine = tokens.get(token.head).is_some_and(|head| span.contains(head.span));
            if !(mine && matches!(token.dep, Dep::Aux | Dep::Auxpass | Dep::Neg)) {
                break;
            }
            span.start = token.span.start;
        }
    }
    spans
}

/// Whether what stands between two words without backing leaves them one phrase.
fn joins(gap: &str) -> bool {
    !gap.contains([',', ';', ':', '(', ')', '—', '–']) && gap.split_whitespace().count() <= 3
}

#[cfg(test)]
mod tests {
    use super::super::{Claim, Sentence};
    use super::*;

    #[test]
    fn words_without_backing_become_phrases() {
        let claim = Claim { text: "The bridge was closed by the police in the north.", context: "" };
        let evidence = [Sentence { text: "The bridge is in the north.".to_owned(), ..Sentence::default() }];
        let bearing = Bearing::new(&claim, &evidence, &|_| 1.0);
        let lacking: Vec<bool> = bearing.strengths(&bearing.together).iter().map(|strength| *strength < 0.5).collect();
        let spans: Vec<&str> = phrases(&bearing, &lacking).iter().map(|span| span.of(claim.text)).collect();
        assert_eq!(spans, ["was closed by the police"]);
    }
}
