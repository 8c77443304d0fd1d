//! Cards in Markdown: the evidence for a claim, a source, a passage.

use std::collections::HashSet;

use smol_str::SmolStr;

use crate::evidence::term;
use crate::judge::{self, Judgement, Verdict};
use crate::note::{Citation, Locator, Note};
use crate::rules::Rule;
use crate::source::{Source, is_extracted};
use crate::text::Span;
use crate::workspace::{Judged, Snapshot};

/// Passages shown for a claim.
const SHOWN: usize = 3;
/// Characters of a passage that are shown.
const LONGEST: usize = 400;

/// The evidence for a claim: the verdict, what differs, the best passages with the words they share in bold, and what is missing.
/// What the rules in `said` have to say the person reads beside the card, so it is left out.
pub fn claim(claim: &str, judged: &Judged, said: &[Rule]) -> String {
    let judgement = &judged.judgement;
    let mut card = format!("**{}**", capital(judge::in_words(judgement.verdict)));
    if let Some(strength) = strength(judgement) {
        card.push_str(&format!(" · {strength}"));
    }
    card.push('\n');
    if let Some(path) = judged.backed_elsewhere.as_ref().filter(|_| !said.contains(&Rule::CitationMismatch)) {
        card.push_str(&format!("\nThe cited source does not back it; {} does.\n", escaped(path)));
    }
    let reasons: Vec<&judge::Reason> = judgement.reasons.iter().filter(|reason| !said.contains(&reason.rule)).collect();
    if !reasons.is_empty() {
        card.push('\n');
        for reason in reasons {
            card.push_str(&format!("- {}: {}\n", reason.rule.name(), escaped(&reason.message)));
        }
    }
    let own: HashSet<SmolStr> = term::terms(claim).map(|term| term.stem).collect();
    for (evidence, _) in judged.ranked().filter(|(_, score)| *score > 0.0).take(SHOWN) {
        let line = evidence.place().map_or(1, |place| place.line);
        let entry = &evidence.entry;
        let of = if is_extracted(&entry.path) { " of the text read from it" } else { "" };
        card.push_str(&format!("\n> {}\n>\n> — {}, l. {line}{of}\n", bold(&evidence.text(), &own), escaped(&entry.id)));
    }
    let missing: Vec<&str> = judgement.unbacked.iter().map(|span| span.of(claim)).filter(|words| !words.is_empty()).collect();
    if !missing.is_empty() && judgement.verdict != Verdict::Backed && !said.contains(&Rule::PartlyBackedClaim) {
        let quoted: Vec<String> = missing.iter().map(|words| format!("“{}”", escaped(words))).collect();
        card.push_str(&format!("\nNothing found for: {}\n", quoted.join(", ")));
    }
    card
}

/// What a verdict rests on, in words; nothing where nothing was held against anything.
fn strength(judgement: &Judgement) -> Option<&'static str> {
    let somebodys_word = || judgement.reasons.iter().any(|reason| reason.rule == Rule::AttributionLost);
    let words = match (judgement.verdict, judgement.score) {
        (Verdict::NotChecked, _) => return None,
        (Verdict::Backed, 0.9..) => "the sources say so plainly",
        (Verdict::Backed, 0.7..) => "the sources say much the same",
        (Verdict::Backed, _) => "the sources say so in other words",
        (Verdict::PartlyBacked, _) => "the sources say a part of it",
        (Verdict::Contradicted, _) => "a source says otherwise",
        (Verdict::Overstated, _) if somebodys_word() => "the sources give it as somebody’s word",
        (Verdict::Overstated, _) => "the sources are less sure of it",
        (Verdict::Unbacked, 0.4..) => "the sources come close",
        (Verdict::Unbacked, 0.15..) => "the sources say little of it",
        (Verdict::Unbacked, _) => "the sources do not say it",
    };
    Some(words)
}

/// What a citation points at.
/// `claims`: how many claims rest on it, where that is known.
pub fn citation(snapshot: &Snapshot, citation: &Citation, claims: Option<usize>) -> String {
    let entries = snapshot.sources_by_id(&citation.id);
    let Some(read) = entries.first().and_then(|entry| snapshot.read(entry)) else {
        return format!("There is no source “{}”.", escaped(&citation.id));
    };
    let mut card = source(&read.source, claims);
    if entries.len() > 1 {
        card.push_str(&format!("\n{} sources have this name.\n", entries.len()));
    }
    if let Some(passage) = cited_passage(&read.source, citation) {
        card.push_str(&format!("\n> {}\n", escaped(&shortened(passage.of(&read.source.text)))));
    }
    card
}

