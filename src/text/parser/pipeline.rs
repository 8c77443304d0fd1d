//! The parser as a whole: from texts to parses, many at a time.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use smol_str::{SmolStr, StrExt};

use super::arc_eager::{ArcEager, Arcs};
use super::chars::Chars;
use super::labels::Pos;
use super::layers::{Linear, WIDTH};
use super::lemmatizer::Lemmatizer;
use super::ner::Recognizer;
use super::ruler::{Attributes, Ruler};
use super::tok2vec::Tok2Vec;
use super::tokenizer::{RawToken, Tokenizer};
use super::tree::settle;
use super::vocab::{Features, Vocab, Word, WordCache};
use super::weights::{Reader, WeightsError};
use super::{Parse, Span, Token};

static MODEL: &[u8] = include_bytes!("data/en_core_web_sm.bin");

/// Tokens from which a batch is computed: enough for the matrix products, few enough for the cache.
const GROUP: usize = 512;
/// Tokens that are analysed together at the most. A longer text is cut there, which bounds the memory that it takes.
const LONGEST: usize = 4096;

/// The English parser. It holds some 10 MB and can be used from many threads at once; what it gives for a text depends on
/// that text alone.
pub struct Parser {
    pub(super) tokenizer: Tokenizer,
    vocab: Vocab,
    cache: WordCache,
    tok2vec: Tok2Vec,
    tagger: Linear,
    parser: ArcEager,
    ruler: Ruler,
    pub(super) lemmatizer: Lemmatizer,
    ner_tok2vec: Tok2Vec,
    ner: Recognizer,
}

/// A run of tokens to analyse together, and the text it is from.
struct Sentence<'a> {
    text: &'a str,
    number: usize,
    tokens: Vec<RawToken>,
}

