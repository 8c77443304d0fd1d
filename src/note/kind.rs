//! What a sentence is: claim, judgement, question, heading or other. Decided by where it stands and how it opens, from
//! word lists; nothing here knows what it says.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use regex::{RegexSet, RegexSetBuilder};

use super::Kind;
use super::block::{Block, Callout, Context};
use super::data::rows;
use crate::text::Span;

static CALLOUTS: LazyLock<HashMap<&'static str, Callout>> = LazyLock::new(|| {
    rows(include_str!("data/callouts.tsv"))
        .map(|(name, class)| {
            let class = match class {
                "judgement" => Callout::Judgement,
                "claim" => Callout::Claim,
                "quote" => Callout::Quote,
                "question" => Callout::Question,
                "other" => Callout::Other,
                _ => Callout::Prose,
            };
            (name, class)
        })
        .collect()
});

static HEADINGS: LazyLock<Vec<&'static str>> = LazyLock::new(|| rows(include_str!("data/headings.tsv")).map(|(words, _)| words).collect());

/// The phrases, and for each whether it counts at the sentence's start only.
static PHRASES: LazyLock<Option<(AhoCorasick, Vec<bool>)>> = LazyLock::new(|| {
    let (phrases, starts): (Vec<_>, Vec<_>) =
        rows(include_str!("data/judgement.tsv")).map(|(phrase, place)| (phrase, place == "start")).unzip();
    let finder = AhoCorasickBuilder::new().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(phrases).ok()?;
    Some((finder, starts))
});

static OTHER: LazyLock<RegexSet> =
    LazyLock::new(|| anchored(rows(include_str!("data/other.tsv")).filter(|(_, why)| *why != LEADS_IN), true));
static LEADING_IN: LazyLock<RegexSet> =
    LazyLock::new(|| anchored(rows(include_str!("data/other.tsv")).filter(|(_, why)| *why == LEADS_IN), true));
static LINES: LazyLock<RegexSet> = LazyLock::new(|| anchored(rows(include_str!("data/lines.tsv")), false));

/// The reason of the patterns for what leads in a list, which are tried on what ends in a colon only.
const LEADS_IN: &str = "leads in";

/// Word boundaries are those of ASCII: the others cost ten times as much on a text with curly quotes, and the lists begin with
/// English words.
fn anchored(list: impl Iterator<Item = (&'static str, &'static str)>, any_case: bool) -> RegexSet {
    let patterns = list.map(|(pattern, _)| format!("^(?:{})", pattern.replace(r"\b", r"(?-u:\b)")));
    let set = RegexSetBuilder::new(patterns).case_insensitive(any_case).dfa_size_limit(8 << 20).build();
    set.unwrap_or_else(|_| RegexSet::empty())
}

/// Whether a sentence states nothing about the world, by how it is put.
fn is_other(text: &str) -> bool {
    OTHER.is_match(text) || (text.ends_with(':') && LEADING_IN.is_match(text))
}

/// What the callout of that name is for.
pub(super) fn callout(name: &str) -> Callout {
    CALLOUTS.get(name.to_ascii_lowercase().as_str()).copied().unwrap_or(Callout::Prose)
}

/// Whether a heading opens a section of judgements.
pub(super) fn is_judgement_heading(heading: &str) -> bool {
    let words = heading.trim_start_matches(|c: char| !c.is_alphabetic());
    // "II. Outlook", "a) Comment"
    let words = match words.split_once(['.', ')']) {
        Some((number, rest)) if number.len() <= 4 && !number.contains(' ') => rest.trim_start(),
        _ => words,
    };
    HEADINGS.iter().any(|lead| starts_with_word(words, lead))
}

fn starts_with_word(text: &str, lead: &str) -> bool {
    text.get(..lead.len()).is_some_and(|head| head.eq_ignore_ascii_case(lead))
        && !text[lead.len()..].starts_with(|c: char| c.is_alphanumeric())
}

/// Whether a line stands for itself wherever it is: a TODO, a field, tags.
pub(super) fn is_own_line(line: &str) -> bool {
    // Most lines are settled by this without the patterns.
    let first = line.as_bytes().first();
    first.is_some_and(|byte| byte.is_ascii_uppercase() || matches!(byte, b'[' | b'(' | b'*' | b'#' | b't')) && LINES.is_match(line)
}

/// Whether a block is a heading written as a line in bold.
pub(super) fn is_bold_heading(block: &Block) -> bool {
    let text = &block.plain.text;
    block.context == Context::default()
        && block.lines.is_empty()
        && !text.is_empty()
        && block.strong >= text.trim_end_matches(':').len()
        && !text.ends_with(['.', '!', '?', ';', ',', '”', '"'])
        && text.split_whitespace().count() <= 12
        && block.marks.is_empty()
}

