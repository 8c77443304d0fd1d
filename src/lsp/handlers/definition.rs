//! `textDocument/definition`

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{GotoDefinitionParams, GotoDefinitionResponse, Location, LocationLink};

use crate::features::definition;
use crate::lsp::view::View;

/// Where the place leads to.
pub fn answer(view: &View, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
    let at = view.offset(params.text_document_position_params.position);
    let Some(found) = definition::definition(view.snapshot(), &view.path, at) else { return Ok(None) };
    let places: Vec<Location> = found.to.iter().filter_map(|place| view.picture.location(&place.path, place.span)).collect();
    if !view.picture.facts.location_links {
        return Ok(Some(GotoDefinitionResponse::Array(places)));
    }
    let link = |place: Location| LocationLink {
        origin_selection_range: Some(view.range(found.from)),
        target_uri: place.uri,
        target_range: place.range,
        target_selection_range: place.range,
    };
    Ok(Some(GotoDefinitionResponse::Link(places.into_iter().map(link).collect())))
}
