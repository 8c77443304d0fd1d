//! The table of figures.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use backtext::judge::{self, Judgement, Verdict, second_opinion};
use rayon::prelude::*;

use crate::data::{self, Row};
use crate::measures::{auroc, balanced_accuracy, calibration_error, precision_recall};
use crate::{Options, dump};

/// A row with the judge's answer and the time it took.
pub struct Answered {
    pub row: Row,
    pub judgement: Judgement,
    pub time: Duration,
}

/// Runs everything and prints it.
pub fn measure(data: &Path, options: &Options) {
    if options.hand {
        article(data, options.second);
        written(options.second);
        return;
    }
    let mut answers = options.answers.as_ref().map(|path| std::io::BufWriter::new(std::fs::File::create(path).unwrap()));
    println!("{:<22} {:>6} {:>6} {:>6} {:>6} {:>6}  {:>7} {:>7}", "set", "rows", "AUROC", "BA", "ECE", "3-way", "C prec", "C rec");
    for set in data::sets(data, options) {
        let started = Instant::now();
        let rows = data::rows(data, &set, options.sample);
        let answered = answer(rows, options.second);
        if set.starts_with("wice_unsupported") {
            println!(
                "{set:<30} {:>5}  unsupported-token F1 {:.3} (precision {:.3}, recall {:.3})",
                answered.len(),
                spans(&answered).0,
                spans(&answered).1,
                spans(&answered).2
            );
        } else {
            line(&set, &answered);
        }
        match set.as_str() {
            "wice" => {
                ranking(&answered);
                speed(&answered);
            }
            "synthetic_edits" => kinds(&answered),
            _ => {}
        }
        let mut times: Vec<Duration> = answered.iter().map(|one| one.time).collect();
        times.sort();
        let median = times.get(times.len() / 2).copied().unwrap_or_default();
        println!(
            "    {:.1} s; half of the claims within {:.2} ms, parsing included",
            started.elapsed().as_secs_f64(),
            median.as_secs_f64() * 1e3
        );
        if let Some(out) = &mut answers {
            answered.iter().for_each(|one| dump::answer(out, one));
        }
    }
    if options.sets.is_empty() {
        article(data, options.second);
        written(options.second);
    }
    if let Some(out) = &mut answers {
        out.flush().unwrap();
    }
}

fn answer(rows: Vec<Row>, second: bool) -> Vec<Answered> {
    rows.into_par_iter()
        .map(|row| {
            let sentences = row.sentences();
            let started = Instant::now();
            let judgement = judged(&row.claim(), &sentences, second);
            Answered { judgement, time: started.elapsed(), row }
        })
        .collect()
}

/// The verdict as it is shown: the judge's, or where asked for the one in the light of both opinions.
fn judged(claim: &judge::Claim<'_>, sentences: &[judge::Sentence], second: bool) -> Judgement {
    let judgement = judge::judge_alone(claim, sentences);
    let ask = second && second_opinion::can_change(claim, sentences.len(), &judgement);
    let opinion = if ask { second_opinion::ask(claim, sentences, &judgement) } else { None };
    opinion.map_or(judgement, |opinion| second_opinion::fusion::revise(claim, sentences, &opinion))
}

fn line(set: &str, answered: &[Answered]) {
    let scores: Vec<(f32, bool)> = answered.iter().map(|one| (one.judgement.score, one.row.label == "S")).collect();
    let calls: Vec<(bool, bool)> = answered.iter().map(|one| (one.judgement.verdict == Verdict::Backed, one.row.label == "S")).collect();
    let contradicted: Vec<(bool, bool)> = answered
        .iter()
        .filter(|one| one.row.label != "NS")
        .map(|one| (one.judgement.verdict == Verdict::Contradicted, one.row.label == "C"))
        .collect();
    print!(
        "{set:<22} {:>6} {:>6.3} {:>6.3} {:>6.3}",
        answered.len(),
        auroc(&scores),
        balanced_accuracy(&calls),
        calibration_error(&scores)
    );
    if contradicted.iter().any(|pair| pair.1) {
        let right = answered.iter().filter(|one| three_way(one.judgement.verdict) == one.row.label).count() as f64;
        let (precision, recall) = precision_recall(&contradicted);
        print!(" {:>6.3}  {:>7.3} {:>7.3}", right / answered.len() as f64, precision, recall);
    }
    println!();
}

fn three_way(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Backed => "S",
        Verdict::Contradicted => "C",
        _ => "N",
    }
}

/// The time that a claim takes against its source once both are parsed, one claim at a time.
fn speed(answered: &[Answered]) {
    let mut times: Vec<Duration> = Vec::new();
    for one in answered.iter().filter(|one| (100..=140).contains(&one.row.evidence.len())) {
        let sentences = one.row.sentences();
        judge::judge_alone(&one.row.claim(), &sentences);
        let rarity = judge::rarity_alone(&sentences);
        let started = Instant::now();
        judge::judge(&one.row.claim(), &sentences, &rarity);
        times.push(started.elapsed());
    }
    times.sort();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default().as_secs_f64() * 1e3;
    println!(
        "    parsed, against 100 to 140 sentences: half within {:.2} ms, nine in ten within {:.2} ms ({} claims)",
        at(50),
        at(90),
        times.len()
    );
}

