//! What parties are divided over, and the documents that bind them.

use smol_str::SmolStr;

use super::Sentence;
use super::relations::party;
use crate::knowledge::facts::{Instrument, Issue, Party, SourceFacts};
use crate::knowledge::lexicon::{Head, is_head};
use crate::source::Source;
use crate::statement::Statement;
use crate::text::parser::{Dep, Parse, Pos, Token};

/// Adjectives that say how bad a dispute is, not what it is about.
const DEGREE: &[&str] = &[
    "major",
    "long",
    "old",
    "new",
    "bitter",
    "ongoing",
    "rise",
    "rising",
    "growing",
    "grow",
    "high",
    "recent",
    "current",
    "historical",
    "historic",
    "deep",
    "seated",
    "serious",
    "considerable",
    "long-standing",
    "great",
    "main",
    "same",
    "own",
    "other",
    "early",
    "earlier",
    "such",
    "several",
    "external",
    "internal",
    "shared",
    "mutual",
    "possible",
    "potential",
    "similar",
    "open",
    "direct",
    "joint",
    "constant",
    "further",
    "first",
    "second",
    "third",
    "last",
    "regional",
    "many",
];
/// Prepositions after which stands what a dispute is about.
const ABOUT: &[&str] = &["over", "about", "regarding", "concerning", "around", "on"];
/// Verbs that end a dispute.
const ENDING: &[&str] = &["settle", "resolve", "end", "drop", "withdraw", "dismiss", "solve", "conclude", "cease"];

/// Adds the issues and instruments of all sentences.
pub(super) fn collect(source: &Source, sentences: &[Sentence], facts: &mut SourceFacts) {
    for sentence in sentences {
        let parse = &sentence.analysis.parse;
        for i in 0..parse.tokens.len() {
            issue(source, sentences, sentence, i, facts);
        }
        instruments(sentence, facts);
    }
}

fn token(parse: &Parse, i: usize) -> Option<&Token> {
    parse.tokens.get(i)
}

fn modifiers(parse: &Parse, head: usize) -> Vec<usize> {
    let is = |c: &usize| {
        token(parse, *c).is_some_and(|t| {
            matches!(t.dep, Dep::Amod | Dep::Compound | Dep::Nmod)
                && matches!(t.pos, Pos::Noun | Pos::Propn | Pos::Adj)
                && !DEGREE.contains(&t.lemma.to_lowercase().as_str())
        })
    };
    parse.children(head).filter(|c| *c < head).filter(is).collect()
}

/// The noun with what makes it a name.
fn core(text: &str, parse: &Parse, head: usize) -> String {
    let first = modifiers(parse, head).into_iter().chain([head]).min().unwrap_or(head);
    let first = parse.subtree(first).start.min(first);
    let words: Vec<&str> = (first..=head)
        .filter(|i| {
            token(parse, *i).is_some_and(|t| !matches!(t.pos, Pos::Det | Pos::Punct | Pos::Space | Pos::Pron) || t.span.of(text) == "-")
        })
        .filter(|i| token(parse, *i).is_some_and(|t| !DEGREE.contains(&t.lemma.to_lowercase().as_str())))
        .map(|i| token(parse, i).map_or("", |t| t.span.of(text)))
        .collect();
    words.join(" ").replace(" - ", "-")
}

fn modifiers_any(parse: &Parse, head: usize, lemmas: &[&str]) -> bool {
    parse.children(head).any(|c| token(parse, c).is_some_and(|t| lemmas.contains(&t.lemma.as_str())))
}

fn conjuncts(parse: &Parse, head: usize) -> Vec<usize> {
    let mut all = vec![head];
    let mut at = 0;
    while let Some(h) = all.get(at).copied() {
        all.extend(parse.children(h).filter(|c| token(parse, *c).is_some_and(|t| t.dep == Dep::Conj)));
        at += 1;
        if at > parse.tokens.len() {
            break;
        }
    }
    all
}

fn objects(parse: &Parse, head: usize, preps: &[&str]) -> Vec<usize> {
    parse
        .children(head)
        .filter(|p| token(parse, *p).is_some_and(|t| preps.contains(&t.lemma.as_str()) && matches!(t.dep, Dep::Prep | Dep::Acl)))
        .flat_map(|p| parse.children(p).filter(|o| token(parse, *o).is_some_and(|t| t.dep == Dep::Pobj)).collect::<Vec<_>>())
        .flat_map(|o| conjuncts(parse, o))
        .collect()
}

