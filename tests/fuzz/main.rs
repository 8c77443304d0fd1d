//! A fuzzer that runs on a stable compiler, in one process:
//! `cargo bench --bench fuzz -- --seconds 60 --target notes --seed 1` (without `--target`: each in turn).
//!
//! Inputs are mutated from `tests/fuzz/corpus/`, the sample workspace and what earlier inputs grew into. A panic prints the target, the
//! seed and the input, which is kept in the system's folder for temporary files, and ends the run with code 1; so is the input under
//! way, since a spent stack ends the process at once.

#[path = "../bench/corpus.rs"]
mod corpus;
mod mutate;
mod targets;

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use corpus::Random;
use targets::{TARGETS, Target};

/// Inputs that are kept to mutate further.
const POOL: usize = 512;

/// Time for one input after which it is worth a look.
const SLOW: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let option = |name: &str| arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1));
    let seconds = option("--seconds").and_then(|seconds| seconds.parse().ok()).unwrap_or(10);
    let seed = option("--seed").and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut code = ExitCode::SUCCESS;
    for target in TARGETS.iter().filter(|target| option("--target").is_none_or(|name| name == target.name)) {
        if !fuzz(target, Duration::from_secs(seconds), seed) {
            code = ExitCode::FAILURE;
        }
    }
    code
}

fn fuzz(target: &Target, time: Duration, seed: u64) -> bool {
    let mut pool = seeds();
    let mut random = Random::new(seed);
    let current = std::env::temp_dir().join(format!("backtext-fuzz-{}-{}", target.name, std::process::id()));
    let start = Instant::now();
    let (mut executions, mut slowest) = (0_u64, Duration::ZERO);
    while start.elapsed() < time {
        let input = mutate::mutate(&mut random, &pool, target.most);
        let _ = std::fs::write(&current, &input);
        let clock = Instant::now();
        let result = catch_unwind(|| (target.run)(&input));
        let took = clock.elapsed();
        executions += 1;
        if took > slowest {
            slowest = took;
            if took > SLOW {
                println!("{}: slow, {took:.1?}, kept as {}", target.name, keep(&current, "slow").display());
            }
        }
        if result.is_err() {
            let kept = keep(&current, "panic");
            println!(
                "{}: panic, seed {seed}, execution {executions}, kept as {}:\n{:?}",
                target.name,
                kept.display(),
                String::from_utf8_lossy(&input)
            );
            return false;
        }
        if input.len() > 16 {
            if pool.len() < POOL { pool.push(input) } else { pool[random.below(POOL)] = input }
        }
    }
    let _ = std::fs::remove_file(&current);
    println!(
        "{:<10} {executions:>8} executions in {:>4.0} s, slowest {slowest:.1?}, seed {seed}",
        target.name,
        start.elapsed().as_secs_f64()
    );
    true
}

fn keep(current: &Path, what: &str) -> PathBuf {
    let kept = current.with_extension(what);
    let _ = std::fs::copy(current, &kept);
    kept
}

/// What the mutations begin with.
fn seeds() -> Vec<Vec<u8>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut seeds = vec![corpus::article(1, 1).into_bytes(), corpus::note(1, 30, 3).into_bytes()];
    for folder in ["fuzz/corpus", "sample", "sample/notes", "sample/sources"] {
        let Ok(entries) = std::fs::read_dir(tests.join(folder)) else { continue };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        seeds.extend(paths.iter().filter_map(|path| std::fs::read(path).ok()));
    }
    seeds
}