impl Parser {
    /// The parser over the embedded model, read on first use (a few milliseconds).
    pub fn shared() -> &'static Parser {
        static SHARED: OnceLock<Parser> = OnceLock::new();
        // The model is part of the binary and the tests read it, so no input can make this fail.
        SHARED.get_or_init(|| Parser::read(MODEL).unwrap_or_else(|error| panic!("embedded parser model: {error}")))
    }

    /// Reads a model that `tests/parser/convert.py` wrote.
    pub fn read(bytes: &'static [u8]) -> Result<Parser, WeightsError> {
        let mut r = Reader::new(bytes)?;
        let chars = Chars::read(r.section("CHAR")?)?;
        let symbols = r.section("SYMB")?;
        let tokenizer = Tokenizer::read(chars, r.section("SPEC")?)?;
        let vocab = Vocab::read(symbols, r.section("NORM")?)?;
        let ruler = Ruler::read(r.section("TAGS")?, r.section("RULE")?)?;
        let lemmatizer = Lemmatizer::read(r.section("LEMM")?)?;
        let mut actions = r.section("ACTS")?;
        let (arcs, entities) = (actions.texts()?, actions.texts()?);
        let tok2vec = Tok2Vec::read(r.section("TOKV")?)?;
        let tagger = Linear::read(&mut r.section("TAGR")?)?;
        if tagger.matrix.inputs != WIDTH || tagger.matrix.outputs != ruler.tag_count() {
            return Err(WeightsError::Unknown("tagger shape", format!("{} tags", tagger.matrix.outputs)));
        }
        let parser = ArcEager::read(&arcs, r.section("PARS")?)?;
        let ner_tok2vec = Tok2Vec::read(r.section("NERV")?)?;
        let ner = Recognizer::read(&entities, r.section("NERT")?)?;
        let cache = WordCache::new();
        Ok(Parser { tokenizer, vocab, cache, tok2vec, tagger, parser, ruler, lemmatizer, ner_tok2vec, ner })
    }

    /// Parses one sentence or heading; any text gives a parse, the empty text an empty one.
    pub fn parse(&self, text: &str) -> Parse {
        self.parse_batch(&[text]).pop().unwrap_or_default()
    }

    /// Parses many sentences; the same as [`Parser::parse`] on each, but several times as fast.
    pub fn parse_batch(&self, texts: &[&str]) -> Vec<Parse> {
        let mut out = vec![Parse::default(); texts.len()];
        let mut group: Vec<Sentence> = Vec::new();
        let mut size = 0;
        for (number, text) in texts.iter().enumerate() {
            let tokens = self.tokenizer.tokenize(text);
            for run in tokens.chunks(LONGEST) {
                size += run.len();
                group.push(Sentence { text, number, tokens: run.to_vec() });
                if size >= GROUP {
                    self.analyse(&group, &mut out);
                    group.clear();
                    size = 0;
                }
            }
        }
        self.analyse(&group, &mut out);
        out
    }

    fn analyse(&self, group: &[Sentence], out: &mut [Parse]) {
        let words = self.words(group);
        if words.is_empty() {
            return;
        }
        let syntax = self.encode(&self.tok2vec, group, &words, |word| &word.syntax);
        let tags = self.tags(&syntax);
        let arcs_prepared = self.parser.scorer.prepare(&syntax);
        let names = self.encode(&self.ner_tok2vec, group, &words, |word| &word.names);
        let names_prepared = self.ner.scorer.prepare(&names);
        let mut scores = Vec::new();
        let mut at = 0;
        for sentence in group {
            let run = at..at + sentence.tokens.len();
            at = run.end;
            let rows = |prepared, stride: usize| -> &[f32] { &Vec::as_slice(prepared)[run.start * stride..run.end * stride] };
            let words = &words[run.clone()];
            let is_space = |i: usize| words.get(i).is_some_and(|w| w.features.is_space);
            let arc_rows = rows(&arcs_prepared, self.parser.scorer.stride());
            let mut arcs = self.parser.parse(arc_rows, words.len(), &mut scores);
            let starts = settle(&mut arcs, is_space);
            let name_rows = rows(&names_prepared, self.ner.scorer.stride());
            let entities = self.ner.recognize(name_rows, &starts, is_space, &mut scores);
            let Some(parse) = out.get_mut(sentence.number) else { continue };
            let offset = parse.tokens.len();
            parse.tokens.extend(self.finish(sentence, words, &tags[run], &arcs, offset));
            parse.entities.extend(entities.into_iter().map(|mut entity| {
                entity.start += offset;
                entity.end += offset;
                entity
            }));
        }
    }

    /// The words of all tokens, from the cache where they have been met before.
    fn words(&self, group: &[Sentence]) -> Vec<Arc<Word>> {
        let mut found: Vec<Result<Arc<Word>, usize>> = Vec::new();
        let mut new: Vec<(u64, SmolStr, Features)> = Vec::new();
        let mut pending: HashMap<u64, usize> = HashMap::new();
        for (sentence, token) in group.iter().flat_map(|s| s.tokens.iter().map(move |t| (s, t))) {
            let text = &sentence.text[token.start..token.end];
            let key = WordCache::key(text, token.norm, token.space);
            found.push(self.cache.get(key).ok_or_else(|| {
                *pending.entry(key).or_insert_with(|| {
                    let lower = text.to_lowercase_smolstr();
                    let norm = self.tokenizer.norm(token.norm);
                    let features = self.vocab.features(&self.tokenizer.chars, text, &lower, norm, token.space);
                    new.push((key, lower, features));
                    new.len() - 1
                })
            }));
        }
        let features: Vec<Features> = new.iter().map(|(_, _, features)| *features).collect();
        let (syntax, names) = (self.tok2vec.embed(&features), self.ner_tok2vec.embed(&features));
        let made: Vec<Arc<Word>> = new
            .into_iter()
            .zip(syntax.into_iter().zip(names))
            .map(|((key, lower, features), (syntax, names))| {
                let word = Arc::new(Word { features, ruler: self.ruler.word(&lower), lower, syntax, names });
                self.cache.insert(key, Arc::clone(&word));
                word
            })
            .collect();
        found.into_iter().map(|word| word.unwrap_or_else(|i| Arc::clone(&made[i]))).collect()
    }

    fn encode(&self, network: &Tok2Vec, group: &[Sentence], words: &[Arc<Word>], vector: impl Fn(&Word) -> &[f32]) -> Vec<f32> {
        let vectors: Vec<&[f32]> = words.iter().map(|word| vector(word)).collect();
        let mut rest = vectors.as_slice();
        let mut sentences = Vec::with_capacity(group.len());
        for sentence in group {
            let (head, tail) = rest.split_at(sentence.tokens.len());
            sentences.push(head);
            rest = tail;
        }
        network.encode(sentences.iter().copied())
    }

    fn tags(&self, vectors: &[f32]) -> Vec<u8> {
        let scores = self.tagger.apply(vectors);
        let best = |row: &[f32]| {
            // The first of equal scores, as numpy's argmax.
            let better = |best: usize, i: usize| if row[i] > row[best] { i } else { best };
            (1..row.len()).fold(0, better) as u8
        };
        scores.chunks_exact(self.tagger.matrix.outputs).map(best).collect()
    }

    /// Parts of speech, morphology and lemmas, and everything put together; heads count from `offset`.
    fn finish(&self, sentence: &Sentence, words: &[Arc<Word>], tags: &[u8], arcs: &Arcs, offset: usize) -> Vec<Token> {
        let mut attributes: Vec<Attributes> = words
            .iter()
            .zip(tags)
            .zip(&arcs.labels)
            .map(|((word, tag), label)| Attributes {
                tag: *tag,
                word: word.ruler,
                is_space: word.features.is_space,
                dep: label.dep,
                pos: Pos::default(),
                morph: "",
                lemma: None,
            })
            .collect();
        self.ruler.apply(&mut attributes);
        let tokens = sentence.tokens.iter().zip(words).zip(attributes).zip(&arcs.heads);
        tokens
            .map(|(((token, word), a), head)| {
                let text = &sentence.text[token.start..token.end];
                let lemma = a.lemma.map(SmolStr::new_static);
                Token {
                    span: Span::new(token.start, token.end),
                    lemma: lemma.unwrap_or_else(|| self.lemmatizer.lemma(&self.tokenizer.chars, text, &word.lower, a.pos, a.morph)),
                    pos: a.pos,
                    tag: self.ruler.tag(a.tag),
                    dep: a.dep,
                    head: head + offset,
                    morph: a.morph,
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each word with its relation and the word that it hangs on, and the entities.
    fn drawn(text: &str) -> String {
        let parse = Parser::shared().parse(text);
        let word = |i: usize| parse.tokens.get(i).map_or("", |t| &text[t.span.start..t.span.end]);
        let arcs = parse.tokens.iter().enumerate().map(|(i, t)| format!("{} {} {}", word(i), t.dep.as_str(), word(t.head)));
        let span = |e: &crate::text::parser::Entity| parse.span(e.start..e.end);
        let names = parse.entities.iter().map(|e| format!("{} = {}", &text[span(e).start..span(e).end], e.kind.as_str()));
        arcs.chain(names).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn who_did_what_to_whom() {
        assert_eq!(
            drawn("Norway never armed the rebels."),
            "Norway nsubj armed; never neg armed; armed ROOT armed; the det rebels; rebels dobj armed; . punct armed; Norway = GPE"
        );
        assert_eq!(
            drawn("The rebels were armed by Norway."),
            "The det rebels; rebels nsubjpass armed; were auxpass armed; armed ROOT armed; by agent armed; Norway pobj by; \
             . punct armed; Norway = GPE"
        );
    }

    #[test]
    fn a_text_without_words_is_no_trouble() {
        let parser = Parser::shared();
        assert_eq!(parser.parse(""), Parse::default());
        assert_eq!(parser.parse_batch(&[]), []);
        assert_eq!(parser.parse(" \n").tokens.len(), 1);
    }

    #[test]
    fn a_long_text_is_cut_and_heads_stay_inside() {
        let text = "no ".repeat(LONGEST + 10);
        let parse = Parser::shared().parse(&text);
        assert_eq!(parse.tokens.len(), LONGEST + 10);
        assert!(parse.tokens.iter().enumerate().all(|(i, t)| (t.head < LONGEST) == (i < LONGEST)));
    }

    #[test]
    fn a_damaged_model_is_an_error() {
        for len in [9, 1_000, 100_000, 3_000_000, MODEL.len() - 1] {
            assert!(Parser::read(&MODEL[..len]).is_err(), "{len}");
        }
    }
}
