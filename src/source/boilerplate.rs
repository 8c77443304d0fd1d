//! What a page carries beside its text: links to other articles, share buttons, cookie notes, advertisements.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use crate::text::{fold, words};

/// Longest block in bytes that can be boilerplate by its first words.
const LONGEST: usize = 400;

/// Whether a paragraph or heading is boilerplate. `text` is one block without markup; `shouting` says that the document as
/// a whole is in capitals, so that capitals mean nothing.
pub fn is_boilerplate(text: &str, shouting: bool) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let folded = fold(text).text.to_lowercase();
    let bare = folded.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
    if bare.is_empty() {
        return true;
    }
    LISTS.whole.contains(bare)
        || LISTS.leads(bare)
        || LISTS.inside.is_match(bare)
        || is_button_row(bare)
        || is_menu(text)
        || (!shouting && is_shouted_line(text))
        || is_address(bare)
}

/// Whether at least half of the letters in a text are capitals.
pub fn shouts(text: &str) -> bool {
    // A document's beginning tells.
    let (mut large, mut all) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()).take(20_000) {
        all += 1;
        large += usize::from(c.is_uppercase());
    }
    large * 2 >= all && all > 0
}

/// A headline in capitals, without a full stop, in a text that is not: a link to another article. Short ones are headings.
fn is_shouted_line(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let large = letters().filter(|c| c.is_uppercase()).count();
    let all = letters().count();
    let ended = text.trim_end_matches(['"', '”', '’', '\'', ')']).ends_with('.');
    !ended && all > 0 && large * 10 >= all * 8 && words(text).filter(|w| !w.compound).count() > 7
}

/// Two or more names of services or buttons, and nothing else.
fn is_button_row(folded: &str) -> bool {
    let mut count = 0;
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !LISTS.button.contains(word) && !word.bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
        count += usize::from(LISTS.button.contains(word));
    }
    count >= 2
}

/// Three or more short items between bars, arrows or dots: a menu or a trail of links.
fn is_menu(text: &str) -> bool {
    let items: Vec<&str> = text.split(['|', '»', '›', '•', '·', '>']).map(str::trim).filter(|i| !i.is_empty()).collect();
    items.len() >= 3 && items.iter().all(|i| i.split_whitespace().count() <= 4 && !i.ends_with(['.', '?', '!']))
}

/// A line that is a web or mail address and nothing else.
fn is_address(folded: &str) -> bool {
    !folded.contains(' ') && (folded.contains("://") || folded.starts_with("www.") || folded.contains('@')) && folded.contains('.')
}

struct Lists {
    whole: HashSet<&'static str>,
    /// By their first four bytes.
    lead: HashMap<&'static [u8], Vec<&'static str>>,
    inside: AhoCorasick,
    button: HashSet<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let rows = || include_str!("data/boilerplate.tsv").lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split_once('\t'));
    let of = |kind: &'static str| rows().filter(move |(k, _)| *k == kind).map(|(_, phrase)| phrase);
    let mut lead: HashMap<&[u8], Vec<&str>> = HashMap::new();
    for phrase in of("lead") {
        lead.entry(head(phrase)).or_default().push(phrase);
    }
    // Only patterns beyond counting could fail.
    let inside = AhoCorasick::new(of("inside")).unwrap_or_else(|_| unreachable!("a dozen short phrases"));
    Lists { whole: of("whole").collect(), lead, inside, button: of("button").collect() }
});

impl Lists {
    fn leads(&self, text: &str) -> bool {
        [head(text), first_two(text)].iter().filter_map(|head| self.lead.get(head)).flatten().any(|lead| text.starts_with(lead))
    }
}

fn head(text: &str) -> &[u8] {
    text.as_bytes().get(..4).unwrap_or_else(|| first_two(text))
}

fn first_two(text: &str) -> &[u8] {
    text.as_bytes().get(..2).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boilerplate_is_told_from_text() {
        for text in [
            "You Can Also Read: WHAT THE NEXT WAR OVER WATER MIGHT LOOK LIKE",
            "ALSO READ | The long drought",
            "Advertisement",
            "— Advertisement —",
            "Share on Facebook",
            "Facebook Twitter WhatsApp Email",
            "Home | World | Asia | Opinion",
            "We use cookies to improve your experience on our site. Accept all",
            "© 2024 The Daily. All rights reserved.",
            "Subscribe to our newsletter!",
            "WHY THE SECOND DAM WAS NEVER BUILT ON THE RIVER",
            "https://example.org/a/b",
            "***",
            "5 min read",
        ] {
            assert!(is_boilerplate(text, false), "{text}");
        }
        for text in [
            "The river fell.",
            "Share prices fell by a third.",
            "Facebook denied it.",
            "SUMMARY",
            "KEY JUDGEMENTS",
            "Related disputes over the border were left aside.",
            "Advertisement spending rose in 2020.",
            "The ministry said that cookies were found in the parcel.",
            "Read more widely, the treaty binds both.",
            "ALL TROOPS WERE WITHDRAWN FROM THE BORDER ON THE FIFTH OF MAY.",
        ] {
            assert!(!is_boilerplate(text, false), "{text}");
        }
        assert!(!is_boilerplate("WHY THE SECOND DAM WAS NEVER BUILT ON THE RIVER", true));
    }

    #[test]
    fn the_list_is_well_formed() {
        for line in include_str!("data/boilerplate.tsv").lines().filter(|l| !l.starts_with('#')) {
            let (kind, phrase) = line.split_once('\t').unwrap_or_default();
            assert!(["whole", "lead", "inside", "button"].contains(&kind) && !phrase.is_empty(), "{line}");
            assert_eq!(phrase, fold(phrase).text.to_lowercase(), "folded as texts are");
        }
    }
}
