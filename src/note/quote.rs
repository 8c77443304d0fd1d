//! Quoted words within a block.

use crate::text::Span;

/// The spans of quoted words in a plain text, quote marks excluded; in order, the outermost pair of nested ones.
pub(super) fn spans(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    if !text.contains(['"', '“', '„', '«', '‘', '\'']) {
        return found;
    }
    let (mut open, mut previous): (Option<(usize, char)>, Option<char>) = (None, None);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        match open {
            None => {
                if opens(c, previous, next) {
                    open = Some((at + c.len_utf8(), c));
                }
            }
            Some((from, mark)) => {
                if closes(c, mark, previous, next) {
                    if text[from..at].contains(char::is_alphanumeric) {
                        found.push(Span::new(from, at));
                    }
                    open = None;
                } else if mark == '\'' || mark == '‘' {
                    // An apostrophe that opened nothing must not hide the quotation behind it.
                    if opens(c, previous, next) && c != '\'' && c != '‘' {
                        open = Some((at + c.len_utf8(), c));
                    }
                }
            }
        }
        previous = Some(c);
    }
    found
}

/// The quote mark that ends what `mark` opened, as a person would write it.
fn closes(c: char, mark: char, previous: Option<char>, next: Option<char>) -> bool {
    let ends_word = next.is_none_or(|next| !next.is_alphanumeric());
    match mark {
        '“' | '„' => c == '”' || (c == '“' && mark == '„') || (c == '"' && ends_word),
        '«' => c == '»',
        '"' => c == '”' || (c == '"' && ends_word) || (c == '"' && previous.is_some_and(|p| !p.is_whitespace())),
        '‘' => c == '’' && ends_word && previous.is_some_and(|p| p.is_alphanumeric() || matches!(p, '.' | ',' | '!' | '?' | '…')),
        _ => c == '\'' && ends_word && previous.is_some_and(|p| p.is_alphanumeric() || matches!(p, '.' | ',' | '!' | '?' | '…')),
    }
}

fn opens(c: char, previous: Option<char>, next: Option<char>) -> bool {
    let begins_word = previous.is_none_or(|p| p.is_whitespace() || matches!(p, '(' | '[' | '—' | '–' | '-' | '/' | ':'));
    let has_word = next.is_some_and(|next| next.is_alphanumeric() || matches!(next, '[' | '…' | '.' | '‘' | '\'' | '$' | '£' | '€'));
    match c {
        '“' | '„' | '«' => true,
        '"' => begins_word && has_word,
        // A year cut short ('98) opens nothing.
        '‘' | '\'' => begins_word && next.is_some_and(|next| next.is_alphabetic() || next == '['),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(text: &str) -> Vec<&str> {
        spans(text).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn quoted_words_are_found_whatever_the_marks() {
        assert_eq!(quoted("He said “we agree” and \"we do not\"."), ["we agree", "we do not"]);
        assert_eq!(quoted("The ‘common enemy’ and the 'long war'."), ["common enemy", "long war"]);
        assert_eq!(quoted("She said “he told ‘no one’ of it”."), ["he told ‘no one’ of it"]);
        assert_eq!(quoted("«Nous» and „wir“"), ["Nous", "wir"]);
    }

    #[test]
    fn apostrophes_and_inches_are_no_quotes() {
        assert_eq!(quoted("Iran's 5\" pipe, the ministers' talks, '98 and rock 'n' roll"), ["n"]);
        assert_eq!(quoted("Iran’s and the Taliban’s talks"), Vec::<&str>::new());
        assert_eq!(quoted("'Tis said that \"they agree\" now"), ["they agree"]);
        assert_eq!(quoted("an “unclosed one"), Vec::<&str>::new());
    }
}
