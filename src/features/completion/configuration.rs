//! Keys and values of `backtext.toml`.

use super::{About, Completion, Item, Kind, Spot};
use crate::rules::Rule;
use crate::text::Span;
use crate::workspace::config::{ACTOR_KINDS, KEYS};

const SEVERITIES: &[&str] = &["error", "warning", "information", "hint", "off"];
/// Tables that stand in double brackets, since there can be several.
const LISTS: &[&str] = &["actor", "dispute", "statement"];

/// A table's name in brackets, a key at the beginning of a line, or a value behind `=`.
pub(super) fn complete(spot: &Spot) -> Completion {
    let items = if let Some(open) = spot.line.rfind('[').filter(|_| !spot.line.contains('=')) {
        tables(spot, open)
    } else if let Some((key, _)) = spot.line.split_once('=') {
        values(spot, key.trim())
    } else {
        keys(spot)
    };
    Completion { items, incomplete: false }
}

fn tables(spot: &Spot, open: usize) -> Vec<Item> {
    let Some((_, tables)) = KEYS.first() else { return Vec::new() };
    let start = spot.line.find('[').unwrap_or(open);
    let behind = spot.rest.chars().take_while(|c| *c == ']').count();
    let replace = Span::new(spot.line_start + start, spot.offset + behind);
    let table = |(name, says): &(&str, &str)| {
        let whole = if LISTS.contains(name) { format!("[[{name}]]") } else { format!("[{name}]") };
        item(&whole, says, Kind::Key, replace, whole.clone())
    };
    tables.iter().map(table).collect()
}

fn keys(spot: &Spot) -> Vec<Item> {
    let table = table_at(spot);
    let typed = spot.line.trim_start();
    let replace = spot.up_to_cursor(spot.line.len() - typed.len());
    if table == "rules" {
        let key = |rule: &Rule| item(rule.name(), rule.says(), Kind::Rule, replace, format!("{} = ", rule.name()));
        return Rule::ALL.iter().map(key).collect();
    }
    let keys = KEYS.iter().find(|(name, _)| *name == table && !name.is_empty()).map(|(_, keys)| *keys).unwrap_or_default();
    let key = |(name, says): &(&str, &str)| item(name, says, Kind::Key, replace, format!("{name} = "));
    keys.iter().map(key).collect()
}

fn values(spot: &Spot, key: &str) -> Vec<Item> {
    let table = table_at(spot);
    let values: Vec<String> = match (table, key) {
        ("rules", _) => SEVERITIES.iter().map(ToString::to_string).collect(),
        ("language", "likelihood") => vec!["icd-203".into(), "phia".into()],
        ("judge", "second-opinion") => vec!["on".into(), "off".into()],
        ("actor", "kind") => ACTOR_KINDS.iter().map(ToString::to_string).collect(),
        ("statement", "polarity") => vec!["cooperation".into(), "conflict".into(), "mixed".into()],
        ("statement", "mode") => vec!["verbal".into(), "material".into()],
        // Those of the file, and those that the sources speak of: an id may be used before the actor stands in the file.
        ("statement", "subject" | "object") | ("dispute", "parties") => {
            spot.snapshot.knowledge().actors().iter().map(|actor| actor.id.clone()).collect()
        }
        ("statement", "source") => spot.snapshot.sources().map(|entry| entry.id.clone()).collect(),
        ("actor" | "dispute", "hide") => {
            return ["true", "false"].map(|value| item(value, "", Kind::Value, spot.up_to_cursor(word_start(spot)), value.into())).into();
        }
        _ => return Vec::new(),
    };
    let quoted = spot.line.matches('"').count() % 2 == 1;
    let start = if quoted { spot.line.rfind('"').map_or(0, |at| at + 1) } else { word_start(spot) };
    let insert = |value: &String| match (quoted, spot.rest.starts_with('"')) {
        (false, _) => format!("\"{value}\""),
        (true, false) => format!("{value}\""),
        (true, true) => value.clone(),
    };
    values.iter().map(|value| item(value, "", Kind::Value, spot.up_to_cursor(start), insert(value))).collect()
}

fn word_start(spot: &Spot) -> usize {
    spot.line.rfind([' ', '=', '[', ',']).map_or(0, |at| at + 1)
}

/// The table that the cursor stands in; empty above the first.
fn table_at<'a>(spot: &Spot<'a>) -> &'a str {
    let before = spot.text.get(..spot.line_start).unwrap_or_default();
    let header = before.lines().rev().map(str::trim).find(|line| line.starts_with('['));
    header.map(|line| line.trim_matches(['[', ']', ' '])).unwrap_or_default()
}

fn item(label: &str, detail: &str, kind: Kind, replace: Span, insert: String) -> Item {
    Item { label: label.into(), detail: detail.into(), kind, replace, insert, filter: label.into(), commit: &[], about: About::Nothing }
}