fn issue(source: &Source, sentences: &[Sentence], sentence: &Sentence, i: usize, facts: &mut SourceFacts) {
    let (text, parse) = (sentence.analysis.text.as_str(), &sentence.analysis.parse);
    let Some(head) = token(parse, i).filter(|t| matches!(t.pos, Pos::Noun | Pos::Propn)) else { return };
    let lemma = head.lemma.to_lowercase();
    // "At odds over fishing quotas", "at loggerheads about a border".
    let split = matches!(&*head.span.of(text).to_lowercase(), "odds" | "loggerheads")
        && token(parse, head.head).is_some_and(|p| p.dep == Dep::Prep && p.lemma == "at");
    if split {
        for o in objects(parse, i, ABOUT).into_iter().chain(objects(parse, token(parse, head.head).map_or(i, |p| p.head), ABOUT)) {
            let thing = core(text, parse, o);
            let name = if thing.contains(' ') { thing } else { format!("dispute over {thing}") };
            facts.issues.push(said(source, sentences, sentence, i, name, ""));
        }
        return;
    }
    let dispute = is_head(Head::Dispute, &lemma);
    if !dispute && !is_head(Head::Issue, &lemma) {
        return;
    }
    let mut add = |name: String, bare: bool, head: &str| {
        facts.issues.push(Issue { bare, ..said(source, sentences, sentence, i, name, head) });
    };
    let about: Vec<usize> = objects(parse, i, ABOUT)
        .into_iter()
        .filter(|o| token(parse, *o).is_some_and(|t| matches!(t.pos, Pos::Noun | Pos::Propn)))
        .collect();
    let named = dispute && !modifiers(parse, i).is_empty();
    if named {
        add(core(text, parse, i), false, &lemma);
    }
    if !about.is_empty() && !named && (dispute || lemma != "talks") {
        for o in &about {
            let of = objects(parse, *o, &["of"]).first().map(|x| format!(" of {}", core(text, parse, *x))).unwrap_or_default();
            let thing = format!("{}{of}", core(text, parse, *o));
            let of_two = thing.split_once(" and ").filter(|(a, b)| a.contains(' ') && b.contains(' '));
            if let Some((one, other)) = of_two {
                // The parser may take "border security and water rights" for one noun.
                add(one.to_owned(), false, "");
                add(other.to_owned(), false, "");
                continue;
            }
            let proper = token(parse, *o).is_some_and(|t| t.pos == Pos::Propn);
            let name = if proper { format!("{lemma} over {thing}") } else { thing };
            if modifiers(parse, *o).is_empty() && !proper && of.is_empty() {
                // "an argument about money": too little to be a name.
                add(format!("{lemma} over {name}"), false, &lemma);
            } else {
                add(name, false, "");
            }
        }
    } else if !about.is_empty() && named {
        // What a named dispute is about is another name of it, joined later by its paragraph.
    } else if dispute && !named {
        let place = objects(parse, i, &["in", "with", "at"]).into_iter().find(|o| token(parse, *o).is_some_and(|t| t.pos == Pos::Propn));
        let indefinite = parse
            .children(i)
            .any(|c| token(parse, c).is_some_and(|t| t.dep == Dep::Det && matches!(t.lemma.as_str(), "a" | "an" | "any" | "no")))
            || (place.is_some() && modifiers_any(parse, i, &["direct", "potential", "possible"]));
        let prep =
            place.filter(|_| !indefinite).and_then(|o| token(parse, o)).and_then(|t| token(parse, t.head)).map(|t| t.lemma.to_string());
        match (place, prep) {
            _ if indefinite && place.is_some() => {}
            (Some(o), Some(prep)) => add(format!("{} {prep} {}", head.span.of(text), core(text, parse, o)), false, &lemma),
            _ => add(head.span.of(text).to_lowercase(), true, &lemma),
        }
    }
}

