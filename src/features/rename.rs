//! New names: of a source (its file and every citation of it) and of an actor or dispute (whole words in notes and in
//! `backtext.toml`). The text of sources is never touched.

use super::{Stop, around, configuration, references};
use crate::rules::Edit;
use crate::text::Span;
use crate::workspace::{Snapshot, config};

/// What can be renamed at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Bytes of the document that show its name.
    pub span: Span,
    /// Its name.
    pub name: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Source {
        path: String,
    },
    Name,
    /// An id in `backtext.toml`.
    Id,
}

/// A renaming: edits, and a file that moves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Renaming {
    /// Edits of notes and `backtext.toml`.
    pub edits: Vec<Edit>,
    /// Paths of a source from and to.
    pub file: Option<(String, String)>,
}

/// What can be renamed at `offset`: the source of a citation, or the actor or dispute whose name stands there.
pub fn prepare(snapshot: &Snapshot, path: &str, text: &str, offset: usize) -> Option<Target> {
    if snapshot.source_at(path).is_some() {
        return None;
    }
    if let Some(note) = snapshot.note(path)
        && let Some((_, citation)) = around::citation(&note, offset)
    {
        let [entry] = snapshot.sources_by_id(&citation.id) else { return None };
        return Some(Target { span: citation.id_span, name: citation.id.clone(), kind: Kind::Source { path: entry.path.clone() } });
    }
    if path == config::FILE
        && let Some((span, name)) = configuration::id_at(text, offset)
    {
        return Some(Target { span, name, kind: Kind::Id });
    }
    let knowledge = snapshot.knowledge();
    let known = knowledge.actors();
    let disputes = snapshot.config().disputes.iter();
    let names = known.iter().flat_map(|actor| [&actor.name].into_iter().chain(&actor.aliases)).map(String::as_str);
    let names = names.chain(disputes.flat_map(|dispute| [&dispute.name].into_iter().chain(&dispute.aliases)).map(String::as_str));
    let line = around::line_before(text, offset).1;
    let rest = text.get(line..).unwrap_or_default();
    let line_text = rest.split(['\n', '\r']).next().unwrap_or_default();
    names
        .filter(|name| line_text.contains(name))
        .flat_map(|name| around::whole_words(line_text, name).into_iter().map(move |span| (span.shifted(line), name)))
        .filter(|(span, _)| span.touches(offset))
        .max_by_key(|(span, _)| span.len())
        .map(|(span, name)| Target { span, name: name.to_owned(), kind: Kind::Name })
}

/// Renames what stands at `offset`.
///
/// # Errors
/// A sentence for the person: nothing there has a name, or the new one cannot be used.
pub fn rename(snapshot: &Snapshot, path: &str, text: &str, offset: usize, new: &str, stop: Stop) -> Result<Renaming, String> {
    let Some(target) = prepare(snapshot, path, text, offset) else {
        return Err("Only actors, disputes and cited sources can be renamed; put the cursor on one.".into());
    };
    let new = new.trim();
    if new.is_empty() || new.contains(['\n', '\r']) {
        return Err("A name needs at least one character, all on one line.".into());
    }
    match target.kind {
        Kind::Id => Ok(Renaming { edits: configuration::rename_id(text, offset, new)?, file: None }),
        Kind::Source { path } => rename_source(snapshot, &path, new, stop),
        Kind::Name => Ok(Renaming { edits: rename_name(snapshot, &target.name, new, stop), file: None }),
    }
}

fn rename_source(snapshot: &Snapshot, path: &str, new: &str, stop: Stop) -> Result<Renaming, String> {
    if new.contains(['/', '\\', '[', ']', ',', ';', '@', '|', '#', '"', ':', '*', '?', '<', '>']) || new.starts_with('.') {
        return Err(format!("“{new}” cannot be cited: leave out brackets, slashes and punctuation marks."));
    }
    if !snapshot.sources_by_id(new).is_empty() {
        return Err(format!("There is a source “{new}” already."));
    }
    let (folder, file) = path.rsplit_once('/').map_or(("", path), |(folder, file)| (folder, file));
    let ending = file.rsplit_once('.').map(|(_, ending)| format!(".{ending}")).unwrap_or_default();
    let to = if folder.is_empty() { format!("{new}{ending}") } else { format!("{folder}/{new}{ending}") };
    Ok(Renaming { edits: moved(snapshot, &[(path.to_owned(), to.clone())], stop), file: Some((path.to_owned(), to)) })
}

/// The edits that keep citations right when files move from the first path to the second.
pub fn moved(snapshot: &Snapshot, files: &[(String, String)], stop: Stop) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (from, to) in files {
        let Some(entry) = snapshot.source_at(from) else { continue };
        let new = crate::source::id_of(to);
        // Where several files share a name a citation goes on to mean the others.
        if new == entry.id || snapshot.sources_by_id(&entry.id).len() != 1 {
            continue;
        }
        for place in references::to_source(snapshot, &entry.id, stop) {
            let Some(note) = snapshot.note(&place.path) else { continue };
            let citation = note.citations.iter().find(|citation| citation.span == place.span);
            edits.extend(citation.map(|citation| Edit { path: place.path.clone(), bytes: citation.id_span, text: new.clone() }));
        }
    }
    edits
}

fn rename_name(snapshot: &Snapshot, old: &str, new: &str, stop: Stop) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut replace = |path: &str, text: &str, span: Span| {
        edits.push(Edit { path: path.to_owned(), bytes: span, text: new.to_owned() });
        debug_assert_eq!(span.of(text), old);
    };
    for path in snapshot.note_paths() {
        if stop() {
            return Vec::new();
        }
        let Some(note) = snapshot.note(path) else { continue };
        for span in around::whole_words(&note.text, old) {
            let quoted = note.quotations.iter().any(|quotation| quotation.span.overlaps(span) && !quotation.citations.is_empty());
            let cited = note.citations.iter().any(|citation| citation.span.overlaps(span));
            // What stands in a quotation are another's words, and in a citation the name of a file.
            if !quoted && !cited {
                replace(path, &note.text, span);
            }
        }
    }
    if let Some(text) = snapshot.config_text() {
        for span in around::whole_words(text, old) {
            let quoted = text.get(..span.start).is_some_and(|before| before.ends_with('"'))
                && text.get(span.end..).is_some_and(|after| after.starts_with('"'));
            if quoted {
                replace(config::FILE, text, span);
            }
        }
    }
    edits
}
