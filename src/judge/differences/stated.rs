//! What the claim says that somebody does, against all that the passages say of the same act: done by another, by nobody who is named,
//! with the parts changed over, denied, or turned into its opposite.
//!
//! The differences of one claim and one sentence look at words; this looks at statements, wherever they stand, so that it sees through
//! another wording. It speaks only where no passage says what the claim does.

use std::ops::Range;

use super::Difference;
use super::acts::{self, Act};
use super::fillers::{self, Fit};
use super::pair::Pair;
use super::tokens::Line;
use crate::rules::Rule;
use crate::statement::{ActForm, Filler, Form, Modality, Polarity, RoleKind, Statement};
use crate::text::parser::Dep;

/// Sentences of evidence from which it may be taken for all that is said.
const WHOLE: usize = 8;
/// Share of the claim's words that a passage must have for an act that says little by itself to be another's.
const GENERAL: f32 = 0.3;

/// What was found: differences, and the claim's acts that a passage backs as they stand.
#[derive(Debug, Default)]
pub struct Found {
    /// The differences.
    pub differences: Vec<Difference>,
    /// Words of the claim whose act, with its parties, is in a passage.
    pub backed: Vec<usize>,
}

/// A statement of a passage about an act of the claim.
struct Match<'a> {
    pair: &'a Pair<'a>,
    at: usize,
    theirs: &'a Statement,
    act: Act,
    agents: Vec<&'a Filler>,
    agent: Option<Fit>,
    second: Option<Fit>,
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
            found.differences.extend(said_by_another(at, own, &matches));
            continue;
        }
        let difference = denied(at, own, &matches)
            .or_else(|| turned(at, own, &matches))
            .or_else(|| by_another(own, &matches))
            .or_else(|| said_by_another(at, own, &matches))
            .or_else(|| by_nobody(own, &matches, pairs.len()));
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

fn of(role: &Option<crate::statement::Role>) -> Vec<&Filler> {
    role.iter().flat_map(|role| &role.fillers).collect()
}

/// Those who act; a date or number after "by" does not.
fn actors(role: &Option<crate::statement::Role>) -> Vec<&Filler> {
    use crate::text::parser::EntityKind::{Cardinal, Date, Money, Ordinal, Percent, Quantity, Time};
    let figure = |filler: &Filler| matches!(filler.kind, Some(Cardinal | Date | Money | Ordinal | Percent | Quantity | Time));
    let capital = |filler: &Filler| {
        filler.text.split_whitespace().next_back().is_some_and(|word| word.chars().next().is_some_and(char::is_uppercase))
    };
    let counts = |filler: &&Filler| !figure(filler) || capital(filler);
    of(role).into_iter().filter(counts).collect()
}

