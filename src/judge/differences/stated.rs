//! What the claim says that somebody does, against all that the passages say of the same act: done by another, by nobody who is named,
//! with the parts changed over, denied, or turned into its opposite.
//!
//! The differences of one claim and one sentence look at words; this looks at statements, wherever they stand, so that it sees through
//! another wording. It speaks only where no passage says what the claim does.

use std::ops::Range;

use super::Difference;
use super::acts::{self, Act};
use super::by_another;
use super::fillers::{self, Fit};
use super::pair::Pair;
use super::tokens::Line;
use crate::rules::Rule;
use crate::statement::{ActForm, Filler, Modality, Polarity, RoleKind, Statement};
use crate::text::parser::Dep;

/// What was found: differences, and the claim's acts that a passage backs as they stand.
#[derive(Debug, Default)]
pub struct Found {
    /// The differences.
    pub differences: Vec<Difference>,
    /// Words of the claim whose act, with its parties, is in a passage.
    pub backed: Vec<usize>,
}

/// A statement of a passage about an act of the claim.
pub(super) struct Match<'a> {
    pub(super) pair: &'a Pair<'a>,
    pub(super) at: usize,
    pub(super) theirs: &'a Statement,
    pub(super) act: Act,
    pub(super) agents: Vec<&'a Filler>,
    pub(super) agent: Option<Fit>,
    pub(super) second: Option<Fit>,
}

/// Holds the claim's statements against those of the passages, best first.
pub fn find<'a>(pairs: &[&'a Pair<'a>]) -> Found {
    let mut found = Found::default();
    let Some(first) = pairs.first() else { return found };
    for (at, own) in first.claim.statements() {
        if !counts(own, first, at) {
            continue;
        }
        let matches: Vec<Match> = pairs.iter().flat_map(|pair| matches(pair, own)).collect();
        if matches.iter().any(|one| backs(own, one)) {
            if matches.iter().any(|one| backs(own, one) && (one.act == Act::Converse || says_all(own, one))) {
                found.backed.push(at);
            }
            found.differences.extend(by_another::said_by_another(at, own, &matches));
            continue;
        }
        let difference = denied(at, own, &matches)
            .or_else(|| turned(at, own, &matches))
            .or_else(|| by_another::by_another(own, &matches))
            .or_else(|| by_another::said_by_another(at, own, &matches))
            .or_else(|| by_another::by_nobody(own, &matches, pairs.len()))
            .or_else(|| by_another::idle(at, own, pairs));
        found.differences.extend(difference);
    }
    found.differences.truncate(2);
    found
}

/// Whether a statement of the claim says enough to be held against others.
fn counts(own: &Statement, pair: &Pair, at: usize) -> bool {
    let Some(tok) = pair.claim.toks.get(at) else { return false };
    own.act.form == ActForm::Verb
        && tok.stem.is_some()
        && !matches!(tok.lemma.as_str(), "be" | "have" | "do" | "make" | "take" | "become" | "include" | "remain")
        && (own.agent.is_some() || own.patient.is_some())
}

pub(super) fn of(role: &Option<crate::statement::Role>) -> Vec<&Filler> {
    role.iter().flat_map(|role| &role.fillers).collect()
}

/// Those who act; a date or number after "by" does not.
pub(super) fn actors(role: &Option<crate::statement::Role>) -> Vec<&Filler> {
    use crate::text::parser::EntityKind::{Cardinal, Date, Money, Ordinal, Percent, Quantity, Time};
    let figure = |filler: &Filler| matches!(filler.kind, Some(Cardinal | Date | Money | Ordinal | Percent | Quantity | Time));
    let capital = |filler: &Filler| {
        filler.text.split_whitespace().next_back().is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase))
    };
    let counts = |filler: &&Filler| !figure(filler) || capital(filler);
    of(role).into_iter().filter(counts).collect()
}

/// Everybody and everything that an act is done to, with, for or about.
pub(super) fn seconds(statement: &Statement) -> Vec<&Filler> {
    let kinds = |kind: &RoleKind| !matches!(kind, RoleKind::Cause | RoleKind::Attribute | RoleKind::Other);
    let others = statement.others.iter().filter(|(kind, _)| kinds(kind)).flat_map(|(_, role)| &role.fillers);
    of(&statement.patient).into_iter().chain(of(&statement.recipient)).chain(others).collect()
}

