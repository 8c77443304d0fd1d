//! What a workspace costs as it grows: `cargo bench --bench workspace [-- --articles 100,1000,10000] [--lines 100,5000]`.
//!
//! For each corpus, made from a seed: time to read and index it with an empty cache, to open it with a full one, to the first
//! findings on a note then, to the findings after one edit (half of a hundred edits are faster, one is slower), to all findings on
//! all notes, peak memory (of the process so far: run one corpus at a time to compare) and size of the index on disk.

mod corpus;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use backtext::workspace::{Change, Options, Workspace};

const SEED: u64 = 20_260_101;

/// Edits of which the times are taken.
const EDITS: usize = 100;

struct Row {
    articles: usize,
    lines: usize,
    cells: Vec<(&'static str, String)>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut rows = Vec::new();
    for articles in list("--articles", &[100, 1000])? {
        for lines in list("--lines", &[100])? {
            rows.push(measure(articles, lines)?);
        }
    }
    let width = |column: usize| {
        let cells =
            rows.iter().filter_map(|row| row.cells.get(column)).flat_map(|(head, cell)| [head.chars().count(), cell.chars().count()]);
        cells.max().unwrap_or(0)
    };
    let line = |first: String, cells: Vec<&str>| {
        let cells: String = cells.iter().enumerate().map(|(column, cell)| format!("  {cell:>width$}", width = width(column))).collect();
        println!("{first:>20}{cells}");
    };
    if let Some(row) = rows.first() {
        line("articles / lines".to_owned(), row.cells.iter().map(|(head, _)| *head).collect());
    }
    for row in &rows {
        line(format!("{} / {}", row.articles, row.lines), row.cells.iter().map(|(_, cell)| cell.as_str()).collect());
    }
    Ok(())
}

/// The numbers behind an option, separated by commas.
fn list(name: &str, default: &[usize]) -> Result<Vec<usize>, std::num::ParseIntError> {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1)) {
        Some(numbers) => numbers.split(',').map(str::parse).collect(),
        None => Ok(default.to_vec()),
    }
}

fn measure(articles: usize, lines: usize) -> Result<Row, Box<dyn std::error::Error>> {
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
    cells.push(("cold index", format!("{:.2} s", cold)));
    cells.push(("words/s", format!("{:.0}", (articles * corpus::WORDS) as f64 / cold)));
    drop(workspace);

    let clock = Instant::now();
    let mut workspace = Workspace::open(folder.path(), &options)?;
    workspace.index_all(&|_, _| {});
    cells.push(("warm start", format!("{:.0} ms", seconds(clock) * 1e3)));
    workspace.apply(Change::Open { path: "note.md".into(), text: Arc::from(text.as_str()), version: 0 });
    let clock = Instant::now();
    let first = workspace.snapshot().findings("note.md", &|| false).len();
    cells.push(("first findings", format!("{:.0} ms", seconds(clock) * 1e3)));

    let (half, worst) = edits(&mut workspace, &text);
    cells.push(("edit p50", format!("{half:.1} ms")));
    cells.push(("p99", format!("{worst:.1} ms")));
    workspace.apply(Change::Close { path: "note.md".into() });

    let workspace = Workspace::open(folder.path(), &options)?;
    let clock = Instant::now();
    let report = workspace.snapshot().check(&|| {});
    cells.push(("check", format!("{:.0} claims/s", report.summary.claims as f64 / seconds(clock))));
    cells.push(("findings", format!("{first}")));
    cells.push(("peak memory", format!("{} MB", peak_memory())));
    cells.push(("index", format!("{:.1} MB", size(cache.path()) as f64 / 1e6)));
    Ok(Row { articles, lines, cells })
}

/// Milliseconds from an edit in the middle of the note to its findings: what half of the edits stay below, and 99 in 100.
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
            clock.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[EDITS / 2], times[EDITS * 99 / 100])
}

/// In MB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).map_or(0, |kilobytes| kilobytes / 1000)
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
