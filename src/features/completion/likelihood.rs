//! Terms of likelihood with their range, after a form of "be", "will", or "there is a".

use std::sync::LazyLock;

use super::{About, Completion, Item, Kind, Spot};
use crate::workspace::config::Likelihood;

struct Term {
    scale: &'static str,
    term: &'static str,
    low: u8,
    high: u8,
    after: &'static str,
}

static TERMS: LazyLock<Vec<Term>> = LazyLock::new(|| include_str!("../data/likelihood.tsv").lines().filter_map(term).collect());

fn term(line: &'static str) -> Option<Term> {
    let mut columns = line.split('\t');
    let scale = columns.next().filter(|scale| !scale.starts_with('#') && !scale.is_empty())?;
    let (term, low, high, after) = (columns.next()?, columns.next()?, columns.next()?, columns.next()?);
    Some(Term { scale, term, low: low.parse().ok()?, high: high.parse().ok()?, after })
}

/// The terms that can follow the words before the cursor and begin with what was typed.
pub(super) fn complete(spot: &Spot) -> Option<Completion> {
    let (before, typed) = parts(spot.line)?;
    let scale = match spot.snapshot.config().likelihood {
        Likelihood::Icd203 => "icd-203",
        Likelihood::Phia => "phia",
    };
    let lower = typed.to_lowercase();
    let fits = TERMS
        .iter()
        .filter(|term| term.scale == scale && term.after.split(' ').any(|after| after == before) && term.term.starts_with(&lower));
    let replace = spot.up_to_cursor(spot.line.len() - typed.len());
    let item = |term: &Term| Item {
        label: term.term.into(),
        detail: format!("{}–{} %", term.low, term.high),
        kind: Kind::Term,
        replace,
        insert: term.term.into(),
        filter: term.term.into(),
        commit: &[],
        about: About::Nothing,
    };
    let items: Vec<Item> = fits.map(item).collect();
    // Any other word may follow as well.
    (!items.is_empty()).then_some(Completion { items, incomplete: true })
}

/// Which opening the words before the cursor are, and what of a term is typed.
fn parts(line: &str) -> Option<(&'static str, &str)> {
    let openings: [(&str, &[&str]); 3] = [
        ("a", &["there is a ", "there is an ", "is a ", "there is "]),
        ("will", &["will "]),
        ("is", &["is ", "are ", "was ", "were ", "be ", "remains ", "remain ", "seems ", "seem ", "it’s ", "it's "]),
    ];
    let lower = line.to_lowercase();
    if lower.len() != line.len() {
        return None;
    }
    let found = openings.iter().flat_map(|(name, words)| words.iter().map(move |word| (*name, *word))).filter_map(|(name, word)| {
        let at = lower.rfind(word)?;
        let whole = at == 0 || lower.get(..at).is_some_and(|before| before.ends_with([' ', '(', '“', '"']));
        whole.then_some((at + word.len(), name))
    });
    let (end, name) = found.max_by_key(|(end, name)| (*end, *name == "a"))?;
    let typed = line.get(end..)?;
    let term = typed.chars().all(|c| c.is_alphabetic() || c == ' ') && typed.split(' ').count() <= 3;
    term.then_some((name, typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lexicon_is_a_term() {
        let lines = include_str!("../data/likelihood.tsv").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        assert_eq!(lines.count(), TERMS.len());
        for term in TERMS.iter() {
            assert!(term.low < term.high && term.high <= 100, "{}", term.term);
            assert!(term.after.split(' ').all(|after| ["is", "will", "a"].contains(&after)), "{}", term.term);
        }
    }

    #[test]
    fn a_term_follows_be_will_and_a() {
        assert_eq!(parts("The talks are ver"), Some(("is", "ver")));
        assert_eq!(parts("They will pr"), Some(("will", "pr")));
        assert_eq!(parts("There is a r"), Some(("a", "r")));
        assert_eq!(parts("This thesis v"), None);
        assert_eq!(parts("It is 20 per"), None);
    }
}