fn matches<'a>(pair: &'a Pair<'a>, own: &Statement) -> Vec<Match<'a>> {
    let mut out = Vec::new();
    for (at, theirs) in pair.evidence.statements() {
        let Some(act) = acts::relate(own, pair.claim, theirs, pair.evidence) else { continue };
        let (agents, patients) = (actors(&own.agent), seconds(own));
        // What is done is no doer, whatever act it names: "signed the treaty".
        let object = |filler: &&Filler| {
            let tok = pair.evidence.word_of(usize::from(filler.head)).and_then(|at| pair.evidence.toks.get(at));
            filler.head == theirs.act.head
                || filler.span.overlaps(theirs.act.span)
                || theirs.act.form == ActForm::Verb && tok.is_some_and(|tok| tok.dep == Dep::Dobj)
        };
        let doers: Vec<&Filler> = actors(&theirs.agent).into_iter().filter(|filler| !object(filler)).collect();
        let (mut their_agents, mut their_seconds) = (doers, seconds(theirs));
        if theirs.act.reciprocal {
            // What they do to each other each does.
            let all: Vec<&Filler> = their_agents.iter().chain(&their_seconds).copied().collect();
            (their_agents, their_seconds) = (all.clone(), all);
        } else if act == Act::Converse {
            std::mem::swap(&mut their_agents, &mut their_seconds);
            their_seconds.extend(seconds(theirs));
        }
        let agent = fillers::best(pair, &agents, &their_agents);
        let second = fillers::best(pair, &patients, &their_seconds);
        out.push(Match { pair, at, theirs, act, agents: their_agents, agent, second });
    }
    out
}

/// Whether a passage says what the claim does: the same act, by the same or by somebody who may be the same.
fn backs(own: &Statement, one: &Match) -> bool {
    let same_act = matches!(one.act, Act::Same | Act::Converse);
    let agent = own.agent.is_none() || one.agent.is_some_and(|fit| fit >= Fit::Open);
    let second = seconds(own).is_empty() || one.second.is_none_or(|fit| fit >= Fit::Open);
    let sure = one.agent == Some(Fit::Same) || one.second == Some(Fit::Same) || one.pair.cover >= 0.7;
    same_act && agent && second && sure && polarity(own) == polarity(one.theirs)
}

/// Whether two statements have the same parties in the same parts, as far as they name them.
pub(super) fn same_parties(pair: &Pair, own: &Statement, theirs: &Statement) -> bool {
    let agent = fillers::best(pair, &actors(&own.agent), &actors(&theirs.agent));
    let second = fillers::best(pair, &seconds(own), &seconds(theirs));
    agent >= Some(Fit::Open) && (seconds(own).is_empty() || second == Some(Fit::Same))
}

/// Whether who acts and whom it is done to are plainly the claim's.
pub(super) fn says_all(own: &Statement, one: &Match) -> bool {
    (own.agent.is_none() || one.agent == Some(Fit::Same)) && (seconds(own).is_empty() || one.second == Some(Fit::Same))
}

/// Whether it is so; what nobody does is not.
pub(super) fn polarity(statement: &Statement) -> Polarity {
    if nobody(statement) && statement.polarity == Polarity::Affirmed { Polarity::Negated } else { statement.polarity }
}

fn nobody(statement: &Statement) -> bool {
    of(&statement.agent).iter().any(|filler| matches!(filler.text.to_lowercase().as_str(), "nobody" | "no one" | "none"))
}

/// Whether a statement is denied by a negation, not by a word such as "prevent", which the other side may say in another way.
fn plainly_denied(statement: &Statement, text: &str) -> bool {
    let plain = |cue: &crate::statement::Cue| {
        matches!(
            cue.span.of(text).to_lowercase().as_str(),
            "not" | "n't" | "n’t" | "never" | "no" | "nobody" | "none" | "neither" | "nor" | "no longer"
        )
    };
    nobody(statement) || statement.cues.iter().any(plain)
}

/// The same act of the same, which the passages deny, or the claim.
fn denied(at: usize, own: &Statement, matches: &[Match]) -> Option<Difference> {
    let plain = |statement: &Statement| matches!(statement.certainty.modality, Modality::Asserted | Modality::Intended);
    let one = matches.iter().find(|one| {
        one.act == Act::Same
            && polarity(own) != polarity(one.theirs)
            && own.attribution.is_none()
            && (polarity(own) == Polarity::Affirmed || plainly_denied(own, one.pair.claim.text()))
            && plain(own)
            && plain(one.theirs)
            && (polarity(one.theirs) == Polarity::Affirmed || is_denied_there(one))
            && is_finite(one.pair.evidence, one.at)
            && !only_some(one, own)
            && agent_may_be(own, one)
            && seconds_same(own, one)
            && !until(one)
    })?;
    let text = one.pair.evidence.words(whole(one));
    let message = if own.polarity == Polarity::Negated {
        format!("the source says that it is so (“{text}”), the claim that it is not")
    } else {
        format!("the source says that it is not so (“{text}”)")
    };
    Some(difference(one, Rule::ContradictedClaim, message, at..at + 1))
}

