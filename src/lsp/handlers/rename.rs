//! `textDocument/prepareRename` and `textDocument/rename`

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

use crate::features::rename;
use crate::lsp::convert::{renaming, workspace_edit};
use crate::lsp::view::View;

/// What can be renamed at a place.
pub fn prepare(view: &View, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
    let at = view.offset(params.position);
    let target = rename::prepare(view.snapshot(), &view.path, &view.text(), at);
    Ok(target.map(|target| PrepareRenameResponse::RangeWithPlaceholder { range: view.range(target.span), placeholder: target.name }))
}

/// The edits that rename it, and the file that moves.
pub fn answer(view: &View, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
    let at = view.offset(params.text_document_position.position);
    let stop = || view.cancelled();
    let found = rename::rename(view.snapshot(), &view.path, &view.text(), at, &params.new_name, &stop).map_err(refused)?;
    match &found.file {
        None => Ok(Some(workspace_edit(&view.picture, &found.edits))),
        Some((from, to)) if view.picture.facts.renames_files => renaming(&view.picture, &found.edits, from, to)
            .map(Some)
            .ok_or_else(|| refused("This source has no file that could be renamed.".into())),
        Some(_) => Err(refused("This editor lets no server rename files: rename the source's file, then its citations follow.".into())),
    }
}

/// The protocol's code for a request that is well-formed and still cannot be done (`RequestFailed`).
fn refused(why: String) -> Error {
    Error { code: tower_lsp::jsonrpc::ErrorCode::ServerError(-32803), message: why.into(), data: None }
}
