//! One anaphor held against what was said before.

use super::{
    super::{
        Statement,
        acts::{Class, Drift, EntryForm, act},
        bodies::{Body, is_body},
        control::subject,
        tree::Tree,
        types::{Form, Referent},
    },
    facts::{self, Facts, Mention},
    memory::Memory,
};
use crate::text::parser::{Dep, EntityKind, Pos};

/// How many sentences back an anaphor may reach.
const REACH: usize = 3;

/// Whom token `i` stands for, if it is an anaphor and the answer is clear.
pub(super) fn resolve(
    t: &Tree<'_>,
    statements: &[Statement],
    i: usize,
    history: &[Facts],
    memory: Option<&Memory>,
) -> Option<Vec<Referent>> {
    if t.dep(i) == Dep::Appos && (t.lower(i).ends_with("self") || t.lower(i).ends_with("selves")) {
        return None;
    }
    match t.lower(i) {
        "they" | "them" | "their" | "theirs" | "themselves" => plural(t, statements, i, history, memory),
        "it" | "its" | "itself" => singular(t, i, history, false, memory),
        "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => singular(t, i, history, true, memory),
        "both" | "two" if t.is_nominal(i) && !matches!(t.dep(i), Dep::Nummod | Dep::Det | Dep::Appos) => {
            pair(t, statements, i, history, memory)
        }
        _ if t.pos(i) == Pos::Noun => noun(t, statements, i, history, memory),
        _ => None,
    }
}

/// The latest group of exactly two (or more) actors: in this sentence before `i`, else in the sentences before.
fn pair(t: &Tree<'_>, statements: &[Statement], i: usize, history: &[Facts], memory: Option<&Memory>) -> Option<Vec<Referent>> {
    let fits = |g: &Vec<Referent>| g.iter().all(|r| side_fits(t.lemma(i), r.kind));
    let sides = matches!(t.lemma(i), "side" | "party");
    let here = facts::group(statements, t, sides).filter(|g| g.iter().all(|r| (r.head as usize) < i) && fits(g));
    // Two sides once named stay in mind longer than a single name: the whole paragraph, the one before, the heading.
    let before = |pick: fn(&Facts) -> Option<&Vec<Referent>>| {
        history.iter().rev().enumerate().find_map(|(n, f)| pick(f).filter(|g| fits(g)).map(|g| Facts::shifted(g, n + 1)))
    };
    // Two who were joined just before, else those whom the whole document is about.
    let just = || history.last().and_then(|f| f.sides.as_ref()).filter(|g| g.len() == 2 && fits(g)).map(|g| Facts::shifted(g, 1));
    let main = || memory.and_then(|m| m.sides(&fits));
    here.or_else(just)
        .or_else(main)
        .or_else(|| sides.then(|| before(|f| f.sides.as_ref())).flatten())
        .or_else(|| before(|f| f.group.as_ref()))
}

/// Whether an actor of this kind can be one of "both countries", "the two men".
fn side_fits(lemma: &str, kind: Option<EntityKind>) -> bool {
    match lemma {
        "country" | "nation" | "state" | "government" | "capital" | "power" | "neighbour" | "neighbor" => kind != Some(EntityKind::Person),
        "man" | "woman" | "leader" | "minister" | "president" => !matches!(kind, Some(EntityKind::Gpe | EntityKind::Norp)),
        "company" | "firm" | "club" | "team" | "organisation" | "organization" => {
            !matches!(kind, Some(EntityKind::Person | EntityKind::Norp))
        }
        _ => true,
    }
}

/// Facts of the sentences before, nearest first, with their distance.
fn back(history: &[Facts]) -> impl Iterator<Item = (usize, &Facts)> {
    history.iter().rev().enumerate().map(|(n, f)| (n + 1, f)).take(REACH)
}

