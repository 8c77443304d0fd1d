//! Above headings, how much under them is backed; above passages of a source, how many claims rest on them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Place, Stop, rests};
use crate::judge::Verdict;
use crate::note::Kind;
use crate::text::Span;
use crate::workspace::Snapshot;

/// A line of text above another, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// Bytes that it stands above.
    pub span: Span,
    /// What it says.
    pub title: String,
    /// Claims that it speaks of, where there are any to go to.
    pub places: Vec<Place>,
}

/// The lenses of a note or a source.
pub fn lenses(snapshot: &Snapshot, path: &str, stop: Stop) -> Vec<Lens> {
    if snapshot.source_at(path).is_some() { on_source(snapshot, path, stop) } else { on_note(snapshot, path, stop) }
}

#[derive(Default)]
struct Section {
    claims: usize,
    backed: usize,
    sources: BTreeSet<String>,
}

fn on_note(snapshot: &Snapshot, path: &str, stop: Stop) -> Vec<Lens> {
    let Some(note) = snapshot.note(path) else { return Vec::new() };
    let judged = snapshot.judged_all(&note, stop);
    let mut sections: BTreeMap<usize, Section> = BTreeMap::new();
    for (sentence, judged) in note.sentences.iter().zip(&judged) {
        let (Some(heading), Kind::Claim) = (sentence.heading, sentence.kind) else { continue };
        let section = sections.entry(heading).or_default();
        section.claims += 1;
        let Some(judged) = judged else { continue };
        if judged.verdict() == Verdict::Backed {
            section.backed += 1;
        }
        section.sources.extend(rests::supports(judged).into_iter().take(1).map(|(source, _)| source));
    }
    let lens = |(heading, section): (usize, Section)| {
        let span = note.sentences.get(heading)?.span;
        let plural = |n: usize, one: &str| if n == 1 { format!("{n} {one}") } else { format!("{n} {one}s") };
        let title =
            format!("{} of {} backed · {}", section.backed, plural(section.claims, "claim"), plural(section.sources.len(), "source"));
        Some(Lens { span, title, places: Vec::new() })
    };
    if snapshot.sources().next().is_none() { Vec::new() } else { sections.into_iter().filter_map(lens).collect() }
}

fn on_source(snapshot: &Snapshot, path: &str, stop: Stop) -> Vec<Lens> {
    let Some(read) = snapshot.source_at(path).and_then(|entry| snapshot.read(entry)) else { return Vec::new() };
    let mut by_passage: BTreeMap<u32, Vec<Place>> = BTreeMap::new();
    for rest in rests::on_source(snapshot, path, stop) {
        by_passage.entry(rest.passage).or_default().push(rest.place);
    }
    let lens = |(passage, places): (u32, Vec<Place>)| {
        let span = read.source.passages.get(passage as usize)?.span;
        Some(Lens { span, title: format!("{} on this", rests::count(places.len())), places })
    };
    by_passage.into_iter().filter_map(lens).collect()
}
