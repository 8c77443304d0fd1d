//! The actor whose name stands at a place of a note: where it is introduced, and where else it is named.

use std::collections::HashSet;

use super::{Place, Stop, around};
use crate::knowledge::Knowledge;
use crate::note::{Note, Sentence};
use crate::text::Span;
use crate::workspace::{Snapshot, config};

/// Passages of sources that are listed for an actor: a state may be named in every one of ten thousand articles.
const LISTED: usize = 2000;

/// The names in a sentence that mean one actor each, in bytes of the note.
pub(super) fn named(knowledge: &Knowledge, sentence: &Sentence) -> Vec<(Span, u32)> {
    let linked = knowledge.link(&sentence.plain.text).into_iter();
    let one = linked.filter_map(|linked| match linked.actors.as_slice() {
        [actor] => Some((sentence.plain.origin_span(linked.span), *actor)),
        _ => None,
    });
    one.collect()
}

/// The actor's name at a byte of a note.
pub(super) fn at(snapshot: &Snapshot, note: &Note, offset: usize) -> Option<(Span, u32)> {
    let sentence = note.sentences.get(around::sentence(note, offset)?)?;
    named(&snapshot.knowledge(), sentence).into_iter().find(|(span, _)| span.touches(offset))
}

/// Where an actor is introduced: its entry in `backtext.toml`, else its first name in a source.
pub(super) fn introduction(snapshot: &Snapshot, actor: u32) -> Option<Place> {
    let knowledge = snapshot.knowledge();
    let actor = knowledge.actor_at(actor)?;
    let entries = config::places(snapshot.config_text().map(|text| text.as_ref()).unwrap_or_default());
    let own = entries.iter().find(|place| place.table == "actor" && place.key == "id" && place.value.as_deref() == Some(&actor.id));
    if let Some(entry) = own {
        return Some(Place { path: config::FILE.to_owned(), span: entry.span });
    }
    let (source, span) = actor.first?;
    Some(Place { path: knowledge.sources().get(source as usize)?.path.clone(), span })
}

/// Every sentence of a note that names an actor, by the name in it, and the first name in every passage of a source that does.
pub(super) fn references(snapshot: &Snapshot, actor: u32, stop: Stop) -> Vec<Place> {
    let knowledge = snapshot.knowledge();
    let mut places = Vec::new();
    for path in snapshot.note_paths() {
        if stop() {
            return places;
        }
        let Some(note) = snapshot.note(path) else { continue };
        let first = |sentence| named(&knowledge, sentence).into_iter().find(|(_, other)| *other == actor);
        places.extend(note.sentences.iter().filter_map(first).map(|(span, _)| Place { path: path.to_owned(), span }));
    }
    let mut seen = HashSet::new();
    let mentions = knowledge.mentions().iter().filter(|mention| mention.actor == actor);
    let mentions = mentions.filter(|mention| seen.insert((mention.source, mention.passage)));
    let place = |source: u32, span| Some(Place { path: knowledge.sources().get(source as usize)?.path.clone(), span });
    places.extend(mentions.filter_map(|mention| place(mention.source, mention.span)).take(LISTED));
    places
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::features::{Place, definition::definition, references::references};
    use crate::workspace::{Options, Workspace, config};

    const SOURCE: &str = "Rain fell. Kenya supported Uganda in the talks. Uganda thanked Kenya.\n";
    const NOTE: &str = "# Notes\n\nKenya supported Uganda in the talks. It rained in Kenya.\n";
    const REGISTRY: &str = "[[actor]]\nid = \"uganda\"\nname = \"Uganda\"\nkind = \"state\"\n";

    fn open() -> (tempfile::TempDir, Workspace) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("sources")).unwrap();
        for (path, text) in [("sources/talks.txt", SOURCE), ("note.md", NOTE), (config::FILE, REGISTRY)] {
            std::fs::write(folder.path().join(path), text).unwrap();
        }
        let mut workspace = Workspace::open(folder.path(), &Options::default()).unwrap();
        workspace.index_all(&|_, _| {});
        workspace.digest_all(&|_, _| {});
        (folder, workspace)
    }

    /// The words at some places, with the first letters of their files.
    fn words(places: &[Place]) -> Vec<String> {
        let text = |path: &str| {
            if path == config::FILE {
                REGISTRY
            } else if path == "note.md" {
                NOTE
            } else {
                SOURCE
            }
        };
        places.iter().map(|place| format!("{}: {}", &place.path[..4], place.span.of(text(&place.path)))).collect()
    }

    #[test]
    fn an_actor_leads_to_its_introduction_and_the_rest_of_a_claim_to_its_evidence() {
        let (_folder, workspace) = open();
        let to = |word: &str| words(&definition(&workspace.snapshot(), "note.md", NOTE.find(word).unwrap() + 1).unwrap().to);
        let evidence = "sour: Kenya supported Uganda in the talks.";
        assert_eq!(to("Kenya")[..2], ["sour: Kenya", evidence], "by the first source that names it");
        assert_eq!(to("Uganda")[..2], ["back: \"uganda\"", evidence], "by the registry");
        assert_eq!(to("talks")[0], evidence);
        let from = definition(&workspace.snapshot(), "note.md", NOTE.find("Uganda").unwrap() + 6).unwrap().from;
        assert_eq!(from.of(NOTE), "Uganda");
    }

    #[test]
    fn references_of_an_actor_are_where_notes_and_sources_speak_of_it() {
        let (_folder, workspace) = open();
        let of = |word: &str, declaration| {
            let mut places = references(&workspace.snapshot(), "note.md", NOTE.find(word).unwrap() + 1, declaration, &|| false);
            places.sort();
            words(&places)
        };
        assert_eq!(of("Kenya", false), ["note: Kenya", "note: Kenya", "sour: Kenya", "sour: Kenya"]);
        assert_eq!(of("Uganda", true), ["back: \"uganda\"", "note: Uganda", "sour: Uganda", "sour: Uganda"]);
        assert_eq!(of("talks", false)[0], "note: Kenya supported Uganda in the talks.");
    }
}
