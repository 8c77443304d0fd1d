//! Scores the statements of a hand-annotated article against its annotation, actor pair by actor pair.
//!
//! `cargo test --test relationships -- --nocapture` prints recall and precision and every miss. The annotation is not part of the
//! package: it is looked for in `../shared/data/article` beside the checkout, or where `BACKTEXT_DATA` says; without it the test passes
//! and says that it did nothing.
#![allow(clippy::unwrap_used, missing_docs)]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use backtext::statement::{Analysis, Drift, Modality, Polarity, Stance, Statement, analyse, coref};
use backtext::text::{Span, parser::Parser, sentence};
use serde_json::Value;

/// What the article says, or we found, between two actors in one sentence.
#[derive(Clone, Debug)]
struct Found {
    a: String,
    b: String,
    directed: bool,
    drift: Drift,
    modality: &'static str,
    time: String,
    resolved: bool,
    act: String,
}

#[test]
fn the_article_is_read_as_its_annotator_read_it() {
    let root =
        std::env::var_os("BACKTEXT_DATA").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let read =
        |name: &str| std::fs::read_to_string(root.join("article").join(name)).ok().map(|t| serde_json::from_str::<Value>(&t).unwrap());
    let (Some(sentences), Some(rows), Some(entities)) = (read("sentences.json"), read("relationships.json"), read("entities.json")) else {
        println!("no annotated article under {}: nothing scored", root.display());
        return;
    };
    let actors = Actors::new(&entities, rows.as_array().unwrap());
    let predicted = predict(sentences.as_array().unwrap(), &actors);
    let mut score = Score::default();
    for row in rows.as_array().unwrap() {
        score.row(row, &predicted);
    }
    score.precision(rows.as_array().unwrap(), &predicted);
    score.print();
    score.hold();
}

/// Runs the paragraphs of the article through parse, statements and coreference.
fn predict(sentences: &[Value], actors: &Actors) -> BTreeMap<String, Vec<Found>> {
    let mut paragraphs: BTreeMap<u64, Vec<&Value>> = BTreeMap::new();
    for s in sentences {
        paragraphs.entry(s["line"].as_u64().unwrap()).or_default().push(s);
    }
    let mut out = BTreeMap::new();
    let (mut heading, mut before): (Option<Analysis>, Vec<Analysis>) = (None, Vec::new());
    let mut memory = coref::Memory::default();
    for group in paragraphs.values() {
        let mut analyses: Vec<Analysis> = group
            .iter()
            .map(|s| {
                let text = s["text"].as_str().unwrap();
                analyse(text, Parser::shared().parse(text))
            })
            .collect();
        if group.len() == 1 && group[0]["kind"] != "sentence" {
            if group[0]["kind"] == "heading" {
                heading = analyses.pop();
            }
            continue;
        }
        coref::resolve_paragraph(&mut analyses, &coref::Context { heading: heading.as_ref(), before: &before, memory: Some(&memory) });
        memory.note(&analyses);
        for (s, a) in group.iter().zip(&analyses) {
            if std::env::var_os("EXPLAIN").is_some() {
                println!("{}", backtext::statement::explain(a));
            }
            out.insert(s["id"].as_str().unwrap().to_owned(), a.statements.iter().flat_map(|s| between_actors(s, a, actors)).collect());
        }
        before = analyses;
    }
    out
}

fn between_actors(s: &Statement, a: &Analysis, actors: &Actors) -> Vec<Found> {
    let mut out = Vec::new();
    for r in s.relations() {
        let find = |f: &backtext::statement::Filler| f.actors(&mut |text| actors.find(text)).into_iter().collect::<BTreeSet<String>>();
        for x in find(r.a) {
            for y in find(r.b) {
                if x != y {
                    out.push(Found {
                        a: x.clone(),
                        b: y.clone(),
                        directed: r.directed,
                        drift: r.drift,
                        modality: modality(s),
                        time: s.time.map(|t| t.of(&a.text).to_owned()).unwrap_or_default(),
                        resolved: [r.a, r.b].iter().any(|f| f.is_resolved()),
                        act: format!("{} [{}]", s.act.lemma, s.act.class.code()),
                    });
                }
            }
        }
    }
    out
}

