//! `textDocument/documentSymbol`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

use crate::features::symbols::{self, Symbol, What};
use crate::lsp::view::View;

/// Headings, and the claims under them.
pub fn answer(view: &View, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
    let found = symbols::document(view.snapshot(), &view.path, &|| view.cancelled());
    if view.picture.facts.nested_symbols {
        return Ok(Some(DocumentSymbolResponse::Nested(found.into_iter().map(|symbol| nested(view, symbol)).collect())));
    }
    let mut flat = Vec::new();
    for symbol in found {
        flatten(view, &params.text_document.uri, symbol, None, &mut flat);
    }
    Ok(Some(DocumentSymbolResponse::Flat(flat)))
}

/// Which of the protocol's kinds a symbol is shown as.
pub fn kind(what: What) -> SymbolKind {
    match what {
        What::Heading => SymbolKind::STRING,
        What::Claim(_) => SymbolKind::BOOLEAN,
        What::Source => SymbolKind::FILE,
        What::Note => SymbolKind::FILE,
        What::Actor => SymbolKind::CLASS,
        What::Dispute => SymbolKind::EVENT,
    }
}

#[allow(deprecated)] // The protocol's struct has a field that is no longer used.
fn nested(view: &View, symbol: Symbol) -> DocumentSymbol {
    let children: Vec<DocumentSymbol> = symbol.children.into_iter().map(|child| nested(view, child)).collect();
    DocumentSymbol {
        name: symbol.name,
        detail: (!symbol.detail.is_empty()).then_some(symbol.detail),
        kind: kind(symbol.what),
        tags: None,
        deprecated: None,
        range: view.range(symbol.span),
        selection_range: view.range(symbol.own),
        children: (!children.is_empty()).then_some(children),
    }
}

#[allow(deprecated)] // The same.
fn flatten(view: &View, uri: &Uri, symbol: Symbol, parent: Option<String>, into: &mut Vec<SymbolInformation>) {
    into.push(SymbolInformation {
        name: symbol.name.clone(),
        kind: kind(symbol.what),
        tags: None,
        deprecated: None,
        location: Location::new(uri.clone(), view.range(symbol.span)),
        container_name: parent,
    });
    for child in symbol.children {
        flatten(view, uri, child, Some(symbol.name.clone()), into);
    }
}
