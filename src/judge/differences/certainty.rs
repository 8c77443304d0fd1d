//! What the source says as likely, possible, planned, usual or of some, and the claim as certain, done, always or of all.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Difference;
use super::pair::{Gap, Pair};
use super::tokens::{Line, Tok};
use crate::rules::Rule;
use crate::text::parser::Dep;
use crate::text::tsv;

/// Share of the claim's telling words that must stand in the sentence.
const COVER: f32 = 0.7;
/// The share where the sentence leaves the claim's names to its context.
const OPEN_COVER: f32 = 0.8;
/// How much more sure the claim must be.
const MORE: f32 = 0.2;

/// When a hedge counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counts {
    /// Whenever the claim leaves it out.
    Always,
    /// Only where the claim has a stronger word in its place: typically – always, some – all.
    AgainstStronger,
    /// Only as the claim's own hedge.
    InClaim,
}

/// How much of an assertion a word leaves and when it counts, by the word.
static HEDGES: LazyLock<HashMap<&'static str, (f32, Counts)>> =
    LazyLock::new(|| tsv::rows(include_str!("data/hedges.tsv")).filter_map(|row| entry(&row)).collect());

fn entry(row: &[&'static str]) -> Option<(&'static str, (f32, Counts))> {
    let counts = match *row.get(2)? {
        "always" => Counts::Always,
        "stronger" => Counts::AgainstStronger,
        "claim" => Counts::InClaim,
        _ => return None,
    };
    Some((row.first()?, (row.get(1)?.parse().ok()?, counts)))
}

/// Hedges of the sentence that the claim leaves out.
pub fn find(pair: &Pair) -> Vec<Difference> {
    if pair.cover < COVER && pair.open_cover < OPEN_COVER {
        return Vec::new();
    }
    let mut found: Vec<Difference> = Vec::new();
    for (at, tok) in pair.evidence.toks.iter().enumerate() {
        let Some((strength, counts)) = hedge(tok).filter(|(_, counts)| *counts != Counts::InClaim) else { continue };
        if pair.back(at).is_some() || is_idle(pair.evidence, at) {
            continue;
        }
        if counts == Counts::AgainstStronger
            && let Some(difference) = in_its_place(pair, at, tok)
        {
            found.push(difference);
            continue;
        }
        let Some(bears_on) = bears_on(pair, at, tok) else { continue };
        let stronger = strong_word(pair, bears_on, at);
        if counts == Counts::AgainstStronger && stronger.is_none() {
            continue;
        }
        let own = surest(pair, bears_on, at, stronger.is_some());
        if own < strength + MORE {
            continue;
        }
        let (Some(claim), source) = (pair.claim.toks.get(bears_on), tok.span.of(pair.evidence.text())) else { continue };
        let span = stronger.unwrap_or(bears_on);
        let message = match stronger {
            Some(word) => format!("the source says “{source}”, the claim “{}”", pair.claim.words(word..word + 1)),
            None => format!("the source says “{source}”, the claim states “{}” without it", claim.span.of(pair.claim.text())),
        };
        let replacement =
            stronger.filter(|word| pair.claim.toks.get(*word).is_some_and(|own| own.tag == tok.tag)).map(|_| source.to_owned());
        // Held to be unlikely is not said to be so at all.
        let denied = strength < 0.3 && !negated(pair.claim, bears_on);
        let rule = if denied { Rule::ContradictedClaim } else { Rule::OverstatedClaim };
        let mut difference = Difference::new(pair, rule, message, span..span + 1, at..at + 1, replacement);
        difference.words = bears_on..bears_on + 1;
        found.push(difference);
    }
    found.truncate(1);
    found
}

/// "As soon as possible" hedges nothing.
pub(super) fn is_idle(line: &Line, at: usize) -> bool {
    let form = |at: Option<usize>| at.and_then(|at| line.toks.get(at)).map_or("", |tok| tok.form.as_str());
    form(Some(at)) == "possible" && form(at.checked_sub(1)) == "as"
}

/// What a word leaves of what it bears on, where it counts as a hedge whatever the claim says.
pub(super) fn always(tok: &Tok) -> Option<f32> {
    hedge(tok).filter(|(_, counts)| *counts == Counts::Always).map(|(strength, _)| strength)
}

/// What a word leaves of what it bears on, in a claim.
pub(super) fn any(tok: &Tok) -> Option<f32> {
    hedge(tok).filter(|(_, counts)| *counts != Counts::AgainstStronger).map(|(strength, _)| strength)
}

fn negated(line: &Line, at: usize) -> bool {
    line.children(at).any(|(_, tok)| tok.dep == Dep::Neg || matches!(tok.form.as_str(), "not" | "never" | "no"))
}

fn hedge(tok: &Tok) -> Option<(f32, Counts)> {
    HEDGES.get(tok.form.as_str()).or_else(|| HEDGES.get(tok.lemma.as_str())).copied()
}

/// "All" where the source has "some", in one place of a copy.
fn in_its_place(pair: &Pair, at: usize, tok: &Tok) -> Option<Difference> {
    let gap = gap_of(pair, at).filter(|gap| pair.is_tight(gap) && pair.is_near_copy())?;
    let word = gap.claim.clone().find(|word| pair.claim.toks.get(*word).is_some_and(is_strong))?;
    let message = format!("the source says “{}”, the claim “{}”", tok.span.of(pair.evidence.text()), pair.claim.words(word..word + 1));
    let replacement = Some(tok.span.of(pair.evidence.text()).to_owned());
    Some(Difference::new(pair, Rule::OverstatedClaim, message, word..word + 1, at..at + 1, replacement))
}

/// Words that leave nothing open.
fn is_strong(tok: &Tok) -> bool {
    const STRONG: [&str; 12] =
        ["will", "always", "all", "every", "definitely", "certainly", "never", "must", "proved", "proven", "confirmed", "exactly"];
    STRONG.contains(&tok.form.as_str())
}

/// The word of the claim whose partner the hedge bears on: what it hangs on, or what hangs on it as its clause.
fn bears_on(pair: &Pair, at: usize, tok: &Tok) -> Option<usize> {
    let below = pair.evidence.children(at).find(|(_, child)| matches!(child.dep, Dep::Xcomp | Dep::Ccomp | Dep::Acl | Dep::Oprd));
    if let Some((child, _)) = below {
        return pair.back(child);
    }
    if tok.head == at || matches!(tok.dep, Dep::Relcl | Dep::Conj | Dep::Advcl | Dep::Nsubj | Dep::Dobj | Dep::Pobj) {
        return None;
    }
    pair.back(tok.head)
}

/// How sure the claim is of a word: 1, unless a hedge of its own bears on it that is not the source's.
fn surest(pair: &Pair, word: usize, source: usize, has_stronger: bool) -> f32 {
    let near = |at: usize| {
        let child = pair.claim.toks.get(at).is_some_and(|tok| tok.head == word);
        let above = pair.claim.toks.get(word).is_some_and(|tok| tok.head == at);
        child || above || gap_of(pair, source).is_some_and(|gap| gap.claim.contains(&at))
    };
    // What both have does not make up for a word that was made stronger.
    let counts = |at: usize| !has_stronger || pair.partner(at).is_none();
    let own = pair.claim.toks.iter().enumerate().filter(|(at, _)| near(*at) && counts(*at)).filter_map(|(_, tok)| hedge(tok));
    own.map(|(strength, _)| strength).fold(1.0, f32::min)
}

/// The word of the claim that stands in the hedge's place and is surer: will, always, all.
fn strong_word(pair: &Pair, word: usize, source: usize) -> Option<usize> {
    let in_gap = |at: &usize| gap_of(pair, source).is_some_and(|gap| gap.claim.contains(at));
    let mut words = pair.claim.toks.iter().enumerate();
    words.find(|(at, tok)| is_strong(tok) && pair.partner(*at).is_none() && (tok.head == word || in_gap(at))).map(|(at, _)| at)
}

fn gap_of<'a>(pair: &'a Pair, word: usize) -> Option<&'a Gap> {
    pair.gaps.iter().find(|gap| gap.evidence.contains(&word))
}
