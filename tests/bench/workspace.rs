//! What a workspace costs as it grows. For each corpus, made from a seed: time to read and index it with an empty cache, to open it with a full one, to the first
//! findings on a note then, to the findings after one edit (half of a hundred edits are faster, one is slower), to all findings on
//! all notes, peak memory (of the process so far: run one corpus at a time to compare) and size of the index on disk.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use backtext::workspace::{Change, Options, Workspace};

use super::table::{self, Row, part, peak_memory, time};
use super::{SEED, corpus};

/// Edits of which the times are taken.
const EDITS: usize = 200;

/// Every size in a process of its own.
pub fn section(articles: &[usize], lines: &[usize]) -> Result<(), Box<dyn std::error::Error>> {
    let mut rows = Vec::new();
    for articles in articles {
        for lines in lines {
            let output = Command::new(std::env::current_exe()?).args(["--one", &format!("{articles},{lines}")]).output()?;
            let cells = String::from_utf8(output.stdout)?;
            let cells = cells.lines().filter_map(|line| line.split_once('\t')).map(|(head, cell)| (head.to_owned(), cell.to_owned()));
            rows.push(Row { name: format!("{articles} articles, {lines} lines"), cells: cells.collect() });
            if !output.status.success() {
                return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
            }
        }
    }
    table::print("Workspaces (empty cache, then a full one)", &rows);
    Ok(())
}

/// Measures one size and prints a cell a line.
pub fn one(articles: usize, lines: usize) -> Result<(), Box<dyn std::error::Error>> {
    for (head, cell) in measure(articles, lines)? {
        println!("{head}\t{cell}");
    }
    Ok(())
}

fn measure(articles: usize, lines: usize) -> Result<Vec<(&'static str, String)>, Box<dyn std::error::Error>> {
    let (folder, cache) = (tempfile::tempdir()?, tempfile::tempdir()?);
    corpus::write(folder.path(), SEED, articles)?;
    let text = corpus::note(SEED, lines, articles);
    std::fs::write(folder.path().join("note.md"), &text)?;
    let options = Options { cache: Some(cache.path().to_owned()) };
    let seconds = |clock: Instant| clock.elapsed().as_secs_f64();
    let mut cells = Vec::new();

    let clock = Instant::now();
    let mut workspace = Workspace::open(folder.path(), &options)?;
    workspace.index_all(&|_, _| {});
    let cold = seconds(clock);
    cells.push(("cold index", time(cold)));
    cells.push(("words/s", format!("{:.0}", (articles * corpus::WORDS) as f64 / cold)));
    drop(workspace);

    let clock = Instant::now();
    let mut workspace = Workspace::open(folder.path(), &options)?;
    workspace.index_all(&|_, _| {});
    cells.push(("warm start", time(seconds(clock))));
    workspace.apply(Change::Open { path: "note.md".into(), text: Arc::from(text.as_str()), version: 0 });
    let clock = Instant::now();
    let first = workspace.snapshot().findings("note.md", &|| false).len();
    cells.push(("first findings", time(seconds(clock))));

    let (half, worst) = edits(&mut workspace, &text);
    cells.push(("edit p50", time(half)));
    cells.push(("p99", time(worst)));
    workspace.apply(Change::Close { path: "note.md".into() });

    let workspace = Workspace::open(folder.path(), &options)?;
    let clock = Instant::now();
    let report = workspace.snapshot().check(&|| {});
    cells.push(("check", format!("{:.0} claims/s", report.summary.claims as f64 / seconds(clock))));
    cells.push(("findings", format!("{first}")));
    cells.push(("peak memory", format!("{} MB", peak_memory(std::process::id()))));
    cells.push(("index", format!("{:.1} MB", size(cache.path()) as f64 / 1e6)));
    Ok(cells)
}

/// Seconds from an edit in the middle of the note to its findings: what half of the edits stay below, and 99 in 100.
fn edits(workspace: &mut Workspace, text: &str) -> (f64, f64) {
    let middle = (text.len() / 2..).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let (head, tail) = text.split_at(middle);
    let mut typed = String::new();
    let mut times: Vec<f64> = (1..)
        .zip("The river fell and Iran signed a treaty in 1973 while ".chars().cycle().take(EDITS))
        .map(|(version, character)| {
            typed.push(character);
            let text: Arc<str> = Arc::from([head, &typed, tail].concat());
            let clock = Instant::now();
            workspace.apply(Change::Open { path: "note.md".into(), text, version });
            workspace.snapshot().findings("note.md", &|| false);
            clock.elapsed().as_secs_f64()
        })
        .collect();
    (part(&mut times, 0.5), part(&mut times, 0.99))
}

fn size(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let sizes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(metadata) if metadata.is_dir() => size(&entry.path()),
        Ok(metadata) => metadata.len(),
        Err(_) => 0,
    });
    sizes.sum()
}
