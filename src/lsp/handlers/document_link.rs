//! `textDocument/documentLink`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentLink, DocumentLinkParams};

use crate::features::document_link;
use crate::lsp::view::View;
use crate::source::is_extracted;

/// Citations as links to their source, and to its line where they name one.
pub fn answer(view: &View, _: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
    let link = |link: document_link::Link| {
        let path = link.target.path;
        let opens_at = if is_extracted(&path) { " (opens at its start: places are in the text that was read from it)" } else { "" };
        let tooltip = view.picture.facts.link_tooltips.then(|| format!("{path}{opens_at}"));
        let place = view.picture.location(&path, link.target.span)?;
        let line = place.range.start.line;
        let target = if line == 0 { place.uri } else { format!("{}#L{}", place.uri.as_str(), line + 1).parse().ok()? };
        Some(DocumentLink { range: view.range(link.span), target: Some(target), tooltip, data: None })
    };
    Ok(Some(document_link::links(view.snapshot(), &view.path).into_iter().filter_map(link).collect()))
}
