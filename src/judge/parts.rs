//! Compound claims, judged part by part: each coordinated predicate with the subject that it shares.
//!
//! A claim that is backed as a whole may have a part that a passage contradicts. Each part is a claim of its own then, and the difference
//! is told at its words in the whole.

use super::analysed::Analysed;
use super::ranking::Bearing;
use super::{Claim, Judgement, Reason, Sentence, Verdict, verdict};
use crate::rules::Rule;
use crate::text::Span;
use crate::text::parser::{Dep, Parse, Pos};

/// Probability of a part under which a difference in it tells.
const DIFFERENCE: f32 = 0.5;
/// Parts that are judged; a sentence of more is a list.
const MOST: usize = 4;

/// A part of a claim as a sentence of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The sentence.
    pub text: String,
    /// Bytes of the claim that are the part's own.
    pub span: Span,
    /// Bytes of `text` before them: the shared subject.
    pub before: usize,
}

/// The parts of a claim; none where it has but one.
pub fn parts(claim: &Analysed) -> Vec<Part> {
    let parse = &claim.deep().analysis.parse;
    let verbal = |at: usize| parse.tokens.get(at).is_some_and(|token| matches!(token.pos, Pos::Verb | Pos::Aux));
    let Some(root) = parse.tokens.iter().position(|token| token.dep == Dep::Root).filter(|root| verbal(*root)) else { return Vec::new() };
    let mut heads = vec![root];
    for (at, token) in parse.tokens.iter().enumerate() {
        if token.dep == Dep::Conj && heads.contains(&token.head) && verbal(at) && at > root {
            heads.push(at);
        }
    }
    if heads.len() < 2 || heads.len() > MOST {
        return Vec::new();
    }
    let subject = parse.children(root).find(|child| is_subject(parse, *child)).map(|child| below(parse, child, &[]));
    heads.iter().filter_map(|head| part(claim, parse, *head, root, &heads, subject)).collect()
}

fn is_subject(parse: &Parse, at: usize) -> bool {
    parse.tokens.get(at).is_some_and(|token| matches!(token.dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj | Dep::Expl))
}

fn part(claim: &Analysed, parse: &Parse, head: usize, root: usize, heads: &[usize], subject: Option<Span>) -> Option<Part> {
    let span = below(parse, head, heads);
    let own = span.of(&claim.text).trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '"' | '”' | '%'));
    let span = Span::new(span.start, span.start + own.len());
    let mut before = String::new();
    if head != root && !parse.children(head).any(|child| is_subject(parse, child)) {
        before.push_str(subject?.of(&claim.text));
        before.push(' ');
        // "Was raised and lowered", "will fly and land": the auxiliary is shared too.
        let is_aux = |at: &usize| parse.tokens.get(*at).is_some_and(|token| matches!(token.dep, Dep::Aux | Dep::Auxpass));
        let tag = |at: usize| parse.tokens.get(at).map_or("", |token| token.tag);
        if !parse.children(head).any(|child| is_aux(&child)) && matches!(tag(head), "VB" | "VBN" | "VBG") {
            for aux in parse.children(root).filter(is_aux) {
                before.push_str(parse.tokens.get(aux)?.span.of(&claim.text));
                before.push(' ');
            }
        }
    }
    Some(Part { text: format!("{before}{own}."), span, before: before.len() })
}

/// Bytes from the first to the last word below a word, without what hangs on any of `others`, conjunctions and commas at the ends.
fn below(parse: &Parse, top: usize, others: &[usize]) -> Span {
    let under = |mut at: usize| {
        for _ in 0..64 {
            if at == top {
                return true;
            }
            match parse.tokens.get(at) {
                Some(token) if token.head != at && !others.contains(&at) => at = token.head,
                _ => return false,
            }
        }
        false
    };
    let words = parse.tokens.iter().enumerate().filter(|(at, token)| {
        let joins = parse.tokens.get(token.head).is_some() && token.head == top && matches!(token.dep, Dep::Cc | Dep::Punct);
        under(*at) && !joins
    });
    words.map(|(_, token)| token.span).reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end))).unwrap_or_default()
}

/// What becomes of a judgement in the light of the parts.
pub(super) fn revise(
    judgement: Judgement,
    claim: &Claim<'_>,
    whole: &Analysed,
    evidence: &[Sentence],
    rarity: &dyn Fn(&str) -> f32,
) -> Judgement {
    if judgement.verdict != Verdict::Backed {
        return judgement;
    }
    let parts = parts(whole);
    let judged: Vec<(&Part, f32, Judgement)> = parts
        .iter()
        .map(|part| {
            let bearing = Bearing::new(&Claim { text: &part.text, context: claim.context }, evidence, rarity);
            (part, super::score(&bearing), verdict::verdict(bearing))
        })
        .collect();
    for (part, score, one) in &judged {
        // That a part has no backing is not told by a low score or a missing word of a short sentence: on claims of CG2C, FM2 and SummEdits
        // both flagged eleven that people found backed, and one that they did not.
        let tells = |reason: &&Reason| reason.rule != Rule::PartlyBackedClaim && *score < DIFFERENCE;
        let reasons: Vec<Reason> =
            one.reasons.iter().filter(|reason| is_of_part(reason, part)).filter(tells).map(|reason| moved(reason, part)).collect();
        if !reasons.is_empty() {
            return told(judgement, reasons);
        }
    }
    judgement
}

/// Whether a difference is one of the part's own words, and no hedge or speaker, which the whole may have elsewhere.
fn is_of_part(reason: &Reason, part: &Part) -> bool {
    !matches!(reason.rule, Rule::OverstatedClaim | Rule::AttributionLost) && reason.claim.start >= part.before
}

fn moved(reason: &Reason, part: &Part) -> Reason {
    let place = |at: usize| (at - part.before + part.span.start).min(part.span.end);
    Reason { claim: Span::new(place(reason.claim.start), place(reason.claim.end)), ..reason.clone() }
}

fn told(mut judgement: Judgement, reasons: Vec<Reason>) -> Judgement {
    judgement.verdict = Verdict::Contradicted;
    judgement.unbacked = reasons.iter().map(|reason| reason.claim).collect();
    judgement.score = judgement.score.min(verdict::NOT_BACKED);
    judgement.reasons = reasons;
    judgement
}

#[cfg(test)]
mod tests {
    use super::super::analysed::analysed;
    use super::*;

    #[test]
    fn each_predicate_has_its_subject() {
        let texts = |claim: &str| parts(&analysed(claim)).into_iter().map(|part| part.text).collect::<Vec<_>>();
        assert_eq!(
            texts("The clinic hired two nurses and closed its second branch in May."),
            ["The clinic hired two nurses.", "The clinic closed its second branch in May."]
        );
        assert_eq!(texts("The clinic hired two nurses."), Vec::<String>::new());
    }
}
