//! When two acts are the same, the opposite, or the same seen from the other side.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tokens::{Line, Tok};
use crate::statement::{Drift, Statement};
use crate::text::parser::{Dep, Pos};
use crate::text::similar::{self, Lexical, WordClass};
use crate::text::tsv;

/// How one act relates to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The same.
    Same,
    /// The same by the other party: buy, sell.
    Converse,
    /// The opposite.
    Opposite,
    /// Of opposite drift: for and against the other.
    Against,
}

/// Group and side of each lemma, by kind of relation.
static TABLE: LazyLock<HashMap<&'static str, Vec<(usize, Act, u8)>>> = LazyLock::new(|| {
    let mut table: HashMap<&'static str, Vec<(usize, Act, u8)>> = HashMap::new();
    for (group, row) in tsv::rows(include_str!("data/acts.tsv")).enumerate() {
        let kind = match row.first().copied() {
            Some("same") => Act::Same,
            Some("converse") => Act::Converse,
            _ => Act::Opposite,
        };
        for (side, lemmas) in (0_u8..).zip(row.iter().skip(1)) {
            lemmas.split(',').map(str::trim).filter(|l| !l.is_empty()).for_each(|l| table.entry(l).or_default().push((group, kind, side)));
        }
    }
    table
});

/// What the list of acts says of two lemmas or phrases.
pub fn listed(a: &str, b: &str) -> Option<Act> {
    let (x, y) = (TABLE.get(a)?, TABLE.get(b)?);
    let find = |wanted: Act, same_side: bool| {
        x.iter().any(|(group, kind, side)| *kind == wanted && y.iter().any(|(g, _, s)| g == group && (s == side) == same_side))
    };
    if find(Act::Converse, false) {
        Some(Act::Converse)
    } else if find(Act::Opposite, false) {
        Some(Act::Opposite)
    } else if find(Act::Same, true) {
        Some(Act::Same)
    } else {
        None
    }
}

/// How the act of one statement relates to that of another, if it does.
pub fn relate(own: &Statement, line: &Line, theirs: &Statement, other: &Line) -> Option<Act> {
    let (a, b) = (head(own, line)?, head(theirs, other)?);
    // "Vote against" is not "vote": what hangs on the verb comes first.
    let forms = |statement: &Statement, line: &Line, tok: &Tok| {
        let at = line.word_of(usize::from(statement.act.head)).unwrap_or_default();
        let with = line.children(at).filter(|(_, child)| matches!(child.dep, Dep::Prep | Dep::Prt | Dep::Advmod));
        let phrases = with.flat_map(|(prep, child)| {
            let object = line
                .children(prep)
                .find(|(_, tok)| tok.dep == Dep::Pobj)
                .map(|(_, noun)| format!("{} {} {}", tok.lemma, child.form, noun.lemma));
            object.into_iter().chain([format!("{} {}", tok.lemma, child.form)])
        });
        let mut forms: Vec<String> = phrases.filter(|form| TABLE.contains_key(form.as_str())).collect();
        if forms.is_empty() {
            forms.extend([statement.act.lemma.to_string(), tok.lemma.to_string()]);
        }
        forms
    };
    let (x, y) = (forms(own, line, a), forms(theirs, other, b));
    if x.iter().any(|x| y.contains(x)) || a.stem.is_some() && a.stem == b.stem && x.len() > 1 && y.len() > 1 {
        return Some(Act::Same);
    }
    if let Some(found) = x.iter().find_map(|x| y.iter().find_map(|y| listed(x, y))) {
        return Some(found);
    }
    if let Some(found) = words(&a.lemma, a.pos, &b.lemma, b.pos) {
        return Some(found);
    }
    match (own.act.drift, theirs.act.drift) {
        (Drift::Cooperation, Drift::Conflict) | (Drift::Conflict, Drift::Cooperation) => Some(Act::Against),
        _ => None,
    }
}

/// How a word relates to the act of a statement by what it is made of: "put into practice" holds "practice".
pub fn relate_words(own: &Tok, theirs: &Statement) -> Option<Act> {
    theirs.act.lemma.split(' ').find_map(|word| listed(&own.lemma, word).or_else(|| words(&own.lemma, own.pos, word, Pos::Noun)))
}

/// What the dictionaries say of two words that name acts.
fn words(a: &str, pos: Pos, b: &str, other: Pos) -> Option<Act> {
    let class = |pos: Pos| match pos {
        Pos::Verb | Pos::Aux => WordClass::Verb,
        Pos::Noun => WordClass::Noun,
        _ => WordClass::from(pos),
    };
    match similar::relation(a, class(pos), b, class(other))? {
        Lexical::Synonym | Lexical::Derivation => Some(Act::Same),
        Lexical::Antonym => Some(Act::Opposite),
        Lexical::Hypernym | Lexical::Hyponym => None,
    }
}

/// The word that a statement's act is.
pub fn head<'a>(statement: &Statement, line: &'a Line) -> Option<&'a Tok> {
    line.toks.get(line.word_of(usize::from(statement.act.head))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_well_formed() {
        for row in tsv::rows(include_str!("data/acts.tsv")) {
            let sides = match row.first().copied() {
                Some("same") => 1,
                Some("opposite" | "converse") => 2,
                other => panic!("unknown kind {other:?}"),
            };
            assert_eq!(row.len(), sides + 1, "{row:?}");
        }
    }

    #[test]
    fn sides_of_a_pair() {
        assert_eq!(listed("buy", "sell"), Some(Act::Converse));
        assert_eq!(listed("uphold", "dismiss"), Some(Act::Opposite));
        assert_eq!(listed("reject", "dismiss"), Some(Act::Same));
        assert_eq!(listed("see", "fall"), None);
    }
}
