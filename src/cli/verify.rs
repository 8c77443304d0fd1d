//! `backtext verify`: judge claims with their evidence, one JSON object a line. It is the same judge that the editor uses.

use std::io::{BufRead, Write};
use std::process::ExitCode;

use anyhow::Context;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::judge::{self, Claim, Sentence, Verdict, second_opinion};
use crate::text::Span;

/// Lines judged together, on all cores; answers come in the order of the questions.
const BATCH: usize = 256;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Ask for the second opinion of the neural judge as well, as `second-opinion = "on"` does in a workspace
    #[arg(long)]
    second: bool,
}

#[derive(Debug, Deserialize)]
struct Question {
    #[serde(default)]
    id: serde_json::Value,
    claim: String,
    #[serde(default)]
    evidence: Vec<String>,
    #[serde(default)]
    context: Option<String>,
}

#[derive(Debug, Serialize)]
struct Answer {
    id: serde_json::Value,
    verdict: Verdict,
    score: f32,
    evidence: Vec<Ranked>,
    unbacked: Vec<Span>,
    reasons: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    second_opinion: Option<Second>,
}

/// What was said before the second opinion, and what both say together.
#[derive(Debug, Serialize)]
struct Second {
    first: Verdict,
    backed: f32,
    contradicted: f32,
}

#[derive(Debug, Serialize)]
struct Ranked {
    index: usize,
    score: f32,
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut lines = std::io::stdin().lock().lines().enumerate();
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        for (number, line) in lines.by_ref().take(BATCH) {
            let line = line.with_context(|| format!("line {} of the input cannot be read", number + 1))?;
            if line.trim().is_empty() {
                continue;
            }
            let question: Question = serde_json::from_str(&line).with_context(|| {
                format!("line {} of the input is no question: give {{\"id\": …, \"claim\": \"…\", \"evidence\": [\"…\"]}}", number + 1)
            })?;
            batch.push(question);
        }
        if batch.is_empty() {
            break;
        }
        let answers: Vec<Answer> = batch.par_iter().map(|question| answer(question, arguments.second)).collect();
        for answer in answers {
            serde_json::to_writer(&mut out, &answer)?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
    }
    Ok(ExitCode::SUCCESS)
}

fn answer(question: &Question, second: bool) -> Answer {
    let evidence: Vec<Sentence> =
        (0u32..).zip(&question.evidence).map(|(position, text)| Sentence { text: text.clone(), position, ..Sentence::default() }).collect();
    let claim = Claim { text: &question.claim, context: question.context.as_deref().unwrap_or("") };
    let first = judge::judge_alone(&claim, &evidence);
    let ask = second && second_opinion::can_change(&claim, evidence.len(), &first);
    let opinion = if ask { second_opinion::ask(&claim, &evidence, &first) } else { None };
    let judgement = opinion.as_ref().map_or(first, |opinion| second_opinion::fusion::revise(&claim, &evidence, opinion));
    Answer {
        id: question.id.clone(),
        verdict: judgement.verdict,
        score: judgement.score,
        evidence: judgement.evidence.iter().map(|(index, score)| Ranked { index: *index, score: *score }).collect(),
        unbacked: judgement.unbacked.clone(),
        second_opinion: opinion.map(|opinion| Second {
            first: opinion.before.verdict,
            backed: opinion.backed,
            contradicted: opinion.contradicted,
        }),
        reasons: judgement.reasons.iter().map(|reason| format!("{}: {}", reason.rule.name(), reason.message)).collect(),
    }
}
