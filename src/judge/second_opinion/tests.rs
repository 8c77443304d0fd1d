//! The network against PyTorch, and its answers against one another.
#![allow(clippy::unwrap_used)]

use super::*;

fn pairs() -> Vec<(&'static str, &'static str, [f32; 3])> {
    let lines = include_str!("data/readings.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let mut columns = line.split('\t');
            let (premise, claim) = (columns.next().unwrap(), columns.next().unwrap());
            let mut number = || columns.next().unwrap().parse().unwrap();
            (premise, claim, [number(), number(), number()])
        })
        .collect()
}

#[test]
fn it_reads_as_pytorch_does() {
    let pairs = pairs();
    assert!(pairs.len() >= 50);
    let readings = Network::shared().unwrap().read_pairs(pairs.iter().map(|(premise, claim, _)| (*premise, *claim)));
    for ((premise, claim, right), own) in pairs.iter().zip(readings) {
        let own = [own.backed, own.unclear, own.contradicted];
        let off = own.iter().zip(right).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(off < 0.002, "{premise} / {claim}: {own:?} for {right:?}");
    }
}

#[test]
fn a_reading_depends_on_nothing_but_the_pair() {
    let network = Network::shared().unwrap();
    let pairs = pairs();
    let together = network.read_pairs(pairs.iter().map(|(premise, claim, _)| (*premise, *claim)));
    for ((premise, claim, _), reading) in pairs.iter().zip(&together).step_by(3) {
        assert_eq!(network.read_pairs([(*premise, *claim)]), [*reading]);
    }
    let threads: Vec<Vec<Reading>> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..3).map(|_| scope.spawn(|| network.read_pairs(pairs.iter().rev().map(|(p, c, _)| (*p, *c))))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    for run in threads {
        assert!(run.iter().rev().eq(&together));
    }
}
