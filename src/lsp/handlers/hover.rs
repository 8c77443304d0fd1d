//! `textDocument/hover`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams};

use crate::features::hover;
use crate::lsp::convert::markup;
use crate::lsp::view::View;

/// The card for the place under the pointer.
pub fn answer(view: &View, params: HoverParams) -> Result<Option<Hover>> {
    let at = view.offset(params.text_document_position_params.position);
    let found = hover::hover(view.snapshot(), &view.path, at, view.picture.settings.reasons, &|| view.cancelled());
    Ok(found.map(|hover| Hover {
        contents: HoverContents::Markup(markup(view.picture.facts.markdown, hover.card)),
        range: Some(view.range(hover.span)),
    }))
}
