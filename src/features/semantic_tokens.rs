//! Colours by meaning: actors, citations, judgements, hedges.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Stop;
use crate::note::Kind;
use crate::text::Span;
use crate::workspace::Snapshot;

/// What a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// The name of an actor.
    Actor,
    /// The name of a dispute.
    Dispute,
    /// A citation.
    Citation,
    /// A word that says how sure something is.
    Hedge,
    /// A sentence in the writer's own voice; the words in it that mean something of their own are left out.
    Judgement,
}

/// Terms of likelihood, and other words that hedge, one a line.
static HEDGES: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("data/hedges.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect());

/// The stretches of a note that mean something, in order, none over another.
pub fn tokens(snapshot: &Snapshot, path: &str, stop: Stop) -> Vec<(Span, Meaning)> {
    let Some(note) = snapshot.note(path) else { return Vec::new() };
    let knowledge = snapshot.knowledge();
    let mut names: Vec<(&str, Meaning)> = Vec::new();
    for actor in knowledge.actors() {
        names.extend([&actor.name].into_iter().chain(&actor.aliases).chain(&actor.adjectives).map(|name| (name.as_str(), Meaning::Actor)));
    }
    for dispute in snapshot.config().disputes.iter().filter(|dispute| !dispute.hide) {
        names.extend([&dispute.name].into_iter().chain(&dispute.aliases).map(|name| (name.as_str(), Meaning::Dispute)));
    }
    names.extend(HEDGES.iter().map(|term| (*term, Meaning::Hedge)));
    names.retain(|(name, _)| !name.is_empty());
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names.iter().map(|(name, _)| name));
    let Ok(finder) = finder else { return Vec::new() };
    let mut tokens = Vec::new();
    for sentence in note.sentences.iter().filter(|sentence| sentence.kind != Kind::Heading) {
        if stop() {
            return Vec::new();
        }
        let text = sentence.span.of(&note.text);
        let mut own: Vec<(Span, Meaning)> = note
            .citations
            .iter()
            .filter(|citation| sentence.span.overlaps(citation.span))
            .map(|citation| (citation.span, Meaning::Citation))
            .collect();
        for found in finder.find_iter(text) {
            let span = Span::new(found.start(), found.end()).shifted(sentence.span.start);
            let whole = whole(&note.text, span);
            if whole && !own.iter().any(|(other, _)| other.overlaps(span)) {
                own.extend(names.get(found.pattern().as_usize()).map(|(_, meaning)| (span, *meaning)));
            }
        }
        own.sort();
        if sentence.kind == Kind::Judgement {
            own = around(sentence.span, own);
        }
        tokens.extend(own);
    }
    tokens.sort();
    let mut end = 0;
    tokens.retain(|(span, _)| {
        let free = span.start >= end && !span.is_empty();
        if free {
            end = span.end;
        }
        free
    });
    tokens
}

/// The rest of a judgement, between what means something of its own.
fn around(sentence: Span, own: Vec<(Span, Meaning)>) -> Vec<(Span, Meaning)> {
    let mut all = Vec::new();
    let mut at = sentence.start;
    for (span, meaning) in own {
        if at < span.start {
            all.push((Span::new(at, span.start), Meaning::Judgement));
        }
        all.push((span, meaning));
        at = at.max(span.end);
    }
    if at < sentence.end {
        all.push((Span::new(at, sentence.end), Meaning::Judgement));
    }
    all
}

fn whole(text: &str, span: Span) -> bool {
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = text.get(..span.start).and_then(|text| text.chars().next_back());
    let after = text.get(span.end..).and_then(|text| text.chars().next());
    !joins(before) && !joins(after)
}
