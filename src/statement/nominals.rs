//! Statements that a noun makes: "the killing of diplomats", "tension between A and B", "hold talks", "their common enemy".

use smol_str::SmolStr;

use super::{
    acts::{ActEntry, Class, Drift, EntryForm, act},
    circumstances::{finish, place_phrases},
    context::context,
    control::{by_phrase, hostile_prefix, is_undergone, light_of, object, own_doer, subject},
    light::Light,
    quality::quality,
    roles::{antecedent, is_actor_name, role, with_particle},
    tree::Tree,
    types::{Act, ActForm, Role, RoleKind, Statement},
};
use crate::text::{
    Span,
    parser::{Dep, Pos},
};

/// Words that say that several do something together.
const JOINTLY: [&str; 12] = [
    "joint",
    "mutual",
    "shared",
    "common",
    "bilateral",
    "coordinated",
    "combined",
    "unified",
    "united",
    "collective",
    "concerted",
    "trilateral",
];

/// How many nouns are climbed in search of a doer.
const STEPS: u8 = 16;

/// Verbs that draw their object into what "in" or "into" names.
const DRAWS: [&str; 10] = ["involve", "include", "enlist", "draw", "bring", "drag", "engage", "lead", "pull", "unite"];

/// The statements of a noun.
pub(super) fn statements(t: &Tree<'_>, n: usize) -> Vec<Statement> {
    let mut out = Vec::new();
    if !matches!(t.pos(n), Pos::Noun | Pos::Propn | Pos::Verb)
        || (t.pos(n) == Pos::Propn && t.kind(n).is_some() && own_doer(t, n).is_none())
    {
        return out;
    }
    if let Some(entry) = act(t.lemma(n), EntryForm::Party) {
        out.extend(party(t, n, entry));
    }
    if t.is_predicate(n) {
        return out;
    }
    if let Some(s) = of_noun(t, n, act(t.lemma(n), EntryForm::Noun)) {
        if let Some(joint) = jointly(t, n, &s) {
            out.push(joint);
        }
        out.push(s);
    }
    out
}

fn of_noun(t: &Tree<'_>, n: usize, entry: Option<&'static ActEntry>) -> Option<Statement> {
    let preps = phrases(t, n);
    let against = preps.iter().any(|(p, _, _)| p == "against");
    let anti = t.children(n).iter().copied().find(|&c| c < n && hostile_prefix(t, c));
    if entry.is_none() && !against && anti.is_none() && !is_joint(t, n) {
        return None;
    }
    let hostile = against || anti.is_some();
    let ended = ended_by(t, n);
    let joint = is_so(t, n, &JOINTLY);
    let class = match entry.map(|e| e.class) {
        // "A front", "an operation", "a campaign" are hostile only against somebody; a united front joins.
        None | Some(Class::Mobilize) if hostile => Class::Mobilize,
        Some(Class::Mobilize) if joint => Class::Cooperate,
        None if is_joint(t, n) => Class::Cooperate,
        Some(Class::Mobilize) | None => Class::Other,
        Some(class) => class,
    };
    let mut s = Statement {
        act: Act {
            lemma: t.lemma(n).into(),
            class,
            drift: entry.filter(|e| e.class == class && class != Class::Other).map_or_else(|| drift(t, n, class), |e| e.drift),
            form: ActForm::Noun,
            reciprocal: entry.is_some_and(|e| e.reciprocal) || (joint && class == Class::Cooperate),
            head: n as u16,
            span: t.span(n),
        },
        ..Statement::default()
    };
    place_phrases(t, &mut s, &preps, entry.map_or(&[][..], |e| &e.to), false);
    if let Some(target) = anti.and_then(|a| anti_target(t, a, n)) {
        s.others.push((RoleKind::Target, target));
    }
    s.agent = agent(t, n, entry, &mut s);
    carried(t, n, &mut s);
    // "Overturned the verdict" is the verb's affair, "lifted the sanctions" the noun's.
    if let Some(verb) = ended.filter(|&v| s.act.class != Class::Other || quality(&with_particle(t, v), 'v').is_some()) {
        end(t, n, verb, &mut s);
    }
    if s.act.class == Class::Threaten && s.patient.is_none() && s.agent.is_some() && matches!(t.dep(n), Dep::Dobj | Dep::Pobj | Dep::Conj) {
        // Whoever faces, counters or weighs a threat is the one threatened.
        s.patient = t.clause_of(n).and_then(|v| subject(t, v)).filter(|&p| !t.is_under(n, p) && !t.is_under(p, n)).map(|p| role(t, p));
        if s.patient == s.agent {
            s.patient = None;
        }
    }
    if s.agent.is_none() && s.patient.is_none() && s.others.is_empty() && !anaphoric(t, n, entry) {
        return None;
    }
    Some(finish(t, n, s, context(t, n)))
}

