//! What the rules on verdicts look at, and what their findings have in common.

use super::{Edit, Finding, Fix, Quote, Rule};
use crate::judge::{Judgement, Reason};
use crate::note::{Note, Sentence};
use crate::text::Span;

/// Evidence shown with a finding: the best passages, as many as this.
pub const SHOWN: usize = 3;

/// A claim with its verdict, for one rule to look at.
pub struct ClaimContext<'a> {
    /// Path of the note.
    pub path: &'a str,
    /// The note.
    pub note: &'a Note,
    /// The claim.
    pub sentence: &'a Sentence,
    /// What the judge said.
    pub judgement: &'a Judgement,
    /// The evidence, by the judge's indices: the passage, and the id of its source. Only the best [`SHOWN`] and those that a
    /// reason names are filled in.
    pub evidence: &'a [(Quote, String)],
    /// Path and id of another source that backs the claim, where the cited one does not.
    pub elsewhere: Option<(&'a str, &'a str)>,
}

impl ClaimContext<'_> {
    /// The note's bytes of some bytes of the claim.
    pub fn in_note(&self, span: Span) -> Span {
        self.sentence.plain.origin_span(span)
    }

    /// The ranked evidence, best first.
    pub fn ranked(&self) -> impl Iterator<Item = (&Quote, &str)> {
        self.judgement
            .evidence
            .iter()
            .take(SHOWN)
            .filter_map(|(index, _)| self.evidence.get(*index).map(|(quote, id)| (quote, id.as_str())))
    }

    /// The best passage, shortened for a message, with its place: `“…” (water, l. 12)`.
    pub fn closest(&self) -> Option<String> {
        self.ranked().next().map(|(quote, id)| format!("“{}” ({id}, l. {})", shorten(&quote.quote, 160), quote.line))
    }

    /// A finding on some bytes of the note, with the evidence and the fixes that any flagged claim offers.
    pub fn finding(&self, rule: Rule, span: Span, message: String) -> Finding {
        let mut evidence: Vec<Quote> = self
            .judgement
            .evidence
            .iter()
            .filter_map(|(index, score)| self.evidence.get(*index).map(|(quote, _)| Quote { score: *score, ..quote.clone() }))
            .take(SHOWN)
            .collect();
        evidence.retain(|quote| quote.score > 0.0);
        Finding {
            path: self.path.to_owned(),
            rule,
            severity: rule.default_severity(),
            span,
            message,
            unbacked: self.judgement.unbacked.iter().map(|span| self.in_note(*span)).collect(),
            evidence,
            fixes: self.common_fixes(rule),
        }
    }

    /// A finding for a named difference: the differing words are its range, the passage that differs comes first, and where one
    /// replacement would mend it, that is the preferred fix.
    pub fn difference(&self, reason: &Reason) -> Finding {
        let message = match reason.evidence.and_then(|(index, _)| self.evidence.get(index)) {
            Some((quote, id)) => format!("{}: “{}” ({id}, l. {})", reason.message, shorten(&quote.quote, 160), quote.line),
            None => reason.message.clone(),
        };
        let span = self.in_note(reason.claim);
        let mut finding = self.finding(reason.rule, span, message);
        if let Some((index, differing)) = reason.evidence
            && let Some((quote, _)) = self.evidence.get(index)
        {
            finding.evidence.retain(|other| other.bytes != quote.bytes || other.source != quote.source);
            let score = self.judgement.evidence.iter().find(|(other, _)| *other == index).map_or(0.0, |(_, score)| *score);
            finding.evidence.insert(0, Quote { score, ..quote.clone() });
            finding.evidence.truncate(SHOWN);
            let _ = differing;
        }
        if let Some(replacement) = &reason.replacement {
            let title = format!("Replace “{}” by “{replacement}”", shorten(span.of(&self.note.text), 40));
            finding.fixes.insert(0, self.fix(title, true, span, replacement));
        }
        if let Some(speaker) = &reason.speaker {
            finding.fixes.insert(0, self.attribute(speaker));
        }
        finding
    }

    /// Gives the claim to whoever says it in the source. A pronoun says too little in the note; then only where it goes is shown.
    fn attribute(&self, speaker: &str) -> Fix {
        let speaker = match speaker.split_once(' ') {
            // "Their solicitor, Amara Oyelaran": whose she is cannot be told where the note stands.
            Some(("Their" | "His" | "Her" | "Its", rest)) => {
                rest.split_once(", ").map_or_else(|| format!("the {rest}"), |(_, name)| name.to_owned())
            }
            Some((article @ ("The" | "A" | "An"), rest)) => format!("{} {rest}", article.to_lowercase()),
            _ => speaker.to_owned(),
        };
        let (bytes, text) = self.opened_by(&format!("According to {speaker}, "));
        self.fix(format!("Add the attribution: according to {}", shorten(&speaker, 40)), true, bytes, &text)
    }

    /// The edit that puts words before the claim, whose own first word loses its capital if it is no name.
    fn opened_by(&self, words: &str) -> (Span, String) {
        let start = self.sentence.span.start;
        let text = self.sentence.span.of(&self.note.text);
        let first: String = text.chars().take_while(|c| c.is_alphanumeric() || *c == '’' || *c == '\'').collect();
        // Only a word that is no name may lose its capital: those that say too little to be a term never are names.
        let lower = first.to_lowercase();
        let general = crate::evidence::term::is_stopword(&lower) && first != "I";
        if general {
            (Span::new(start, start + first.len()), format!("{words}{lower}"))
        } else {
            (Span::new(start, start), words.to_owned())
        }
    }

    /// A fix of one edit to the note.
    pub fn fix(&self, title: impl Into<String>, preferred: bool, bytes: Span, text: &str) -> Fix {
        Fix { title: title.into(), preferred, edits: vec![Edit { path: self.path.to_owned(), bytes, text: text.to_owned() }] }
    }

    fn common_fixes(&self, rule: Rule) -> Vec<Fix> {
        let end = Span::new(self.sentence.span.end, self.sentence.span.end);
        let mut fixes = Vec::new();
        if let Some((quote, id)) = self.ranked().next() {
            if self.sentence.citations.is_empty() {
                fixes.push(self.fix(format!("Cite {id}, l. {}", quote.line), false, end, &format!(" [@{id}]")));
            }
            fixes.push(self.fix(format!("Quote {id}, l. {}", quote.line), false, end, &format!(" “{}” [@{id}]", quote.quote)));
        }
        fixes.push(self.mark_as_judgement());
        fixes.push(self.ignore(rule));
        fixes
    }

    fn mark_as_judgement(&self) -> Fix {
        let (bytes, text) = self.opened_by("We assess that ");
        self.fix("Mark as judgement", false, bytes, &text)
    }

    fn ignore(&self, rule: Rule) -> Fix {
        let before = self.note.text.get(..self.sentence.span.start).unwrap_or_default();
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let indent: String = before.get(line..).unwrap_or_default().chars().take_while(|c| c.is_whitespace()).collect();
        let text = format!("{indent}<!-- backtext-disable-next-line {}: reason -->\n", rule.name());
        self.fix(format!("Ignore {} here, with a reason", rule.name()), false, Span::new(line, line), &text)
    }
}

/// At most `limit` code points, cut at a word, with an ellipsis where something was cut.
pub fn shorten(text: &str, limit: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((cut, _)) = text.char_indices().nth(limit) else { return text };
    let kept = text.get(..cut).unwrap_or_default();
    let kept = kept.rsplit_once(' ').map_or(kept, |(kept, _)| kept);
    format!("{} …", kept.trim_end_matches([',', ';', ':']))
}
