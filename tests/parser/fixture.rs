//! The sentences of the parity test and what the Python original gives for them (see `expected.py`).

#![allow(dead_code, reason = "the benchmark uses the sentences alone")]

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;

/// One sentence with the expected annotation, still encoded.
pub struct Expected {
    /// Where the text is from.
    pub reference: String,
    /// The text; none if its file is not there or has changed.
    pub text: Option<String>,
    /// Tokens, encoded as `expected.py` says.
    pub tokens: String,
    /// Entities, likewise.
    pub entities: String,
}

impl Expected {
    /// The part of the test that it belongs to.
    pub fn subset(&self) -> &'static str {
        match self.reference.as_str() {
            r if r.starts_with("own:") => "own sentences",
            r if r.starts_with("repo:") => "sample sources",
            r if r.starts_with("shared:article/") => "the article",
            _ => "data sets",
        }
    }
}

/// All sentences, in the order of the fixture.
pub fn load() -> io::Result<Vec<Expected>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = fs::read_to_string(root.join("tests/parser/sentences.txt"))?;
    let own: Vec<&str> = own.lines().collect();
    let mut texts = Texts { root, shared: find_shared(root), files: HashMap::new(), rows: HashMap::new() };
    let file = BufReader::new(GzDecoder::new(File::open(root.join("tests/parser/expected.tsv.gz"))?));
    let mut out = Vec::new();
    for line in file.lines() {
        let line = line?;
        let mut fields = line.split('\t').map(str::to_owned);
        let mut next = || fields.next().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData));
        let (reference, crc, tokens, entities) = (next()?, next()?, next()?, next()?);
        let text = match reference.split(':').collect::<Vec<_>>()[..] {
            ["own", line] => line.parse().ok().and_then(|i: usize| own.get(i)).map(|s| s.to_string()),
            ["repo", path, range] => texts.bytes(&root.join(path), range),
            ["shared", path, range] => texts.shared_file(path).and_then(|path| texts.bytes(&path, range)),
            ["shared", path, row, field] => texts.shared_file(path).and_then(|path| texts.row(&path, row, field)),
            _ => None,
        };
        let text = text.filter(|t| format!("{:08x}", crc32(t)) == crc);
        out.push(Expected { reference, text, tokens, entities });
    }
    Ok(out)
}

/// The CRC-32 that the fixture identifies texts and lemmas by.
pub fn crc32(text: &str) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(text.as_bytes());
    crc.sum()
}

/// The folder of shared data beside the checkout, or beside a folder that holds it.
fn find_shared(root: &Path) -> Option<PathBuf> {
    root.ancestors().skip(1).map(|p| p.join("shared")).find(|p| p.join("data/claims").is_dir())
}

struct Texts<'a> {
    root: &'a Path,
    shared: Option<PathBuf>,
    files: HashMap<PathBuf, Option<String>>,
    /// Claim and evidence of each row.
    rows: HashMap<PathBuf, Vec<(String, Vec<String>)>>,
}

impl Texts<'_> {
    fn shared_file(&self, path: &str) -> Option<PathBuf> {
        self.shared.as_ref().map(|shared| shared.join(path)).filter(|p| !p.starts_with(self.root))
    }

    fn bytes(&mut self, path: &Path, range: &str) -> Option<String> {
        let text = self.files.entry(path.to_owned()).or_insert_with(|| fs::read_to_string(path).ok()).as_ref()?;
        let (start, end) = range.split_once('-')?;
        text.get(start.parse().ok()?..end.parse().ok()?).map(str::to_owned)
    }

    fn row(&mut self, path: &Path, row: &str, field: &str) -> Option<String> {
        let rows = self.rows.entry(path.to_owned()).or_insert_with(|| read_rows(path).unwrap_or_default());
        let (claim, evidence) = rows.get(row.parse::<usize>().ok()?)?;
        match field {
            "claim" => Some(claim.clone()),
            n => evidence.get(n.parse::<usize>().ok()?).cloned(),
        }
    }
}

fn read_rows(path: &Path) -> io::Result<Vec<(String, Vec<String>)>> {
    let mut text = String::new();
    GzDecoder::new(File::open(path)?).read_to_string(&mut text)?;
    let row = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
        let string = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let evidence = row["evidence"].as_array().map(|list| list.iter().map(string).collect());
        (string(&row["claim"]), evidence.unwrap_or_default())
    };
    Ok(text.lines().map(row).collect())
}
