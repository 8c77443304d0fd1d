//! From what the library says to what the protocol says.

use std::path::PathBuf;
use std::sync::Arc;

use tower_lsp::ls_types::*;

use super::diagnostics::Verdicts;
use super::view::{Picture, View};
use crate::judge::Verdict;
use crate::rules::{Edit, Finding, Severity};
use crate::workspace::Judged;

/// The file that an address names; none for what is no file, such as an untitled buffer.
pub fn file_path(uri: &Uri) -> Option<PathBuf> {
    if !uri.scheme().as_str().eq_ignore_ascii_case("file") {
        return None;
    }
    uri.to_file_path().map(|path| path.into_owned())
}

/// The findings on a document, as an editor shows them. The work ends early where the view is no longer wanted.
pub fn diagnostics(view: &View) -> Vec<Diagnostic> {
    let findings = view.snapshot().findings(&view.path, &|| view.cancelled());
    findings.iter().map(|finding| diagnostic(view, finding)).collect()
}

/// The same by what is judged already: nothing of a claim that is not.
pub fn diagnostics_so_far(view: &View) -> Vec<Diagnostic> {
    view.snapshot().findings_so_far(&view.path).iter().map(|finding| diagnostic(view, finding)).collect()
}

/// The diagnostics of every note of a workspace that is not open, by path.
pub fn closed_diagnostics(view: &View) -> Vec<(String, Vec<Diagnostic>)> {
    let snapshot = view.snapshot();
    let closed = snapshot.note_paths().filter(|path| !view.picture.open.contains_key(*path));
    let judged = closed.take_while(|_| !view.cancelled()).map(|path| {
        let view = View { path: path.to_owned(), shot: None, ..view.clone() };
        (path.to_owned(), diagnostics(&view))
    });
    judged.collect()
}

/// Edits of files as one edit of the workspace, naming versions where the client wants that.
pub fn workspace_edit(picture: &Picture, edits: &[Edit]) -> WorkspaceEdit {
    let files = by_file(picture, edits);
    if picture.facts.document_changes {
        let edits = files.into_iter().map(|(path, uri, edits)| document_edit(picture, &path, uri, edits)).collect();
        WorkspaceEdit { document_changes: Some(DocumentChanges::Edits(edits)), ..Default::default() }
    } else {
        let changes = files.into_iter().map(|(_, uri, edits)| (uri, edits)).collect();
        WorkspaceEdit { changes: Some(changes), ..Default::default() }
    }
}

/// The same for `backtext.toml`, which is made first where there is none and the client can make files.
pub fn configuration_edit(picture: &Picture, edits: &[Edit]) -> WorkspaceEdit {
    if picture.snapshot.config_text().is_some() || !picture.facts.creates_files {
        return workspace_edit(picture, edits);
    }
    let options = CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(true) };
    let create = |uri| DocumentChangeOperation::Op(ResourceOp::Create(CreateFile { uri, options: Some(options), annotation_id: None }));
    let mut operations: Vec<DocumentChangeOperation> = picture.uri(crate::workspace::config::FILE).map(create).into_iter().collect();
    let edits = by_file(picture, edits).into_iter().map(|(path, uri, edits)| document_edit(picture, &path, uri, edits));
    operations.extend(edits.map(DocumentChangeOperation::Edit));
    WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..Default::default() }
}

/// The same, after which a file gets another name.
pub fn renaming(picture: &Picture, edits: &[Edit], from: &str, to: &str) -> Option<WorkspaceEdit> {
    let rename = RenameFile { old_uri: picture.uri(from)?, new_uri: picture.uri(to)?, options: None, annotation_id: None };
    let edits = by_file(picture, edits).into_iter().map(|(path, uri, edits)| document_edit(picture, &path, uri, edits));
    let mut operations: Vec<DocumentChangeOperation> = edits.map(DocumentChangeOperation::Edit).collect();
    operations.push(DocumentChangeOperation::Op(ResourceOp::Rename(rename)));
    Some(WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..Default::default() })
}