/// Everybody and everything that an act is done to, with, for or about.
fn seconds(statement: &Statement) -> Vec<&Filler> {
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
fn says_all(own: &Statement, one: &Match) -> bool {
    (own.agent.is_none() || one.agent == Some(Fit::Same)) && (seconds(own).is_empty() || one.second == Some(Fit::Same))
}

/// Whether it is so; what nobody does is not.
fn polarity(statement: &Statement) -> Polarity {
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

/// The same act on the same, by another; or agent and patient changed over.
fn by_another(own: &Statement, matches: &[Match]) -> Option<Difference> {
    let agent = own.agent.as_ref().filter(|agent| agent.fillers.iter().all(|filler| filler.form != Form::Clause))?;
    let of_act = || matches.iter().filter(|one| matches!(one.act, Act::Same | Act::Converse) && polarity(own) == polarity(one.theirs));
    let first = matches.first()?.pair.claim;
    // Who acts only by way of another clause, or as a pronoun within the claim, was found by a guess.
    if !agent
        .fillers
        .iter()
        .any(|filler| is_direct(first, own, filler) && (filler.form != Form::Pronoun || first.word_of(usize::from(filler.head)) == Some(0)))
    {
        return None;
    }
    let acting = agent.fillers.iter().any(|filler| filler.form == Form::Name || people(first, filler));
    for one in of_act() {
        let pair = one.pair;
        let (agents, patients) = (of(&own.agent), seconds(own));
        let (their_agents, their_seconds) = (of(&one.theirs.agent), seconds(one.theirs));
        if one.act == Act::Same
            && !own.act.reciprocal
            && !one.theirs.act.reciprocal
            && fillers::best(pair, &agents, &their_seconds) >= Some(Fit::Open)
            && (fillers::best(pair, &patients, &their_agents) == Some(Fit::Same)
                || fillers::best(pair, &agents, &their_seconds) == Some(Fit::Same) && within(pair, &patients, &one.theirs.agent))
            && one.agent == Some(Fit::Other)
            && one.agents.iter().any(|filler| can_act(pair, filler))
            && agents.iter().any(|filler| filler.form != Form::Common || people(pair.claim, filler))
        {
            let (a, b) = (agent.span.of(pair.claim.text()), named(one, &their_agents));
            return Some(difference(
                one,
                Rule::ActorMismatch,
                format!("in the source {b} does it, not {a}: the two are the other way round"),
                pair.claim.run(agent.span),
            ));
        }
    }
    let one = of_act().find(|one| {
        one.agent == Some(Fit::Other)
            && one
                .agents
                .iter()
                .any(|filler| is_party(one, filler) && (!acting || can_act(one.pair, filler)) && !may_be_pronoun_of(one, filler, own))
            && !mutual(own, one)
            && !of_one(own, one)
            && (!super::lacking::general(&own.act.lemma, "verb") || one.second == Some(Fit::Same) && one.pair.cover >= GENERAL)
            && agents_known(own, one, matches)
            && (one.second == Some(Fit::Same) || one.second.is_none() && (seconds(own).is_empty() || one.pair.plain_cover >= 0.7))
    })?;
    let source = named(one, &one.agents);
    let span = agent.span;
    let message = format!("the source names {source}, the claim {}", span.of(one.pair.claim.text()));
    let mut difference = difference(one, Rule::ActorMismatch, message, one.pair.claim.run(span));
    if let [only] = one.agents.as_slice()
        && one.act == Act::Same
        && only.form == Form::Name
        && agent.fillers.len() == 1
    {
        difference.reason.replacement = Some(only.span.of(one.pair.evidence.text()).to_owned());
    }
    Some(difference)
}

/// Whether who acts is the subject of the act itself, or stands after "by"; not of a clause above it or beside it.
fn is_direct(line: &Line, statement: &Statement, filler: &Filler) -> bool {
    let (Some(act), Some(mut at)) = (line.word_of(usize::from(statement.act.head)), line.word_of(usize::from(filler.head))) else {
        return false;
    };
    let tok = |at: usize| line.toks.get(at);
    // "A and B": what B hangs on is A.
    for _ in 0..4 {
        match tok(at).filter(|tok| tok.dep == Dep::Conj && tok.head != at) {
            Some(conjunct) => at = conjunct.head,
            None => break,
        }
    }
    let Some(subject) = tok(at) else { return false };
    let above = tok(act).filter(|act| matches!(act.dep, Dep::Conj | Dep::Xcomp)).map(|act| act.head);
    let by = tok(subject.head).filter(|tok| tok.dep == Dep::Agent || tok.form == "by").map(|tok| tok.head);
    let relative = tok(act).is_some_and(|act| act.dep == Dep::Relcl && act.head == at);
    subject.head == act || Some(subject.head) == above || by == Some(act) || relative || statement.act.form != ActForm::Verb
}

/// Whether a participant is somebody: a name that is no event, work or law, a pronoun, or a noun for people.
fn can_act(pair: &Pair, filler: &Filler) -> bool {
    use crate::text::parser::EntityKind::{Event, Law, Product, WorkOfArt};
    match filler.form {
        Form::Name => {
            let noun = filler.text.split_whitespace().next_back().unwrap_or_default();
            let named = noun.chars().next().is_some_and(|first| first.is_uppercase() || !first.is_alphabetic());
            !matches!(filler.kind, Some(Event | Law | Product | WorkOfArt)) && (named || people(pair.evidence, filler))
        }
        Form::Pronoun => true,
        Form::Common => people(pair.evidence, filler) || !filler.names.is_empty(),
        Form::Clause => false,
    }
}

/// Whether the passage has the act by a pronoun, and speaks of the claim's actor too, so that the pronoun may stand for it.
fn may_be_pronoun_of(one: &Match, filler: &Filler, own: &Statement) -> bool {
    let line = one.pair.evidence;
    let names = |text: &str| {
        of(&own.agent).iter().flat_map(|own| fillers::texts(own)).any(|name| {
            name.split_whitespace().filter(|word| word.chars().next().is_some_and(char::is_uppercase)).any(|word| {
                text.split(|c: char| !c.is_alphanumeric() && c != '-')
                    .any(|other| super::names::same(&word.to_lowercase(), &other.to_lowercase()))
            })
        })
    };
    filler.form == Form::Pronoun && (names(line.text()) || line.before.iter().any(|line| names(&line.text)))
}

/// "A and B met", "B met A": what several do with nobody else, each does with the other.
fn mutual(own: &Statement, one: &Match) -> bool {
    let agents = of(&own.agent);
    agents.len() > 1 && seconds(own).is_empty() && fillers::best(one.pair, &agents, &seconds(one.theirs)) == Some(Fit::Same)
}

/// "The only member of the board", "the board": both are told of by the same word.
fn of_one(own: &Statement, one: &Match) -> bool {
    let (claim, evidence) = (one.pair.claim, one.pair.evidence);
    let below = |line: &Line, filler: &&Filler| -> Vec<usize> {
        let Some(head) = line.word_of(usize::from(filler.head)).filter(|_| filler.form == Form::Common) else { return Vec::new() };
        (0..line.toks.len()).filter(|at| *at != head && line.is_under(*at, head)).collect()
    };
    let theirs: Vec<usize> = one.agents.iter().flat_map(|filler| below(evidence, filler)).collect();
    of(&own.agent).iter().flat_map(|filler| below(claim, filler)).any(|at| {
        claim.toks.get(at).is_some_and(|tok| tok.name) && one.pair.partner(at).is_some_and(|partner| theirs.contains(&partner.word))
    })
}

/// The same said, by another speaker.
fn said_by_another(at: usize, own: &Statement, matches: &[Match]) -> Option<Difference> {
    let who = |statement: &Statement| statement.attribution.as_ref().and_then(|said| said.who.clone());
    let speaker = who(own)?;
    let of_act = || matches.iter().filter(|one| one.act == Act::Same && one.agent != Some(Fit::Other) && one.second != Some(Fit::Other));
    let fit = |one: &Match| {
        who(one.theirs).map_or(Fit::Open, |theirs| {
            let (a, b): (Vec<&Filler>, Vec<&Filler>) = (speaker.fillers.iter().collect(), theirs.fillers.iter().collect());
            fillers::best(one.pair, &a, &b).unwrap_or(Fit::Open)
        })
    };
    if of_act().any(|one| fit(one) >= Fit::Open) {
        return None;
    }
    let one = of_act().find(|one| says_all(own, one) && fit(one) == Fit::Other)?;
    let source = who(one.theirs)?.span.of(one.pair.evidence.text()).to_owned();
    let message = format!("the source gives it as the word of {source}, the claim of {}", speaker.span.of(one.pair.claim.text()));
    let run = one.pair.claim.run(speaker.span);
    Some(difference(one, Rule::ActorMismatch, message, if run.is_empty() { at..at + 1 } else { run }))
}

/// The same act of the same, of which no passage says who did it.
fn by_nobody(own: &Statement, matches: &[Match], passages: usize) -> Option<Difference> {
    let agent = own.agent.as_ref().filter(|agent| agent.fillers.iter().all(|filler| filler.form == Form::Name))?;
    let of_act = || matches.iter().filter(|one| one.act == Act::Same);
    let open = of_act().any(|one| one.agent.is_some());
    let one = of_act().find(|one| one.theirs.agent.is_none() && one.second == Some(Fit::Same) && own.polarity == one.theirs.polarity)?;
    if open || passages < WHOLE {
        return None;
    }
    let message = format!("the source does not say that {} did it", agent.span.of(one.pair.claim.text()));
    Some(difference(one, Rule::PartlyBackedClaim, message, one.pair.claim.run(agent.span)))
}

/// Whether one of some participants of the claim stands inside a role of the sentence.
fn within(pair: &Pair, own: &[&Filler], theirs: &Option<crate::statement::Role>) -> bool {
    let Some(run) = theirs.as_ref().map(|role| pair.evidence.run(role.span)) else { return false };
    own.iter().any(|filler| {
        pair.claim.word_of(usize::from(filler.head)).and_then(|at| pair.partner(at)).is_some_and(|partner| run.contains(&partner.word))
    })
}

/// Whether the claim's actors are spoken of near the passage, so that they are no other names of those who act there.
fn agents_known(own: &Statement, one: &Match, matches: &[Match]) -> bool {
    let pair = one.pair;
    let near = |text: &str| {
        text.split_whitespace().filter(|word| word.chars().next().is_some_and(char::is_uppercase)).any(|word| {
            let has = |line: &str| {
                line.split(|c: char| !c.is_alphanumeric() && c != '-')
                    .any(|other| !other.is_empty() && super::names::same(&word.to_lowercase(), &other.to_lowercase()))
            };
            matches.iter().any(|other| has(other.pair.evidence.text()) || other.pair.evidence.before.iter().any(|line| has(&line.text)))
        })
    };
    let known = |filler: &&Filler| match filler.form {
        Form::Name => pair.cover >= 0.8 || pair.is_near_copy() || fillers::texts(filler).iter().any(|text| near(text)),
        Form::Pronoun => fillers::texts(filler).iter().any(|text| near(text)),
        Form::Common => {
            people(pair.claim, filler) && one.agents.iter().any(|theirs| theirs.form == Form::Name || people(pair.evidence, theirs))
        }
        Form::Clause => false,
    };
    of(&own.agent).iter().any(known)
}

/// Whether a noun names people: a person, a group, an office.
fn people(line: &Line, filler: &Filler) -> bool {
    use crate::text::similar::{self, Lexical, WordClass::Noun};
    let Some(tok) = line.word_of(usize::from(filler.head)).and_then(|at| line.toks.get(at)) else { return false };
    matches!(tok.lemma.as_str(), "contractor" | "office" | "opposition" | "press" | "region" | "town")
        || crate::statement::is_somebody(&tok.lemma)
        || ["person", "organization", "leader", "institution"]
            .iter()
            .any(|kind| tok.lemma == *kind || similar::relation(kind, Noun, &tok.lemma, Noun) == Some(Lexical::Hypernym))
}

/// Whether somebody is plainly who acts: a name, a pronoun that was resolved, or the subject itself.
fn is_party(one: &Match, filler: &Filler) -> bool {
    let line = one.pair.evidence;
    let subject = line
        .word_of(usize::from(filler.head))
        .and_then(|at| line.toks.get(at))
        .is_some_and(|tok| matches!(tok.dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Pobj | Dep::Conj) && tok.tag != "WDT" && tok.tag != "WP");
    match filler.form {
        Form::Name => true,
        Form::Pronoun => !filler.resolved.is_empty() && fillers::texts(filler).iter().any(|text| fillers::capital(text)),
        Form::Common => subject && one.theirs.certainty.strength >= 0.6,
        Form::Clause => false,
    }
}

/// The parties as the passage has them, or whom its pronoun stands for.
fn named(one: &Match, parties: &[&Filler]) -> String {
    let names: Vec<String> = parties
        .iter()
        .map(|filler| match (filler.form, filler.resolved.first()) {
            (Form::Pronoun, Some(first)) => first.text.to_string(),
            _ => filler.span.of(one.pair.evidence.text()).to_owned(),
        })
        .collect();
    names.join(" and ")
}

/// The words of the act with what negates it.
fn whole(one: &Match) -> Range<usize> {
    let line = one.pair.evidence;
    let helps = |dep: Dep| matches!(dep, Dep::Neg | Dep::Aux | Dep::Auxpass);
    let from = line.children(one.at).filter(|(_, tok)| helps(tok.dep)).map(|(at, _)| at).min().unwrap_or(one.at).min(one.at);
    from..one.at + 1
}

fn difference(one: &Match, rule: Rule, message: String, claim: Range<usize>) -> Difference {
    let mut difference = Difference::new(one.pair, rule, message, claim, one.at..one.at + 1, None);
    // All passages were looked at already.
    difference.words = 0..0;
    difference
}
