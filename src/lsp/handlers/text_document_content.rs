//! `workspace/textDocumentContent`

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;

use crate::lsp::view::View;

/// The text of the document, as positions in it are counted.
pub fn answer(view: &View, _: ()) -> Result<Value> {
    Ok(json!({"text": view.rope().to_string()}))
}
