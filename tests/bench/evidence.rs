//! Finding what bears on a claim: Backtext's answer, with a verdict, beside the lines that `rg` prints for the claim's words.

use std::process::{Command, Stdio};
use std::time::Instant;

use backtext::workspace::{Options, Workspace};

use super::table::{self, Row, part, time};
use super::{SEED, corpus};

/// Claims that are looked for.
const CLAIMS: usize = 60;
/// Letters of a word that is worth looking for.
const LONG: usize = 5;

pub fn section(articles: &[usize]) -> Result<(), Box<dyn std::error::Error>> {
    let mut rows = Vec::new();
    for articles in articles {
        let (folder, cache) = (tempfile::tempdir()?, tempfile::tempdir()?);
        corpus::write(folder.path(), SEED, *articles)?;
        let mut workspace = Workspace::open(folder.path(), &Options { cache: Some(cache.path().to_owned()) })?;
        workspace.index_all(&|_, _| {});
        let snapshot = workspace.snapshot();
        let note = corpus::note(SEED, CLAIMS * 2, *articles);
        let claims: Vec<&str> = note.lines().filter(|line| line.len() > 40 && !line.starts_with("We")).take(CLAIMS).collect();
        let mut ours = Vec::new();
        let mut theirs = Vec::new();
        let mut lines = 0;
        for claim in &claims {
            let clock = Instant::now();
            let judged = snapshot.judge_text(claim);
            ours.push(clock.elapsed().as_secs_f64());
            assert!(judged.is_some(), "there are sources");
            let words = claim.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() >= LONG);
            let mut command = Command::new("rg");
            command.args(["--ignore-case", "--line-number"]).args(words.flat_map(|word| ["-e", word])).arg(folder.path());
            let clock = Instant::now();
            let Ok(output) = command.stderr(Stdio::null()).output() else {
                println!("\n`rg` is not there to compare with");
                return Ok(());
            };
            theirs.push(clock.elapsed().as_secs_f64());
            lines += output.stdout.iter().filter(|byte| **byte == b'\n').count();
        }
        let (a, b) = (part(&mut ours, 0.5), part(&mut theirs, 0.5));
        rows.push(Row {
            name: format!("{articles} articles"),
            cells: vec![
                ("Backtext p50".into(), time(a)),
                ("p99".into(), time(part(&mut ours, 0.99))),
                ("rg p50".into(), time(b)),
                ("ratio".into(), format!("{:.1}", b / a)),
                ("lines to read for a claim, by rg".into(), format!("{}", lines / claims.len().max(1))),
            ],
        });
    }
    table::print("A claim held against all articles, beside `rg` for its words of five letters and more", &rows);
    Ok(())
}
