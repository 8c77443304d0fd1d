//! Whether a word is a web address, by spaCy's rule (after Diego Perini's pattern, written out by hand).

use super::chars::{Chars, Class};

/// Matches `(scheme://)? (user@)? (public IPv4 address | host.names.tld) (:port)? ([/?#]rest)?` over the whole word.
pub(super) fn is_url(chars: &Chars, word: &str) -> bool {
    if !word.contains('.') {
        return false;
    }
    let scheme = after_scheme(chars, word);
    if is_host_and_rest(chars, word) || scheme.is_some_and(|s| is_host_and_rest(chars, s)) {
        return true;
    }
    // A user part is any run that ends in `@`; with a scheme it begins after that, but a longer user part may hold it.
    word.match_indices('@').filter(|(at, _)| *at > 0).any(|(at, _)| is_host_and_rest(chars, &word[at + 1..]))
}

/// What follows `scheme://`.
fn after_scheme<'a>(chars: &Chars, word: &'a str) -> Option<&'a str> {
    let (scheme, rest) = word.split_once("://")?;
    let fits = scheme.chars().all(|c| chars.of(c).is(Class::WORD) || matches!(c, '+' | '-' | '.'));
    (fits && scheme.chars().nth(1).is_some()).then_some(rest)
}

fn is_host_and_rest(chars: &Chars, text: &str) -> bool {
    let end = text.find(|c| !(is_label(c) || matches!(c, '.' | '_' | '-'))).unwrap_or(text.len());
    let (host, rest) = text.split_at(end);
    is_rest(chars, rest) && (is_public_ip(host) || is_domain(chars, host))
}

/// `(:port)? ([/?#]rest)?`
fn is_rest(chars: &Chars, rest: &str) -> bool {
    let rest = match rest.strip_prefix(':') {
        Some(port) => {
            let end = port.find(|c| !chars.of(c).is(Class::DECIMAL)).unwrap_or(port.len());
            if !(2..=5).contains(&port[..end].chars().count()) {
                return false;
            }
            &port[end..]
        }
        None => rest,
    };
    rest.is_empty() || rest.starts_with(['/', '?', '#'])
}

fn is_label(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{a1}'..='\u{ffff}').contains(&c)
}

fn is_domain(chars: &Chars, host: &str) -> bool {
    let Some((labels, tld)) = host.rsplit_once('.') else { return false };
    (2..=63).contains(&tld.chars().count())
        && tld.chars().all(|c| chars.of(c).is(Class::LOWER))
        && labels.split('.').all(|label| {
            label.starts_with(is_label)
                && label.ends_with(is_label)
                && label.chars().all(|c| is_label(c) || matches!(c, '_' | '-'))
                && label.chars().count() <= 64
        })
}

/// A dotted quad of 1.0.0.1 … 223.255.255.254 outside the private and local networks.
fn is_public_ip(host: &str) -> bool {
    let parts: Vec<&str> = host.splitn(5, '.').collect();
    let [a, b, c, d] = parts[..] else { return false };
    let octet = |s: &str, padded: bool| -> Option<u16> {
        let fits = (1..=3).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit()) && (!s.starts_with('0') || padded && s.len() < 3);
        s.parse().ok().filter(|n| fits && *n <= 255)
    };
    let (Some(a), Some(b), Some(_), Some(d)) = (octet(a, false), octet(b, true), octet(c, true), octet(d, false)) else {
        return false;
    };
    let local = matches!((a, b), (10 | 127, _) | (169, 254) | (192, 168) | (172, 16..=31));
    (1..=223).contains(&a) && (1..=254).contains(&d) && !local
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::parser::Parser;

    #[test]
    fn addresses() {
        let chars = &Parser::shared().tokenizer.chars;
        for yes in ["example.org", "http://8.8.8.8:80/x", "a@b.example.org", "x.org?q=1", "www.exämple.org#top", "ftp://u:p@h.net"] {
            assert!(is_url(chars, yes), "{yes}");
        }
        for no in ["example", "Example.Org", "http://10.0.0.1", "1.2.3", "-a.org", "a..org", "x.org:1", "192.168.0.1", "a.b", "@.org"] {
            assert!(!is_url(chars, no), "{no}");
        }
    }
}