/// The annotator's words for polarity, modality and attribution together.
fn modality(s: &Statement) -> &'static str {
    let doubted = s.certainty.modality == Modality::Doubted;
    match (s.polarity, s.certainty.modality) {
        (Polarity::Negated, Modality::Hedged) => "negated-hedged",
        (Polarity::Negated, _) if !doubted => "negated",
        (_, Modality::Doubted) => "doubted",
        (_, Modality::Speculated) => "speculated",
        (_, Modality::Intended | Modality::Requested) => "intended",
        (_, Modality::Hedged | Modality::Conditional) => "hedged",
        _ if s.attribution.as_ref().is_some_and(|a| a.stance == Stance::Claims || a.who.is_some()) => "claimed",
        _ => "asserted",
    }
}

/// Names of actors as the annotator lists them, longest first.
struct Actors(Vec<(String, String)>);

impl Actors {
    fn new(entities: &Value, rows: &[Value]) -> Self {
        let used: BTreeSet<&str> = rows.iter().flat_map(|r| [r["actor_a"].as_str().unwrap(), r["actor_b"].as_str().unwrap()]).collect();
        let mut forms = Vec::new();
        for a in entities["actors"].as_array().unwrap() {
            let id = a["id"].as_str().unwrap();
            if !used.contains(id) {
                continue;
            }
            let lists = ["forms_in_article", "adjectives_in_article", "forms_not_in_article"];
            let all =
                lists.iter().flat_map(|l| a[*l].as_array().unwrap()).map(|f| f.as_str().unwrap()).chain([a["name"].as_str().unwrap()]);
            for f in all {
                let f = f.split(" (").next().unwrap().trim_start_matches("the ").trim_start_matches("The ");
                forms.push((f.trim_end_matches("’s").to_owned(), id.to_owned()));
            }
        }
        forms.sort_by_key(|(f, _)| std::cmp::Reverse(f.len()));
        forms.dedup();
        Self(forms)
    }

    fn find(&self, text: &str) -> Vec<String> {
        let mut text = format!(" {} ", text.replace(|c: char| !c.is_alphanumeric(), " "));
        let mut out = Vec::new();
        for (form, id) in &self.0 {
            let needle = format!(" {} ", form.replace(|c: char| !c.is_alphanumeric(), " "));
            if text.contains(&needle) {
                text = text.replace(&needle, " | ");
                out.push(id.clone());
            }
        }
        out
    }
}

#[derive(Default)]
struct Score {
    /// By kind of row (yes, coref, inferred): rows, pairs found, pairs with polarity found.
    rows: BTreeMap<String, [usize; 3]>,
    direction: [usize; 2],
    modality: [usize; 2],
    period: [usize; 2],
    predicted: [usize; 2],
    predicted_explicit: [usize; 2],
    predicted_pairs: [usize; 2],
    misses: Vec<String>,
}

fn drift(row: &Value) -> Drift {
    match row["polarity"].as_str().unwrap() {
        "coop" => Drift::Cooperation,
        "conflict" => Drift::Conflict,
        "mixed" => Drift::Mixed,
        _ => Drift::Neutral,
    }
}

fn same_pair(f: &Found, a: &str, b: &str) -> bool {
    (f.a == a && f.b == b) || (f.a == b && f.b == a)
}

impl Score {
    fn row(&mut self, row: &Value, predicted: &BTreeMap<String, Vec<Found>>) {
        let text = |k: &str| row[k].as_str().unwrap();
        let (a, b) = (text("actor_a"), text("actor_b"));
        let all = predicted.get(text("sentence_id")).map_or(&[][..], Vec::as_slice);
        let pair: Vec<&Found> = all.iter().filter(|f| same_pair(f, a, b)).collect();
        let found: Vec<&&Found> = pair.iter().filter(|f| f.drift == drift(row)).collect();
        let count = self.rows.entry(text("explicit").to_owned()).or_default();
        count[0] += 1;
        count[1] += usize::from(!pair.is_empty());
        count[2] += usize::from(!found.is_empty());
        let line = format!(
            "{} {} {a} {} {b} {} {} | {} | {}",
            text("sentence_id"),
            text("rel_id"),
            if text("directed") == "yes" { "->" } else { "--" },
            text("polarity"),
            text("modality"),
            text("explicit"),
            text("span")
        );
        if found.is_empty() {
            self.misses.push(format!("missed    {line}"));
            return;
        }
        self.direction[0] += 1;
        let directed = text("directed") == "yes";
        if found.iter().any(|f| f.directed == directed && (!directed || f.a == a)) {
            self.direction[1] += 1;
        } else {
            self.misses.push(format!("direction {line}"));
        }
        self.modality[0] += 1;
        let wanted = text("modality");
        if found.iter().any(|f| f.modality == wanted || (f.modality == "negated-hedged" && matches!(wanted, "doubted" | "negated"))) {
            self.modality[1] += 1;
        } else {
            let got: BTreeSet<&str> = found.iter().map(|f| f.modality).collect();
            self.misses.push(format!("modality  {line} | got {got:?}"));
        }
        if !text("period_start").is_empty() {
            self.period[0] += 1;
            if found.iter().any(|f| f.time.contains(text("period_start")) && f.time.contains(text("period_end"))) {
                self.period[1] += 1;
            } else {
                self.misses.push(format!("period    {line} | got {:?}", found.iter().map(|f| &f.time).collect::<Vec<_>>()));
            }
        }
    }

