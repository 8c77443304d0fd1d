//! Where else: every citation of a source and every claim that rests on it, every place that names an actor.

use super::{Place, Stop, actor, around, rests};
use crate::workspace::Snapshot;

/// Places that refer to what stands at `offset`: in a note, to the source cited there, to the actor named there, or to the passages that the claim there
/// rests on; in a source, to the passage there.
pub fn references(snapshot: &Snapshot, path: &str, offset: usize, declaration: bool, stop: Stop) -> Vec<Place> {
    let mut places = Vec::new();
    if let Some(note) = snapshot.note(path) {
        if let Some((_, citation)) = around::citation(&note, offset) {
            places = to_source(snapshot, &citation.id, stop);
            if declaration {
                let sources = snapshot.sources_by_id(&citation.id).iter();
                places.extend(sources.map(|entry| Place { path: entry.path.clone(), span: Default::default() }));
            }
        } else if let Some((_, actor)) = actor::at(snapshot, &note, offset) {
            places = actor::references(snapshot, actor, stop);
            if declaration {
                places.extend(actor::introduction(snapshot, actor));
            }
        } else if let Some(judged) = around::sentence(&note, offset).and_then(|index| snapshot.judged(&note, index)) {
            let own = rests::supports(&judged);
            let same = |rest: &rests::Rest| own.iter().any(|(source, passage)| *source == rest.source && *passage == rest.passage);
            places.extend(rests::all(snapshot, stop).into_iter().filter(same).map(|rest| rest.place));
            if declaration {
                places.extend(own.iter().filter_map(|(source, passage)| passage_place(snapshot, source, *passage)));
            }
        }
    } else if let Some(read) = snapshot.source_at(path).and_then(|entry| snapshot.read(entry))
        && let Some((number, passage)) = around::passage(&read.source, offset)
    {
        let here = rests::on_source(snapshot, path, stop).into_iter().filter(|rest| rest.passage == number);
        places.extend(here.map(|rest| rest.place));
        if declaration {
            places.push(Place { path: path.to_owned(), span: passage.span });
        }
    }
    places.sort();
    places.dedup();
    places
}

/// Every citation of the source with that id.
pub fn to_source(snapshot: &Snapshot, id: &str, stop: Stop) -> Vec<Place> {
    let mut places = Vec::new();
    for path in snapshot.note_paths() {
        if stop() {
            break;
        }
        let Some(note) = snapshot.note(path) else { continue };
        let same = note.citations.iter().filter(|citation| citation.id.to_lowercase() == id.to_lowercase());
        places.extend(same.map(|citation| Place { path: path.to_owned(), span: citation.span }));
    }
    places
}

fn passage_place(snapshot: &Snapshot, source: &str, passage: u32) -> Option<Place> {
    let read = snapshot.read(snapshot.source_at(source)?)?;
    let span = read.source.passages.get(passage as usize)?.span;
    Some(Place { path: source.to_owned(), span })
}
