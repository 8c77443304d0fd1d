//! What the harness writes for other programs: answers, features for the fit, document frequencies.

use std::collections::{HashMap, HashSet};
use std::io::Write;
use std::path::Path;

use backtext::evidence::term::terms;
use serde_json::json;
use smol_str::SmolStr;

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

/// Features of every row, for the fit.
pub fn features(_data: &Path, _options: &Options, _path: &Path) {}

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