/// What a sentence says to divide people, by the noun at `i`.
fn said(source: &Source, sentences: &[Sentence], sentence: &Sentence, i: usize, name: String, head: &str) -> Issue {
    let parse = &sentence.analysis.parse;
    Issue {
        name: name.into(),
        head: head.into(),
        bare: false,
        present: present(parse, i, sentence.passage.heading),
        ended: ended(parse, i),
        parties: parties(sentence, i),
        passage: sentence.number,
        paragraph: sentence.passage.paragraph,
        line: sentence.passage.line,
        span: sentence.passage.span,
        quote: sentence.passage.span.of(&source.text).into(),
        heading: sentence.passage.heading,
        around: around(sentences, sentence.passage.paragraph),
    }
}

/// The clause's tense, told by the nearest verb above; a heading without one names what is.
fn present(parse: &Parse, mut i: usize, heading: bool) -> bool {
    for _ in 0..parse.tokens.len() {
        match token(parse, i) {
            Some(t) if matches!(t.pos, Pos::Verb | Pos::Aux) => {
                let aux =
                    parse.children(i).any(|c| token(parse, c).is_some_and(|t| t.dep == Dep::Aux && matches!(t.tag, "VBZ" | "VBP" | "MD")));
                // "Is likely to go on strike": an infinitive has the tense of what stands above it.
                if aux || t.tag != "VB" || t.head == i {
                    return aux || matches!(t.tag, "VBZ" | "VBP");
                }
                i = t.head;
            }
            Some(t) if t.head != i => i = t.head,
            _ => return heading,
        }
    }
    heading
}

fn ended(parse: &Parse, i: usize) -> bool {
    token(parse, i).is_some_and(|t| {
        matches!(t.dep, Dep::Nsubjpass | Dep::Dobj | Dep::Nsubj)
            && token(parse, t.head).is_some_and(|v| {
                let finite = matches!(v.tag, "VBD" | "VBN")
                    && !parse.children(t.head).any(|c| token(parse, c).is_some_and(|a| a.tag == "MD" || a.dep == Dep::Neg));
                ENDING.contains(&v.lemma.as_str()) && finite
            })
    })
}

/// Who the sentence says is divided: the parties of the statement that the noun itself makes, else owners, else everybody who takes part.
fn parties(sentence: &Sentence, head: usize) -> Vec<Party> {
    let statements = &sentence.analysis.statements;
    let of = |s: &Statement| -> Vec<Party> {
        let others = s.others.iter().filter(|(k, _)| matches!(k, crate::statement::RoleKind::Partner)).map(|(_, r)| r);
        s.agent.iter().chain(&s.patient).chain(&s.recipient).chain(others).flat_map(|r| &r.fillers).map(party).collect()
    };
    let own: Vec<Party> = statements.iter().filter(|s| s.act.head as usize == head).flat_map(of).collect();
    if own.len() > 1 {
        return own;
    }
    own.into_iter().chain(statements.iter().flat_map(of)).collect()
}

/// Lemmas of the nouns of a paragraph.
fn around(sentences: &[Sentence], paragraph: u32) -> Vec<SmolStr> {
    let mut words: Vec<SmolStr> = Vec::new();
    for sentence in sentences.iter().filter(|s| s.passage.paragraph == paragraph) {
        words.extend(sentence.analysis.parse.tokens.iter().filter(|t| t.pos == Pos::Noun).map(|t| SmolStr::from(t.lemma.to_lowercase())));
    }
    words.sort_unstable();
    words.truncate(400);
    words
}

fn instruments(sentence: &Sentence, facts: &mut SourceFacts) {
    let (text, parse) = (sentence.analysis.text.as_str(), &sentence.analysis.parse);
    let mut end = parse.tokens.len();
    while end > 0 {
        end -= 1;
        let Some(last) = token(parse, end) else { continue };
        let word = last.span.of(text);
        if !word.chars().next().is_some_and(char::is_uppercase) || !is_head(Head::Instrument, &word.to_lowercase()) {
            continue;
        }
        let mut start = end;
        while start > 0
            && token(parse, start - 1).is_some_and(|t| {
                let w = t.span.of(text);
                w.chars().next().is_some_and(char::is_uppercase) && t.pos != Pos::Det
                    || (w.len() == 4 && w.chars().all(|c| c.is_ascii_digit()))
                    || (w == "-")
            })
        {
            start -= 1;
        }
        let name = parse.span(start..end + 1).of(text);
        let name = name.strip_prefix("The ").unwrap_or(name);
        if name.contains(' ') {
            facts.instruments.push(Instrument { name: name.into(), paragraph: sentence.passage.paragraph });
        }
        end = start;
    }
}
