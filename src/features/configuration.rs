//! Help in `backtext.toml` itself: what a key, rule, id or source is, where an id is described, and a new id everywhere at once.

use super::definition::Definition;
use super::hover::Hover;
use super::{Place, card, linked};
use crate::knowledge::card::Cards;
use crate::rules::{Edit, Rule};
use crate::text::Span;
use crate::workspace::Snapshot;
use crate::workspace::config::{self, FILE, KEYS};

/// What stands at an offset: the key, or the text.
enum At {
    Key(config::Place),
    Value(config::Place, String),
}

fn at(text: &str, offset: usize) -> Option<At> {
    let all = config::places(text);
    if let Some(place) = all.iter().find(|place| place.value.is_some() && place.span.touches(offset)) {
        return place.value.clone().map(|value| At::Value(place.clone(), value));
    }
    all.into_iter().find(|place| place.key_span.touches(offset)).map(At::Key)
}

/// The card for a key, a rule, an id of an actor or dispute, or a source.
pub(super) fn hover(snapshot: &Snapshot, text: &str, offset: usize) -> Option<Hover> {
    match at(text, offset)? {
        At::Key(place) => {
            let card = match place.table.as_str() {
                "rules" => {
                    let rule = Rule::from_name(&place.key)?;
                    format!("**{}**: {}\n\nDefault: {}", place.key, card::escaped(rule.says()), rule.default_severity().name())
                }
                table => {
                    let (_, keys) = KEYS.iter().find(|(name, _)| *name == table)?;
                    let (_, says) = keys.iter().find(|(key, _)| *key == place.key)?;
                    format!("**{}**: {}", place.key, card::escaped(says))
                }
            };
            Some(Hover { span: place.key_span, card })
        }
        At::Value(place, value) => {
            let knowledge = snapshot.knowledge();
            let link = |path: &str, line: u32| linked(snapshot, path, line);
            let cards = Cards { knowledge: &knowledge, link: &link };
            let card = match (place.table.as_str(), place.key.as_str()) {
                ("dispute", "id" | "name") => cards.dispute(&value).or_else(|| cards.dispute(&crate::knowledge::id_of(&value))),
                ("statement", "source") => cards.source(&value, None),
                ("actor", "id" | "name" | "aliases") | ("dispute", "parties") | ("statement", "subject" | "object") => {
                    knowledge.look_up(&value).and_then(|index| cards.actor(index))
                }
                _ => None,
            };
            Some(Hover { span: place.inner(text), card: card? })
        }
    }
}

/// Where the actor of an id is described, or the source that is named.
pub(super) fn definition(snapshot: &Snapshot, text: &str, offset: usize) -> Option<Definition> {
    let At::Value(place, value) = at(text, offset)? else { return None };
    let from = place.inner(text);
    if place.key == "source" {
        let to = snapshot.sources_by_id(&value).iter().map(|entry| Place { path: entry.path.clone(), span: Span::default() });
        return Some(Definition { from, to: to.collect() });
    }
    if !place.names_actor() {
        return None;
    }
    let described = |other: &config::Place| other.table == "actor" && other.key == "id" && other.value.as_deref() == Some(&value);
    let mut to: Vec<Place> =
        config::places(text).iter().filter(|p| described(p)).map(|p| Place { path: FILE.to_owned(), span: p.inner(text) }).collect();
    if to.is_empty() {
        // One who was found rather than described: where a source names it first.
        let knowledge = snapshot.knowledge();
        let index = knowledge.index_of(&value)?;
        let first = knowledge.mentions().iter().find(|m| m.actor == index)?;
        let source = knowledge.sources().get(first.source as usize)?;
        to.push(Place { path: source.path.clone(), span: first.span });
    }
    Some(Definition { from, to })
}

/// The id at an offset, without its quotation marks.
pub(super) fn id_at(text: &str, offset: usize) -> Option<(Span, String)> {
    match at(text, offset)? {
        At::Value(place, value) if place.names_actor() || (place.key == "id" && place.table != "statement") => {
            Some((place.inner(text), value))
        }
        _ => None,
    }
}

/// The edits that give the id at an offset another name wherever it stands.
///
/// # Errors
/// A sentence for the person where the new id cannot be used.
pub(super) fn rename_id(text: &str, offset: usize, new: &str) -> Result<Vec<Edit>, String> {
    let Some((span, old)) = id_at(text, offset) else { return Ok(Vec::new()) };
    if crate::knowledge::id_of(new) != new {
        return Err(format!("An id is in kebab case: “{}” could be one.", crate::knowledge::id_of(new)));
    }
    let all = config::places(text);
    let own = all.iter().find(|place| place.inner(text) == span);
    let of_dispute = own.is_some_and(|place| place.table == "dispute" && place.key == "id");
    let same = |place: &&config::Place| {
        let here = place.table == "actor" && place.key == "id" || place.names_actor();
        place.value.as_deref() == Some(&old) && if of_dispute { place.table == "dispute" && place.key == "id" } else { here }
    };
    if all.iter().any(|place| place.key == "id" && place.value.as_deref() == Some(new) && (place.table == "dispute") == of_dispute) {
        return Err(format!("There is an id “{new}” already."));
    }
    Ok(all.iter().filter(same).map(|place| Edit { path: FILE.to_owned(), bytes: place.inner(text), text: new.to_owned() }).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const TEXT: &str = "[[actor]]\nid = \"malta\"\nname = \"Malta\"\n\n[[dispute]]\nid = \"malta\"\nparties = [\"malta\", \"cyprus\"]\n";

    #[test]
    fn an_id_is_renamed_wherever_it_stands() {
        let edits = rename_id(TEXT, TEXT.find("malta").unwrap(), "valletta").unwrap();
        assert_eq!(edits.len(), 2);
        assert!(edits.iter().all(|edit| edit.bytes.of(TEXT) == "malta"));
        assert_eq!(rename_id(TEXT, TEXT.rfind("id = \"malta").unwrap() + 7, "fish").unwrap().len(), 1);
        assert!(rename_id(TEXT, TEXT.find("malta").unwrap(), "Not An Id").is_err());
    }
}