fn by_file(picture: &Picture, edits: &[Edit]) -> Vec<(String, Uri, Vec<TextEdit>)> {
    let mut paths: Vec<&str> = edits.iter().map(|edit| edit.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    let file = |path: &str| {
        let own = edits.iter().filter(|edit| edit.path == path);
        let edits = own.map(|edit| TextEdit::new(picture.range(path, edit.bytes), edit.text.clone())).collect();
        Some((path.to_owned(), picture.uri(path)?, edits))
    };
    paths.into_iter().filter_map(file).collect()
}

fn document_edit(picture: &Picture, path: &str, uri: Uri, edits: Vec<TextEdit>) -> TextDocumentEdit {
    let version = picture.open.get(path).map(|shot| shot.version);
    TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    }
}

/// How many sentences of the document got which verdict.
pub fn verdicts(view: &View) -> Verdicts {
    let Some(note) = view.snapshot().note(&view.path) else { return Verdicts::new() };
    counted(view.snapshot().judged_all(&note, &|| view.cancelled()))
}

/// The same of those that are judged already.
pub fn verdicts_so_far(view: &View) -> Verdicts {
    view.snapshot().note(&view.path).map(|note| counted(view.snapshot().known_all(&note))).unwrap_or_default()
}

fn counted(judged: Vec<Option<Arc<Judged>>>) -> Verdicts {
    let mut verdicts = Verdicts::new();
    for judged in judged.into_iter().flatten() {
        let name = match judged.verdict() {
            Verdict::Backed => "backed",
            Verdict::PartlyBacked => "partly_backed",
            Verdict::Unbacked => "unbacked",
            Verdict::Contradicted => "contradicted",
            Verdict::Overstated => "overstated",
            Verdict::NotChecked => "not_checked",
        };
        *verdicts.entry(name).or_default() += 1;
    }
    verdicts
}

/// One finding.
pub fn diagnostic(view: &View, finding: &Finding) -> Diagnostic {
    let facts = &view.picture.facts;
    // The passage that decides is enough to go by; the card has the others, and editors show both in one place.
    let related = finding.evidence.iter().take(1).filter_map(|quote| {
        let location = view.picture.location(&quote.source, quote.bytes)?;
        Some(DiagnosticRelatedInformation { location, message: quote.quote.clone() })
    });
    let related: Vec<_> = if facts.related_information { related.collect() } else { Vec::new() };
    Diagnostic {
        range: view.range(finding.span),
        severity: severity(finding.severity),
        code: Some(NumberOrString::String(finding.rule.name().into())),
        code_description: if facts.code_description { description() } else { None },
        source: Some("backtext".into()),
        message: finding.message.clone(),
        related_information: (!related.is_empty()).then_some(related),
        tags: None,
        data: None,
    }
}

fn severity(severity: Severity) -> Option<DiagnosticSeverity> {
    match severity {
        Severity::Error => Some(DiagnosticSeverity::ERROR),
        Severity::Warning => Some(DiagnosticSeverity::WARNING),
        Severity::Information => Some(DiagnosticSeverity::INFORMATION),
        Severity::Hint | Severity::Off => Some(DiagnosticSeverity::HINT),
    }
}

/// Where the rules are described: in the README, where the package says where that is to be read.
fn description() -> Option<CodeDescription> {
    let repository = option_env!("CARGO_PKG_REPOSITORY").filter(|address| !address.is_empty())?;
    format!("{repository}#rules").parse().ok().map(|href| CodeDescription { href })
}

/// Markdown, or its words alone where the client shows no Markdown.
pub fn markup(markdown: bool, text: String) -> MarkupContent {
    if markdown {
        MarkupContent { kind: MarkupKind::Markdown, value: text }
    } else {
        MarkupContent { kind: MarkupKind::PlainText, value: crate::features::markdown::plain(&text) }
    }
}
