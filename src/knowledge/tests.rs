#![allow(clippy::unwrap_used)]
use std::sync::Arc;

use super::*;
use crate::source;
use crate::workspace::config::Config;

pub(super) fn knowledge(texts: &[(&str, &str)], config: &str) -> Knowledge {
    let digests = texts.iter().map(|(path, text)| {
        let source = source::read(path, text.as_bytes());
        let reference = SourceRef { id: source.id.clone(), path: source.path.clone(), meta: source.meta.clone() };
        (reference, Arc::new(SourceFacts::of(&source)))
    });
    Knowledge::build(digests.collect(), &Config::parse(config), 0)
}

fn names(knowledge: &Knowledge) -> Vec<(String, &'static str, usize)> {
    knowledge.actors().iter().map(|a| (a.id.clone(), a.kind.name(), a.mentions)).collect()
}

#[test]
fn forms_of_one_actor_are_joined() {
    let text = "The United States accused the Seafarers Front (SF) of an attack. American forces attacked SF fighters. Washington denied the report.";
    let k = knowledge(&[("sources/a.txt", text)], "");
    let found = names(&k);
    assert!(found.contains(&("united-states".into(), "state", 3)), "{found:?}");
    assert!(found.contains(&("seafarers-front".into(), "armed-group", 3)), "{found:?}");
    assert_eq!(found.len(), 2, "{found:?}");
    let us = k.look_up("Washington").unwrap();
    let sf = k.look_up("SF").unwrap();
    assert_eq!(k.between(us, sf).unwrap().stance, Some(Stance::Conflict));
}

#[test]
fn a_correction_wins_over_discovery() {
    let text = "Malta met Cyprus. Malta accused Cyprus of theft.";
    let config = "[[actor]]\nid = \"malta\"\nname = \"Republic of Malta\"\naliases = [\"Malta\"]\nkind = \"state\"\n[[actor]]\nid = \"cyprus\"\nhide = true\n";
    let k = knowledge(&[("sources/a.txt", text)], config);
    assert_eq!(k.actor("malta").unwrap().name, "Republic of Malta");
    assert!(k.actor("cyprus").is_none());
}
