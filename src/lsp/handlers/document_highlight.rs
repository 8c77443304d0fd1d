//! `textDocument/documentHighlight`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};

use crate::features::highlight;
use crate::lsp::view::View;

/// What else in the document is the same.
pub fn answer(view: &View, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
    let at = view.offset(params.text_document_position_params.position);
    let spans = highlight::highlight(view.snapshot(), &view.path, at, &view.text());
    let highlight = |span| DocumentHighlight { range: view.range(span), kind: Some(DocumentHighlightKind::TEXT) };
    Ok(Some(spans.into_iter().map(highlight).collect()))
}
