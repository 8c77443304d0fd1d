//! Whether two participants are the same.

use super::names;
use super::pair::Pair;
use super::tokens::Line;
use crate::judge::likeness;
use crate::statement::{Filler, Form};
use crate::text::parser::{Dep, Pos};
use crate::text::similar::Lexical;

/// How one participant stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Another.
    Other,
    /// It may be the same: a pronoun, "the company".
    Open,
    /// The same.
    Same,
}

/// Words of names that name nothing by themselves.
const SMALL: [&str; 16] = ["the", "of", "and", "a", "an", "mr", "mrs", "ms", "dr", "sir", "for", "in", "on", "de", "al", "'s"];

/// Nouns that take up several who were named.
const COLLECTIVE: [&str; 9] = ["side", "party", "country", "state", "nation", "neighbour", "neighbor", "pair", "two"];

/// The best fit of any participant of one side with any of the other.
pub fn best(pair: &Pair, own: &[&Filler], theirs: &[&Filler]) -> Option<Fit> {
    own.iter().flat_map(|a| theirs.iter().map(|b| fit(pair, a, b))).max()
}

/// How a participant of the claim stands to one of the sentence.
pub fn fit(pair: &Pair, own: &Filler, theirs: &Filler) -> Fit {
    if own.form == Form::Clause || theirs.form == Form::Clause {
        return Fit::Open;
    }
    // "Iran's strategy" may stand for Iran, "the city's auditors" for nobody else.
    let (a, b) = (texts(own), texts(theirs));
    if a.is_empty() || b.is_empty() {
        return Fit::Open;
    }
    if a.iter().any(|x| b.iter().any(|y| same_text(x, y))) {
        return if apart(pair, own, theirs) { Fit::Other } else { Fit::Same };
    }
    // What a pronoun stands for is sure enough to tell apart only where that has a name.
    let vague = |filler: &Filler| filler.form == Form::Pronoun && !filler.resolved.iter().all(|one| capital(&one.text));
    if vague(own) || vague(theirs) {
        return Fit::Open;
    }
    // "Both sides", "the two countries" may be anybody who was named.
    let collective = |line: &Line, filler: &Filler| {
        filler.form == Form::Common
            && line
                .word_of(usize::from(filler.head))
                .and_then(|at| line.toks.get(at))
                .is_some_and(|tok| COLLECTIVE.contains(&tok.lemma.as_str()))
    };
    if collective(pair.claim, own) || collective(pair.evidence, theirs) {
        return Fit::Open;
    }
    let named = |filler: &Filler| filler.form == Form::Name || filler.resolved.iter().any(|one| capital(&one.text));
    let owner = |of: &Filler, name: &Filler| {
        of.form == Form::Common && of.owners.iter().any(|o| texts(o).iter().any(|x| texts(name).iter().any(|y| same_text(x, y))))
    };
    if named(own) && owner(theirs, own) || named(theirs) && owner(own, theirs) {
        return Fit::Open;
    }
    if named(own) && named(theirs) {
        return Fit::Other;
    }
    if own.form == Form::Common && theirs.form == Form::Common {
        return if near(own, pair.claim, theirs, pair.evidence) { Fit::Open } else { Fit::Other };
    }
    // "The Danish group Kolding": the name hangs on the noun.
    let place = |line: &Line, filler: &Filler| line.word_of(usize::from(filler.head));
    let hangs = place(pair.claim, own).and_then(|at| pair.partner(at)).zip(place(pair.evidence, theirs)).is_some_and(|(partner, at)| {
        let near = pair.evidence.toks.get(partner.word).is_some_and(|tok| matches!(tok.dep, Dep::Appos | Dep::Compound | Dep::Nmod));
        let above = pair
            .evidence
            .toks
            .get(at)
            .is_some_and(|tok| tok.head == partner.word && matches!(tok.dep, Dep::Appos | Dep::Compound | Dep::Nmod | Dep::Amod));
        near && pair.evidence.is_under(partner.word, at) || above
    });
    if hangs {
        return Fit::Same;
    }
    // What is brought in without "the" is somebody new.
    if named(own) && theirs.form == Form::Common && theirs.resolved.is_empty() && !definite(pair, theirs) {
        return Fit::Other;
    }
    // A participant that the sentence has elsewhere is not this one.
    let head = pair.claim.word_of(usize::from(own.head));
    let elsewhere = head.and_then(|at| pair.partner(at)).is_some_and(|partner| {
        let run = pair.evidence.run(theirs.span);
        let names = theirs.names.iter().any(|name| pair.evidence.run(name.span).contains(&partner.word));
        !run.contains(&partner.word) && !names
    });
    if elsewhere { Fit::Other } else { Fit::Open }
}

