//! Directives and rule names, in comments.

use super::{About, Completion, Item, Kind, Spot};
use crate::rules::Rule;
use crate::text::Span;

const DIRECTIVES: &[(&str, &str)] = &[
    ("backtext-disable-next-line", "silences a rule on the next line"),
    ("backtext-disable", "silences a rule from here on"),
    ("backtext-enable", "ends what backtext-disable began"),
    ("backtext-disable-file", "silences a rule in this note"),
];

/// A directive, or behind one the rules that it can name.
pub(super) fn complete(spot: &Spot) -> Completion {
    let before = spot.text.get(..spot.offset).unwrap_or_default();
    let comment = before.rfind("<!--").and_then(|at| before.get(at + 4..)).unwrap_or_default();
    let typed_len = comment.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '-').map(char::len_utf8).sum::<usize>();
    let replace = Span::new(spot.offset - typed_len, spot.offset);
    let head = comment.get(..comment.len() - typed_len).unwrap_or_default().trim();
    let item = |label: &str, detail: &str, about: About, kind: Kind| Item {
        commit: if kind == Kind::Rule { &[":", ","] } else { &[] },
        label: label.into(),
        detail: detail.into(),
        kind,
        replace,
        insert: label.into(),
        filter: label.into(),
        about,
    };
    let items = if head.is_empty() {
        DIRECTIVES.iter().map(|(name, says)| item(name, says, About::Nothing, Kind::Key)).collect()
    } else if DIRECTIVES.iter().any(|(name, _)| head.split_whitespace().next() == Some(name)) && !head.contains(':') {
        let named: Vec<&str> = head.split([' ', ',']).collect();
        let rules = Rule::ALL.iter().filter(|rule| !named.contains(&rule.name()));
        rules.map(|rule| item(rule.name(), rule.says(), About::Rule(rule.name().into()), Kind::Rule)).collect()
    } else {
        Vec::new()
    };
    Completion { items, incomplete: false }
}
