//! Tokens and statements a second, on the sentences of the parity test that are there, side by side with
//! `python tests/parser/bench.py` (same sentences, same order). Times are processor time of one thread where the system tells it,
//! so that a busy machine does not distort them.

use std::process::Command;
use std::time::{Duration, Instant};

use backtext::knowledge::SourceFacts;
use backtext::source;
use backtext::text::parser::Parser;

use super::fixture;

const SENTENCE: &str = "The minister told reporters in Geneva on Tuesday that the two governments had finally agreed to release some 40 prisoners of war before winter sets in.";

/// Processor time of this thread (Linux), or time since the first call.
fn now() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let start = START.get_or_init(Instant::now);
    let nanos =
        std::fs::read_to_string("/proc/thread-self/schedstat").ok().and_then(|stat| stat.split(' ').next().and_then(|n| n.parse().ok()));
    nanos.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

pub fn section(python: Option<&str>) -> Result<(), Box<dyn std::error::Error>> {
    println!("\nParser, one thread");
    let fixture = fixture::load()?;
    let texts: Vec<&str> = fixture.iter().filter_map(|e| e.text.as_deref()).collect();
    let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    let start = now();
    let parser = Parser::shared();
    println!("load            {:>9.1} ms", (now() - start).as_secs_f64() * 1e3);
    for round in ["first", "second", "third"] {
        let start = now();
        let tokens: usize = parser.parse_batch(&texts).iter().map(|p| p.tokens.len()).sum();
        println!("long, {round:<8}  {:>9.0} tokens/s ({tokens} tokens)", tokens as f64 / (now() - start).as_secs_f64());
    }
    let start = now();
    let tokens: usize = texts.iter().map(|text| parser.parse(text).tokens.len()).sum();
    println!("one by one      {:>9.0} tokens/s", tokens as f64 / (now() - start).as_secs_f64());
    let tokens = parser.parse(SENTENCE).tokens.len();
    let start = now();
    for _ in 0..200 {
        parser.parse(SENTENCE);
    }
    println!("one sentence    {:>9.2} ms ({tokens} tokens)", (now() - start).as_secs_f64() * 1e3 / 200.0);
    let sources: Vec<_> = texts.chunks(30).map(|part| source::read("part.txt", part.join("\n\n").as_bytes())).collect();
    let start = now();
    let found: usize = sources.iter().map(|source| SourceFacts::of(source).statements.len()).sum();
    println!("what is said    {:>9.0} words/s, from text to actors and statements ({found})", words as f64 / (now() - start).as_secs_f64());
    if let Some(python) = python {
        println!("\nThe Python original, one thread");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/parser/bench.py");
        Command::new(python).arg(script).env("OMP_NUM_THREADS", "1").status()?;
    }
    Ok(())
}
