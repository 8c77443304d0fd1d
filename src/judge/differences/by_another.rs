//! An act by another than the claim says, by nobody who is named, or by somebody who does nothing in the passages.

use super::Difference;
use super::acts::Act;
use super::fillers::{self, Fit};
use super::pair::Pair;
use super::stated::{Match, difference, of, polarity, says_all, seconds};
use super::tokens::Line;
use crate::rules::Rule;
use crate::statement::{ActForm, Filler, Form, Polarity, Statement};
use crate::text::parser::Dep;

/// Sentences of evidence from which it may be taken for all that is said.
const WHOLE: usize = 8;
/// Share of the claim's words that a passage must have for an act that says little by itself to be another's.
const GENERAL: f32 = 0.3;
/// Telling words up to which a claim says little but who did what.
const SHORT: usize = 6;

/// The same act on the same, by another; or agent and patient changed over.
pub(super) fn by_another(own: &Statement, matches: &[Match]) -> Option<Difference> {
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
pub(super) fn said_by_another(at: usize, own: &Statement, matches: &[Match]) -> Option<Difference> {
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
pub(super) fn by_nobody(own: &Statement, matches: &[Match], passages: usize) -> Option<Difference> {
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
        Form::Common if thing_for_thing(own, one, filler) => true,
        Form::Common => {
            people(pair.claim, filler) && one.agents.iter().any(|theirs| theirs.form == Form::Name || people(pair.evidence, theirs))
        }
        Form::Clause => false,
    };
    of(&own.agent).iter().any(known)
}

/// Rain for frost: a thing that does the very same to the very same, where the passage has another thing and never this one.
fn thing_for_thing(own: &Statement, one: &Match, filler: &Filler) -> bool {
    let pair = one.pair;
    let things =
        !people(pair.claim, filler) && one.agents.iter().all(|theirs| theirs.form == Form::Common && !people(pair.evidence, theirs));
    let there = pair.claim.word_of(usize::from(filler.head)).is_some_and(|at| pair.partner(at).is_some());
    let other_words = pair.open_cover.max(pair.plain_cover) >= 0.6 && own.act.lemma == one.theirs.act.lemma;
    things && !there && other_words && one.second == Some(Fit::Same) && one.agents.len() == 1
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

/// An act of somebody whom the passages name and who does nothing at all in them.
pub(super) fn idle(at: usize, own: &Statement, pairs: &[&Pair]) -> Option<Difference> {
    let first = pairs.first()?;
    let agent = own.agent.as_ref().filter(|agent| agent.fillers.iter().all(|filler| filler.form == Form::Name))?;
    let telling = first.claim.toks.iter().filter(|tok| tok.stem.is_some()).count();
    let plain = own.polarity == Polarity::Affirmed
        && own.attribution.is_none()
        && own.certainty.strength >= 0.95
        && agent.fillers.iter().any(|filler| is_direct(first.claim, own, filler));
    if !plain || telling > SHORT || pairs.len() < WHOLE || super::lacking::general(&own.act.lemma, "verb") {
        return None;
    }
    let agents = of(&own.agent);
    let heads: Vec<usize> = agents.iter().filter_map(|filler| first.claim.word_of(usize::from(filler.head))).collect();
    let named: Vec<&&Pair> = pairs.iter().filter(|pair| heads.iter().any(|head| pair.partner(*head).is_some())).collect();
    let acts = |pair: &Pair| {
        let subject = heads.iter().filter_map(|head| pair.partner(*head)).any(|partner| {
            let mut place = partner.word;
            // "A and B": B is as much the subject as A.
            while let Some(tok) = pair.evidence.toks.get(place).filter(|tok| tok.dep == Dep::Conj && tok.head < place) {
                place = tok.head;
            }
            pair.evidence.toks.get(place).is_some_and(|tok| {
                matches!(tok.dep, Dep::Nsubj | Dep::Nsubjpass | Dep::Agent | Dep::Appos)
                    || tok.dep == Dep::Pobj
                        && pair
                            .evidence
                            .toks
                            .get(tok.head)
                            .is_some_and(|above| matches!(above.form.as_str(), "by" | "between" | "from" | "with" | "to"))
            })
        });
        subject
            || pair.partner(at).is_some()
            || pair.evidence.statements().any(|(_, theirs)| {
                let doers = of(&theirs.agent);
                let fit = fillers::best(pair, &agents, &doers);
                fit == Some(Fit::Same) || fit == Some(Fit::Open) && doers.iter().any(|filler| filler.form == Form::Pronoun)
            })
    };
    if named.is_empty() || named.iter().any(|pair| acts(pair)) {
        return None;
    }
    let act = first.claim.words(at..at + 1);
    let message = format!("no passage has {} do anything: nothing backs “{act}”", agent.span.of(first.claim.text()));
    Some(Difference::without_backing(first, message, at..at + 1))
}
