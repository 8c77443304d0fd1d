//! `workspace/executeCommand`: one command, which changes nothing and needs no help of the client.

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, LSPAny};

use crate::features::report;
use crate::lsp::view::View;

/// The report of a workspace folder, as `check --format json` prints it, for buffers as they are; with its sources besides.
/// The argument is the folder's URI; without one it is the first folder.
pub const REPORT: &str = "backtext.report";

/// Runs a command.
pub fn answer(views: &[View], params: ExecuteCommandParams) -> Result<Option<LSPAny>> {
    if params.command != REPORT {
        return Err(Error::invalid_params(format!("there is no command {}", params.command)));
    }
    let wanted = params.arguments.first().and_then(|argument| argument.as_str());
    let path = wanted.and_then(|uri| uri.parse().ok()).and_then(|uri| crate::lsp::convert::file_path(&uri));
    let found = views.iter().find(|view| match &path {
        Some(path) => view.picture.folder.as_deref() == Some(path.as_path()),
        None => wanted.is_none() && view.picture.folder.is_some(),
    });
    let Some(view) = found else { return Ok(None) };
    let snapshot = view.snapshot();
    let mut value = report::value(snapshot, &snapshot.check(&|| ())).map_err(|_| Error::internal_error())?;
    if let Some(object) = value.as_object_mut() {
        object.insert("sources".into(), report::sources(snapshot));
    }
    Ok(Some(value))
}
