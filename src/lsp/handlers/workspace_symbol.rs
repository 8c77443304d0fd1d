//! `workspace/symbol`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use super::document_symbol::kind;
use crate::features::symbols;
use crate::lsp::view::View;

/// What in any workspace has a name like the query.
pub fn answer(views: &[View], params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
    let mut all = Vec::new();
    for view in views {
        for found in symbols::workspace(view.snapshot(), &params.query, &|| view.cancelled()) {
            let Some(location) = view.picture.location(&found.place.path, found.place.span) else { continue };
            all.push(WorkspaceSymbol {
                name: found.name,
                kind: kind(found.what),
                tags: None,
                container_name: (!found.container.is_empty()).then_some(found.container),
                location: OneOf::Left(location),
                data: None,
            });
        }
    }
    Ok(Some(WorkspaceSymbolResponse::Nested(all)))
}
