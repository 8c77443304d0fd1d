//! `textDocument/diagnostic` and `workspace/diagnostic`: for clients that pull

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::lsp::convert;
use crate::lsp::diagnostics::wait_a_moment;
use crate::lsp::view::View;

/// The diagnostics of a document, or that they are still those of before.
pub fn answer(view: &View, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
    let done = !view.picture.facts.refreshes.diagnostics || wait_a_moment(view);
    let items = if done { convert::diagnostics(view) } else { convert::diagnostics_so_far(view) };
    let id = id(&items);
    let report = if params.previous_result_id.as_ref() == Some(&id) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(id), items },
        })
    };
    Ok(DocumentDiagnosticReportResult::Report(report))
}

/// The diagnostics of every note that is not open, where the person wants them.
pub fn workspace(views: &[View], params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
    let mut items = Vec::new();
    for view in views.iter().filter(|view| view.picture.settings.whole_workspace) {
        // Nothing tells the client to ask again about notes that are not open, so this answer is to be the last word.
        let mut view = view.clone();
        view.picture.snapshot = view.picture.snapshot.thorough();
        let view = &view;
        for (path, diagnostics) in convert::closed_diagnostics(view) {
            let Some(uri) = view.picture.uri(&path) else { continue };
            let id = id(&diagnostics);
            let known = params.previous_result_ids.iter().any(|known| known.uri == uri && known.value == id);
            items.push(if known {
                WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
                    uri,
                    version: None,
                    unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: id },
                })
            } else {
                WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
                    uri,
                    version: None,
                    full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id: Some(id), items: diagnostics },
                })
            });
        }
    }
    Ok(WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items }))
}

/// The same for the same diagnostics.
fn id(items: &[Diagnostic]) -> String {
    format!("{:016x}", xxh3_64(serde_json::to_string(items).unwrap_or_default().as_bytes()))
}
