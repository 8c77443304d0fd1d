//! `backtext/graph`

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;

use crate::features::graph;
use crate::lsp::convert::file_path;
use crate::lsp::front::GraphParams;
use crate::lsp::view::View;

/// Actors and relationships of one workspace, or of all of them one after the other.
pub fn answer(views: &[View], params: GraphParams) -> Result<Value> {
    let wanted = params.root.as_ref().and_then(file_path);
    let (mut nodes, mut edges) = (Vec::new(), Vec::new());
    for view in views.iter().filter(|view| wanted.is_none() || view.picture.folder == wanted) {
        let address = |path: &str| view.picture.uri(path).map(|uri| uri.as_str().to_owned());
        let mut found = graph::graph(&view.snapshot().knowledge(), &address);
        for (key, all) in [("nodes", &mut nodes), ("edges", &mut edges)] {
            if let Some(Value::Array(some)) = found.get_mut(key).map(Value::take) {
                all.extend(some);
            }
        }
    }
    Ok(json!({"nodes": nodes, "edges": edges}))
}