/// Whether a noun phrase takes up somebody who was named: "the company", "his successor".
fn definite(pair: &Pair, theirs: &Filler) -> bool {
    let line = pair.evidence;
    let Some(at) = line.word_of(usize::from(theirs.head)) else { return true };
    !theirs.owners.is_empty()
        || !theirs.names.is_empty()
        || line.children(at).any(|(_, tok)| {
            matches!(
                tok.form.as_str(),
                "the" | "this" | "these" | "that" | "those" | "its" | "his" | "her" | "their" | "both" | "all" | "each" | "other"
            )
        })
}

/// Two noun phrases with the same head, one of which has a modifier that the other does not share.
fn apart(pair: &Pair, own: &Filler, theirs: &Filler) -> bool {
    if own.form != Form::Common || theirs.form != Form::Common {
        return false;
    }
    let owners = |filler: &Filler| filler.owners.iter().flat_map(texts).collect::<Vec<_>>();
    let (x, y) = (owners(own), owners(theirs));
    let _ = pair;
    !x.is_empty()
        && !y.is_empty()
        && x.iter().all(|x| capital(x))
        && y.iter().all(|y| capital(y))
        && !x.iter().any(|x| y.iter().any(|y| same_text(x, y)))
}

/// What a participant may be called.
pub fn texts(filler: &Filler) -> Vec<String> {
    let mut out = Vec::new();
    if filler.form != Form::Pronoun {
        out.push(filler.text.to_string());
    }
    out.extend(filler.resolved.iter().map(|one| one.text.to_string()));
    out.extend(filler.names.iter().filter(|name| name.form != Form::Pronoun).map(|name| name.text.to_string()));
    out
}

pub fn capital(text: &str) -> bool {
    text.split_whitespace().next_back().and_then(|word| word.chars().next()).is_some_and(char::is_uppercase)
}

/// Whether two names or noun phrases may name the same: the words of one are all among those of the other.
pub fn same_text(a: &str, b: &str) -> bool {
    let (x, y) = (pieces(a), pieces(b));
    if x.is_empty() || y.is_empty() {
        return false;
    }
    let within = |few: &[String], many: &[String]| few.iter().all(|x| many.iter().any(|y| same_word(x, y)));
    if within(&x, &y) || within(&y, &x) {
        // Of common nouns the heads must agree: "water" is not the "water supply".
        return capital(a) || capital(b) || x.last().zip(y.last()).is_some_and(|(x, y)| same_word(x, y));
    }
    names::initials(a, b) || names::initials(b, a)
}

fn pieces(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’' && c != '-')
        .map(|word| word.trim_end_matches("'s").trim_end_matches("’s").to_lowercase())
        .filter(|word| !word.is_empty() && !SMALL.contains(&word.as_str()))
        .collect()
}

fn same_word(x: &str, y: &str) -> bool {
    let singular = |word: &str| word.strip_suffix('s').map_or(word.to_owned(), str::to_owned);
    x == y || singular(x) == singular(y) || names::same(x, y)
}

/// Whether the heads of two noun phrases are near in meaning, or one is the more general word.
fn near(own: &Filler, line: &Line, theirs: &Filler, other: &Line) -> bool {
    let tok =
        |line: &Line, filler: &Filler| line.word_of(usize::from(filler.head)).and_then(|at| line.toks.get(at).map(|tok| tok.lemma.clone()));
    let (Some(a), Some(b)) = (tok(line, own), tok(other, theirs)) else { return true };
    matches!(
        likeness::related(&a, Pos::Noun, &b, Pos::Noun),
        Some(Lexical::Synonym | Lexical::Derivation | Lexical::Hypernym | Lexical::Hyponym)
    ) || likeness::cosine(&a, &b).is_none_or(|cosine| cosine >= 0.55)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_noun_phrases() {
        assert!(
            same_text("Hanne Dorval", "Dorval")
                && same_text("Iranian forces", "Iran")
                && same_text("ISKP", "Islamic State Khorasan Province")
        );
        assert!(
            !same_text("Northern Front", "Southern Front") && !same_text("water", "water supply") && same_text("bus company", "company")
        );
    }
}
