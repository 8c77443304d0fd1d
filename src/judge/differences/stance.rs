//! How two stand to each other as a whole: "the two are allies" where every passage has them fight.
//!
//! It speaks only of claims that say nothing else, and only where no passage has the two the claim's way.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Difference;
use super::fillers::{self, same_text};
use super::pair::Pair;
use super::tokens::Line;
use crate::rules::Rule;
use crate::statement::{Drift, Polarity, Statement};
use crate::text::parser::Dep;
use crate::text::tsv;

/// Telling words that a claim may have beside the two and their stance.
const MORE: usize = 1;
/// How surely a passage must say that they stand otherwise.
const SURE: f32 = 0.6;

static STANCES: LazyLock<HashMap<&'static str, Drift>> = LazyLock::new(|| {
    let drift = |kind: &str| if kind == "for" { Drift::Cooperation } else { Drift::Conflict };
    tsv::rows(include_str!("data/stances.tsv")).filter_map(|row| Some((*row.first()?, drift(row.get(1)?)))).collect()
});

/// The difference, where the passages have the two of the claim the other way.
pub fn find(pairs: &[&Pair]) -> Option<Difference> {
    let claim = pairs.first()?.claim;
    let (at, drift) =
        claim.toks.iter().enumerate().find_map(|(at, tok)| Some((at, *STANCES.get(tok.lemma.as_str()).filter(|_| !tok.name)?)))?;
    let negated = claim
        .toks
        .iter()
        .any(|tok| tok.dep == Dep::Neg || matches!(tok.form.as_str(), "no" | "never" | "not" | "once" | "former" | "formerly"));
    let hedged = claim.toks.iter().any(|tok| super::certainty::any(tok).is_some());
    let more =
        claim.toks.iter().enumerate().filter(|(own, tok)| *own != at && tok.stem.is_some() && !tok.name && tok.figure.is_none()).count();
    let parties = parties(claim, at);
    let [one, other] = parties.as_slice() else { return None };
    if negated || hedged || more > MORE || same_text(one, other) {
        return None;
    }
    let mut against = None;
    for pair in pairs {
        for (act, statement) in pair.evidence.statements().filter(|(_, statement)| joins(statement, one, other)) {
            let theirs = if statement.polarity == Polarity::Affirmed { statement.act.drift } else { Drift::Neutral };
            if theirs == drift || theirs == Drift::Mixed {
                return None;
            }
            let opposite = matches!((drift, theirs), (Drift::Cooperation, Drift::Conflict) | (Drift::Conflict, Drift::Cooperation));
            if opposite && statement.certainty.strength >= SURE && against.is_none() {
                against = Some((*pair, act, statement.act.span));
            }
        }
    }
    let (pair, act, span) = against?;
    let message = format!("the source says “{}”, the claim “{}”", span.of(pair.evidence.text()), claim.words(at..at + 1));
    Some(Difference::new(pair, Rule::ContradictedClaim, message, at..at + 1, act..act + 1, None).firm())
}

/// The names of the claim, each with the words around it that belong to it; none of those that hang on another name.
fn parties(line: &Line, stance: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.toks.len() {
        let name = |at: usize| at != stance && line.toks.get(at).is_some_and(|tok| tok.name && tok.figure.is_none());
        if !name(at) {
            at += 1;
            continue;
        }
        let end = (at..line.toks.len()).take_while(|place| name(*place)).last().map_or(at + 1, |last| last + 1);
        found.push(line.words(at..end).to_owned());
        at = end;
    }
    found
}

/// Whether a statement is between two, each of them among those who take part.
fn joins(statement: &Statement, one: &str, other: &str) -> bool {
    let of = |role: &Option<crate::statement::Role>| role.iter().flat_map(|role| role.fillers.clone()).collect::<Vec<_>>();
    let mut all = of(&statement.agent);
    all.extend(of(&statement.patient));
    all.extend(of(&statement.recipient));
    all.extend(statement.others.iter().flat_map(|(_, role)| role.fillers.clone()));
    let place = |name: &str| all.iter().position(|filler| fillers::texts(filler).iter().any(|text| same_text(name, text)));
    match (place(one), place(other)) {
        (Some(a), Some(b)) => a != b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_well_formed() {
        for row in tsv::rows(include_str!("data/stances.tsv")) {
            assert!(matches!(row.as_slice(), [_, "for" | "against"]), "{row:?}");
        }
    }
}
