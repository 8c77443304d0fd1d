//! Where in `backtext.toml` each key and each text stands: for help in the file itself.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::text::Span;

/// A text in the file, and what it is the value of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Table: `actor`, `rules`; empty at the top level.
    pub table: String,
    /// Which of the tables of that name, from 0.
    pub entry: usize,
    /// Key.
    pub key: String,
    /// Bytes of the key.
    pub key_span: Span,
    /// The value, or one text of a list; none for what is no text.
    pub value: Option<String>,
    /// Bytes of the value, quotation marks included.
    pub span: Span,
}

impl Place {
    /// Bytes of the value within its quotation marks.
    pub fn inner(&self, text: &str) -> Span {
        let words = self.span.of(text);
        let marks = if words.len() > 1 && words.starts_with(['"', '\'']) { 1 } else { 0 };
        Span::new(self.span.start + marks, self.span.end.saturating_sub(marks).max(self.span.start + marks))
    }

    /// Whether the value is the id of an actor that is described elsewhere.
    pub fn names_actor(&self) -> bool {
        matches!((self.table.as_str(), self.key.as_str()), ("dispute", "parties") | ("statement", "subject" | "object"))
    }
}

/// Every key and text of the file in order; what is not valid TOML is passed over.
pub fn places(text: &str) -> Vec<Place> {
    let (root, _) = DeTable::parse_recoverable(text);
    let mut out = Vec::new();
    for (name, value) in root.get_ref() {
        match value.get_ref() {
            DeValue::Table(table) => of_table(name.get_ref(), 0, table, &mut out),
            DeValue::Array(entries) => {
                for (at, entry) in entries.iter().enumerate() {
                    if let DeValue::Table(table) = entry.get_ref() {
                        of_table(name.get_ref(), at, table, &mut out);
                    }
                }
            }
            _ => {}
        }
    }
    out.sort_by_key(|place| (place.key_span, place.span));
    out
}

fn of_table(name: &str, entry: usize, table: &DeTable<'_>, out: &mut Vec<Place>) {
    for (key, value) in table {
        let mut add = |value: &Spanned<DeValue<'_>>| {
            let words = match value.get_ref() {
                DeValue::String(words) => Some(words.to_string()),
                _ => None,
            };
            out.push(Place {
                table: name.to_owned(),
                entry,
                key: key.get_ref().to_string(),
                key_span: key.span().into(),
                value: words,
                span: value.span().into(),
            });
        };
        match value.get_ref() {
            DeValue::Array(list) if !list.is_empty() => list.iter().for_each(add),
            _ => add(value),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn keys_and_texts_have_their_place() {
        let text = "[rules]\nmisquote = \"off\"\n\n[[dispute]]\nid = \"x\"\nparties = [\"a\",\n  \"b\"]\n";
        let all = places(text);
        let b = all.iter().find(|p| p.value.as_deref() == Some("b")).unwrap();
        assert_eq!((b.table.as_str(), b.key.as_str(), b.inner(text).of(text)), ("dispute", "parties", "b"));
        assert!(b.names_actor());
        assert_eq!(all[0].key_span.of(text), "misquote");
        assert!(places("= broken").is_empty());
    }
}
