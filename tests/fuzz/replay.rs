//! Every input that once broke something, or came close, through every target; and a second of fuzzing's worth of new ones.

#[path = "../bench/corpus.rs"]
mod corpus;
mod mutate;
mod targets;

use targets::TARGETS;

#[test]
fn kept_inputs() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let mut inputs: Vec<_> = std::fs::read_dir(folder).expect("the corpus is there").flatten().map(|entry| entry.path()).collect();
    inputs.sort();
    assert!(!inputs.is_empty());
    for path in inputs {
        let bytes = std::fs::read(&path).expect("a kept input");
        for target in TARGETS {
            println!("{} on {}", target.name, path.display());
            (target.run)(bytes.get(..target.most).unwrap_or(&bytes));
        }
    }
}

#[test]
fn some_new_inputs() {
    let pool = [corpus::article(2, 2).into_bytes(), corpus::note(2, 20, 3).into_bytes()];
    for target in TARGETS {
        let mut random = corpus::Random::new(42);
        for _ in 0..if target.most > 400 { 30 } else { 4 } {
            let input = mutate::mutate(&mut random, &pool, target.most);
            (target.run)(&input);
        }
    }
}
