//! Directives: HTML comments that silence rules.
//!
//! `<!-- backtext-disable-next-line RULE, RULE: why -->` silences the next line, and the sentences that begin in it to their
//! end; `backtext-disable` everything up to the `backtext-enable` that names the same rule, or none; `backtext-disable-file`
//! the whole note. Without a rule's name, every rule. Whether a rule of that name exists is for the rules to say.

use super::{Problem, Sentence, Suppression};
use crate::text::Span;

const PREFIX: &str = "backtext-";

/// How many rules a directive may name; there are not half as many.
const MOST_RULES: usize = 64;

/// How many lines of comments may stand between a directive and its line.
const FARTHEST: usize = 100;

/// Reads the comments of a note, given in order, into suppressions and what could not be read.
pub(super) fn read(text: &str, comments: &[Span], sentences: &[Sentence]) -> (Vec<Suppression>, Vec<Problem>) {
    let (mut suppressions, mut problems) = (Vec::<Suppression>::new(), Vec::new());
    // Those of `backtext-disable` that nothing has ended yet, by index.
    let mut open: Vec<usize> = Vec::new();
    for comment in comments {
        let inside = comment.of(text).trim_start_matches("<!--").trim_end_matches("-->");
        let words = inside.trim();
        if !words.get(..PREFIX.len()).is_some_and(|head| head.eq_ignore_ascii_case(PREFIX)) {
            continue;
        }
        let start = comment.start + 4 + (inside.len() - inside.trim_start().len());
        let name_len = words.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(words.len());
        let (rules, reason) = names(words, name_len, start);
        let all = |scope| Suppression { span: *comment, rules: rules.clone(), scope, reason: reason.clone() };
        match words[PREFIX.len()..name_len].to_ascii_lowercase().as_str() {
            "disable-next-line" => suppressions.push(all(next_line(text, *comment, sentences))),
            "disable-file" => suppressions.push(all(Span::new(0, text.len()))),
            "disable" => {
                let scope = Span::new(comment.end, text.len());
                // One for each rule, since each may be ended by itself.
                let each = if rules.is_empty() { vec![all(scope)] } else { Vec::new() };
                let named = rules.iter().map(|rule| Suppression {
                    span: *comment,
                    rules: vec![rule.clone()],
                    scope,
                    reason: reason.clone(),
                });
                for suppression in each.into_iter().chain(named) {
                    open.push(suppressions.len());
                    suppressions.push(suppression);
                }
            }
            "enable" => {
                let before = open.len();
                open.retain(|index| {
                    let Some(suppression) = suppressions.get_mut(*index) else { return false };
                    let ends = rules.is_empty() || suppression.rules.iter().any(|(name, _)| rules.iter().any(|(rule, _)| rule == name));
                    if ends {
                        suppression.scope = Span::new(suppression.scope.start, comment.start);
                    }
                    !ends
                });
                if open.len() == before {
                    problems.push(Problem {
                        span: *comment,
                        message: "`backtext-enable` without a `backtext-disable` before it that it would end".to_owned(),
                    });
                }
            }
            other => problems.push(Problem {
                span: Span::new(start, start + name_len),
                message: format!(
                    "`backtext-{other}` is no directive; there are `backtext-disable-next-line`, `backtext-disable`, `backtext-enable` and `backtext-disable-file`"
                ),
            }),
        }
    }
    (suppressions, problems)
}

/// The rule names with their bytes, divided by commas or spaces, and the reason behind the colon.
fn names(words: &str, name_len: usize, start: usize) -> (Vec<(String, Span)>, Option<String>) {
    let rest = &words[name_len..];
    let (list, reason) = rest.split_once(':').map_or((rest, None), |(list, reason)| (list, Some(reason.trim())));
    let mut rules = Vec::new();
    let mut at = start + name_len;
    for piece in list.split_inclusive(|c: char| c.is_whitespace() || c == ',') {
        let name = piece.trim_end_matches(|c: char| c.is_whitespace() || c == ',');
        if !name.is_empty() && rules.len() < MOST_RULES {
            rules.push((name.to_owned(), Span::new(at, at + name.len())));
        }
        at += piece.len();
    }
    (rules, reason.filter(|reason| !reason.is_empty()).map(str::to_owned))
}

/// The next line that holds more than a comment, and the sentences that begin in it to their end.
fn next_line(text: &str, comment: Span, sentences: &[Sentence]) -> Span {
    let mut at = comment.end;
    let mut rest = text.get(at..).unwrap_or("").split_inclusive('\n');
    // What stands behind the comment on its own line is not the next line.
    at += rest.next().map_or(0, str::len);
    for line in rest.take(FARTHEST) {
        let bare = line.trim_start_matches(['>', ' ', '\t']).trim();
        if !bare.is_empty() && !(bare.starts_with("<!--") && bare.ends_with("-->")) {
            let line = Span::new(at, at + line.trim_end_matches(['\n', '\r']).len());
            let from = sentences.partition_point(|sentence| sentence.span.start < line.start);
            let begun = sentences[from..].iter().take_while(|sentence| sentence.span.start < line.end);
            return begun.fold(line, |scope, sentence| scope.cover(sentence.span));
        }
        at += line.len();
    }
    Span::new(at, at)
}