/// Whether what denies it in the passage is no negation that stands elsewhere: "however none of this happened".
fn is_denied_there(one: &Match) -> bool {
    !plainly_denied(one.theirs, one.pair.evidence.text())
        || nobody(one.theirs)
        || super::negation::negator(one.pair.evidence, one.at).is_some()
}

/// Whether an act is stated: "to help find", "by not using" state nothing.
fn is_finite(line: &Line, at: usize) -> bool {
    let Some(tok) = line.toks.get(at) else { return false };
    let aux = line.children(at).any(|(_, child)| matches!(child.dep, Dep::Aux | Dep::Auxpass) && child.form != "to");
    let to = line.children(at).any(|(_, child)| child.dep == Dep::Aux && child.form == "to");
    let open = matches!(tok.dep, Dep::Acl | Dep::Advcl | Dep::Pcomp | Dep::Xcomp);
    !(to && matches!(tok.dep, Dep::Acl | Dep::Advcl)) && !(open && tok.tag == "VBG" && !aux)
}

/// "Only three players may", "the remaining players may not": both are so.
fn only_some(one: &Match, own: &Statement) -> bool {
    let limits = |line: &Line, span: crate::text::Span| {
        let run = line.run(span);
        (run.start.saturating_sub(1)..run.end).any(|at| {
            line.toks.get(at).is_some_and(|tok| {
                matches!(
                    tok.form.as_str(),
                    "only" | "just" | "remaining" | "other" | "others" | "rest" | "another" | "else" | "most" | "some" | "few"
                )
            })
        })
    };
    let of_role = |line: &Line, statement: &Statement| {
        [&statement.agent, &statement.patient].into_iter().flatten().any(|role| limits(line, role.span))
    };
    of_role(one.pair.claim, own) != of_role(one.pair.evidence, one.theirs)
}

/// Nobody, or the same.
fn agent_may_be(own: &Statement, one: &Match) -> bool {
    nobody(one.theirs)
        || own.agent.is_none()
        || one.theirs.agent.is_none()
        || one.agent == Some(Fit::Same)
        || one.agent == Some(Fit::Open) && one.second == Some(Fit::Same)
}

fn seconds_same(own: &Statement, one: &Match) -> bool {
    match one.second {
        Some(Fit::Same) => true,
        Some(Fit::Open) => one.agent == Some(Fit::Same),
        Some(Fit::Other) => false,
        None => seconds(own).is_empty() && one.agent == Some(Fit::Same),
    }
}

/// "Did not open until June": it did, then.
fn until(one: &Match) -> bool {
    one.pair.evidence.children(one.at).any(|(_, tok)| matches!(tok.form.as_str(), "until" | "till" | "before"))
}

/// The opposite act of the same towards the same.
fn turned(at: usize, own: &Statement, matches: &[Match]) -> Option<Difference> {
    let plain = |statement: &Statement| statement.certainty.strength >= 0.5;
    let one = matches.iter().find(|one| {
        let act = match one.act {
            Act::Opposite => seconds_same(own, one),
            // That two acts are for and against says little, unless it is plainly the same two.
            Act::Against => one.second == Some(Fit::Same) && reaction(own) && reaction(one.theirs),
            _ => false,
        };
        act && one.agent == Some(Fit::Same) && polarity(own) == polarity(one.theirs) && plain(own) && plain(one.theirs)
    })?;
    // Where the two also do what the claim says, both may be so.
    let also = matches.iter().any(|other| other.act == Act::Same && other.agent == Some(Fit::Same));
    if also {
        return None;
    }
    let (claim, source) = (own.act.span.of(one.pair.claim.text()), one.theirs.act.span.of(one.pair.evidence.text()));
    Some(difference(one, Rule::ContradictedClaim, format!("the source says “{source}”, the claim “{claim}”"), at..at + 1))
}

/// A word for or against something: support, reject, welcome.
fn reaction(statement: &Statement) -> bool {
    use crate::statement::Class::{Accuse, Agree, Reject, Support};
    statement.act.form == ActForm::Verb && statement.patient.is_some() && matches!(statement.act.class, Accuse | Agree | Reject | Support)
}

/// The words of the act with what negates it.
fn whole(one: &Match) -> Range<usize> {
    let line = one.pair.evidence;
    let helps = |dep: Dep| matches!(dep, Dep::Neg | Dep::Aux | Dep::Auxpass);
    let from = line.children(one.at).filter(|(_, tok)| helps(tok.dep)).map(|(at, _)| at).min().unwrap_or(one.at).min(one.at);
    from..one.at + 1
}

pub(super) fn difference(one: &Match, rule: Rule, message: String, claim: Range<usize>) -> Difference {
    // All passages were looked at already.
    Difference::new(one.pair, rule, message, claim, one.at..one.at + 1, None).firm()
}