/// A source: its title, what its front matter says, and how many claims rest on it, where that is known.
pub fn source(source: &Source, claims: Option<usize>) -> String {
    let meta = &source.meta;
    let mut card = format!("**{}**\n\n", escaped(meta.title.as_deref().unwrap_or(&source.id)));
    let mut facts: Vec<String> = Vec::new();
    if !meta.author.is_empty() {
        facts.push(meta.author.join(", "));
    }
    facts.extend([&meta.container_title, &meta.issued].into_iter().flatten().cloned());
    facts.extend(meta.grade.as_ref().map(|grade| format!("grade {grade}")));
    facts.push(format!("{} passages", source.passages.len()));
    facts.push(source.path.clone());
    if is_extracted(&source.path) {
        facts.push("places are in the text read from it, and links open its start".into());
    }
    facts.extend(claims.map(|claims| format!("{} on it", super::rests::count(claims))));
    card.push_str(&escaped(&facts.join(" · ")));
    card.push('\n');
    card
}

/// Bytes of the source that a citation's locator names.
pub fn cited_passage(source: &Source, citation: &Citation) -> Option<Span> {
    match citation.locator.as_ref()? {
        Locator::Quote(words, _) => {
            let found = source.text.find(words.as_str());
            found.map(|at| Span::new(at, at + words.len())).or_else(|| {
                let folded = crate::text::fold(words);
                let holds =
                    |passage: &&crate::source::Passage| crate::text::fold(&source.passage_text(passage)).text.contains(&folded.text);
                source.passages.iter().find(holds).map(|passage| passage.span)
            })
        }
        Locator::Paragraph(number) => {
            let inside = source.passages.iter().filter(|passage| passage.paragraph == *number).map(|passage| passage.span);
            inside.reduce(Span::cover)
        }
        Locator::Line(number) => source.passages.iter().rev().find(|passage| passage.line <= *number).map(|passage| passage.span),
        Locator::Other(_) => None,
    }
}

/// One line on a claim of a note: its verdict and its words.
pub fn one_line(note: &Note, sentence: usize, verdict: Verdict) -> String {
    let text = note.sentences.get(sentence).map(|sentence| sentence.plain.text.as_str()).unwrap_or_default();
    format!("{}: {}", judge::in_words(verdict), shortened(text))
}

/// The text with the words that are in `own` in bold; words side by side share one pair of marks.
fn bold(text: &str, own: &HashSet<SmolStr>) -> String {
    let mut runs: Vec<Span> = Vec::new();
    for term in term::terms(text).filter(|term| own.contains(&term.stem)) {
        match runs.last_mut() {
            Some(last) if text.get(last.end..term.span.start) == Some(" ") => *last = last.cover(term.span),
            _ => runs.push(term.span),
        }
    }
    let mut marked = String::with_capacity(text.len() + 4 * runs.len());
    let mut at = 0;
    for run in runs {
        marked.push_str(&escaped(text.get(at..run.start).unwrap_or_default()));
        marked.push_str(&format!("**{}**", escaped(run.of(text))));
        at = run.end;
    }
    marked.push_str(&escaped(text.get(at..).unwrap_or_default()));
    marked
}

/// The text with what Markdown would take for markup made plain, on one line.
pub fn escaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '|' | '~' => plain.extend(['\\', c]),
            '\n' | '\r' => plain.push(' '),
            _ => plain.push(c),
        }
    }
    plain
}

/// At most so much of a text as fits a card.
pub fn shortened(text: &str) -> String {
    crate::rules::claim::shorten(text, LONGEST)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_words_are_bold_and_markup_is_plain() {
        let own = term::terms("Iran armed the Taliban").map(|term| term.stem).collect();
        assert_eq!(bold("the *Taliban* were armed by Iran", &own), "the \\***Taliban**\\* were **armed** by **Iran**");
        assert_eq!(bold("Iran armed them", &own), "**Iran armed** them");
    }
}
