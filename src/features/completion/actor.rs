//! Names of actors, while a word is being written.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fuzzy::Fuzzy;
use super::{About, Completion, Item, Kind, Spot};
use crate::features::{around, linked};
use crate::knowledge::card::Cards;
use crate::knowledge::{Actor, ActorKind, lexicon};
use crate::text::Span;
use crate::workspace::Snapshot;

/// Names offered at most.
const MOST: usize = 30;
/// Letters that must be typed before anything is offered.
const LEAST: usize = 2;
/// Words of a name that may already be there.
const WORDS: usize = 4;

/// Actors whose name or other name fits what was typed; those that the paragraph and the note speak of come first.
pub(super) fn complete(spot: &Spot) -> Completion {
    let knowledge = spot.snapshot.knowledge();
    let mut known: Vec<&Actor> = knowledge.actors().iter().collect();
    known.sort_by_key(|actor| std::cmp::Reverse(actor.mentions));
    let incomplete = knowledge.waiting() > 0;
    let word = around::word(spot.text, spot.offset);
    // Inside a word nothing is offered: what would come of it is no word.
    if word.end > spot.offset || word.is_empty() {
        return Completion::default();
    }
    // An editor that got a complete list would not ask again when there is enough of a word.
    if word.of(spot.text).chars().count() < LEAST {
        return Completion { incomplete: true, ..Completion::default() };
    }
    let items = several_words(spot, &known).unwrap_or_else(|| one_word(spot, &known, word));
    Completion { incomplete: incomplete || items.len() >= MOST, items }
}

/// Names that begin with the last words before the cursor, where there are such: `Islamic St` is the beginning of one name.
fn several_words(spot: &Spot, known: &[&Actor]) -> Option<Vec<Item>> {
    let starts: Vec<usize> = spot.line.char_indices().rev().filter(|(_, c)| *c == ' ').map(|(at, _)| at + 1).take(WORDS).collect();
    for start in starts.into_iter().skip(1).chain([0]).collect::<Vec<_>>().into_iter().rev() {
        let typed = spot.line.get(start..)?;
        if !typed.contains(' ') || !typed.starts_with(char::is_uppercase) {
            continue;
        }
        let begins = |name: &str| name.get(..typed.len()).is_some_and(|head| head.eq_ignore_ascii_case(typed));
        let found: Vec<Item> =
            known.iter().filter(|actor| begins(&actor.name)).take(MOST).map(|actor| item(actor, None, spot.up_to_cursor(start))).collect();
        if !found.is_empty() {
            return Some(found);
        }
    }
    None
}

fn one_word(spot: &Spot, known: &[&Actor], word: Span) -> Vec<Item> {
    let typed = word.of(spot.text);
    let mut fuzzy = Fuzzy::new(typed);
    let paragraph = paragraph(spot);
    let mut found: Vec<(u32, Item)> = Vec::new();
    for (at, actor) in known.iter().enumerate() {
        if at % 256 == 0 && (spot.stop)() {
            break;
        }
        let own = score(&mut fuzzy, &actor.name, typed);
        let other = actor
            .aliases
            .iter()
            .chain(&actor.weak_aliases)
            .chain(&actor.adjectives)
            .map(String::as_str)
            .chain(capitals(actor))
            .filter_map(|alias| Some((score(&mut fuzzy, alias, typed)?, alias)))
            .max();
        let (score, alias) = match (own, other) {
            (Some(own), Some((other, alias))) if other > own => (other, Some(alias)),
            (Some(own), _) => (own, None),
            (None, Some((other, alias))) => (other, Some(alias)),
            (None, None) => continue,
        };
        let near = if paragraph.contains(&actor.name) {
            40
        } else if spot.text.contains(&actor.name) {
            20
        } else {
            0
        };
        let often = actor.mentions.checked_ilog2().unwrap_or(0) * 4;
        found.push((score + near + often, item(actor, alias, word)));
    }
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.truncate(MOST);
    found.into_iter().map(|(_, item)| item).collect()
}

