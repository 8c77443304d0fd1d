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

#[test]
fn what_names_own_and_who_holds_an_office_tell_their_kind() {
    let text = "Norrland and Vestmark have agreed to share radar data, although the two governments remain at odds over fishing quotas.\n\n\
                The foreign minister of Norrland, Ingrid Dahl, accused Vestmark of breaking the pact. Vestmark's prime minister, Tomas \
                Berg, denied that. Vestmark's coastguard boarded one of the ferries of Halvorsen Lines.\n\n\
                The Seafarers' Union is likely to go on strike if Halvorsen Lines closes the route. The union called the company a cheat.";
    let k = knowledge(&[("sources/a.txt", text)], "");
    let kind = |id: &str| k.actor(id).map(|a| a.kind.name());
    assert_eq!((kind("vestmark"), kind("ingrid-dahl"), kind("tomas-berg")), (Some("organisation"), Some("person"), Some("person")));
    assert!(!names(&k).iter().any(|(_, kind, _)| *kind == "role"), "{:?}", names(&k));
    let stance = |a: &str, b: &str| k.between(k.look_up(a)?, k.look_up(b)?).and_then(|r| r.stance);
    assert_eq!(stance("norrland", "vestmark"), Some(Stance::Mixed));
    assert_eq!(stance("halvorsen lines", "seafarers' union"), Some(Stance::Conflict));
    assert_eq!(stance("ingrid dahl", "tomas berg"), Some(Stance::Conflict), "who denies an accusation denies the accuser's");
    let disputes: Vec<_> = k.disputes().iter().map(|d| (d.name.as_str(), d.status.as_deref())).collect();
    assert_eq!(disputes, [("fishing quotas", Some("ongoing"))]);
}
