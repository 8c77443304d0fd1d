//! What Backtext costs, beside what a person would use instead: `cargo bench --bench speed`.
//!
//! | section | what is measured | beside |
//! |---|---|---|
//! | `workspace` | reading, opening again, first findings, an edit, `check`, memory and disk, as the corpus and the note grow | – |
//! | `server` | the real program over its standard streams: first diagnostics, keystrokes, completion, hover, memory | other servers |
//! | `evidence` | finding the passages that bear on a claim in all articles | `rg` |
//! | `judge` | one claim against a source of 120 sentences, both parsed | – |
//! | `parser` | tokens a second, statements a second | `tests/parser/bench.py` |
//!
//! Options after `--`: names of sections (all, without any), `--articles 100,1000,10000`, `--lines 100,5000`,
//! `--beside 'harper-ls --stdio'` (once for each server to compare), `--python PATH` (an interpreter with spaCy and its model).
//! Every workspace and every server is a process of its own, so that its peak memory is its own.
#![allow(clippy::unwrap_used, missing_docs)]

mod corpus;
mod evidence;
#[path = "../parser/fixture.rs"]
mod fixture;
mod judge;
mod parser;
mod server;
mod table;
mod workspace;

/// That of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What all generated text is made from.
const SEED: u64 = 20_260_101;

/// What was asked for on the command line.
struct Asked {
    sections: Vec<String>,
    articles: Vec<usize>,
    lines: Vec<usize>,
    beside: Vec<String>,
    python: Option<String>,
    /// One workspace, measured in this process.
    one: Option<(usize, usize)>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let asked = Asked::read()?;
    if let Some((articles, lines)) = asked.one {
        return workspace::one(articles, lines);
    }
    let wants = |section: &str| asked.sections.is_empty() || asked.sections.iter().any(|name| name == section);
    if wants("workspace") {
        workspace::section(&asked.articles, &asked.lines)?;
    }
    if wants("server") {
        server::section(&asked.articles, &asked.lines, &asked.beside)?;
    }
    if wants("evidence") {
        evidence::section(&asked.articles)?;
    }
    if wants("judge") {
        judge::section()?;
    }
    if wants("parser") {
        parser::section(asked.python.as_deref())?;
    }
    Ok(())
}

impl Asked {
    fn read() -> Result<Self, Box<dyn std::error::Error>> {
        let mut asked =
            Self { sections: Vec::new(), articles: vec![100, 1000], lines: vec![100, 1000], beside: Vec::new(), python: None, one: None };
        let numbers = |text: &str| text.split(',').map(str::parse).collect::<Result<Vec<usize>, _>>();
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{argument} wants a value"));
            match argument.as_str() {
                "--bench" => {}
                "--articles" => asked.articles = numbers(&value()?)?,
                "--lines" => asked.lines = numbers(&value()?)?,
                "--beside" => asked.beside.push(value()?),
                "--python" => asked.python = Some(value()?),
                "--one" => match numbers(&value()?)?.as_slice() {
                    [articles, lines] => asked.one = Some((*articles, *lines)),
                    _ => return Err("--one wants two numbers".into()),
                },
                section => asked.sections.push(section.to_owned()),
            }
        }
        Ok(asked)
    }
}
