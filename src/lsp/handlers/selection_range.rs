//! `textDocument/selectionRange`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Range, SelectionRange, SelectionRangeParams};

use crate::features::selection_range;
use crate::lsp::view::View;

/// For each place, ever larger ranges around it.
pub fn answer(view: &View, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
    let text = view.text();
    let around = |position| {
        let spans = selection_range::ranges(view.snapshot(), &view.path, &text, view.offset(position));
        let chain = spans
            .into_iter()
            .rev()
            .fold(None, |parent: Option<Box<SelectionRange>>, span| Some(Box::new(SelectionRange { range: view.range(span), parent })));
        chain.map_or_else(|| SelectionRange { range: Range::new(position, position), parent: None }, |chain| *chain)
    };
    Ok(Some(params.positions.into_iter().map(around).collect()))
}
