//! What judge and network say of every row, for the fit that puts them together.

use std::io::Write;
use std::path::Path;

use backtext::judge::second_opinion::{Network, ask_of, fusion};
use backtext::judge::{self, Verdict};
use rayon::prelude::*;

use crate::Options;
use crate::data::{self, Row};

/// Writes a line a row: set, group, label, kind, id, the judge's verdict, its score as it is shown, then what the fit may use.
pub fn write(data: &Path, options: &Options, path: &Path) {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    // Another model than the embedded one, for one that was just trained.
    let network = options.model.as_ref().map(|path| Network::read(std::fs::read(path).unwrap().leak()).unwrap());
    let Some(network) = network.as_ref().or_else(|| Network::shared()) else {
        eprintln!("this program was built without the second opinion: give --model FILE");
        return;
    };
    let mut named = false;
    for set in data::sets(data, options).into_iter().filter(|set| !set.starts_with("wice_unsupported")) {
        let started = std::time::Instant::now();
        let rows = data::rows(data, &set, options.sample);
        let lines: Vec<(String, String)> = rows.par_iter().map(|row| line(network, &set, row)).collect();
        for (names, values) in &lines {
            if !named {
                writeln!(out, "set\tgroup\tlabel\tkind\tid\tverdict\tshown\t{names}").unwrap();
                named = true;
            }
            writeln!(out, "{values}").unwrap();
        }
        eprintln!("{set}: {} rows in {:.0} s", rows.len(), started.elapsed().as_secs_f64());
    }
    if options.sets.is_empty() || options.sets.iter().any(|set| set == "development") {
        let lines: Vec<(String, String)> =
            development().par_iter().map(|(row, evidence)| told(network, "development", row, evidence)).collect();
        lines.iter().for_each(|(names, values)| {
            if !std::mem::replace(&mut named, true) {
                writeln!(out, "set\tgroup\tlabel\tkind\tid\tverdict\tshown\t{names}").unwrap();
            }
            writeln!(out, "{values}").unwrap();
        });
    }
}

/// The claims for development on whole sources of `tests/claims/development`; the subject is the group.
fn development() -> Vec<(Row, Vec<judge::Sentence>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/claims/development");
    let mut rows = Vec::new();
    for subject in ["dam", "merger", "tram", "volcano"] {
        let read = |name: &str| std::fs::read(folder.join(subject).join(name)).unwrap_or_default();
        let source = backtext::source::read("source.md", &read("source.md"));
        let passages = (0_u32..).zip(&source.passages).map(|(position, passage)| judge::Sentence {
            text: source.passage_text(passage).into_owned(),
            document: 1,
            position,
            paragraph: passage.paragraph,
            heading: passage.heading,
        });
        let evidence: Vec<judge::Sentence> = passages.collect();
        let claims = String::from_utf8(read("claims.tsv")).unwrap();
        for (number, line) in claims.lines().filter(|line| !line.starts_with('#')).enumerate() {
            let columns: Vec<&str> = line.split('\t').collect();
            let [kind, right, claim, rest @ ..] = columns.as_slice() else { continue };
            let label = match *right {
                "none" => "S",
                right if right.contains("backed-claim") => "N",
                right if right.contains("overstated") || right.contains("attribution") => "N",
                _ => "C",
            };
            let extra = serde_json::json!({"kind": kind, "context": rest.first()});
            let row = serde_json::json!({"id": format!("{subject}{number}"), "group": subject, "claim": claim, "evidence": [], "label": label, "extra": extra});
            rows.push((serde_json::from_value(row).unwrap(), evidence.clone()));
        }
    }
    rows
}

fn line(network: &Network, set: &str, row: &Row) -> (String, String) {
    told(network, set, row, &row.sentences())
}

fn told(network: &Network, set: &str, row: &Row, sentences: &[judge::Sentence]) -> (String, String) {
    let claim = row.claim();
    let judgement = judge::judge_alone(&claim, sentences);
    let readings = ask_of(network, &claim, sentences, &judgement).map(|opinion| opinion.readings).unwrap_or_default();
    let features = fusion::features(&claim, sentences.len(), &judgement, &readings);
    let (names, values): (Vec<&str>, Vec<String>) = features.iter().map(|(name, value)| (*name, format!("{value:.4}"))).unzip();
    let verdict = match judgement.verdict {
        Verdict::Backed => "S",
        Verdict::Contradicted => "C",
        Verdict::Overstated => "O",
        Verdict::PartlyBacked => "P",
        _ => "N",
    };
    let text = |text: &str| text.replace(['\t', '\n'], " ");
    let start = format!("{set}\t{}\t{}\t{}\t{}\t{verdict}\t{:.4}", text(&row.group), row.label, row.kind(), text(&row.id), judgement.score);
    (names.join("\t"), format!("{start}\t{}", values.join("\t")))
}
