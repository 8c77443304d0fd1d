//! One claim against a source of 120 sentences, once both are parsed: what an edit costs that leaves claim and source as they were.

use std::path::Path;
use std::time::Instant;

use backtext::judge::{self, Claim, Sentence};
use backtext::source;

use super::table::{self, Row, part, time};

/// Sentences of the source.
const SENTENCES: usize = 120;
/// What is promised, in seconds.
const PROMISED: f64 = 0.001;

pub fn section() -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/claims");
    let subjects = [
        "development/dam",
        "development/merger",
        "development/tram",
        "development/volcano",
        "football",
        "medicine",
        "orchard",
        "telescope",
    ];
    let mut all: Vec<Sentence> = Vec::new();
    let mut claims: Vec<String> = Vec::new();
    for subject in subjects {
        let source = source::read("source.md", &std::fs::read(folder.join(subject).join("source.md"))?);
        let texts = source.passages.iter().map(|passage| (source.passage_text(passage).into_owned(), passage));
        all.extend((0_u32..).zip(texts).map(|(position, (text, passage))| Sentence {
            text,
            document: 1,
            position,
            paragraph: passage.paragraph,
            heading: passage.heading,
        }));
        if let Ok(table) = std::fs::read_to_string(folder.join(subject).join("claims.tsv")) {
            claims
                .extend(table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').nth(2).map(str::to_owned)));
        }
    }
    let evidence: Vec<Sentence> =
        (0_u32..).zip(all.into_iter().take(SENTENCES)).map(|(position, one)| Sentence { position, ..one }).collect();
    let rarity = judge::rarity_alone(&evidence);
    let mut times = Vec::new();
    for claim in &claims {
        let claim = Claim { text: claim, context: "" };
        judge::judge(&claim, &evidence, &rarity);
        let clock = Instant::now();
        judge::judge(&claim, &evidence, &rarity);
        times.push(clock.elapsed().as_secs_f64());
    }
    let within = times.iter().filter(|time| **time <= PROMISED).count() as f64 / times.len().max(1) as f64;
    let rows = [Row {
        name: format!("{} claims, {} sentences", claims.len(), evidence.len()),
        cells: vec![
            ("p50".into(), time(part(&mut times, 0.5))),
            ("p99".into(), time(part(&mut times, 0.99))),
            ("within 1 ms".into(), format!("{:.0} %", within * 100.0)),
        ],
    }];
    table::print("One claim against a source, both parsed before", &rows);
    Ok(())
}
