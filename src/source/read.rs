//! One file into one source, by its name and bytes.

use super::{Meta, Problem, Source, docx, guard::guarded, html, markdown, meta, passages, pdf};
use crate::text::{DecodeProblem, Decoded, LineIndex, Span, decode};

/// Largest source that is read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Largest Markdown source, in bytes: hostile markup takes seventy times its size in memory to read.
pub const MAX_MARKDOWN: usize = 16 * 1024 * 1024;

/// What a reader made of a file that is not plain text.
#[derive(Debug, Default)]
pub struct Extract {
    /// Paragraphs and headings, in order.
    pub blocks: Vec<passages::Extracted>,
    /// What the file says about itself.
    pub meta: Meta,
    /// What went wrong, in words for a person.
    pub problems: Vec<String>,
}

/// Reads a source from its path relative to the workspace (with `/`) and its bytes. Pure, and total: whatever the bytes
/// are, the result says what could be read and, in [`Source::problems`], what could not and what to do.
///
/// The format goes by the name's extension; `.md`, `.html`, `.pdf` and `.docx` (and their other usual names) are read
/// as such and everything else as plain text, but a PDF by its first bytes.
pub fn read(path: &str, bytes: &[u8]) -> Source {
    let extension = stem_and_extension(path).1.to_ascii_lowercase();
    let mut source = Source { id: id_of(path), path: path.to_owned(), ..Source::default() };
    let markdown = matches!(extension.as_str(), "md" | "markdown" | "mdown" | "mkd");
    let limit = if markdown { MAX_MARKDOWN } else { MAX_BYTES };
    if bytes.len() > limit {
        let (size, limit) = (bytes.len() / (1024 * 1024), limit / (1024 * 1024));
        source.complain(format!("the file has {size} MB, more than the {limit} MB that are read of a source: split it"));
        return source;
    }
    match extension.as_str() {
        _ if bytes.starts_with(b"%PDF-") => source.take(guarded(|| pdf::extract(bytes)), "PDF"),
        "pdf" => source.take(guarded(|| pdf::extract(bytes)), "PDF"),
        "docx" => source.take(guarded(|| docx::extract(bytes)), "Word document"),
        "html" | "htm" | "xhtml" => source.take(guarded(|| html::extract(bytes)), "HTML page"),
        _ => read_text(&mut source, markdown, bytes),
    }
    if source.passages.is_empty() && source.problems.is_empty() {
        source.complain("the file has no text in it: nothing can be backed by it".to_owned());
    }
    source
}

/// Whether a source's text is read out of its file, by its ending: then a place in the one says nothing of the other.
pub fn is_extracted(path: &str) -> bool {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    matches!(ending.as_str(), "pdf" | "docx" | "html" | "htm" | "xhtml")
}

/// The id of the source at a path: its file's stem.
pub fn id_of(path: &str) -> String {
    stem_and_extension(path).0.to_owned()
}

fn stem_and_extension(path: &str) -> (&str, &str) {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).unwrap_or((name, ""))
}

fn read_text(source: &mut Source, marked_up: bool, bytes: &[u8]) {
    let Decoded { text, problems, .. } = decode(bytes);
    source.problems.extend(problems.iter().map(|problem| {
        let span = match problem {
            DecodeProblem::NotUtf8 { at, .. } => Span::new(*at, at + 1),
            _ => Span::default(),
        };
        Problem { span, message: problem.to_string() }
    }));
    let index = LineIndex::new(text);
    source.text = index.text().clone();
    let front = meta::front_matter(&source.text);
    source.meta = front.meta;
    source.problems.extend(front.problems);
    if marked_up {
        (source.passages, source.markup) = markdown::passages(&index, front.end);
    } else {
        source.passages = passages::of_plain(&index, front.end);
    }
}

impl Source {
    /// A problem of the file as a whole.
    fn complain(&mut self, message: String) {
        self.problems.push(Problem { span: Span::default(), message });
    }

    /// Takes over what a reader found; nothing means that it broke down.
    fn take(&mut self, extract: Option<Extract>, format: &str) {
        let Some(extract) = extract else {
            self.complain(format!("the file could not be read as a {format}: open it and save it anew, or save its text as .txt"));
            return;
        };
        let (text, passages) = passages::assemble(extract.blocks);
        self.text = text.into();
        self.passages = passages;
        self.meta = extract.meta;
        for message in extract.problems {
            self.complain(message);
        }
    }
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