/// "Joint patrols": done by several, whatever the noun.
fn is_joint(t: &Tree<'_>, n: usize) -> bool {
    is_so(t, n, &["joint", "bilateral"])
}

/// Whether an adjective of the noun, or of a noun before it ("joint river patrols"), is one of these.
fn is_so(t: &Tree<'_>, n: usize, words: &[&str]) -> bool {
    let adjective = |i: usize| t.has_child(i, |t, c| t.dep(c) == Dep::Amod && words.contains(&t.lower(c)));
    adjective(n) || t.children(n).iter().any(|&c| c < n && t.dep(c) == Dep::Compound && adjective(c))
}

/// "Both governments", "the two countries".
fn is_both(t: &Tree<'_>, i: usize) -> bool {
    t.has_child(i, |t, c| matches!(t.lower(c), "both" | "two"))
}

/// The verb that puts an end to what a noun names.
fn ended_by(t: &Tree<'_>, n: usize) -> Option<usize> {
    const ENDS: [&str; 31] = [
        "lift",
        "drop",
        "overturn",
        "quash",
        "reverse",
        "annul",
        "scrap",
        "call off",
        "cancel",
        "resolve",
        "settle",
        "calm",
        "defuse",
        "ease",
        "mend",
        "heal",
        "patch up",
        "suspend",
        "end",
        "halt",
        "stop",
        "cut",
        "terminate",
        "freeze",
        "revoke",
        "sever",
        "break",
        "break off",
        "cut off",
        "withdraw",
        "discontinue",
    ];
    let v = t.head(n);
    let object = matches!(t.dep(n), Dep::Dobj | Dep::Nsubjpass) && t.is_predicate(v);
    (object && (ENDS.contains(&with_particle(t, v).as_str()) || ENDS.contains(&t.lemma(v)))).then_some(v)
}

/// Ending help or ties is hostile, ending a quarrel is not.
fn end(t: &Tree<'_>, n: usize, verb: usize, s: &mut Statement) {
    s.act.lemma = format!("{} {}", with_particle(t, verb), t.lemma(n)).into();
    s.act.form = ActForm::Verb;
    s.act.span = t.span(verb).cover(t.span(n));
    let several = s.agent.as_ref().is_some_and(|a| a.fillers.len() > 1) && s.patient.is_none();
    (s.act.class, s.act.drift) = match s.act.drift {
        _ if s.act.class == Class::Other && quality(&with_particle(t, verb), 'v') == Some(Drift::Conflict) => {
            (Class::Sanction, Drift::Conflict)
        }
        Drift::Cooperation => (Class::Sanction, Drift::Conflict),
        Drift::Conflict if several || super::control::doer(t, verb).is_some() => (Class::Concede, Drift::Cooperation),
        _ => (Class::Other, Drift::Neutral),
    };
    // Who lifts a ban was not always the one who imposed it; a quarrel between two is ended by the two.
    if let Some(a) = super::control::doer(t, verb).filter(|_| !several) {
        s.agent = Some(role(t, a));
    }
}

/// The prepositional phrases of a noun, with those that the parser hung on the verb whose object it is.
fn phrases(t: &Tree<'_>, n: usize) -> Vec<(SmolStr, usize, usize)> {
    let mut preps = t.preps(n);
    if matches!(t.dep(n), Dep::Dobj | Dep::Nsubjpass) && t.is_predicate(t.head(n)) {
        let entry = act(t.lemma(n), EntryForm::Noun);
        for (p, at, o) in t.preps(t.head(n)) {
            if at > n && (p == "against" || entry.is_some_and(|e| e.to.contains(&p.as_str()) && light_of(t, t.head(n), None).is_some())) {
                preps.push((p, at, o));
            }
        }
    }
    if t.dep(n) == Dep::Pobj && t.is_predicate(t.head(t.head(n))) {
        let verb = t.head(t.head(n));
        preps.extend(t.preps(verb).into_iter().filter(|(p, at, _)| *at > n && p == "against"));
    }
    preps
}

