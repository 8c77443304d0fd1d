//! `workspace/willRenameFiles`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{RenameFilesParams, Uri, WorkspaceEdit};

use crate::features::{moved, rename};
use crate::lsp::convert::{file_path, workspace_edit};
use crate::lsp::roots;
use crate::lsp::view::View;

/// The edits that keep citations and links right when sources and notes get other names or places.
pub fn answer(views: &[View], params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
    let path = |view: &View, uri: &str| {
        let file = file_path(&uri.parse::<Uri>().ok()?)?;
        roots::relative(view.picture.folder.as_deref()?, &file)
    };
    for view in views {
        let moves: Vec<(String, String)> =
            params.files.iter().filter_map(|file| Some((path(view, &file.old_uri)?, path(view, &file.new_uri)?))).collect();
        let stop = || view.cancelled();
        let mut edits = rename::moved(view.snapshot(), &moves, &stop);
        for edit in moved::links(view.snapshot(), &moves, &stop) {
            // A wiki link to a source is a citation, which has its edit already.
            if !edits.iter().any(|other| other.path == edit.path && other.bytes == edit.bytes) {
                edits.push(edit);
            }
        }
        if !edits.is_empty() {
            return Ok(Some(workspace_edit(&view.picture, &edits)));
        }
    }
    Ok(None)
}