/// What a sentence is. `judged` says whether it stands in a section or paragraph of judgements; `quoted` are the quoted
/// words of the block, and `span` is the sentence in it.
pub(super) fn of(block: &Block, span: Span, quoted: &[Span], judged: bool) -> Kind {
    let context = &block.context;
    let text = span.of(&block.plain.text);
    if context.heading.is_some() || context.title {
        return Kind::Heading;
    }
    if context.task || context.head || context.quote.is_some() || is_own_line(text) || is_only(block, span) || is_other(text) {
        return Kind::Other;
    }
    if asks(text, span, quoted) {
        return Kind::Question;
    }
    match context.callout {
        Some(Callout::Claim) => return Kind::Claim,
        Some(Callout::Judgement) => return Kind::Judgement,
        Some(Callout::Question) => return Kind::Question,
        Some(Callout::Other) => return Kind::Other,
        Some(Callout::Quote | Callout::Prose) | None => {}
    }
    if judged || is_judged(text, span, quoted) {
        return Kind::Judgement;
    }
    if is_fragment(text, context) { Kind::Other } else { Kind::Claim }
}

/// Whether a paragraph opens as a comment of the writer: "Comment: …".
pub(super) fn opens_judgement(block: &Block) -> bool {
    let text = block.plain.text.as_str();
    text.find(':').is_some_and(|colon| {
        colon <= 30 && HEADINGS.iter().any(|lead| lead.len() == colon && starts_with_word(text, lead)) && text[colon..].starts_with(": ")
    })
}

/// Whether nothing but links or code stands in the sentence.
fn is_only(block: &Block, span: Span) -> bool {
    let length = span.of(&block.plain.text).chars().filter(|c| c.is_alphanumeric()).count();
    if block.code > 0 && block.code >= block.plain.text.trim_end_matches(['.', ':', ',']).len() {
        return true;
    }
    if block.links.is_empty() {
        return false;
    }
    let linked: usize = block
        .links
        .iter()
        .filter(|link| link.overlaps(span))
        .map(|link| link.of(&block.plain.text).chars().filter(|c| c.is_alphanumeric()).count())
        .sum();
    linked > 0 && linked >= length
}

/// Whether it ends in a question mark that is the sentence's own and not that of a question quoted in it.
fn asks(text: &str, span: Span, quoted: &[Span]) -> bool {
    let bare = text.trim_end_matches(['”', '"', '’', '\'', ')', ']', '*', ' ', '!']);
    if !bare.ends_with('?') {
        return false;
    }
    let mark = span.start + bare.len() - 1;
    !quoted.iter().any(|quote| quote.start <= mark && mark < quote.end && quote.start > span.start + 4)
}

/// The first phrase of a sentence by which its writer speaks in their own voice ("we assess"), in bytes of the sentence.
pub fn own_voice(text: &str) -> Option<Span> {
    voices(text).next()
}

fn is_judged(text: &str, span: Span, quoted: &[Span]) -> bool {
    voices(text).any(|voice| !quoted.iter().any(|quote| quote.touches(span.start + voice.start)))
}

fn voices(text: &str) -> impl Iterator<Item = Span> {
    let boundary = |at: Option<char>| at.is_none_or(|c| !c.is_alphanumeric());
    PHRASES.iter().flat_map(move |(finder, starts)| {
        finder.find_iter(text).filter_map(move |found| {
            let whole = boundary(text[..found.start()].chars().next_back())
                && (text[..found.end()].ends_with(':') || boundary(text[found.end()..].chars().next()));
            let at_start = starts.get(found.pattern().as_usize()).copied().unwrap_or(false);
            (whole && (!at_start || opens(&text[..found.start()]))).then(|| Span::new(found.start(), found.end()))
        })
    })
}

/// Whether what stands before a phrase is an opening such as "However, ".
fn opens(before: &str) -> bool {
    let before = before.trim();
    before.is_empty() || (before.ends_with(',') && before.split_whitespace().count() <= 5)
}

/// Whether a few words without a full stop say too little to be held against a source: a name in a table, a label.
fn is_fragment(text: &str, context: &Context) -> bool {
    if text.ends_with(['.', '!', '?', '”', '"']) {
        return false;
    }
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    words < if context.cell { 4 } else { 3 }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_list_is_well_formed() {
        for (list, any_case) in [(include_str!("data/other.tsv"), true), (include_str!("data/lines.tsv"), false)] {
            for (pattern, why) in rows(list) {
                regex::Regex::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
                assert!(!why.is_empty(), "no reason for {pattern}");
            }
            assert_eq!(anchored(rows(list), any_case).len(), rows(list).count());
        }
        for (phrase, place) in rows(include_str!("data/judgement.tsv")) {
            assert_eq!(phrase, phrase.to_lowercase());
            assert!(matches!(place, "start" | "anywhere"), "{phrase}: {place}");
        }
        for (name, class) in rows(include_str!("data/callouts.tsv")) {
            assert!(matches!(class, "judgement" | "claim" | "quote" | "question" | "other" | "prose"), "{name}: {class}");
        }
        assert!(PHRASES.is_some());
    }

    #[test]
    fn headings_of_judgement_begin_with_the_word() {
        for yes in ["Assessment", "2. Outlook", "II. Outlook for 2024", "Comment:", "Analysis of the talks", "KEY JUDGEMENTS"] {
            assert!(is_judgement_heading(yes), "{yes}");
        }
        for no in ["Background", "Analysts", "The outlook", "Commentators on Iran", ""] {
            assert!(!is_judgement_heading(no), "{no}");
        }
    }
}