fn drift(t: &Tree<'_>, n: usize, class: Class) -> Drift {
    if class != Class::Other {
        return class.drift();
    }
    let mut words: Vec<usize> = t.children(n).iter().copied().filter(|&c| matches!(t.dep(c), Dep::Amod)).collect();
    words.extend(words.clone().iter().flat_map(|&w| t.conjuncts(w)));
    // "The relationship remains complex", "the complex nature of relations".
    if t.dep(n) == Dep::Nsubj {
        words.extend(t.child(t.head(n), &[Dep::Acomp]));
    }
    if t.dep(n) == Dep::Pobj && t.lower(t.head(n)) == "of" {
        let g = t.head(t.head(n));
        words.extend(t.children(g).iter().copied().filter(|&c| t.dep(c) == Dep::Amod));
    }
    let said: Vec<Drift> = words.iter().filter_map(|&w| quality(t.lower(w), 'a')).collect();
    // "Relations soured", "restored relations".
    let verb = t.head(n);
    let done = (matches!(t.dep(n), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj) && t.is_predicate(verb))
        .then(|| quality(&with_particle(t, verb), 'v'))
        .flatten();
    [Drift::Mixed, Drift::Cooperation, Drift::Conflict].into_iter().find(|d| said.contains(d)).or(done).unwrap_or(Drift::Neutral)
}

/// Who does what the noun says.
fn agent(t: &Tree<'_>, n: usize, entry: Option<&'static ActEntry>, s: &mut Statement) -> Option<Role> {
    if let Some(o) = t.preps(n).iter().find(|(p, _, _)| matches!(p.as_str(), "between" | "among" | "by")).map(|p| p.2) {
        s.others.retain(|(_, r)| r.fillers.iter().all(|f| f.head as usize != o));
        if s.patient.as_ref().is_some_and(|r| r.fillers.iter().any(|f| f.head as usize == o)) {
            s.patient = None;
        }
        return Some(role(t, o));
    }
    if let Some(p) = t.child(n, &[Dep::Poss]) {
        // "His arrest" happens to him.
        if entry.is_some_and(|e| e.possessor_undergoes) && s.patient.is_none() {
            s.patient = Some(role(t, p));
            return None;
        }
        return Some(role(t, p));
    }
    let adopted = matches!(s.act.class, Class::Mobilize | Class::Cooperate).then(|| from_above(t, n, STEPS)).flatten();
    if let Some(a) = adopted {
        return Some(role(t, a));
    }
    if let Some(own) = own_doer(t, n) {
        return Some(pair_of_names(t, n).unwrap_or_else(|| role(t, own)));
    }
    if let Some(pair) = pair_of_names(t, n) {
        return Some(pair);
    }
    // "The threat from X" is X's.
    if let Some(at) = s.others.iter().position(|(k, _)| *k == RoleKind::Source).filter(|_| s.act.class != Class::Retreat) {
        return Some(s.others.remove(at).1);
    }
    from_above(t, n, STEPS).map(|a| role(t, a))
}

/// "Iran-Taliban relations": the names before the hyphen.
fn pair_of_names(t: &Tree<'_>, n: usize) -> Option<Role> {
    let c = t
        .children(n)
        .iter()
        .copied()
        .find(|&c| c < n && matches!(t.dep(c), Dep::Compound | Dep::Amod | Dep::Nmod) && t.pos(c) == Pos::Propn)?;
    let first = t.children(c).iter().copied().find(|&f| f + 2 == c && matches!(t.lower(f + 1), "-" | "–") && t.pos(f) == Pos::Propn)?;
    let mut both = role(t, first);
    both.fillers.extend(role(t, c).fillers.into_iter().map(|mut f| {
        f.span = t.span(c);
        f.text = f.span.of(t.text).into();
        f
    }));
    both.span = t.span(first).cover(t.span(c));
    Some(both)
}