    fn precision(&mut self, rows: &[Value], predicted: &BTreeMap<String, Vec<Found>>) {
        for (sentence, all) in predicted {
            let mut seen = BTreeSet::new();
            let gold: Vec<&Value> = rows.iter().filter(|r| r["sentence_id"] == sentence.as_str()).collect();
            for f in all.iter().filter(|f| f.drift != Drift::Neutral) {
                let mut pair = [f.a.as_str(), f.b.as_str()];
                pair.sort_unstable();
                if !seen.insert((pair, f.drift)) {
                    continue;
                }
                let is_pair = |r: &&&Value| same_pair(f, r["actor_a"].as_str().unwrap(), r["actor_b"].as_str().unwrap());
                let pair_right = gold.iter().any(|r| is_pair(&r));
                let right = gold.iter().any(|r| is_pair(&r) && drift(r) == f.drift);
                self.predicted[0] += 1;
                self.predicted[1] += usize::from(right);
                self.predicted_pairs[0] += 1;
                self.predicted_pairs[1] += usize::from(pair_right);
                if !f.resolved {
                    self.predicted_explicit[0] += 1;
                    self.predicted_explicit[1] += usize::from(right);
                }
                if !right {
                    self.misses.push(format!(
                        "spurious  {sentence} {} {} {} {:?} {} by {}{}",
                        f.a,
                        if f.directed { "->" } else { "--" },
                        f.b,
                        f.drift,
                        f.modality,
                        f.act,
                        if f.resolved { " (resolved)" } else { "" }
                    ));
                }
            }
        }
    }

    fn print(&self) {
        for m in &self.misses {
            println!("{m}");
        }
        for (kind, [n, pair, polarity]) in &self.rows {
            println!("recall {kind:9} {n:3} rows: pair {:.2}, pair with polarity {:.2}", share(*pair, *n), share(*polarity, *n));
        }
        println!(
            "precision: pair {:.2}, pair with polarity {:.2} of {}, without coreference {:.2} of {}",
            share(self.predicted_pairs[1], self.predicted_pairs[0]),
            share(self.predicted[1], self.predicted[0]),
            self.predicted[0],
            share(self.predicted_explicit[1], self.predicted_explicit[0]),
            self.predicted_explicit[0]
        );
        println!(
            "of the rows found: direction {:.2}, modality {:.2} of {}, period {}/{}",
            share(self.direction[1], self.direction[0]),
            share(self.modality[1], self.modality[0]),
            self.modality[0],
            self.period[1],
            self.period[0]
        );
    }

    /// The floor that must not be fallen under.
    fn hold(&self) {
        let recall = |kind: &str| self.rows.get(kind).map_or(0.0, |[n, _, found]| share(*found, *n));
        assert!(recall("yes") >= 0.92 && recall("coref") >= 0.70, "recall {:.2}, by coreference {:.2}", recall("yes"), recall("coref"));
        let (precision, modality) = (share(self.predicted[1], self.predicted[0]), share(self.modality[1], self.modality[0]));
        assert!(precision >= 0.90 && modality >= 0.85, "precision {precision:.2}, modality {modality:.2}");
    }
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 { 0.0 } else { part as f64 / of as f64 }
}

/// The package's own articles, labelled by hand by somebody who did not write the extraction: pairs with polarity by statement.
#[test]
fn articles_of_other_subjects_are_read_too() {
    let mut all = [0; 4];
    for name in ["border", "strike", "science", "transfer"] {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/articles").join(name);
        let text = std::fs::read_to_string(root.join(format!("sources/{name}.md"))).unwrap();
        let expected: Value = serde_json::from_str(&std::fs::read_to_string(root.join("expected.json")).unwrap()).unwrap();
        let [gold, found, predicted, right] = score_article(&text, &expected);
        println!(
            "{name}: recall {found}/{gold} = {:.2}, precision {right}/{predicted} = {:.2}",
            share(found, gold),
            share(right, predicted)
        );
        for (sum, n) in all.iter_mut().zip([gold, found, predicted, right]) {
            *sum += n;
        }
    }
    let [gold, found, predicted, right] = all;
    println!("our articles: recall {:.2}, precision {:.2}", share(found, gold), share(right, predicted));
    assert!(share(found, gold) >= 0.58 && share(right, predicted) >= 0.89);
}

