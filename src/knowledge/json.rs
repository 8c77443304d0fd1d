//! Actors, disputes and relationships as the command line prints them in JSON.

use serde_json::{Value, json};

use super::{Actor, Dispute, Knowledge, Relationship};
use crate::statement::{Drift, Mode};

/// One actor.
pub fn actor(actor: &Actor) -> Value {
    let mut aliases: Vec<&String> = actor.aliases.iter().chain(&actor.adjectives).collect();
    aliases.dedup();
    let mut value = json!({"id": actor.id, "name": actor.name, "kind": actor.kind.name(), "aliases": aliases, "mentions": actor.mentions});
    if let (Some(office), Some(object)) = (&actor.office, value.as_object_mut()) {
        object.insert("office".to_owned(), json!(office));
    }
    value
}

/// One dispute.
pub fn dispute(k: &Knowledge, dispute: &Dispute) -> Value {
    let id = |i: &u32| k.actor_at(*i).map(|a| a.id.clone());
    let place = |p: &super::dispute::Place| {
        let path = k.sources().get(p.source as usize).map(|s| s.path.clone());
        json!({"source": path, "line": p.line, "bytes": p.span, "quote": p.quote})
    };
    json!({
        "id": dispute.id,
        "name": dispute.name,
        "aliases": dispute.aliases,
        "parties": dispute.parties.iter().filter_map(id).collect::<Vec<_>>(),
        "instrument": dispute.instrument,
        "status": dispute.status,
        "positions": dispute.positions.iter().map(|p| {
            let mut value = place(&p.place);
            if let Some(object) = value.as_object_mut() {
                object.insert("actor".to_owned(), json!(id(&p.actor)));
            }
            value
        }).collect::<Vec<_>>(),
        "evidence": dispute.evidence.iter().map(place).collect::<Vec<_>>(),
    })
}

/// One relationship with all its statements.
pub fn relationship(k: &Knowledge, r: &Relationship) -> Value {
    let id = |i: u32| k.actor_at(i).map(|a| a.id.clone()).unwrap_or_default();
    let mut pair = [id(r.pair.0), id(r.pair.1)];
    pair.sort();
    let statements: Vec<Value> = r
        .statements
        .iter()
        .map(|s| {
            json!({
                "subject": id(s.subject),
                "object": id(s.object),
                "act": s.act,
                "polarity": drift(s.drift),
                "mode": mode(s.mode),
                "modality": s.modality_name(),
                "start": s.start,
                "end": s.end,
                "attributed_to": s.attributed,
                "source": s.source.and_then(|i| k.sources().get(i as usize)).map(|s| s.path.clone()),
                // What a person added without a place that was found has none.
                "line": (s.line > 0).then_some(s.line),
                "bytes": (s.line > 0).then_some(s.span),
                "quote": s.quote,
            })
        })
        .collect();
    json!({
        "pair": pair,
        "stance": r.stance.map(|s| s.name()),
        "cooperation": r.cooperation(),
        "conflict": r.conflict(),
        "not_asserted": r.not_asserted(),
        "first": r.first,
        "last": r.last,
        "disputes": r.disputes.iter().filter_map(|i| k.disputes().get(*i as usize)).map(|d| d.id.clone()).collect::<Vec<_>>(),
        "statements": statements,
    })
}

fn drift(drift: Drift) -> &'static str {
    match drift {
        Drift::Cooperation => "cooperation",
        Drift::Conflict => "conflict",
        Drift::Mixed => "mixed",
        Drift::Neutral => "neutral",
    }
}

fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::Verbal => "verbal",
        Mode::Material => "material",
        Mode::Unspecified => "unspecified",
    }
}
