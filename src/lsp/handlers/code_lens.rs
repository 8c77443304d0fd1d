//! `textDocument/codeLens`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{CodeLens, CodeLensParams, Command};

use crate::features::code_lens;
use crate::lsp::view::View;

/// How much under each heading is backed, or how much rests on each passage.
pub fn answer(view: &View, _: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
    if !view.picture.settings.code_lens {
        return Ok(Some(Vec::new()));
    }
    let lenses = code_lens::lenses(view.snapshot(), &view.path, &|| view.cancelled());
    // A lens without a command is plain text in every editor; to follow it there is `textDocument/references`.
    let lens = |lens: code_lens::Lens| CodeLens {
        range: view.range(lens.span),
        command: Some(Command { title: lens.title, command: String::new(), arguments: None }),
        data: None,
    };
    Ok(Some(lenses.into_iter().map(lens).collect()))
}
