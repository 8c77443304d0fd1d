//! Who did what to whom: statements of a parsed sentence.
//!
//! [`analyse`] takes one sentence and its parse and gives every statement in it: those of verbs, of nouns that name an act,
//! of adjectives and of nouns that name a party by a relation. Each says who acts on whom, whether it is affirmed, how surely,
//! and by whose word. [`coref`] then finds whom pronouns and words such as "both parties" stand for, across the
//! sentences of a paragraph. [`Statement::relations`] reduces a statement to what it says between two parties.
//!
//! Nothing here fails: any text with any parse, also one that does not fit it, gives some result.

pub mod acts;
mod bodies;
mod circumstances;
mod context;
mod control;
pub mod coref;
mod cues;
mod explain;
pub mod lexicon;
mod light;
mod nominals;
mod quality;
mod relations;
mod roles;
mod tree;
mod types;
mod verbs;

use std::collections::HashSet;

pub use acts::{Class, Drift, Mode};
pub use bodies::is_somebody;
pub use explain::explain;
pub use relations::Relation;
pub use types::{
    Act, ActForm, Attribution, Certainty, Cue, CueKind, Filler, Form, Modality, Polarity, Referent, Role, RoleKind, Stance, Statement,
};

use crate::text::parser::{Dep, Parse};
use tree::Tree;

/// One sentence with its parse and what it states.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    /// The sentence.
    pub text: String,
    /// Its parse; the spans are bytes of `text`.
    pub parse: Parse,
    /// What it states, in the order of the acts' heads.
    pub statements: Vec<Statement>,
}

/// The statements of a sentence. `parse` is the parse of `text` (a sentence or a heading alone).
pub fn analyse(text: &str, parse: Parse) -> Analysis {
    let t = Tree::new(text, &parse);
    let mut statements = Vec::new();
    // A verb whose object noun is the act itself makes no statement beside it.
    let mut carried: HashSet<usize> = HashSet::new();
    for i in 0..t.len() {
        for s in nominals::statements(&t, i) {
            if s.act.form == ActForm::Verb {
                let h = t.head(i);
                carried.insert(if t.dep(i) == Dep::Pobj { t.head(h) } else { h });
            }
            statements.push(s);
        }
        statements.extend(verbs::adjective(&t, i));
    }
    for i in 0..t.len() {
        if t.is_predicate(i)
            && !carried.contains(&i)
            && !statements.iter().any(|s| s.act.form == ActForm::Adjective && t.head(s.act.head as usize) == i && verbs::is_copula(&t, i))
        {
            statements.extend(verbs::statement(&t, i));
            statements.extend(verbs::refusal(&t, i));
            statements.extend(verbs::accord(&t, i));
        }
    }
    statements.sort_by_key(|s| (s.act.head, s.act.form as u8));
    Analysis { text: text.to_owned(), statements, parse }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::text::{
        Span,
        parser::{Entity, EntityKind, Pos, Token},
    };

    /// A small generator of numbers (xorshift), so that the test is the same everywhere.
    struct Numbers(u64);
    impl Numbers {
        fn below(&mut self, n: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 % n.max(1) as u64) as usize
        }
    }

    #[test]
    fn any_parse_gives_some_analysis() {
        const WORDS: [&str; 14] =
            ["talks", "Iran", "not", "attack", "may", "their", "to", "rather", "than", "against", "said", "both", "parties", "plan"];
        const TAGS: [&str; 8] = ["NN", "NNP", "VBD", "VB", "TO", "PRP$", "WDT", "IN"];
        const DEPS: [&str; 16] = [
            "nsubj", "dobj", "prep", "pobj", "pcomp", "conj", "xcomp", "ccomp", "advcl", "acl", "relcl", "appos", "poss", "case", "acomp",
            "attr",
        ];
        const POS: [&str; 6] = ["NOUN", "PROPN", "VERB", "AUX", "ADP", "PRON"];
        let mut numbers = Numbers(42);
        let mut before: Vec<Analysis> = Vec::new();
        for _ in 0..2000 {
            let n = numbers.below(24);
            let (mut text, mut tokens) = (String::new(), Vec::new());
            for _ in 0..n {
                let word = WORDS[numbers.below(WORDS.len())];
                let start = text.len();
                text.push_str(word);
                tokens.push(Token {
                    span: Span::new(start, text.len()),
                    lemma: word.into(),
                    pos: Pos::from_label(POS[numbers.below(POS.len())]).unwrap(),
                    tag: TAGS[numbers.below(TAGS.len())],
                    dep: Dep::from_label(DEPS[numbers.below(DEPS.len())]).unwrap(),
                    // Circles and heads outside the sentence included.
                    head: numbers.below(n + 2),
                    morph: "",
                });
                text.push(' ');
            }
            let start = numbers.below(n + 3);
            let entities = vec![Entity { start, end: start + numbers.below(4), kind: EntityKind::Gpe }];
            let parse = Parse { tokens, entities };
            let mut some = vec![analyse(&text, parse.clone()), analyse("short", parse)];
            coref::resolve_paragraph(&mut some, &coref::Context { heading: None, before: &before, memory: None });
            for a in &some {
                let _ = explain(a);
                let kept = serde_json::to_string(&a.statements).unwrap();
                let back: Vec<Statement> = serde_json::from_str(&kept).unwrap();
                assert_eq!(back, a.statements);
                a.statements.iter().for_each(|s| drop(s.relations()));
            }
            before = some;
        }
    }
}
