//! Who did what to whom: statements of a parsed sentence.
//!
//! [`analyse`] takes one sentence and its parse and gives every statement in it: those of verbs, of nouns that name an act,
//! of adjectives and of nouns that name a party by a relation. Each says who acts on whom, whether it is affirmed, how surely,
//! and by whose word. [`coref`] then finds whom pronouns and words such as "both parties" stand for, across the
//! sentences of a paragraph. [`Statement::relations`] reduces a statement to what it says between two parties.
//!
//! Nothing here fails: any text with any parse, also one that does not fit it, gives some result.

pub mod acts;
mod context;
mod control;
pub mod coref;
mod cues;
mod explain;
pub mod lexicon;
mod light;
mod nominals;
mod relations;
mod roles;
mod tree;
mod types;
mod verbs;

use std::collections::HashSet;

pub use acts::{Class, Drift, Mode};
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
        }
    }
    statements.sort_by_key(|s| (s.act.head, s.act.form as u8));
    Analysis { text: text.to_owned(), statements, parse }
}
