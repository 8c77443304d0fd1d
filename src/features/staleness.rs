//! What an editor cannot be asked elsewhere: whether what a note says rests on a single source, or on an old one.

use crate::knowledge::Dispute;
use crate::note::Sentence;
use crate::text::parser::{Parser, Pos};
use crate::workspace::{Judged, Snapshot};

/// Years by which the sources on a dispute lag behind the workspace's newest before they are called old.
const OLD: i32 = 2;

/// That all support of a claim is of one source, where there are others that could have said it.
pub(super) fn single_source(snapshot: &Snapshot, judged: &Judged) -> Option<String> {
    let mut paths: Vec<String> = super::rests::supports(judged).into_iter().map(|(path, _)| path).collect();
    paths.sort_unstable();
    paths.dedup();
    let [path] = &paths[..] else { return None };
    // Where there is but one, that says nothing.
    snapshot.sources().nth(1)?;
    let source = snapshot.source_at(path)?;
    let issued = source.meta.issued.as_ref().map(|date| format!(" of {date}")).unwrap_or_default();
    Some(format!("Rests on a single source: {}{issued}", super::card::escaped(&source.id)))
}

/// That the newest source on a dispute is old, where the sentence speaks of it in the present. Old is what lags behind the newest
/// source of the workspace; there is no clock here.
pub(super) fn of_dispute(snapshot: &Snapshot, dispute: &Dispute, sentence: &Sentence) -> Option<String> {
    let knowledge = snapshot.knowledge();
    let issued = |at: usize| knowledge.sources().get(at).and_then(|source| source.meta.issued.clone());
    let newest = dispute.evidence.iter().filter_map(|place| issued(place.source as usize)).max()?;
    let latest = (0..knowledge.sources().len()).filter_map(issued).max()?;
    let year = |date: &str| date.get(..4)?.parse::<i32>().ok();
    if year(&latest)? - year(&newest)? < OLD || !in_present(&sentence.plain.text) {
        return None;
    }
    Some(format!("The newest source on it is of {newest}, the newest of all of {latest}; the note speaks in the present"))
}

/// Whether a verb of the sentence that is no part of a longer form stands in the present tense.
fn in_present(text: &str) -> bool {
    let parse = Parser::shared().parse(text);
    parse
        .tokens
        .iter()
        .any(|token| matches!(token.pos, Pos::Verb | Pos::Aux) && matches!(token.tag, "VBZ" | "VBP") && token.lemma != "have")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_is_told_from_the_past() {
        assert!(in_present("The river dispute divides the two states."));
        assert!(!in_present("The river dispute divided the two states in 1998."));
        assert!(!in_present("The states have settled it."));
    }
}
