//! Sources, after `[@` and `[[`.

use super::fuzzy::Fuzzy;
use super::{About, Completion, Item, Kind, Spot};
use crate::features::around;
use crate::rules::claim::shorten;
use crate::text::Span;

/// Sources offered at most.
const MOST: usize = 100;
/// What it counts for a source that the note cites already: less than a better match of the id.
const CITED: u32 = 20;

/// Characters of a title beside the id.
const DETAIL: usize = 32;
/// What may follow an id: the citation's end, a place in the source, another citation. Only where the end is not put in with the id.
const COMMIT: &[&str] = &["]", ",", ";"];

/// The sources whose id or title holds what was typed. Among those that match alike, the ones that the note cites come first.
pub(super) fn complete(spot: &Spot) -> Option<Completion> {
    let (start, closing) = open(spot.line)?;
    let typed = spot.line.get(start..)?;
    let mut fuzzy = Fuzzy::new(typed);
    let note = spot.snapshot.note(spot.path)?;
    let mut found = Vec::new();
    for entry in spot.snapshot.sources() {
        let title = entry.meta.title.as_deref().unwrap_or_default();
        let by_id = fuzzy.score(&entry.id).map(|score| score * 2);
        let Some(score) = by_id.max(fuzzy.score(title).filter(|_| !title.is_empty())) else { continue };
        let cited = note.citations.iter().any(|citation| citation.id.eq_ignore_ascii_case(&entry.id));
        found.push((score + if cited { CITED } else { 0 }, entry));
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.path.cmp(&b.1.path)));
    let incomplete = found.len() > MOST;
    let replace = Span::new(spot.line_start + start, spot.offset + id_end(spot.rest));
    let insert = |id: &str| match spot.rest.get(id_end(spot.rest)..) {
        Some(rest) if rest.starts_with(']') || rest.starts_with([',', ';', '|', '#']) => id.to_owned(),
        _ => format!("{id}{closing}"),
    };
    let commit = |insert: &str| if insert.ends_with(']') { &[][..] } else { COMMIT };
    let item = |entry: &crate::evidence::Entry| Item {
        label: entry.id.clone(),
        // Beside a longer one editors cut the id short; the card has it in full.
        detail: entry.meta.title.as_deref().map_or_else(|| entry.path.clone(), |title| shorten(title, DETAIL)),
        kind: Kind::Source,
        replace,
        insert: insert(&entry.id),
        filter: format!("{} {}", entry.id, entry.meta.title.as_deref().unwrap_or_default()),
        commit: commit(&insert(&entry.id)),
        about: About::Source(entry.path.clone()),
    };
    Some(Completion { items: found.into_iter().take(MOST).map(|(_, entry)| item(entry)).collect(), incomplete })
}

/// Where in the line the id begins that is being written, and what closes the citation.
fn open(line: &str) -> Option<(usize, &'static str)> {
    let bracket = line.rfind('[')?;
    let inside = line.get(bracket + 1..)?;
    if inside.contains(']') {
        return None;
    }
    if bracket > 0 && line.get(bracket - 1..bracket) == Some("[") {
        return (!inside.contains(['|', '#'])).then_some((bracket + 1, "]]"));
    }
    let at = inside.rfind('@')?;
    let before = inside.get(..at)?;
    let typed = inside.get(at + 1..)?;
    let begins = before.trim_end().is_empty() || before.trim_end().ends_with([';', '-', ' ']) || before.ends_with(' ');
    (begins && !typed.contains([',', ';', '"', '“', ' '])).then_some((bracket + 1 + at + 1, "]"))
}

/// Bytes behind the cursor that belong to the id.
fn id_end(rest: &str) -> usize {
    rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))).unwrap_or(rest.len()).min(around::line_after(rest, 0).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_open_until_its_id_ends() {
        assert_eq!(open("see [@ira"), Some((6, "]")));
        assert_eq!(open("see [@a; @b"), Some((10, "]")));
        assert_eq!(open("see [["), Some((6, "]]")));
        assert_eq!(open("see [@a, \"wo"), None);
        assert_eq!(open("see [@a] and"), None);
        assert_eq!(open("mail a@b"), None);
        assert_eq!(open("a [link"), None);
    }
}
