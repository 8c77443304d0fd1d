//! The card for an actor's name in a note: what passed between it and its nearest partner in the sentence, else who it is.

use super::hover::Hover;
use crate::knowledge::card::Cards;
use crate::note::Sentence;
use crate::workspace::Snapshot;

/// The card for the actor's name at a byte of the note, if there is one there.
pub(super) fn card(snapshot: &Snapshot, sentence: &Sentence, offset: usize) -> Option<Hover> {
    let knowledge = snapshot.knowledge();
    let named = super::actor::named(&knowledge, sentence);
    let (span, actor) = named.iter().copied().find(|(span, _)| span.touches(offset))?;
    let mut others: Vec<(usize, u32)> =
        named.iter().filter(|(_, other)| *other != actor).map(|(other, index)| (other.start.abs_diff(span.start), *index)).collect();
    others.sort_unstable();
    let link = |path: &str, line: u32| super::linked(snapshot, path, line);
    let cards = Cards { knowledge: &knowledge, link: &link };
    let between = others.iter().find_map(|(_, other)| Some((*other, cards.relationship(actor, *other)?)));
    let text = match between {
        Some((partner, mut text)) => {
            let mut rest: Vec<&str> = Vec::new();
            for (_, other) in &others {
                let name = knowledge.actor_at(*other).map_or("", |actor| actor.name.as_str());
                if *other != partner && !rest.contains(&name) {
                    rest.push(name);
                }
            }
            if !rest.is_empty() {
                text.push_str(&format!("\n\nAlso in this sentence: {}", rest.join(", ")));
            }
            text
        }
        None => cards.actor(actor)?,
    };
    Some(Hover { span, card: text })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::workspace::{Options, Workspace};

    const NOTE: &str = "# Notes\n\nKenya supported Uganda in the talks. It rained.\n";

    fn hover(offset: usize) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("sources")).unwrap();
        let source = "Kenya praised Uganda on Monday. Kenya supported Uganda in the talks, and Uganda thanked Kenya.\n";
        std::fs::write(folder.path().join("sources/talks.txt"), source).unwrap();
        std::fs::write(folder.path().join("note.md"), NOTE).unwrap();
        let mut workspace = Workspace::open(folder.path(), &Options::default()).unwrap();
        workspace.index_all(&|_, _| {});
        workspace.digest_all(&|_, _| {});
        crate::features::hover::hover(&workspace.snapshot(), "note.md", offset, Default::default(), &|| false).map(|hover| hover.card)
    }

    #[test]
    fn an_actor_beside_another_shows_what_passed_between_them() {
        let card = hover(NOTE.find("Kenya").unwrap() + 2).unwrap();
        assert!(card.contains("Kenya") && card.contains("Uganda") && card.contains("cooperation"), "{card}");
        assert!(card.contains("talks.txt#L1"), "{card}");
    }

    #[test]
    fn another_word_shows_the_evidence_for_the_claim() {
        let card = hover(NOTE.find("supported").unwrap() + 2).unwrap();
        assert!(card.contains("talks") && !card.contains("cooperation ■"), "{card}");
    }
}