fn plural(t: &Tree<'_>, statements: &[Statement], i: usize, history: &[Facts], memory: Option<&Memory>) -> Option<Vec<Referent>> {
    if marked_as_several(t, i) {
        return pair(t, statements, i, history, memory);
    }
    // The nearest plural or collective subject, or possessor, of this sentence before the pronoun.
    let doer = own_subject(t, i);
    let here: Vec<Mention> = mentions_before(t, statements, i).into_iter().filter(|m| doer != Some(m.what.head as usize)).collect();
    if let Some(m) = here.iter().rev().find(|m| (m.subject || m.owner) && may_be_plural(m)) {
        return group_of(t, m).or_else(|| known(m, 0));
    }
    if let Some(m) = here.iter().rev().find(|m| may_be_plural(m) && m.form != Form::Common) {
        return group_of(t, m).or_else(|| known(m, 0));
    }
    // "Urged the clubs to talk and offered to mediate between them."
    if let Some(g) = here
        .iter()
        .rev()
        .filter(|m| m.plural && m.form == Form::Common)
        .find_map(|m| noun(t, statements, m.what.head as usize, history, memory))
    {
        return Some(g);
    }
    for (n, f) in back(history).take(2) {
        let Some(m) = f.mentions.iter().find(|m| m.subject && may_be_plural(m)) else {
            if let Some(g) = &f.group {
                return Some(Facts::shifted(g, n));
            }
            continue;
        };
        if let Some(g) = f.group.as_ref().filter(|g| m.plural && g.iter().any(|r| r.head == m.what.head && r.back == 0)) {
            return Some(Facts::shifted(g, n));
        }
        return known(m, n);
    }
    None
}

/// "Their shared goal", "their history of disagreements", "they both", or another "their" of the sentence that is so marked.
fn marked_as_several(t: &Tree<'_>, i: usize) -> bool {
    let mutual = |w: &str| matches!(w, "shared" | "mutual" | "common" | "joint" | "both" | "respective" | "bilateral");
    let marks = |p: usize| {
        let n = t.head(p);
        let reciprocal = |n: usize| {
            t.is_nominal(n)
                && act(t.lemma(n), EntryForm::Noun).is_some_and(|a| a.reciprocal)
                && t.child(n, &[Dep::Prep]).is_none_or(|c| !matches!(t.lower(c), "with" | "against"))
        };
        t.has_child(p, |t, c| mutual(t.lower(c)))
            || (t.dep(p) == Dep::Poss
                && (t.has_child(n, |t, c| mutual(t.lower(c)))
                    || reciprocal(n)
                    || t.preps(n).iter().any(|(name, _, o)| name == "of" && reciprocal(*o))))
    };
    (0..t.len()).filter(|&p| matches!(t.lower(p), "they" | "them" | "their")).any(|p| (p >= i || t.lower(i) != "they") && marks(p))
        && !(0..i).any(|p| t.is_nominal(p) && matches!(t.dep(p), Dep::Nsubj) && t.tag(p) == "NNS" && !is_body(Body::Side, t.lemma(p)))
}

fn may_be_plural(m: &Mention) -> bool {
    if m.resolved.len() > 1 || m.plural {
        return true;
    }
    // "The Taliban have", "the government have": names of groups go with "they"; of states and persons not.
    m.form == Form::Name && matches!(m.what.kind, Some(EntityKind::Org | EntityKind::Norp))
}

/// The mention with its conjuncts, where it heads a coordination.
fn group_of(t: &Tree<'_>, m: &Mention) -> Option<Vec<Referent>> {
    let all = t.conjuncts(m.what.head as usize);
    if all.len() < 2 {
        return None;
    }
    Some(
        all.iter()
            .map(|&c| Referent { text: super::super::roles::core(t, c).of(t.text).into(), back: 0, head: c as u16, kind: t.kind(c) })
            .collect(),
    )
}

fn known(m: &Mention, back: usize) -> Option<Vec<Referent>> {
    let own = if m.resolved.is_empty() {
        if m.form == Form::Pronoun {
            return None;
        }
        vec![m.what.clone()]
    } else {
        m.resolved.clone()
    };
    Some(Facts::shifted(&own, back))
}

/// The subject of the clause whose object a pronoun is: it is somebody else.
fn own_subject(t: &Tree<'_>, i: usize) -> Option<usize> {
    let object =
        matches!(t.dep(i), Dep::Dobj | Dep::Dative | Dep::Pobj) && !t.lower(i).ends_with("self") && !t.lower(i).ends_with("selves");
    t.clause_of(i).filter(|_| object).and_then(|v| subject(t, v))
}

