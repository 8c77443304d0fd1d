//! Actors, mentions, disputes and relationships held against articles worked through by hand.
//!
//! `cargo test --test knowledge -- --nocapture` prints the table and every difference. Four articles are the package's own
//! (`tests/articles`); a fifth is looked for in `../shared` beside the checkout, or where `BACKTEXT_DATA` says.
#![allow(clippy::unwrap_used, missing_docs)]

mod gold;
mod score;

use std::path::Path;
use std::sync::Arc;

use backtext::knowledge::facts::Party;
use backtext::knowledge::{Knowledge, SourceFacts, SourceRef};
use backtext::source::{self, Source};
use backtext::workspace::Config;
use gold::Gold;
use score::Score;

fn read(path: &Path) -> Option<Source> {
    let bytes = std::fs::read(path).ok()?;
    Some(source::read(&format!("sources/{}", path.file_name()?.to_string_lossy()), &bytes))
}

fn knowledge(source: &Source) -> Knowledge {
    let reference = SourceRef { id: source.id.clone(), path: source.path.clone(), meta: source.meta.clone() };
    Knowledge::build(vec![(reference, Arc::new(SourceFacts::of(source)))], &Config::default(), 0)
}

/// A party in one line, for `DUMP=border` and the like.
fn words(party: &Party) -> String {
    let inner = |list: &[Party]| list.iter().map(words).collect::<Vec<_>>().join(", ");
    format!("{}→{:?} names({}) of({})", party.own, party.resolved, inner(&party.names), inner(&party.owners))
}

fn score(name: &str, source: &Source, gold: &Gold) -> Score {
    if std::env::var("DUMP").is_ok_and(|wanted| wanted == name) {
        let facts = SourceFacts::of(source);
        for s in &facts.statements {
            println!("{} {:?} {} {} | {} | {} || {}", s.line, s.drift, s.asserted, s.act, words(&s.a), words(&s.b), s.quote);
        }
        let k = knowledge(source);
        for r in k.relationships() {
            let id = |i: u32| k.actor_at(i).map(|a| a.id.clone()).unwrap_or_default();
            for s in &r.statements {
                println!("rel {} {} {:?} {} {}", id(s.subject), id(s.object), s.drift, s.asserted, s.act);
            }
        }
        for i in &facts.issues {
            println!("issue {} {} [{}] {} {:?}", i.line, i.name, i.head, i.bare, i.parties.iter().map(words).collect::<Vec<_>>());
        }
    }
    let knowledge = knowledge(source);
    let score = Score::of(name, source, &knowledge, gold);
    score.print();
    score
}

#[test]
fn articles_are_known_as_their_annotators_know_them() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/articles");
    for (name, disputes, stances) in [("border", 1, 4), ("strike", 1, 7), ("science", 1, 9), ("transfer", 1, 13)] {
        let folder = own.join(name);
        let path = std::fs::read_dir(folder.join("sources")).unwrap().next().unwrap().unwrap().path();
        let gold = Gold::own(&std::fs::read_to_string(folder.join("expected.json")).unwrap());
        score(name, &read(&path).unwrap(), &gold).hold(disputes, stances);
    }
    let data = std::env::var_os("BACKTEXT_DATA").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), Into::into);
    match (Gold::article(&data.join("article")), read(&data.join("../article/iran-taliban.txt"))) {
        (Some(gold), Some(source)) => {
            score("article", &source, &gold).hold(5, 14);
        }
        _ => println!("no annotated article under {}: not scored", data.display()),
    }
}
