//! Cards: what is known of an actor, a pair, a dispute, a source or a term of likelihood, as Markdown of at most some 25 lines.
//!
//! The most telling comes first; what is left out is counted. Lists stand between blank lines, without which Markdown would draw the
//! line after a list into its last item.

mod actor;
mod dispute;
mod likelihood;
mod relationship;
mod source;

pub use likelihood::likelihood;

use super::Knowledge;
use super::dispute::Place;
use crate::rules::claim::shorten;
use crate::statement::{Class, Mode};

/// Characters of a quotation that are shown.
const QUOTE: usize = 120;

/// Makes cards.
#[derive(Clone, Copy)]
pub struct Cards<'a> {
    /// What is known.
    pub knowledge: &'a Knowledge,
    /// Address that opens a source (path relative to the root) at a line; none leaves the place as plain text.
    pub link: &'a dyn Fn(&str, u32) -> Option<String>,
}

impl Cards<'_> {
    fn name(&self, actor: u32) -> &str {
        self.knowledge.actor_at(actor).map_or("?", |a| a.name.as_str())
    }

    /// "iran-taliban, l. 10", as a link where there is an address; without the id where it is the same source as before.
    fn place(&self, source: Option<u32>, line: u32, before: &mut Option<u32>) -> String {
        let Some(reference) = source.and_then(|i| self.knowledge.sources().get(i as usize)) else {
            return "backtext.toml".to_owned();
        };
        let words = match (*before == source, line) {
            (_, 0) => reference.id.clone(),
            (true, line) => format!("l. {line}"),
            (false, line) => format!("{}, l. {line}", reference.id),
        };
        *before = source;
        match (self.link)(&reference.path, line.max(1)) {
            Some(address) => format!("[{}]({address})", escape(&words)),
            None => words,
        }
    }

    fn quoted(&self, place: &Place, before: &mut Option<u32>) -> String {
        format!("{} — {}", quote(&place.quote), self.place(Some(place.source), place.line, before))
    }
}

/// Words of a source in quotation marks, shortened, with Markdown's own characters escaped.
fn quote(words: &str) -> String {
    if words.is_empty() {
        return "(no quotation)".to_owned();
    }
    format!("“{}”", escape(shorten(words, QUOTE).trim_end_matches(['.', ','])))
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '_' | '[' | ']' | '`' | '<' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn counted(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// "1998", "2001–2021", "since 2015"; nothing without a date.
fn period(start: Option<&str>, end: Option<&str>) -> Option<String> {
    match (start, end) {
        (Some(a), Some(b)) if a == b => Some(a.to_owned()),
        (Some(a), Some(b)) => Some(format!("{a}–{b}")),
        (Some(a), None) => Some(format!("since {a}")),
        (None, Some(b)) => Some(format!("until {b}")),
        (None, None) => None,
    }
}

/// How telling an act is: deeds before words, what names an act before what names none.
fn weight(class: Class, mode: Mode) -> u8 {
    match (class, mode) {
        (Class::Assault | Class::Aid | Class::Sanction | Class::Coerce, _) => 3,
        (Class::Other, _) => 0,
        (_, Mode::Material) => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::knowledge::tests::knowledge;

    const TEXT: &str = "Malta supplied Cyprus with engines from 2001 until 2005. Malta and Cyprus signed the 1998 Valletta Fishing Treaty. \
        The two states work together against smugglers. The Comino fishing dispute divides Malta and Cyprus. Malta says that \
        Cyprus breaks the treaty. Cyprus accused Malta of theft in 2011. Malta may attack Cyprus.";

    fn cards(knowledge: &Knowledge) -> Cards<'_> {
        Cards { knowledge, link: &|path, line| Some(format!("file:///w/{path}#L{line}")) }
    }

    #[test]
    fn a_relationship_card_reads_at_a_glance() {
        let k = knowledge(&[("sources/sea.txt", TEXT)], "");
        let (a, b) = (k.look_up("malta").unwrap(), k.look_up("cyprus").unwrap());
        let card = cards(&k).relationship(a, b).unwrap();
        println!("{card}");
        assert!(card.starts_with("### Malta ↔ Cyprus · mixed\n"), "{card}");
        assert!(card.contains("[sea, l. 1](file:///w/sources/sea.txt#L1)"), "{card}");
        assert!(card.contains("Not asserted: 1"), "{card}");
        assert!(card.contains("2001–2005"), "{card}");
        assert!(card.lines().count() <= 25);
    }

    #[test]
    fn actor_dispute_and_source_cards() {
        let k = knowledge(&[("sources/sea.txt", TEXT)], "");
        let malta = cards(&k).actor(k.look_up("malta").unwrap()).unwrap();
        println!("{malta}");
        assert!(malta.starts_with("### Malta · state\n") && malta.contains("Cyprus · mixed"), "{malta}");
        let dispute = cards(&k).dispute(&k.disputes()[0].id).unwrap();
        println!("{dispute}");
        assert!(dispute.contains("Between Malta and Cyprus"), "{dispute}");
        let source = cards(&k).source("sea", Some(3)).unwrap();
        assert!(source.contains("3 claims rest on it"), "{source}");
    }

    #[test]
    fn markup_in_a_source_stays_words() {
        assert_eq!(quote("a *b* [c](d)."), "“a \\*b\\* \\[c\\](d)”");
    }
}
