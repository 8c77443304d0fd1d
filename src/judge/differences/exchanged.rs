//! Another name where the claim is otherwise a copy of the sentence, whatever the parser takes it for.
//!
//! Beside a word-for-word copy capitals tell a name surely enough, so that names unknown to the parser count too.

use std::ops::Range;

use super::Difference;
use super::fillers;
use super::names;
use super::pair::{Gap, Pair};
use super::tokens::{Line, Tok};
use crate::text::parser::Pos;

/// Share of the claim's words in order, and words of the claim, from which it is a copy.
const COPIED: f32 = 0.8;
const WORDS: usize = 8;

/// Names of the claim in whose place the copied sentence has another.
pub fn find(pair: &Pair) -> Vec<Difference> {
    if pair.order < COPIED || pair.claim.toks.len() < WORDS {
        return Vec::new();
    }
    pair.gaps.iter().filter_map(|gap| in_gap(pair, gap)).collect()
}

fn in_gap(pair: &Pair, gap: &Gap) -> Option<Difference> {
    if !pair.is_tight(gap) {
        return None;
    }
    let joined = |at: usize| pair.partner(at).is_some_and(|partner| partner.in_order);
    let before = gap.claim.start == 0 || joined(gap.claim.start - 1);
    let after = gap.claim.end == pair.claim.toks.len() || joined(gap.claim.end);
    if !before || !after {
        return None;
    }
    let (own, theirs) = (name(pair.claim, gap.claim.clone())?, name(pair.evidence, gap.evidence.clone())?);
    let plain = |at: usize| pair.claim.toks.get(at).is_some_and(|tok| tok.stem.is_some() && !own.contains(&at) && tok.pos == Pos::Noun);
    // A noun beside the name says who it is in other words.
    if gap.claim.clone().any(plain) || same(pair, &own, &theirs) {
        return None;
    }
    // That the name stands in another passage does not put it here.
    Some(Difference::of_names(pair, own, theirs).firm())
}

/// The first run of capitalised words that begins no sentence and no quotation.
fn name(line: &Line, run: Range<usize>) -> Option<Range<usize>> {
    let capital = |at: usize| line.toks.get(at).is_some_and(|tok| is_capital(line, at, tok));
    let start = run.clone().find(|at| capital(*at))?;
    let end = (start..run.end).take_while(|at| capital(*at)).last()? + 1;
    Some(start..end)
}

fn is_capital(line: &Line, at: usize, tok: &Tok) -> bool {
    let text = line.text();
    let upper = tok.span.of(text).chars().next().is_some_and(char::is_uppercase);
    let before = text.get(..tok.span.start).unwrap_or_default().trim_end();
    let opens = at == 0 || before.ends_with(['.', '!', '?', ':', '"', '“', '‘', '—', '–', '(', '[']);
    upper && tok.figure.is_none() && (tok.name || !opens) && tok.form != "i"
}

/// Whether two names may be of the same.
fn same(pair: &Pair, own: &Range<usize>, theirs: &Range<usize>) -> bool {
    let agree = own.clone().any(|at| {
        theirs.clone().any(|word| {
            let (Some(a), Some(b)) = (pair.claim.toks.get(at), pair.evidence.toks.get(word)) else { return true };
            a.form == b.form || a.stem.is_some() && a.stem == b.stem || names::agree(a, pair.claim, b, pair.evidence)
        })
    });
    let (claim, source) = (pair.claim.words(own.clone()), pair.evidence.words(theirs.clone()));
    // "Anna", "Smith": somewhere near she is called "Anna Smith".
    let full = |text: &str| text.contains(&format!("{source} {claim}")) || text.contains(&format!("{claim} {source}"));
    agree || fillers::same_text(claim, source) || full(pair.evidence.text()) || pair.evidence.before.iter().any(|line| full(&line.text))
}

#[cfg(test)]
mod tests {
    use super::super::super::analysed::analysed;
    use super::*;

    fn found(claim: &str, evidence: &str) -> usize {
        let (claim, evidence) = (Line::new(&analysed(claim), &[]), Line::new(&analysed(evidence), &[]));
        find(&Pair::new(0, &claim, &evidence)).len()
    }

    #[test]
    fn a_name_for_a_name() {
        let source = "The committee heard on Tuesday that Arden Mills had sold the land to the parish council.";
        assert_eq!(found("The committee heard on Tuesday that Corben Yards had sold the land to the parish council.", source), 1);
        assert_eq!(found("The committee heard on Tuesday that the firm had sold the land to the parish council.", source), 0);
        assert_eq!(found("The committee heard on Tuesday that Arden had sold the land to the parish council.", source), 0);
    }
}
