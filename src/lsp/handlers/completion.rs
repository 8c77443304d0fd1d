//! `textDocument/completion` and `completionItem/resolve`

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

use crate::features::completion::{self, About, Item, Kind};
use crate::lsp::convert::markup;
use crate::lsp::view::View;

/// What an item carries to be resolved by.
#[derive(Debug, Serialize, Deserialize)]
pub struct Data {
    /// The document that it was offered in.
    pub uri: Uri,
    /// What it is about.
    pub item: About,
}

/// What can be written at a place, best first.
pub fn answer(view: &View, params: CompletionParams) -> Result<Option<CompletionResponse>> {
    let place = params.text_document_position;
    let at = view.offset(place.position);
    let text = view.text();
    let found = completion::complete(view.snapshot(), &view.path, &text, at, &|| view.cancelled());
    let uri = &place.text_document.uri;
    let items = found.items.iter().enumerate().map(|(rank, item)| proposal(view, uri, rank, item)).collect();
    Ok(Some(CompletionResponse::List(CompletionList { is_incomplete: found.incomplete, items })))
}

fn proposal(view: &View, uri: &Uri, rank: usize, item: &Item) -> CompletionItem {
    let data = match &item.about {
        About::Nothing => None,
        about => serde_json::to_value(Data { uri: uri.clone(), item: about.clone() }).ok(),
    };
    CompletionItem {
        label: item.label.clone(),
        kind: Some(kind(item.kind)),
        detail: (!item.detail.is_empty()).then(|| item.detail.clone()),
        sort_text: Some(format!("{rank:05}")),
        filter_text: Some(item.filter.clone()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(view.range(item.replace), item.insert.clone()))),
        commit_characters: (view.picture.facts.commit_characters && !item.commit.is_empty())
            .then(|| item.commit.iter().map(ToString::to_string).collect()),
        insert_text_format: Some(InsertTextFormat::PLAIN_TEXT),
        data,
        ..Default::default()
    }
}

fn kind(kind: Kind) -> CompletionItemKind {
    match kind {
        Kind::Source => CompletionItemKind::FILE,
        Kind::Text => CompletionItemKind::TEXT,
        Kind::Actor => CompletionItemKind::CLASS,
        Kind::Term => CompletionItemKind::UNIT,
        Kind::Rule => CompletionItemKind::ENUM_MEMBER,
        Kind::Key => CompletionItemKind::PROPERTY,
        Kind::Value => CompletionItemKind::VALUE,
    }
}

/// What `completionItem/resolve` is about, from the item's data.
pub fn data(item: &CompletionItem) -> Result<Data> {
    let data = item.data.clone().unwrap_or_default();
    serde_json::from_value(data).map_err(|error| Error::invalid_params(format!("this item was not offered here: {error}")))
}

/// The item with its card.
pub fn resolve(view: &View, (mut item, about): (CompletionItem, About)) -> Result<CompletionItem> {
    let card = completion::resolve(view.snapshot(), &about);
    item.documentation = card.map(|card| match view.picture.facts.markdown_in_completion {
        true => Documentation::MarkupContent(markup(true, card)),
        false => Documentation::String(markup(false, card).value),
    });
    Ok(item)
}