fn mentions_before(t: &Tree<'_>, statements: &[Statement], i: usize) -> Vec<Mention> {
    let mut all = facts::mentions(t, statements);
    all.retain(|m| (m.what.head as usize) < i && m.form != Form::Pronoun);
    all
}

fn singular(t: &Tree<'_>, i: usize, history: &[Facts], person: bool, memory: Option<&Memory>) -> Option<Vec<Referent>> {
    // "It is likely that", "it rained".
    if t.dep(i) == Dep::Expl
        || (t.dep(i) == Dep::Nsubj
            && t.has_child(t.head(i), |t, c| matches!(t.dep(c), Dep::Ccomp) && matches!(t.lemma(t.head(c)), "be" | "seem" | "appear")))
    {
        return None;
    }
    let fits = |m: &&Mention| {
        let known = || m.form == Form::Name && memory.is_some_and(|k| k.is_person(&m.what.text));
        let is_person = m.person || known();
        !m.plural
            && (m.form != Form::Pronoun || m.resolved.len() == 1)
            && m.resolved.len() < 2
            && is_person == person
            && !matches!(m.what.kind, Some(EntityKind::Norp))
            && (m.form != Form::Common || m.subject || person)
    };
    let doer = own_subject(t, i);
    let here: Vec<Mention> = mentions_before(t, &[], i).into_iter().filter(|m| fits(&m) && doer != Some(m.what.head as usize)).collect();
    // An object of its own clause's subject cannot be that subject ("it attacked it"), a possessor can.
    let possessive = matches!(t.tag(i), "PRP$");
    let clause = t.clause_of(i);
    let reachable = |m: &&Mention| possessive || t.clause_of(m.what.head as usize) != clause || t.dep(i) == Dep::Nsubj;
    let prominent: Vec<&Mention> = here.iter().filter(reachable).filter(|m| m.subject || m.owner).collect();
    // Where the sentence has names for it, a common noun gives way: "this move shows Iran's will to use its power".
    let named = prominent.iter().rev().find(|m| m.form == Form::Name && (m.what.kind.is_some() || person)).copied();
    if let Some(m) = named.or_else(|| prominent.last().copied()) {
        return known(m, 0);
    }
    if let [only] = here.iter().filter(reachable).filter(|m| m.form == Form::Name).collect::<Vec<_>>()[..] {
        return known(only, 0);
    }
    for (n, f) in back(history).take(2) {
        let fitting: Vec<&Mention> = f.mentions.iter().filter(fits).collect();
        if let Some(m) = fitting.iter().find(|m| m.subject).or_else(|| fitting.iter().find(|m| m.owner)) {
            return known(m, n);
        }
        match fitting.iter().filter(|m| m.form == Form::Name).collect::<Vec<_>>()[..] {
            [] => {}
            [only] => return known(only, n),
            _ => return None,
        }
    }
    None
}

/// Whether a noun phrase points back: "this", "these", "such", "the" without anything that says which.
pub(super) fn points_back(t: &Tree<'_>, i: usize) -> bool {
    t.has_child(i, |t, c| {
        (matches!(t.dep(c), Dep::Det | Dep::Predet | Dep::Amod)
            && matches!(t.lower(c), "this" | "these" | "that" | "those" | "the" | "such" | "any" | "both"))
    }) && t.child(i, &[Dep::Poss]).is_none()
}

/// The parties of the latest event like this one.
pub(super) fn event(history: &[Facts], lemma: &str, class: Class, drift: Drift) -> Option<Vec<Referent>> {
    let mut nearest = None;
    for (n, f) in history.iter().rev().enumerate().map(|(n, f)| (n + 1, f)).take(REACH + 3) {
        let same = f.events.iter().rev().find(|e| e.lemma == lemma || (class != Class::Other && e.class == class));
        if let Some(e) = same {
            return Some(Facts::shifted(&e.parties, n));
        }
        let alike = || f.events.iter().rev().find(|e| e.drift == drift || class == Class::Other).map(|e| e.parties.clone());
        if nearest.is_none() && n <= REACH {
            nearest = alike().or_else(|| f.group.clone().filter(|_| drift != Drift::Conflict)).map(|p| Facts::shifted(&p, n));
        }
    }
    nearest
}

