//! Headings of the sources, in a heading.

use super::fuzzy::Fuzzy;
use super::{About, Completion, Item, Kind, Spot};

/// Sources that are looked at, and headings offered, at most.
const SOURCES: usize = 50;
const MOST: usize = 30;

/// Headings of the sources that the note cites, or of all where there are few.
pub(super) fn complete(spot: &Spot) -> Option<Completion> {
    let words = spot.line.trim_start_matches('#');
    let level = spot.line.len() - words.len();
    if level == 0 || level > 6 || !words.starts_with(' ') {
        return None;
    }
    let typed = words.trim_start();
    let start = spot.line.len() - typed.len();
    let mut fuzzy = Fuzzy::new(typed);
    let note = spot.snapshot.note(spot.path)?;
    let cited = |id: &str| note.citations.iter().any(|citation| citation.id.eq_ignore_ascii_case(id));
    let any = !note.citations.is_empty();
    let mut found: Vec<(u32, Item)> = Vec::new();
    for entry in spot.snapshot.sources().filter(|entry| !any || cited(&entry.id)).take(SOURCES) {
        let Some(read) = spot.snapshot.read(entry) else { continue };
        for passage in read.source.passages.iter().filter(|passage| passage.heading) {
            let heading = read.source.passage_text(passage).trim().to_owned();
            let Some(score) = fuzzy.score(&heading) else { continue };
            let detail = format!("{}, l. {}", entry.id, passage.line);
            let (replace, filter) = (spot.up_to_cursor(start), heading.clone());
            found.push((
                score,
                Item {
                    label: heading.clone(),
                    detail,
                    kind: Kind::Text,
                    replace,
                    insert: heading,
                    filter,
                    commit: &[],
                    about: About::Nothing,
                },
            ));
        }
    }
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    Some(Completion { items: found.into_iter().take(MOST).map(|(_, item)| item).collect(), incomplete: false })
}
