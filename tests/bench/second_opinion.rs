//! How long the network of the second opinion takes, and what it needs.
//!
//! `cargo bench --bench second_opinion` prints the time to load it, milliseconds for a pair of 128 pieces on one thread and for two
//! such pairs on two, and how much more memory is resident afterwards.

use std::time::Instant;

use backtext::judge::second_opinion::Network;

/// Pairs read for a figure.
const PAIRS: usize = 40;

fn main() {
    let before = resident();
    let start = Instant::now();
    let Some(network) = Network::shared() else {
        println!("this program was built without the second opinion");
        return;
    };
    println!("loaded in {:.0} ms", start.elapsed().as_secs_f64() * 1e3);
    let premise = "The harbour was dredged in the spring and the ferry has run every day since then. ".repeat(12);
    let claim = "The ferry has run daily since the harbour was dredged.";
    let pairs = || (0..PAIRS).map(|_| (premise.as_str(), claim));
    network.read_pairs(pairs().take(2));
    let start = Instant::now();
    network.read_pairs(pairs());
    println!("{:.1} ms a pair of 128 pieces on one thread", start.elapsed().as_secs_f64() * 1e3 / PAIRS as f64);
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| network.read_pairs(pairs()));
        }
    });
    println!("{:.1} ms a pair on two threads, each with pairs of its own", start.elapsed().as_secs_f64() * 1e3 / (2 * PAIRS) as f64);
    if let (Some(before), Some(after)) = (before, resident()) {
        println!("{} MB more resident", (after.saturating_sub(before)) / 1024);
    }
}

/// Resident memory in kB, where the system tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().trim_end_matches(" kB").parse().ok()
}