/// A definite noun phrase: "the two sides", "this common enemy", "the group", "the treaty".
fn noun(t: &Tree<'_>, statements: &[Statement], i: usize, history: &[Facts], memory: Option<&Memory>) -> Option<Vec<Referent>> {
    let lemma = t.lemma(i);
    let two = t.has_child(i, |t, c| matches!(t.lower(c), "both" | "two" | "either" | "neither"));
    let bare_sides = matches!(t.lower(i), "parties" | "sides") && points_back(t, i);
    if (two && is_body(Body::Side, lemma) && t.child(i, &[Dep::Appos]).is_none()) || bare_sides {
        // "Two men were arrested" are new ones.
        let definite = bare_sides || t.has_child(i, |t, c| matches!(t.lower(c), "the" | "these" | "those" | "both" | "neither" | "either"));
        return if definite { pair(t, statements, i, history, memory).filter(|g| g.len() == 2) } else { None };
    }
    // "The clubs" of a text that is about two of them.
    let bare = t.has_child(i, |t, c| t.dep(c) == Dep::Det && t.lower(c) == "the")
        && !t.has_child(i, |t, c| {
            matches!(t.dep(c), Dep::Prep | Dep::Amod | Dep::Compound | Dep::Acl | Dep::Relcl | Dep::Nummod | Dep::Appos)
        });
    if bare && t.tag(i) == "NNS" && is_body(Body::Side, lemma) {
        return memory.and_then(|m| m.sides(&|g: &Vec<Referent>| g.iter().all(|r| side_fits(lemma, r.kind))));
    }
    let demonstrative = t.has_child(i, |t, c| t.dep(c) == Dep::Det && matches!(t.lower(c), "this" | "that"));
    let definite = demonstrative || t.has_child(i, |t, c| t.dep(c) == Dep::Det && t.lower(c) == "the");
    if !definite || t.tag(i) == "NNS" || t.child(i, &[Dep::Poss, Dep::Appos, Dep::Relcl]).is_some() {
        return None;
    }
    let hostile = act(lemma, EntryForm::Party).is_some_and(|a| a.class.drift() == Drift::Conflict) || lemma == "threat";
    if hostile && demonstrative {
        return back(history).find_map(|(n, f)| f.adversaries.last().map(|r| Facts::shifted(std::slice::from_ref(r), n)));
    }
    if t.has_child(i, |t, c| matches!(t.dep(c), Dep::Prep | Dep::Amod | Dep::Compound | Dep::Acl)) {
        return None;
    }
    let fits = |m: &&Mention| m.form == Form::Name && noun_fits(lemma, m);
    // "A fund that took over United lent the club money."
    let doer = own_subject(t, i);
    let here = mentions_before(t, statements, i);
    let others = here.iter().filter(|m| doer != Some(m.what.head as usize) && m.what.kind == Some(EntityKind::Org));
    if let [only] = others.filter(fits).collect::<Vec<_>>()[..] {
        return known(only, 0);
    }
    for (n, f) in back(history) {
        let fitting: Vec<&Mention> = f.mentions.iter().filter(fits).collect();
        match &fitting[..] {
            [] => {}
            [only] => return known(only, n),
            several => {
                let subjects: Vec<&&Mention> = several.iter().filter(|m| m.subject).collect();
                return if let [only] = subjects[..] { known(only, n) } else { None };
            }
        }
    }
    None
}

/// Whether a name can be called so: by its own last word ("the treaty"), or by its kind.
fn noun_fits(lemma: &str, m: &Mention) -> bool {
    if m.what.text.to_lowercase().split(' ').any(|w| w == lemma) {
        return true;
    }
    match m.what.kind {
        Some(EntityKind::Org) => is_body(Body::Group, lemma),
        Some(EntityKind::Gpe) => is_body(Body::State, lemma),
        Some(EntityKind::Law | EntityKind::Event) => is_body(Body::Law, lemma),
        _ => false,
    }
}