/// The doer that the words above a noun give it.
fn from_above(t: &Tree<'_>, n: usize, steps: u8) -> Option<usize> {
    let steps = steps.checked_sub(1)?;
    let h = t.head(n);
    match t.dep(n) {
        Dep::Dobj | Dep::Attr if t.is_predicate(h) => {
            // Whatever two do with "a dispute", it is theirs.
            let mutual = act(t.lemma(n), EntryForm::Noun).is_some_and(|e| e.reciprocal) || is_joint(t, n);
            if !(mutual && subject(t, h).is_some_and(|s| t.conjuncts(s).len() > 1 || is_both(t, s))) {
                light_of(t, h, None)?;
            }
            if is_undergone(t, h) { by_phrase(t, h) } else { subject(t, h) }
        }
        Dep::Nsubjpass => {
            light_of(t, h, None)?;
            by_phrase(t, h)
        }
        Dep::Pobj => {
            let g = t.head(h);
            if t.is_predicate(g) {
                let verb = with_particle(t, g);
                let drawn = object(t, g).filter(|_| matches!(t.lower(h), "in" | "into") && DRAWS.contains(&t.lemma(g)));
                if drawn.is_some() {
                    return drawn;
                }
                // "Flew there for talks with", "relented after a meeting with".
                let met = act(t.lemma(n), EntryForm::Noun).is_some_and(|e| e.class == Class::Consult && e.reciprocal)
                    && matches!(t.lower(h), "for" | "after" | "during" | "before" | "at" | "following" | "in")
                    && t.preps(n).iter().any(|(p, _, _)| p == "with");
                if met {
                    return if is_undergone(t, g) { by_phrase(t, g) } else { subject(t, g) };
                }
                // "In opposition to", "in talks with": bare, it is the subject's.
                let bare = t.lower(h) == "in" && t.child(n, &[Dep::Det, Dep::Poss]).is_none() && t.child(n, &[Dep::Prep]).is_some();
                if !bare {
                    super::light::light(&format!("{verb} {}", t.lower(h)))?;
                }
                subject(t, g)
            } else if t.is_nominal(g) && matches!(t.lower(h), "of" | "about" | "in" | "for" | "to" | "over" | "on" | "into" | "regarding") {
                own_doer(t, g).or_else(|| from_above(t, g, steps)).filter(|&d| d != n)
            } else {
                None
            }
        }
        Dep::Conj if t.is_nominal(h) => own_doer(t, h).or_else(|| from_above(t, h, steps)),
        // A gerund that the parser took for a noun: "on maintaining order and fighting against X".
        Dep::Conj if t.is_predicate(h) && t.lower(n).ends_with("ing") => subject(t, h),
        _ => None,
    }
}

/// What a light verb adds: its subject is the doer, and the two words are one act.
fn carried(t: &Tree<'_>, n: usize, s: &mut Statement) {
    let h = t.head(n);
    let verb = match t.dep(n) {
        Dep::Dobj if t.is_predicate(h) && light_of(t, h, None) == Some(Light::Light) => h,
        Dep::Nsubjpass if light_of(t, h, None) == Some(Light::Light) => h,
        Dep::Pobj if t.is_predicate(t.head(h)) && light_of(t, t.head(h), Some(t.lower(h))) == Some(Light::Light) => t.head(h),
        _ => return,
    };
    s.act.lemma = format!("{} {}", with_particle(t, verb), t.lemma(n)).into();
    s.act.span = t.span(verb).cover(t.span(n));
    s.act.form = ActForm::Verb;
    if s.recipient.is_none()
        && let Some(d) = t.child(verb, &[Dep::Dative]).filter(|&d| t.is_nominal(d))
    {
        s.recipient = Some(role(t, d));
    }
    if s.patient.is_none() && s.recipient.is_none() {
        // "Offer support to X", "took action against Y": phrases that hang on the verb.
        let preps: Vec<_> = t.preps(verb).into_iter().filter(|(_, p, o)| *p > n && *o != n).collect();
        let with_to = preps.iter().find(|(p, _, _)| p == "to" || (p == "with" && s.act.reciprocal));
        if let Some((_, _, o)) = with_to.filter(|(_, _, o)| t.is_nominal(*o)) {
            s.recipient = Some(role(t, *o));
        }
    }
}

/// Whether a noun without parties points back at an event of which the text spoke: "these talks", "the alliance".
fn anaphoric(t: &Tree<'_>, n: usize, entry: Option<&ActEntry>) -> bool {
    entry.is_some_and(|e| e.reciprocal)
        && t.has_child(n, |t, c| {
            (t.dep(c) == Dep::Det && matches!(t.lower(c), "this" | "these" | "that" | "those" | "the" | "such")) || t.lower(c) == "such"
        })
}

