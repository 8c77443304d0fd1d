//! `textDocument/foldingRange`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use crate::features::folding;
use crate::lsp::view::View;

/// What can be folded away.
pub fn answer(view: &View, _: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
    let fold = |fold: folding::Fold| {
        let range = view.range(fold.span);
        FoldingRange {
            start_line: range.start.line,
            end_line: range.end.line,
            kind: Some(match fold.kind {
                folding::Kind::Region => FoldingRangeKind::Region,
                folding::Kind::Comment => FoldingRangeKind::Comment,
            }),
            ..Default::default()
        }
    };
    Ok(Some(folding::folds(&view.text()).into_iter().map(fold).collect()))
}