/// Whether a sentence that people marked comes first, or among the first three.
fn ranking(answered: &[Answered]) {
    let (mut first, mut three, mut all) = (0, 0, 0);
    for one in answered {
        let gold: Vec<usize> = one.row.gold().into_iter().flatten().collect();
        if gold.is_empty() {
            continue;
        }
        all += 1;
        let ranked: Vec<usize> = one.judgement.evidence.iter().take(3).map(|(index, _)| *index).collect();
        first += usize::from(ranked.first().is_some_and(|index| gold.contains(index)));
        three += usize::from(ranked.iter().any(|index| gold.contains(index)));
    }
    println!("    a marked sentence first {:.3}, among three {:.3} ({all} claims)", first as f64 / all as f64, three as f64 / all as f64);
}

/// F1, precision and recall of the words said to lack backing, over all words of all claims.
fn spans(answered: &[Answered]) -> (f64, f64, f64) {
    let mut pairs = Vec::new();
    for one in answered {
        for (span, lacking) in one.row.marked() {
            pairs.push((one.judgement.unbacked.iter().any(|called| called.overlaps(span)), lacking));
        }
    }
    let (precision, recall) = precision_recall(&pairs);
    (2.0 * precision * recall / (precision + recall), precision, recall)
}

/// Synthetic edits: how many of each harmful kind were flagged, how many of each harmless kind wrongly.
fn kinds(answered: &[Answered]) {
    let mut kinds: BTreeMap<(&str, &str), Vec<&Answered>> = BTreeMap::new();
    answered
        .iter()
        .for_each(|one| kinds.entry((if one.row.label == "S" { "harmless" } else { "harmful" }, one.row.kind())).or_default().push(one));
    for ((harm, kind), of) in kinds {
        let flagged = of.iter().filter(|one| one.judgement.verdict != Verdict::Backed).count();
        let mut verdicts: BTreeMap<&str, usize> = BTreeMap::new();
        of.iter().for_each(|one| *verdicts.entry(judge::in_words(one.judgement.verdict)).or_default() += 1);
        let verdicts: Vec<String> = verdicts.iter().map(|(verdict, count)| format!("{verdict} {count}")).collect();
        println!("    {harm:<8} {kind:<12} flagged {:.3} of {:>4}: {}", flagged as f64 / of.len() as f64, of.len(), verdicts.join(", "));
    }
}

/// The article that was labelled by hand: every sentence of it is evidence.
fn article(data: &Path, second: bool) {
    let read = |name: &str| -> serde_json::Value {
        std::fs::read_to_string(data.join("article").join(name)).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    };
    let sentences: Vec<judge::Sentence> = (0_u32..)
        .zip(read("sentences.json").as_array().into_iter().flatten())
        .filter_map(|(position, one)| Some(judge::Sentence { text: one.get("text")?.as_str()?.to_owned(), position, ..Default::default() }))
        .collect();
    let claims: Vec<(String, String)> = read("claims.json")
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| Some((one.get("claim")?.as_str()?.to_owned(), one.get("verdict")?.as_str()?.to_owned())))
        .collect();
    by_hand("article", &claims, &sentences, second, |verdict| verdict == "supported");
}

/// Claims on subjects far from politics.
fn written(second: bool) {
    for subject in ["medicine", "football", "telescope", "orchard"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/claims").join(subject);
        let Ok(claims) = std::fs::read_to_string(folder.join("claims.jsonl")) else { continue };
        let claims: Vec<(String, String)> = claims
            .lines()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
            .filter_map(|one| Some((one.get("claim")?.as_str()?.to_owned(), one.get("verdict")?.as_str()?.to_owned())))
            .collect();
        let path = folder.join("source.md");
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let source = backtext::source::read("source.md", &bytes);
        let sentences: Vec<judge::Sentence> = (0_u32..)
            .zip(&source.passages)
            .map(|(position, passage)| judge::Sentence {
                text: source.passage_text(passage).into_owned(),
                document: 1,
                position,
                paragraph: passage.paragraph,
                heading: passage.heading,
            })
            .collect();
        by_hand(subject, &claims, &sentences, second, |verdict| verdict == "backed");
    }
}

fn by_hand(name: &str, claims: &[(String, String)], sentences: &[judge::Sentence], second: bool, good: impl Fn(&str) -> bool) {
    let (mut flagged, mut bad, mut alarms, mut fine) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for (claim, truth) in claims {
        let judgement = judged(&judge::Claim { text: claim, context: "" }, sentences, second);
        let backed = judgement.verdict == Verdict::Backed;
        if good(truth) {
            fine += 1;
            alarms += usize::from(!backed);
        } else {
            bad += 1;
            flagged += usize::from(!backed);
        }
        let reasons: Vec<String> = judgement.reasons.iter().map(|reason| format!("{}: {}", reason.rule.name(), reason.message)).collect();
        let mark = if good(truth) == backed { ' ' } else { '!' };
        wrong.push(format!(
            "    {mark} {truth:<16} {:<13} {:.2}  {claim}  [{}]",
            judge::in_words(judgement.verdict),
            judgement.score,
            reasons.join("; ")
        ));
    }
    println!("{name}: {flagged} of {bad} bad claims flagged, {alarms} of {fine} good ones flagged wrongly");
    if std::env::var_os("BACKTEXT_QUALITY_CLAIMS").is_some() {
        wrong.iter().for_each(|line| println!("{line}"));
    }
}