/// "Joint actions against X": those who act jointly also cooperate.
fn jointly(t: &Tree<'_>, n: usize, s: &Statement) -> Option<Statement> {
    if s.act.drift == Drift::Cooperation || !is_so(t, n, &JOINTLY) {
        return None;
    }
    let agent = s.agent.clone()?;
    let mut joint = Statement { agent: Some(agent), ..s.clone() };
    joint.act.lemma = format!("joint {}", t.lemma(n)).into();
    joint.act.class = Class::Cooperate;
    joint.act.drift = Drift::Cooperation;
    joint.act.reciprocal = true;
    joint.patient = None;
    joint.others.retain(|(k, _)| *k != RoleKind::Target);
    Some(joint)
}

/// The X of "anti-X".
fn anti_target(t: &Tree<'_>, a: usize, n: usize) -> Option<Role> {
    let last = (a..n)
        .take_while(|&i| t.head(i) == n || t.head(i) == a || i == a || t.is_under(i, n))
        .filter(|&i| t.kind(i).is_some() || t.lower(i).starts_with("anti-"))
        .last()?;
    let span = t.span(last);
    let cut = if t.lower(last).starts_with("anti-") { 5 } else { 0 };
    let mut r = role(t, last);
    r.fillers.truncate(1);
    let f = r.fillers.first_mut()?;
    f.span = Span::new(span.start + cut, span.end);
    f.text = f.span.of(t.text).into();
    r.span = f.span;
    Some(r)
}

/// A noun that names one party by its relation to another: who it is, and whose.
fn party(t: &Tree<'_>, n: usize, entry: &'static ActEntry) -> Option<Statement> {
    let h = t.head(n);
    let jointly = t.has_child(n, |t, c| JOINTLY.contains(&t.lower(c)));
    let preps = t.preps(n);
    let of = preps.iter().find(|(p, _, o)| matches!(p.as_str(), "of" | "to") && t.is_nominal(*o)).map(|p| p.2);
    let before_name = matches!(t.dep(n), Dep::Compound | Dep::Nmod) && t.pos(h) == Pos::Propn;
    let whose = t.child(n, &[Dep::Poss]).or(of).or_else(|| t.child(h, &[Dep::Poss]).filter(|_| before_name)).or_else(|| {
        let actor = t.children(n).iter().copied().find(|&c| c < n && is_actor_name(t, c) && matches!(t.dep(c), Dep::Amod | Dep::Compound));
        actor.filter(|_| !jointly)
    });
    // Who bears the name: an apposition, an example, the subject of "is", the object of "call".
    let named = t
        .child(n, &[Dep::Appos])
        .or_else(|| preps.iter().find(|(p, _, _)| matches!(p.as_str(), "like" | "such as" | "including")).map(|p| p.2));
    let subject_of = |v: usize| if t.is_predicate(v) { subject(t, v) } else { None };
    let bearer = named.or_else(|| match t.dep(n) {
        Dep::Appos => Some(h),
        // "Its rival Tessaly".
        Dep::Compound | Dep::Nmod if n < h && t.pos(h) == Pos::Propn && t.pos(n) == Pos::Noun => Some(h),
        Dep::Attr => subject_of(h),
        Dep::Oprd => t.child(h, &[Dep::Dobj]).or_else(|| subject_of(h)),
        Dep::Pobj if t.lower(h) == "as" => t.child(t.head(h), &[Dep::Dobj, Dep::Nsubjpass]).map(|o| antecedent(t, o)),
        _ => None,
    });
    // "They regard X as a threat": it is theirs who regard.
    let regarding = match t.dep(n) {
        Dep::Pobj if t.lower(h) == "as" && t.is_predicate(t.head(h)) => Some(t.head(h)),
        Dep::Oprd if t.is_predicate(h) => Some(h),
        _ => None,
    };
    let whose = whose.or_else(|| regarding.and_then(|v| super::control::doer(t, v)));
    let mut whose = whose.map(|w| role(t, w));
    if whose.is_none() && jointly {
        // "They fight shared enemies like X": those who fight share them.
        let above = t.clause_of(h).and_then(|v| subject(t, v));
        whose = above.filter(|&a| !t.is_under(a, n) && !t.is_under(n, a)).map(|a| role(t, a));
    }
    let (whose, bearer) = (whose?, bearer.map(|b| role(t, b)).or_else(|| jointly.then(|| role(t, n)))?);
    let s = Statement {
        agent: Some(whose),
        act: Act {
            lemma: t.lemma(n).into(),
            class: entry.class,
            drift: entry.class.drift(),
            form: ActForm::Relation,
            reciprocal: false,
            head: n as u16,
            span: t.span(n),
        },
        patient: Some(bearer),
        ..Statement::default()
    };
    Some(finish(t, n, s, context(t, n)))
}
