//! A date as the end of something where the source has it as the beginning, or the other way round: "stopped in 2001" for "from 2001
//! until 2021".

use super::Difference;
use super::pair::Pair;
use super::tokens::{Line, Tok};
use crate::rules::Rule;
use crate::text::parser::Dep;

/// Share of the claim's telling words, verb and figures aside, that must stand in the sentence.
const COVER: f32 = 0.3;

/// Which end of a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    First,
    Last,
}

/// Dates that the claim has at one end of something and the passages at the other.
pub fn find(pairs: &[&Pair]) -> Option<Difference> {
    let first = pairs.first()?;
    let (verb, date, own) = claimed(first.claim)?;
    let form = &first.claim.toks.get(date)?.form;
    let mut found = None;
    for pair in pairs {
        for (at, tok) in pair.evidence.toks.iter().enumerate().filter(|(_, tok)| tok.form == *form) {
            match end(pair.evidence, at, tok) {
                Some(theirs) if theirs == own => return None,
                // The claim's own verb beside the date, in whatever form.
                None if pair.evidence.toks.iter().any(|tok| verb_end(&tok.lemma) == Some(own)) => return None,
                Some(_) if found.is_none() && pair.soft_cover.max(pair.open_cover) >= COVER => found = Some((*pair, at)),
                _ => {}
            }
        }
    }
    let (pair, at) = found?;
    let from = at.saturating_sub(1);
    let (source, claim) = (pair.evidence.words(from..at + 1), first.claim.words(verb..verb + 1));
    let message = match own {
        End::Last => format!("the source has it begin then (“{source}”), the claim “{claim}”"),
        End::First => format!("the source has it end then (“{source}”), the claim “{claim}”"),
    };
    Some(Difference::new(pair, Rule::ContradictedClaim, message, verb..date.max(verb) + 1, from..at + 1, None).firm())
}

/// The verb of the claim that begins or ends something, and the year when it does.
fn claimed(line: &Line) -> Option<(usize, usize, End)> {
    let (verb, end) = line.toks.iter().enumerate().find_map(|(at, tok)| {
        let own = verb_end(&tok.lemma).filter(|_| tok.stem.is_some() || tok.dep == Dep::Root)?;
        let denied = line.children(at).any(|(_, child)| child.dep == Dep::Neg || child.form == "never");
        (!denied && matches!(tok.dep, Dep::Root | Dep::Conj | Dep::Ccomp)).then_some((at, own))
    })?;
    let date = line.toks.iter().enumerate().find(|(at, tok)| is_year(&tok.form) && line.is_under(*at, verb)).map(|(at, _)| at)?;
    let before = date.checked_sub(1).and_then(|at| line.toks.get(at)).map_or("", |tok| tok.form.as_str());
    matches!(
        before,
        "in" | "of"
            | "since"
            | "from"
            | "by"
            | "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
    )
    .then_some((verb, date, end))
}

fn verb_end(lemma: &str) -> Option<End> {
    match lemma {
        "stop" | "cease" | "end" | "halt" | "quit" | "finish" | "conclude" | "discontinue" | "terminate" => Some(End::Last),
        "begin" | "start" | "commence" | "launch" => Some(End::First),
        _ => None,
    }
}

fn is_year(form: &str) -> bool {
    form.len() == 4 && form.parse::<u16>().is_ok_and(|year| (1000..2200).contains(&year))
}

/// Which end of a stretch a date is, by the words before it: "from 2001", "until the withdrawal in 2021".
fn end(line: &Line, at: usize, tok: &Tok) -> Option<End> {
    let form = |at: usize| line.toks.get(at).map_or("", |tok| tok.form.as_str());
    let before = at.checked_sub(1).map_or("", form);
    let above = |words: &[&str]| {
        let mut place = tok.head;
        for _ in 0..4 {
            if words.contains(&form(place)) {
                return true;
            }
            match line.toks.get(place).filter(|tok| tok.head != place) {
                Some(tok) => place = tok.head,
                None => break,
            }
        }
        false
    };
    let stretch = |from: &str| line.toks.iter().take(at).any(|tok| tok.form == from);
    match before {
        "from" | "since" | "between" => Some(End::First),
        "until" | "till" => Some(End::Last),
        "to" if stretch("from") => Some(End::Last),
        "and" if stretch("between") => Some(End::Last),
        _ if above(&["until", "till"]) => Some(End::Last),
        _ if above(&["since"]) => Some(End::First),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::analysed::analysed;
    use super::*;

    #[test]
    fn beginning_and_end() {
        let found = |claim: &str, evidence: &str| {
            let (claim, evidence) = (Line::new(&analysed(claim), &[]), Line::new(&analysed(evidence), &[]));
            find(&[&Pair::new(0, &claim, &evidence)]).is_some()
        };
        let source = "The yard built ferries for the islands from 1951 until the strike of 1978.";
        assert!(found("The yard stopped building ferries in 1951.", source));
        assert!(!found("The yard stopped building ferries in 1978.", source));
        assert!(!found("The yard began to build ferries in 1951.", source));
    }
}
