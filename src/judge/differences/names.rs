//! When two names are names of the same: another form, an abbreviation, a capital for its state, an apposition.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tokens::{Line, Tok};
use crate::text::tsv;

/// Names that stand for each other, each with the key of its group.
static GROUPS: LazyLock<HashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut groups: HashMap<&'static str, Vec<usize>> = HashMap::new();
    for (number, row) in tsv::rows(include_str!("data/names.tsv")).enumerate() {
        row.iter().filter(|name| !name.is_empty()).for_each(|name| groups.entry(name).or_default().push(number));
    }
    groups
});

/// Whether two words may name the same.
pub fn agree(a: &Tok, claim: &Line, b: &Tok, evidence: &Line) -> bool {
    let (x, y) = (plain(&a.form), plain(&b.form));
    if same(x, y) {
        return true;
    }
    (a.name && abbreviates(x, evidence, b)) || (b.name && abbreviates(y, claim, a))
}

/// Whether two words of names, in small letters, may name the same, whatever stands around them.
pub fn same(x: &str, y: &str) -> bool {
    x == y || differ_in_ending(x, y) || known(x, y) || spelt_otherwise(x, y) || shortened(x, y) || shortened(y, x)
}

/// Whether the first is the second cut short, as first names are: Tim, Timothy.
fn shortened(x: &str, y: &str) -> bool {
    x.len() >= 3 && y.len() >= x.len() + 3 && y.starts_with(x) && !GROUPS.contains_key(x) && !GROUPS.contains_key(y)
}

/// Whether the first is made of the first letters of the capitalised words of the second.
pub fn initials(short: &str, long: &str) -> bool {
    let letters: String = short.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    let firsts: String =
        long.split_whitespace().filter(capital).filter_map(|word| word.chars().next()).flat_map(char::to_lowercase).collect();
    // The name may begin with what is left out: "RBC", the "ASEAN Regional Business Council".
    letters.len() >= 2 && letters == firsts || letters.len() >= 3 && firsts.ends_with(&letters)
}

/// Without the possessive ending.
fn plain(form: &str) -> &str {
    form.strip_suffix("'s").unwrap_or(form)
}

/// Whether a list of states, capitals, demonyms and common short forms puts them together.
pub fn known(a: &str, b: &str) -> bool {
    match (GROUPS.get(a), GROUPS.get(b)) {
        (Some(x), Some(y)) => x.iter().any(|group| y.contains(group)),
        _ => false,
    }
}

/// Whether a word names a state or its people.
pub fn nation(word: &str) -> bool {
    GROUPS.contains_key(word)
}

/// Whether two names differ by an ending alone: Iran and Iranian, Italy and Italian, Afghan and Afghanistan.
fn differ_in_ending(a: &str, b: &str) -> bool {
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.chars().count(), b.chars().count());
    shared >= 4 && a.min(b) - shared <= 1 && a.max(b) - shared <= 5
}

/// Whether two names are one in two spellings: Careem and Kareem, Aleksandr and Alexander. Names of states are known and never are.
fn spelt_otherwise(a: &str, b: &str) -> bool {
    let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // "Northern" is no misspelt "southern".
    let word = |text: &str| crate::text::similar::is_known(text, crate::text::similar::WordClass::Other);
    if word(a) && word(b) {
        return false;
    }
    if x.len().min(y.len()) < 5 || x.len().abs_diff(y.len()) > 2 || GROUPS.contains_key(a) || GROUPS.contains_key(b) {
        return false;
    }
    let mut row: Vec<usize> = (0..=y.len()).collect();
    for (i, p) in x.iter().enumerate() {
        let mut last = i + 1;
        let mut next = vec![last];
        for (q, pair) in y.iter().zip(row.windows(2)) {
            let [diagonal, above] = pair else { continue };
            last = (diagonal + usize::from(p != q)).min(above + 1).min(last + 1);
            next.push(last);
        }
        row = next;
    }
    row.last().is_some_and(|distance| *distance <= 1 + usize::from(x.len() >= 8))
}

/// Whether a short form is made of the first letters of the run of words around a word: `iskp`, `eu`, `who`.
fn abbreviates(short: &str, line: &Line, word: &Tok) -> bool {
    let short: String = short.chars().filter(|c| c.is_alphanumeric()).collect();
    let letters = short.chars().count();
    if !(2..=8).contains(&letters) {
        return false;
    }
    let Some(at) = line.toks.iter().position(|tok| tok.place == word.place) else { return false };
    let capital = |tok: &Tok| tok.span.of(line.text()).chars().next().is_some_and(char::is_uppercase);
    let from = at.saturating_sub(8);
    (from..=at).any(|start| {
        let initials: String =
            line.toks.iter().skip(start).filter(|tok| capital(tok)).filter_map(|tok| tok.form.chars().next()).take(letters).collect();
        initials == short
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_their_adjectives() {
        assert!(differ_in_ending("iran", "iranian") && differ_in_ending("italy", "italian"));
        assert!(!differ_in_ending("iran", "iraq") && !differ_in_ending("austria", "australia"));
    }

    #[test]
    fn capitals_stand_for_their_states() {
        assert!(known("tehran", "iran") && known("us", "american") && known("british", "uk"));
        assert!(!known("tehran", "iraq"));
    }
}
