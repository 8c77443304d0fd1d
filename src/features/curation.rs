//! Corrections of what was found, offered at a name: edits of `backtext.toml` that a person chooses.

use super::around;
use crate::knowledge::{Actor, ActorKind, Knowledge, curate};
use crate::rules::Edit;
use crate::text::Span;
use crate::workspace::Snapshot;

/// Other actors offered as the one that a name means.
const OTHERS: usize = 3;
/// Characters of a selection that can be the name of a dispute.
const LONGEST: usize = 60;

/// A correction.
#[derive(Clone, Debug, PartialEq)]
pub struct Correction {
    /// What it does, in words.
    pub title: String,
    /// The edit that makes it.
    pub edit: Edit,
}

/// The corrections for the name that `range` touches in a note or source, and for what is selected.
pub fn corrections(snapshot: &Snapshot, path: &str, range: Span) -> Vec<Correction> {
    let Some((words, back)) = sentence(snapshot, path, range.start) else { return Vec::new() };
    let config = snapshot.config_text().map(|text| text.as_ref()).unwrap_or_default();
    let knowledge = snapshot.knowledge();
    let named: Vec<(Span, u32)> = (knowledge.link(&words).into_iter())
        .filter_map(|linked| match linked.actors.as_slice() {
            [actor] => Some((linked.span, *actor)),
            _ => None,
        })
        .collect();
    let here = named.iter().find(|(span, _)| back(*span).touches(range.start));
    let place = Place { knowledge: &knowledge, config, named: &named };
    let mut out = Vec::new();
    match here {
        Some((span, actor)) => place.known(*actor, span.of(&words), &mut out),
        None => {
            let name = capitals(&words).into_iter().find(|span| back(*span).touches(range.start));
            if let Some(name) = name.filter(|_| range.is_empty() || range.len() < LONGEST) {
                place.unknown(name.of(&words), &mut out);
            }
        }
    }
    place.dispute(snapshot, path, range, &mut out);
    out
}

/// The sentence at an offset, and the way from its bytes to those of the file.
fn sentence(snapshot: &Snapshot, path: &str, offset: usize) -> Option<(String, Box<dyn Fn(Span) -> Span>)> {
    if let Some(note) = snapshot.note(path) {
        let sentence = note.sentences.get(around::sentence(&note, offset)?)?.clone();
        return Some((sentence.plain.text.clone(), Box::new(move |span| sentence.plain.origin_span(span))));
    }
    let read = snapshot.read(snapshot.source_at(path)?)?;
    let (_, passage) = around::passage(&read.source, offset)?;
    Some((passage.span.of(&read.source.text).to_owned(), Box::new(move |span| span.shifted(passage.span.start))))
}

struct Place<'a> {
    knowledge: &'a Knowledge,
    config: &'a str,
    named: &'a [(Span, u32)],
}

impl Place<'_> {
    fn others(&self, than: Option<u32>) -> Vec<&Actor> {
        let mut seen: Vec<u32> = than.into_iter().collect();
        let mut others = Vec::new();
        for (_, actor) in self.named {
            if !seen.contains(actor) && others.len() < OTHERS {
                seen.push(*actor);
                others.extend(self.knowledge.actor_at(*actor));
            }
        }
        others
    }

    fn known(&self, index: u32, form: &str, out: &mut Vec<Correction>) {
        let Some(actor) = self.knowledge.actor_at(index) else { return };
        let mut add = |title: String, edit: Option<Edit>| out.extend(edit.map(|edit| Correction { title, edit }));
        let name = &actor.name;
        add(format!("“{name}” is not an actor"), curate::not_an_actor(self.config, actor));
        for other in self.others(Some(index)) {
            add(format!("“{name}” is another name of {}", other.name), curate::merge(self.config, actor, other));
        }
        if form != name && actor.aliases.iter().any(|alias| alias == form) {
            add(format!("“{form}” is an actor of its own, not {name}"), curate::split(self.config, actor, form));
        }
        for kind in ActorKind::ALL.into_iter().filter(|kind| *kind != actor.kind) {
            add(format!("{name} is {}", with_article(kind)), curate::retype(self.config, actor, kind));
        }
        if !actor.curated {
            add(format!("Keep {name} in backtext.toml"), curate::add_actor(self.config, name, Some(actor.kind.name())));
        }
    }

    fn unknown(&self, name: &str, out: &mut Vec<Correction>) {
        let mut add = |title: String, edit: Option<Edit>| out.extend(edit.map(|edit| Correction { title, edit }));
        for kind in [ActorKind::Organisation, ActorKind::Person, ActorKind::ArmedGroup] {
            add(format!("Add “{name}” as {}", with_article(kind)), curate::add_actor(self.config, name, Some(kind.name())));
        }
        for other in self.others(None) {
            add(format!("“{name}” is another name of {}", other.name), curate::make_alias(self.config, name, other));
        }
    }

    /// What is selected, as a dispute between those whom the sentence names.
    fn dispute(&self, snapshot: &Snapshot, path: &str, range: Span, out: &mut Vec<Correction>) {
        let Some(text) = snapshot.text(path).filter(|_| !range.is_empty() && range.len() <= LONGEST) else { return };
        let Some(name) = text.get(range.start..range.end).map(str::trim).filter(|name| !name.is_empty() && !name.contains(['\n', '\r']))
        else {
            return;
        };
        // A selected actor is no dispute.
        if self.knowledge.look_up(name).is_some() || self.knowledge.dispute(&crate::knowledge::id_of(name)).is_some_and(|d| d.curated) {
            return;
        }
        let others = self.others(None);
        let parties: Vec<&str> = others.iter().map(|actor| actor.id.as_str()).collect();
        let between: Vec<&str> = others.iter().map(|actor| actor.name.as_str()).collect();
        let between = if between.is_empty() { String::new() } else { format!(" between {}", between.join(" and ")) };
        let edit = curate::add_dispute(self.config, name, &parties);
        out.extend(edit.map(|edit| Correction { title: format!("Add “{name}” as a dispute{between}"), edit }));
    }
}

fn with_article(kind: ActorKind) -> String {
    let name = kind.name().replace('-', " ");
    let article = if name.starts_with(['a', 'o']) { "an" } else { "a" };
    format!("{article} {name}")
}

/// Runs of capitalised words, that at the beginning of the sentence included.
fn capitals(text: &str) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    for word in crate::text::words(text).filter(|word| !word.compound) {
        if !word.span.of(text).starts_with(char::is_uppercase) {
            continue;
        }
        match runs.last_mut() {
            Some(last) if matches!(text.get(last.end..word.span.start), Some(" " | "-" | " of " | " of the ")) => {
                *last = last.cover(word.span)
            }
            _ => runs.push(word.span),
        }
    }
    // "The Comino Guild": the article is no part of the name.
    for run in &mut runs {
        if let Some(rest) = run.of(text).strip_prefix("The ") {
            *run = Span::new(run.end - rest.len(), run.end);
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_runs_of_capitals() {
        let found = |text: &'static str| capitals(text).into_iter().map(|span| span.of(text)).collect::<Vec<_>>();
        assert_eq!(found("The Comino Guild met the Bank of Gozo."), ["Comino Guild", "Bank of Gozo"]);
        assert_eq!(with_article(ActorKind::ArmedGroup), "an armed group");
    }
}
