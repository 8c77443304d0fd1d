//! Who relates to whom, as JSON: the tables of the command line and the graph of an editor.

use serde_json::{Value, json};

use crate::knowledge::{Between, Knowledge, Relationship};

/// Turns the path of a source into its address, for clients that open files by address.
pub type Address<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Actors that stand in a relationship, and the relationships: `{"nodes", "edges"}`. Each statement has the `uri` of its source
/// besides what [`relationship`] says.
pub fn graph(knowledge: &Knowledge, address: Address) -> Value {
    let related: std::collections::HashSet<u32> = knowledge.relationships().flat_map(|one| [one.pair.0, one.pair.1]).collect();
    let nodes: Vec<Value> = (knowledge.actors().iter().enumerate())
        .filter(|(index, _)| u32::try_from(*index).is_ok_and(|index| related.contains(&index)))
        .map(|(_, actor)| json!({"id": actor.id, "name": actor.name, "kind": actor.kind.name(), "mentions": actor.mentions}))
        .collect();
    let edges: Vec<Value> = knowledge.relationships().map(|one| relationship(knowledge, one, address)).collect();
    json!({"nodes": nodes, "edges": edges})
}

/// One relationship with all its statements; `stance` is `none` where nothing is asserted.
pub fn relationship(knowledge: &Knowledge, one: &Relationship, address: Address) -> Value {
    let disputes: Vec<&str> =
        one.disputes.iter().filter_map(|index| knowledge.disputes().get(*index as usize)).map(|dispute| dispute.id.as_str()).collect();
    let statements: Vec<Value> = one.statements.iter().map(|between| statement(knowledge, between, address)).collect();
    json!({
        "pair": [id(knowledge, one.pair.0), id(knowledge, one.pair.1)],
        "stance": one.stance.map_or("none", |stance| stance.name()),
        "cooperation": one.cooperation(),
        "conflict": one.conflict(),
        "first": one.first,
        "last": one.last,
        "disputes": disputes,
        "statements": statements,
    })
}

fn statement(knowledge: &Knowledge, between: &Between, address: Address) -> Value {
    let source = between.source.and_then(|index| knowledge.sources().get(index as usize));
    let mut value = json!({
        "subject": id(knowledge, between.subject),
        "object": id(knowledge, between.object),
        "act": between.act,
        "polarity": between.drift,
        "mode": between.mode,
        "modality": between.modality_name(),
        "start": between.start,
        "end": between.end,
        "attributed_to": between.attributed,
        "source": source.map(|source| source.id.as_str()),
        "line": between.line,
        "bytes": between.span,
        "quote": between.quote,
    });
    if let (Some(uri), Some(object)) = (source.and_then(|source| address(&source.path)), value.as_object_mut()) {
        object.insert("uri".into(), uri.into());
    }
    value
}

fn id(knowledge: &Knowledge, index: u32) -> &str {
    knowledge.actor_at(index).map_or("", |actor| actor.id.as_str())
}