fn score_article(text: &str, expected: &Value) -> [usize; 4] {
    let actors = Actors::of_article(expected);
    let mut found: Vec<(Span, Vec<Found>)> = Vec::new();
    let (mut heading, mut before): (Option<Analysis>, Vec<Analysis>) = (None, Vec::new());
    let mut memory = coref::Memory::default();
    let body = text.find("\n---\n").map_or(0, |i| i + 5);
    for line in text[body..].split_inclusive('\n').scan(body, |at, l| {
        *at += l.len();
        Some((*at - l.len(), l))
    }) {
        let (start, line) = line;
        if let Some(title) = line.strip_prefix('#') {
            let title = title.trim_start_matches('#').trim();
            heading = Some(analyse(title, Parser::shared().parse(title)));
            continue;
        }
        let spans = sentence::split(line);
        let mut analyses: Vec<Analysis> = spans.iter().map(|s| analyse(s.of(line), Parser::shared().parse(s.of(line)))).collect();
        coref::resolve_paragraph(&mut analyses, &coref::Context { heading: heading.as_ref(), before: &before, memory: Some(&memory) });
        memory.note(&analyses);
        for (s, a) in spans.iter().zip(&analyses) {
            if std::env::var_os("EXPLAIN").is_some() {
                println!("{}", backtext::statement::explain(a));
            }
            found.push((s.shifted(start), a.statements.iter().flat_map(|s| between_actors(s, a, &actors)).collect()));
        }
        if !analyses.is_empty() {
            before = analyses;
        }
    }
    let gold: Vec<(&str, &str, Drift, Span, &str)> = expected["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|p| p["statements"].as_array().unwrap())
        .map(|s| {
            let n = |i: usize| s["bytes"][i].as_u64().unwrap() as usize;
            let drift = match s["polarity"].as_str().unwrap_or("") {
                "cooperation" => Drift::Cooperation,
                "conflict" => Drift::Conflict,
                "mixed" => Drift::Mixed,
                _ => Drift::Neutral,
            };
            (
                s["subject"].as_str().unwrap_or(""),
                s["object"].as_str().unwrap_or(""),
                drift,
                Span::new(n(0), n(1)),
                s["quote"].as_str().unwrap(),
            )
        })
        .collect();
    let mut out = [gold.len(), 0, 0, 0];
    for (a, b, drift, span, quote) in &gold {
        let hit = found.iter().filter(|(s, _)| s.overlaps(*span)).flat_map(|(_, f)| f).any(|f| same_pair(f, a, b) && f.drift == *drift);
        out[1] += usize::from(hit);
        if !hit {
            println!("missed   {a} {b} {drift:?} | {quote}");
        }
    }
    for (span, fs) in &found {
        let mut seen = BTreeSet::new();
        for f in fs.iter().filter(|f| f.drift != Drift::Neutral) {
            let mut pair = [f.a.as_str(), f.b.as_str()];
            pair.sort_unstable();
            if seen.insert((pair, f.drift)) {
                let right = gold.iter().any(|(a, b, d, s, _)| s.overlaps(*span) && same_pair(f, a, b) && *d == f.drift);
                out[2] += 1;
                out[3] += usize::from(right);
                if !right {
                    println!("spurious {} {} {:?} by {} | {}", f.a, f.b, f.drift, f.act, span.of(text));
                }
            }
        }
    }
    out
}

impl Actors {
    fn of_article(expected: &Value) -> Self {
        let mut forms = Vec::new();
        for a in ["actors", "optional_actors"].iter().filter_map(|k| expected[*k].as_array()).flatten() {
            let Some(id) = a["id"].as_str() else { continue };
            let lists = ["aliases", "forms", "optional_forms"].iter().filter_map(|l| a[*l].as_array()).flatten().filter_map(Value::as_str);
            for f in lists.chain(a["name"].as_str()) {
                forms.push((f.trim_start_matches("the ").trim_start_matches("The ").to_owned(), id.to_owned()));
            }
        }
        forms.sort_by_key(|(f, _)| std::cmp::Reverse(f.len()));
        Self(forms)
    }
}