/// A name fits if a word of it begins with the first letter typed and the rest follows in order.
fn score(fuzzy: &mut Fuzzy, name: &str, typed: &str) -> Option<u32> {
    let first = typed.chars().next()?.to_lowercase().next()?;
    let begins = name.split([' ', '-']).any(|word| word.chars().next().and_then(|c| c.to_lowercase().next()) == Some(first));
    if begins { fuzzy.score(name) } else { None }
}

fn paragraph<'a>(spot: &Spot<'a>) -> &'a str {
    let start = spot.text.get(..spot.offset).and_then(|before| before.rfind("\n\n")).unwrap_or(0);
    spot.text.get(start..spot.offset).unwrap_or_default()
}

/// The cities that a state is called by, whether or not a source does so.
fn capitals<'a>(actor: &Actor) -> impl Iterator<Item = &'a str> + use<'a> {
    static STATES: LazyLock<HashMap<&str, &lexicon::State>> =
        LazyLock::new(|| lexicon::states().flat_map(|state| state.names.iter().map(move |name| (*name, state))).collect());
    let state = if actor.kind == ActorKind::State { STATES.get(actor.name.as_str()) } else { None };
    state.into_iter().flat_map(|state| state.capitals.iter().copied())
}

fn item(actor: &Actor, alias: Option<&str>, replace: Span) -> Item {
    let kind = actor.kind.name();
    let detail = match alias {
        Some(alias) => format!("{alias} · {kind}"),
        None => format!("{kind} · {} mentions", actor.mentions),
    };
    Item {
        label: actor.name.clone(),
        detail,
        kind: Kind::Actor,
        replace,
        insert: actor.name.clone(),
        filter: alias.unwrap_or(&actor.name).to_owned(),
        commit: &[],
        about: About::Actor(actor.id.clone()),
    }
}

/// What is known of the actor of an id.
pub(super) fn card(snapshot: &Snapshot, id: &str) -> Option<String> {
    let knowledge = snapshot.knowledge();
    let link = |path: &str, line: u32| linked(snapshot, path, line);
    Cards { knowledge: &knowledge, link: &link }.actor(knowledge.index_of(id)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::features::completion::complete;
    use crate::workspace::{Options, Workspace, config};

    /// What is offered at the end of a note: label, what is inserted, what the editor filters by.
    fn offered(source: &str, registry: &str, note: &str) -> Vec<(String, String, String)> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("sources")).unwrap();
        for (path, text) in [("sources/a.txt", source), ("note.md", note), (config::FILE, registry)] {
            std::fs::write(folder.path().join(path), text).unwrap();
        }
        let mut workspace = Workspace::open(folder.path(), &Options::default()).unwrap();
        workspace.index_all(&|_, _| {});
        workspace.digest_all(&|_, _| {});
        let completion = complete(&workspace.snapshot(), "note.md", note, note.len(), &|| false);
        completion.items.into_iter().map(|item| (item.label, item.insert, item.filter)).collect()
    }

    #[test]
    fn a_state_is_offered_by_its_capital() {
        const NAMED: &str = "Iran accused the Taliban in 2001. Tehran rejected the offer.\n";
        const UNNAMED: &str = "Iran accused the Taliban in 2001. Kenya praised Iran.\n";
        const REGISTRY: &str = "[[actor]]\nid = \"iran\"\nname = \"Iran\"\nkind = \"state\"\n";
        let iran = ("Iran".to_owned(), "Iran".to_owned(), "Tehran".to_owned());
        for source in [NAMED, UNNAMED] {
            for registry in ["", REGISTRY] {
                for note in ["Teh", "The offer was made by teh"] {
                    assert_eq!(offered(source, registry, note).first(), Some(&iran), "{source} {registry} {note}");
                }
            }
        }
    }
}
