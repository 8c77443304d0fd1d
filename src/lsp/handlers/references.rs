//! `textDocument/references`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Location, ReferenceParams};

use crate::features::references;
use crate::lsp::view::View;

/// Every place that refers to the same.
pub fn answer(view: &View, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
    let at = view.offset(params.text_document_position.position);
    let declaration = params.context.include_declaration;
    let places = references::references(view.snapshot(), &view.path, at, declaration, &|| view.cancelled());
    Ok(Some(places.iter().filter_map(|place| view.picture.location(&place.path, place.span)).collect()))
}
