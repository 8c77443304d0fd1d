//! `workspace/willRenameFiles`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{RenameFilesParams, Uri, WorkspaceEdit};

use crate::features::rename;
use crate::lsp::convert::{file_path, workspace_edit};
use crate::lsp::roots;
use crate::lsp::view::View;

/// The edits that keep citations right when sources get other names.
pub fn answer(views: &[View], params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
    let path = |view: &View, uri: &str| {
        let file = file_path(&uri.parse::<Uri>().ok()?)?;
        roots::relative(view.picture.folder.as_deref()?, &file)
    };
    for view in views {
        let moves: Vec<(String, String)> =
            params.files.iter().filter_map(|file| Some((path(view, &file.old_uri)?, path(view, &file.new_uri)?))).collect();
        let edits = rename::moved(view.snapshot(), &moves, &|| view.cancelled());
        if !edits.is_empty() {
            return Ok(Some(workspace_edit(&view.picture, &edits)));
        }
    }
    Ok(None)
}
