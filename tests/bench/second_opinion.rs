//! How long the network of the second opinion takes, and what it needs.
//!
//! `cargo bench --bench second_opinion` prints the time to load it, milliseconds for a pair of 128 pieces (p50, p99) on one thread and
//! with two threads at work, each on pairs of its own, milliseconds a pair that both take together, how long a whole opinion on a claim
//! takes (four stretches of evidence), and how much more memory is resident afterwards.

use std::time::Instant;

use backtext::judge::second_opinion::{Network, ask_of};
use backtext::judge::{Claim, Sentence, judge_alone};

/// Pairs read for a figure, by each thread.
const PAIRS: usize = 200;
/// Claims asked about.
const CLAIMS: usize = 50;
const PREMISE: &str = "The harbour was dredged in the spring and the ferry has run every day since then. ";
const CLAIM: &str = "The ferry has run daily since the harbour was dredged.";

fn main() {
    let before = resident();
    let start = Instant::now();
    let Some(network) = Network::shared() else {
        println!("this program was built without the second opinion");
        return;
    };
    println!("loaded in {:.0} ms", milliseconds(start));
    let premise = PREMISE.repeat(12);
    let pair = || milliseconds_of(|| drop(network.read_pairs([(premise.as_str(), CLAIM)])));
    (0..5).for_each(|_| {
        pair();
    });

    let times: Vec<f64> = (0..PAIRS).map(|_| pair()).collect();
    println!("a pair of 128 pieces on one thread: {}", spread(times));

    let start = Instant::now();
    let times: Vec<f64> = std::thread::scope(|scope| {
        let threads = [(); 2].map(|()| scope.spawn(|| (0..PAIRS).map(|_| pair()).collect::<Vec<_>>()));
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    println!("on two threads: {}; {:.1} ms a pair by both", spread(times), milliseconds(start) / (2 * PAIRS) as f64);

    let evidence: Vec<Sentence> = (0..8)
        .map(|position| Sentence { text: format!("In year {position}, {}", PREMISE.trim()), position, ..Sentence::default() })
        .collect();
    let claim = Claim { text: CLAIM, context: "" };
    let judgement = judge_alone(&claim, &evidence);
    let times: Vec<f64> = (0..CLAIMS).map(|_| milliseconds_of(|| drop(ask_of(network, &claim, &evidence, &judgement)))).collect();
    println!("an opinion on a short claim, on one thread: {}", spread(times));

    if let (Some(before), Some(after)) = (before, resident()) {
        println!("{} MB more resident", (after.saturating_sub(before)) / 1024);
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

fn milliseconds_of(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    milliseconds(start)
}

/// The middle one of some times, and the one that one in a hundred exceeds.
fn spread(mut times: Vec<f64>) -> String {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or_default();
    format!("p50 {:.1} ms, p99 {:.1} ms", at(0.5), at(0.99))
}

/// Resident memory in kB, where the system tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().trim_end_matches(" kB").parse().ok()
}
