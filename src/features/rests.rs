//! Which claims rest on a source: the way from a passage back to the notes.

use rayon::prelude::*;

use super::{Place, Stop};
use crate::judge::Verdict;
use crate::workspace::{Judged, Snapshot};

/// A passage supports a claim beside the best one if it comes this close to it.
const CLOSE: f32 = 0.8;

/// A claim that rests on a passage.
#[derive(Clone, Debug, PartialEq)]
pub struct Rest {
    /// The claim.
    pub place: Place,
    /// Its words.
    pub text: String,
    /// What was said of it.
    pub verdict: Verdict,
    /// Path of the source.
    pub source: String,
    /// Number of the passage.
    pub passage: u32,
}

/// The claims that rest on a source.
pub fn on_source(snapshot: &Snapshot, source: &str, stop: Stop) -> Vec<Rest> {
    let mut all = all(snapshot, stop);
    all.retain(|rest| rest.source == source);
    all
}

/// Every claim of every note with every passage that it rests on, by note and place.
pub fn all(snapshot: &Snapshot, stop: Stop) -> Vec<Rest> {
    let paths: Vec<&str> = snapshot.note_paths().collect();
    paths.par_iter().flat_map_iter(|path| in_note(snapshot, path, stop)).collect()
}

/// The claims of one note with the passages that they rest on.
pub fn in_note(snapshot: &Snapshot, path: &str, stop: Stop) -> Vec<Rest> {
    let Some(note) = snapshot.note(path) else { return Vec::new() };
    let judged = snapshot.judged_all(&note, stop);
    let mut rests = Vec::new();
    for (sentence, judged) in note.sentences.iter().zip(judged) {
        let Some(judged) = judged else { continue };
        for (source, passage) in supports(&judged) {
            rests.push(Rest {
                place: Place { path: path.to_owned(), span: sentence.span },
                text: sentence.plain.text.clone(),
                verdict: judged.verdict(),
                source,
                passage,
            });
        }
    }
    rests
}

/// Path and number of the passages that a claim rests on; none where nothing backs it.
pub fn supports(judged: &Judged) -> Vec<(String, u32)> {
    if !matches!(judged.verdict(), Verdict::Backed | Verdict::PartlyBacked | Verdict::Overstated) {
        return Vec::new();
    }
    let best = judged.ranked().next().map_or(0.0, |(_, score)| score);
    let close = judged.ranked().take_while(|(_, score)| *score > 0.0 && *score >= best * CLOSE).take(3);
    close.map(|(evidence, _)| (evidence.entry.path.clone(), evidence.passage)).collect()
}

/// So many claims rest, in words.
pub fn count(claims: usize) -> String {
    match claims {
        1 => "1 claim rests".into(),
        n => format!("{n} claims rest"),
    }
}
