//! `textDocument/inlayHint`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{InlayHint, InlayHintLabel, InlayHintParams, InlayHintTooltip};

use crate::features::inlay_hint;
use crate::lsp::view::View;
use crate::text::Span;

/// The source behind each backed claim, where the person wants to see it.
pub fn answer(view: &View, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
    if !view.picture.settings.inlay_hints {
        return Ok(Some(Vec::new()));
    }
    let hints = inlay_hint::hints(view.snapshot(), &view.path, view.span(params.range), &|| view.cancelled());
    let hint = |hint: inlay_hint::Hint| InlayHint {
        position: view.range(Span::new(hint.offset, hint.offset)).start,
        label: InlayHintLabel::String(hint.label),
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(hint.tooltip)),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    Ok(Some(hints.into_iter().map(hint).collect()))
}
