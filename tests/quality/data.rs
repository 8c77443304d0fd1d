//! Labelled claims as they lie on disk.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use backtext::judge::{Claim, Sentence};
use backtext::text::Span;
use serde::Deserialize;
use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64;

use crate::Options;

/// A claim with its evidence and what people say of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Row {
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub ds: String,
    #[serde(default)]
    pub group: String,
    pub claim: String,
    pub evidence: Vec<String>,
    /// S backed, P partly, N no backing, C contradicted, NS not backed (N or C).
    #[serde(default)]
    pub label: String,
    #[serde(default)]
    pub extra: Value,
    #[serde(default)]
    pub meta: Value,
    /// Words of the claim, and which of them lack backing.
    #[serde(default)]
    pub claim_tokens: Vec<String>,
    #[serde(default)]
    pub non_supported_spans: Vec<bool>,
}

impl Row {
    /// The evidence as the judge takes it.
    pub fn sentences(&self) -> Vec<Sentence> {
        (0_u32..).zip(&self.evidence).map(|(position, text)| Sentence { text: text.clone(), position, ..Sentence::default() }).collect()
    }

    /// The claim as the judge takes it.
    pub fn claim(&self) -> Claim<'_> {
        let context = self.extra.get("context").or_else(|| self.meta.get("claim_context")).and_then(Value::as_str).unwrap_or_default();
        // The last stretch is what a reader has in mind; a whole section would bring in every name of the page.
        let from = context.char_indices().rev().take(400).last().map_or(0, |(i, _)| i);
        Claim { text: &self.claim, context: context.get(from..).unwrap_or_default() }
    }

    /// The kind of edit, for synthetic edits.
    pub fn kind(&self) -> &str {
        self.extra.get("kind").and_then(Value::as_str).unwrap_or_default()
    }

    /// The words that people looked at, and whether each lacks backing.
    pub fn marked(&self) -> Vec<(Span, bool)> {
        let mut at = 0;
        let mut marked = Vec::new();
        for (token, lacking) in self.claim_tokens.iter().zip(&self.non_supported_spans) {
            let Some(start) = self.claim.get(at..).and_then(|rest| rest.find(token.as_str())).map(|found| at + found) else { continue };
            at = start + token.len();
            marked.push((Span::new(start, at), *lacking));
        }
        marked
    }

    /// Evidence that people marked as backing: sets of indices, each of which is enough.
    pub fn gold(&self) -> Vec<Vec<usize>> {
        let sets = self.extra.get("supporting").cloned().unwrap_or_default();
        serde_json::from_value(sets).unwrap_or_default()
    }
}

/// The folder of data: `BACKTEXT_DATA`, or `shared/data` beside the checkout or above it.
pub fn folder() -> Option<PathBuf> {
    if let Some(given) = std::env::var_os("BACKTEXT_DATA") {
        return Some(given.into());
    }
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR"));
    checkout.ancestors().map(|folder| folder.join("shared/data")).find(|folder| folder.join("claims").is_dir())
}

/// Names of the sets in the folder, in order.
pub fn sets(folder: &Path, options: &Options) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder.join("claims")) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".jsonl.gz").map(str::to_owned))
        .filter(|name| options.sets.is_empty() || options.sets.iter().any(|set| set == name))
        .collect();
    names.sort();
    names
}

/// The rows of one set; with a sample, whole groups in an order that is the same every time.
pub fn rows(folder: &Path, set: &str, sample: Option<usize>) -> Vec<Row> {
    let path = folder.join("claims").join(format!("{set}.jsonl.gz"));
    let Ok(file) = std::fs::File::open(&path) else { return Vec::new() };
    let lines = std::io::BufReader::new(flate2::read::GzDecoder::new(file)).lines();
    let rows: Vec<Row> = lines.map_while(Result::ok).filter_map(|line| serde_json::from_str(&line).ok()).collect();
    let Some(sample) = sample else { return rows };
    let mut groups: BTreeMap<(u64, String), Vec<Row>> = BTreeMap::new();
    for row in rows {
        let key = if row.group.is_empty() { row.claim.clone() } else { row.group.clone() };
        groups.entry((xxh3_64(key.as_bytes()), key)).or_default().push(row);
    }
    let mut taken = Vec::new();
    for group in groups.into_values() {
        if taken.len() >= sample {
            break;
        }
        taken.extend(group);
    }
    taken
}
