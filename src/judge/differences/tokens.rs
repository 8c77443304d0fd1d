//! The words of a sentence as the differences look at them: all of them but punctuation, each with what it hangs on.

use std::sync::Arc;

use smol_str::SmolStr;

use super::super::analysed::{self, Analysed, Deep};
use super::super::background;
use crate::statement::Statement;
use crate::text::parser::{Dep, Pos};
use crate::text::{Span, token};

/// One word.
#[derive(Clone, Debug)]
pub struct Tok {
    /// Bytes of the sentence.
    pub span: Span,
    /// As written, folded.
    pub form: SmolStr,
    /// Dictionary form in small letters.
    pub lemma: SmolStr,
    /// Its index term, hashed; none for a word that says little by itself.
    pub stem: Option<u64>,
    /// How telling it is; 0 for a word that says little by itself.
    pub weight: f32,
    /// Part of speech.
    pub pos: Pos,
    /// Penn Treebank tag.
    pub tag: &'static str,
    /// Relation to the word that it hangs on.
    pub dep: Dep,
    /// The word that it hangs on, punctuation passed over; itself for a root.
    pub head: usize,
    /// Whether it is part of a name.
    pub name: bool,
    /// Which of the sentence's quantities it is part of.
    pub figure: Option<usize>,
    /// Its place in the parse.
    pub place: usize,
}

/// A sentence, word by word.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it is made from.
    pub sentence: Arc<Analysed>,
    /// The sentences before it, nearest last.
    pub before: Vec<Arc<Analysed>>,
    /// Its statements, pronouns resolved by what stands before.
    stated: Arc<Vec<Statement>>,
    /// Its words.
    pub toks: Vec<Tok>,
    /// Word of each token of the parse.
    word_of: Vec<Option<usize>>,
}

impl Line {
    /// The words of a sentence that stands after others, nearest last.
    pub fn new(sentence: &Arc<Analysed>, before: &[Arc<Analysed>]) -> Self {
        let deep = sentence.deep();
        let parse = &deep.analysis.parse;
        let mut word_of = vec![None; parse.tokens.len()];
        let mut toks: Vec<Tok> = Vec::with_capacity(parse.tokens.len());
        for (place, t) in parse.tokens.iter().enumerate() {
            let text = t.span.of(&sentence.text);
            if matches!(t.pos, Pos::Space) || !text.chars().any(|c| c.is_alphanumeric() || matches!(c, '%' | '$' | '€' | '£')) {
                continue;
            }
            if let Some(at) = word_of.get_mut(place) {
                *at = Some(toks.len());
            }
            toks.push(Tok {
                span: t.span,
                form: token::form(text).into(),
                lemma: t.lemma.to_lowercase().into(),
                stem: None,
                weight: 0.0,
                pos: t.pos,
                tag: t.tag,
                dep: t.dep,
                head: t.head,
                name: false,
                figure: deep.quantities.iter().position(|q| q.span.start < t.span.end && t.span.start < q.span.end),
                place,
            });
        }
        for word in &deep.words {
            let Some(tok) = word_of.get(word.token).copied().flatten().and_then(|at| toks.get_mut(at)) else { continue };
            tok.stem = Some(word.stem);
            tok.name = word.name;
            tok.weight = background::rarity(word.stem);
        }
        for at in 0..toks.len() {
            let Some(mut head) = toks.get(at).map(|tok| tok.head) else { continue };
            // A word may hang on punctuation, which is none of ours: then on what that hangs on.
            for _ in 0..4 {
                if word_of.get(head).copied().flatten().is_some() {
                    break;
                }
                head = parse.tokens.get(head).map_or(head, |t| t.head);
            }
            if let Some(tok) = toks.get_mut(at) {
                tok.head = word_of.get(head).copied().flatten().unwrap_or(at);
            }
        }
        Self { sentence: sentence.clone(), before: before.to_vec(), stated: analysed::resolved(before, sentence), toks, word_of }
    }

    /// What a parse knows of it.
    pub fn deep(&self) -> &Deep {
        self.sentence.deep()
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.sentence.text
    }

    /// The words of a run of words, as written.
    pub fn words(&self, run: std::ops::Range<usize>) -> &str {
        self.span(run).of(self.text())
    }

    /// The bytes of a run of words.
    pub fn span(&self, run: std::ops::Range<usize>) -> Span {
        match (self.toks.get(run.start), run.end.checked_sub(1).and_then(|last| self.toks.get(last))) {
            (Some(first), Some(last)) if run.start < run.end => Span::new(first.span.start, last.span.end),
            _ => Span::default(),
        }
    }

    /// The word of a token of the parse.
    pub fn word_of(&self, place: usize) -> Option<usize> {
        self.word_of.get(place).copied().flatten()
    }

    /// The words that hang on one.
    pub fn children(&self, at: usize) -> impl Iterator<Item = (usize, &Tok)> {
        self.toks.iter().enumerate().filter(move |(index, tok)| tok.head == at && *index != at)
    }

    /// Whether a word hangs on another, however far below.
    pub fn is_under(&self, mut at: usize, above: usize) -> bool {
        for _ in 0..32 {
            let Some(head) = self.toks.get(at).map(|tok| tok.head) else { return false };
            if at == above {
                return true;
            }
            if head == at {
                return false;
            }
            at = head;
        }
        false
    }

    /// Its statements, each with the word that its act is.
    pub fn statements(&self) -> impl Iterator<Item = (usize, &Statement)> {
        self.stated.iter().filter_map(|statement| Some((self.word_of(usize::from(statement.act.head))?, statement)))
    }

    /// The run of words that bytes cover.
    pub fn run(&self, span: Span) -> std::ops::Range<usize> {
        let start = self.toks.iter().position(|tok| tok.span.end > span.start).unwrap_or(self.toks.len());
        let end = self.toks.iter().rposition(|tok| tok.span.start < span.end).map_or(start, |last| last + 1);
        start..end.max(start)
    }
}
