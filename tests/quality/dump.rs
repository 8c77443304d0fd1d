//! What the harness writes for other programs: answers, features for the fit, document frequencies.

use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::path::Path;

use backtext::evidence::term::terms;
use backtext::judge;
use backtext::judge::ranking::Bearing;
use rayon::prelude::*;
use serde_json::json;
use smol_str::SmolStr;

use crate::data::Row;
use crate::report::Answered;
use crate::{Options, data};

/// One line with a row's answer.
pub fn answer(out: &mut impl Write, one: &Answered) {
    let judgement = &one.judgement;
    let reasons: Vec<String> = judgement.reasons.iter().map(|reason| format!("{}: {}", reason.rule.name(), reason.message)).collect();
    let best: Vec<&str> =
        judgement.evidence.iter().take(3).filter_map(|(index, _)| one.row.evidence.get(*index).map(String::as_str)).collect();
    let unbacked: Vec<&str> = judgement.unbacked.iter().map(|span| span.of(&one.row.claim)).collect();
    let line = json!({
        "ds": one.row.ds, "id": one.row.id, "label": one.row.label, "kind": one.row.kind(), "verdict": judgement.verdict, "score": judgement.score,
        "claim": one.row.claim, "best": best, "unbacked": unbacked, "reasons": reasons,
    });
    writeln!(out, "{line}").unwrap();
}

/// Features of every row, for the fit: set, group, label, kind, id, then the values; the first line names them.
pub fn features(data: &Path, options: &Options, path: &Path) {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    writeln!(out, "set\tgroup\tlabel\tkind\tid\tranking\t{}", judge::features::names().join("\t")).unwrap();
    for set in data::sets(data, options).into_iter().filter(|set| !set.starts_with("wice_unsupported")) {
        let rows = data::rows(data, &set, options.sample);
        let lines: Vec<String> = rows.par_iter().map(|row| line(&set, row)).collect();
        lines.iter().for_each(|line| writeln!(out, "{line}").unwrap());
        eprintln!("{set}: {} rows", rows.len());
    }
}

fn line(set: &str, row: &Row) -> String {
    let sentences = row.sentences();
    let bearing = Bearing::new(&row.claim(), &sentences, &judge::rarity_alone(&sentences));
    let values: Vec<String> = judge::features::of(&bearing).iter().map(|(_, value)| format!("{value:.4}")).collect();
    let gold: Vec<usize> = row.gold().into_iter().flatten().collect();
    let ranking: Vec<String> = bearing
        .aligned
        .iter()
        .map(|one| {
            let signs: Vec<String> = one.signs.iter().map(|sign| format!("{sign:.4}")).collect();
            format!("{}:{}", u8::from(gold.contains(&one.index)), signs.join(":"))
        })
        .collect();
    format!(
        "{set}\t{}\t{}\t{}\t{}\t{}\t{}",
        row.group.replace(['\t', '\n'], " "),
        row.label,
        row.kind(),
        row.id.replace(['\t', '\n'], " "),
        ranking.join(" "),
        values.join("\t")
    )
}

/// Features of every content word of the claims whose words were marked, for the fit: set, claim, whether it lacks backing, the values.
pub fn words(data: &Path, path: &Path) {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    writeln!(out, "set\tclaim\tlacking\t{}", judge::unbacked::names().join("\t")).unwrap();
    for set in ["wice_unsupported_tokens_train", "wice_unsupported_tokens_dev"] {
        let rows = data::rows(data, set, None);
        let lines: Vec<String> = rows.par_iter().enumerate().map(|(number, row)| word_lines(set, number, row)).collect();
        lines.iter().for_each(|line| write!(out, "{line}").unwrap());
    }
}

fn word_lines(set: &str, number: usize, row: &Row) -> String {
    let sentences = row.sentences();
    let bearing = Bearing::new(&row.claim(), &sentences, &judge::rarity_alone(&sentences));
    let marked = row.marked();
    let words = &bearing.claim.deep().words;
    let mut lines = String::new();
    for (word, features) in words.iter().zip(judge::unbacked::features(&bearing)) {
        let lacking = marked.iter().any(|(span, lacking)| *lacking && span.overlaps(word.span));
        let values: Vec<String> = features.iter().map(|(_, value)| format!("{value:.4}")).collect();
        lines.push_str(&format!("{set}\t{number}\t{}\t{}\n", u8::from(lacking), values.join("\t")));
    }
    lines
}

/// Sets whose evidence is counted: prose of encyclopaedias, news and talks; no captions, no edits made by rule.
const COUNTED: [&str; 8] = ["cg2c_doc", "factcheckgpt_stance", "fever_docnli", "fm2", "mnli_binary", "summedits", "vitaminc_real", "wice"];
/// Sentences that a stem must stand in to be listed.
const SEEN: u32 = 4;

/// In how many sentences of the evidence a stem stands.
pub fn frequencies(data: &Path, path: &Path) {
    let mut sentences: HashSet<String> = HashSet::new();
    for set in COUNTED {
        sentences.extend(data::rows(data, set, None).into_iter().flat_map(|row| row.evidence));
    }
    let mut with: HashMap<SmolStr, u32> = HashMap::new();
    for sentence in &sentences {
        let stems: HashSet<SmolStr> = terms(sentence).map(|term| term.stem).collect();
        stems.into_iter().for_each(|stem| *with.entry(stem).or_default() += 1);
    }
    let mut listed: Vec<(SmolStr, u32)> = with.into_iter().filter(|(_, count)| *count >= SEEN).collect();
    listed.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).unwrap());
    write!(
        out,
        "# Sentences that a stem stands in, by `cargo bench --bench quality -- --frequencies FILE`.\n\
         # Counted on the evidence of {}. Counts only, no text of theirs; origins and licences in NOTICE.\n\
         # stem\tsentences\n# sentences {}\n",
        COUNTED.join(", "),
        sentences.len()
    )
    .unwrap();
    for (stem, count) in listed {
        writeln!(out, "{stem}\t{count}").unwrap();
    }
}
