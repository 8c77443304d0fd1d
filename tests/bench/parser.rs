//! Tokens a second of the parser, on the sentences of the parity test that are there.
//!
//! `cargo bench --bench parser`, side by side with `venv/bin/python tests/parser/bench.py` (same sentences, same order).
//! Times are processor time of one thread where the system tells it, so that a busy machine does not distort them.

#[path = "../parser/fixture.rs"]
mod fixture;

use std::time::{Duration, Instant};

use backtext::text::parser::Parser;

const SENTENCE: &str = "The minister told reporters in Geneva on Tuesday that the two governments had finally agreed to release some 40 prisoners of war before winter sets in.";

/// Processor time of this thread (Linux), or time since the first call.
fn now() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let start = START.get_or_init(Instant::now);
    let nanos =
        std::fs::read_to_string("/proc/thread-self/schedstat").ok().and_then(|stat| stat.split(' ').next().and_then(|n| n.parse().ok()));
    nanos.map_or_else(|| start.elapsed(), Duration::from_nanos)
}

fn main() -> std::io::Result<()> {
    let fixture = fixture::load()?;
    let texts: Vec<&str> = fixture.iter().filter_map(|e| e.text.as_deref()).collect();
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
    Ok(())
}
