//! A sentence made ready for comparison: its content words, and on demand its parse and figures. Analysed once and kept.

use std::sync::{Arc, LazyLock, OnceLock};

use dashmap::DashMap;
use smol_str::SmolStr;
use xxhash_rust::xxh3::xxh3_64;

use super::background::hash;
use super::likeness;
use crate::evidence::term;
use crate::statement::{self, Analysis, Statement};
use crate::text::parser::{Dep, EntityKind, Parse, Parser, Pos};
use crate::text::quantity::{self, Quantity};
use crate::text::similar::Vector;
use crate::text::token::form as word_form;
use crate::text::{Span, words};

/// Sentences kept in each of two generations. One with its parse takes some 10 kB; a claim has some hundred sentences of evidence, and
/// those around it mostly the same.
const KEPT: usize = 1536;

/// A sentence of a claim or of evidence.
#[derive(Debug)]
pub struct Analysed {
    /// Its text.
    pub text: String,
    /// Its content words as index terms, hashed, in order.
    pub stems: Vec<u64>,
    /// Their bytes.
    pub spans: Vec<Span>,
    /// All its words, folded and hashed, in order.
    pub forms: Vec<u64>,
    deep: OnceLock<Deep>,
}

/// What takes a parse to know.
#[derive(Debug, Default)]
pub struct Deep {
    /// The parse and the statements; spans are bytes of the sentence.
    pub analysis: Analysis,
    /// Numbers, dates, sums.
    pub quantities: Vec<Quantity>,
    /// One for each of the sentence's content words.
    pub words: Vec<Word>,
    /// First letters of each run of names, small: `iskp` for Islamic State Khorasan Province.
    pub initials: Vec<SmolStr>,
}

/// A content word in its place in the sentence.
#[derive(Clone, Debug)]
pub struct Word {
    /// Its bytes.
    pub span: Span,
    /// Its index term, hashed.
    pub stem: u64,
    /// Its dictionary form in small letters, hashed.
    pub lemma: u64,
    /// Part of speech.
    pub pos: Pos,
    /// Whether it is part of a name.
    pub name: bool,
    /// Token of the parse.
    pub token: usize,
    /// The content word that it hangs on, prepositions and auxiliaries passed over.
    pub parent: Option<usize>,
    /// What it is to that word.
    pub role: Role,
    /// Whether it carries a negation.
    pub negated: bool,
    /// Its dictionary form in small letters; of a name, the name itself.
    pub form: SmolStr,
    /// Its meaning as a vector; names and figures have none.
    pub vector: Option<Arc<Vector>>,
    /// Which run of names it belongs to, where several stand side by side.
    pub run: Option<usize>,
}

/// What a word is to the one it hangs on, active and passive put alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Who acts.
    Subject,
    /// Whom or what the act is done to.
    Object,
    /// Joined by a preposition.
    Oblique,
    /// Anything else.
    #[default]
    Other,
}

impl Analysed {
    fn new(text: &str) -> Self {
        let (stems, spans) = term::terms(text).map(|term| (hash(&term.stem), term.span)).unzip();
        let forms = words(text).filter(|word| !word.compound).map(|word| hash(&word.form)).collect();
        Self { text: text.to_owned(), stems, spans, forms, deep: OnceLock::new() }
    }

    /// The parse and what follows from it; made on first use.
    pub fn deep(&self) -> &Deep {
        self.deep.get_or_init(|| Deep::new(self, Parser::shared().parse(&self.text)))
    }
}

/// Resolved statements that are remembered; then all are forgotten.
const RESOLVED: usize = 2048;

/// Statements of sentences in their places, by the texts of the sentence and of those before it.
static RESOLVED_STATEMENTS: LazyLock<DashMap<u64, Arc<Vec<Statement>>>> = LazyLock::new(DashMap::new);

/// The statements of a sentence, with whom its pronouns stand for by the sentences before it, nearest last.
pub fn resolved(before: &[Arc<Analysed>], sentence: &Analysed) -> Arc<Vec<Statement>> {
    let mut key = xxh3_64(sentence.text.as_bytes());
    for one in before {
        key = key.rotate_left(7) ^ xxh3_64(one.text.as_bytes());
    }
    if let Some(known) = RESOLVED_STATEMENTS.get(&key) {
        return known.clone();
    }
    let mut all: Vec<Analysis> = before.iter().map(|one| one.deep().analysis.clone()).collect();
    all.push(sentence.deep().analysis.clone());
    statement::coref::resolve_paragraph(&mut all, &statement::coref::Context::default());
    let statements = Arc::new(all.pop().map(|last| last.statements).unwrap_or_default());
    if RESOLVED_STATEMENTS.len() >= RESOLVED {
        RESOLVED_STATEMENTS.clear();
    }
    RESOLVED_STATEMENTS.insert(key, statements.clone());
    statements
}

struct Kept {
    young: DashMap<u64, Arc<Analysed>>,
    old: DashMap<u64, Arc<Analysed>>,
}

static KEPT_SENTENCES: LazyLock<Kept> = LazyLock::new(|| Kept { young: DashMap::new(), old: DashMap::new() });

/// The analysis of a sentence, from memory where it was analysed lately.
pub fn analysed(text: &str) -> Arc<Analysed> {
    let kept = &*KEPT_SENTENCES;
    let key = xxh3_64(text.as_bytes());
    let found = kept.young.get(&key).map(|found| found.clone());
    if let Some(found) = found.filter(|found| found.text == text) {
        return found;
    }
    let found = kept.old.remove(&key).map(|(_, found)| found).filter(|found| found.text == text);
    let analysed = found.unwrap_or_else(|| Arc::new(Analysed::new(text)));
    if kept.young.len() >= KEPT {
        // What was not asked for in a whole generation goes.
        kept.old.clear();
        let keys: Vec<u64> = kept.young.iter().map(|entry| *entry.key()).collect();
        keys.into_iter().filter_map(|key| kept.young.remove(&key)).for_each(|(key, value)| {
            kept.old.insert(key, value);
        });
    }
    kept.young.insert(key, analysed.clone());
    analysed
}

/// Parses together those that have no parse yet, which is several times as fast as one by one.
pub fn deepen(sentences: &[&Arc<Analysed>]) {
    let waiting: Vec<&Arc<Analysed>> = sentences.iter().copied().filter(|sentence| sentence.deep.get().is_none()).collect();
    let texts: Vec<&str> = waiting.iter().map(|sentence| sentence.text.as_str()).collect();
    if texts.is_empty() {
        return;
    }
    for (sentence, parse) in waiting.iter().zip(Parser::shared().parse_batch(&texts)) {
        sentence.deep.get_or_init(|| Deep::new(sentence, parse));
    }
}

impl Deep {
    fn new(sentence: &Analysed, parse: Parse) -> Self {
        let quantities = quantity::find(&sentence.text);
        let mut words = content(sentence, &parse);
        let initials = runs(&sentence.text, &mut words);
        let mut analysis = statement::analyse(&sentence.text, parse);
        // They are kept by the thousand.
        analysis.parse.tokens.shrink_to_fit();
        analysis.statements.shrink_to_fit();
        Self { analysis, quantities, words, initials }
    }
}

fn content(sentence: &Analysed, parse: &Parse) -> Vec<Word> {
    let mut word_of = vec![None; parse.tokens.len()];
    let mut words = Vec::with_capacity(sentence.stems.len());
    let mut token = 0;
    for (index, (stem, span)) in sentence.stems.iter().zip(&sentence.spans).enumerate() {
        while parse.tokens.get(token).is_some_and(|t| t.span.end <= span.start) {
            token += 1;
        }
        let Some(t) = parse.tokens.get(token) else { break };
        // A hyphen compound may be one token of several words; its last is what hangs in the tree.
        if let Some(place) = word_of.get_mut(token) {
            *place = Some(index);
        }
        let name = t.pos == Pos::Propn || is_name(parse, token);
        let whole = t.span.start == span.start && t.span.end <= span.end + 2;
        let form = if name || !whole { word_form(span.of(&sentence.text)) } else { t.lemma.to_lowercase() };
        let lemma = hash(&form);
        words.push(Word {
            span: *span,
            stem: *stem,
            lemma,
            pos: t.pos,
            name,
            token,
            vector: if name || t.pos == Pos::Num { None } else { likeness::vector(lemma, &form) },
            form: form.into(),
            run: None,
            parent: None,
            role: Role::default(),
            negated: negated(parse, token),
        });
    }
    for index in 0..words.len() {
        let Some(own) = words.get(index).map(|word| word.token) else { continue };
        let (parent, role) = hangs_on(parse, own, &word_of);
        if let Some(word) = words.get_mut(index) {
            (word.parent, word.role) = (parent.filter(|parent| *parent != index), role);
        }
    }
    words
}

/// Numbers the runs of names and gives their first letters.
fn runs(text: &str, words: &mut [Word]) -> Vec<SmolStr> {
    let mut initials: Vec<String> = Vec::new();
    let mut before: Option<(usize, Option<usize>)> = None;
    for word in words.iter_mut() {
        let small = |gap: &str| matches!(gap.trim(), "" | "of" | "of the" | "for" | "and" | "the" | "-" | "on");
        let run = before.filter(|(end, _)| text.get(*end..word.span.start).is_some_and(small)).and_then(|(_, run)| run);
        if !word.name {
            before = None;
            continue;
        }
        let run = run.unwrap_or_else(|| {
            initials.push(String::new());
            initials.len() - 1
        });
        if let (Some(letters), Some(first)) = (initials.get_mut(run), word.form.chars().next()) {
            letters.push(first);
        }
        word.run = Some(run);
        before = Some((word.span.end, Some(run)));
    }
    initials.into_iter().map(SmolStr::from).collect()
}

fn is_name(parse: &Parse, token: usize) -> bool {
    use EntityKind::{Event, Fac, Gpe, Law, Loc, Norp, Org, Person, Product, WorkOfArt};
    parse.entities.iter().any(|entity| {
        (entity.start..entity.end).contains(&token)
            && matches!(entity.kind, Event | Fac | Gpe | Law | Loc | Norp | Org | Person | Product | WorkOfArt)
            && parse.tokens.get(token).is_some_and(|t| !matches!(t.pos, Pos::Num | Pos::Det | Pos::Adp))
    })
}

/// Whether a token, or the verb that it is an argument of, carries a negation.
fn negated(parse: &Parse, token: usize) -> bool {
    parse.children(token).any(|child| {
        parse.tokens.get(child).is_some_and(|t| t.dep == Dep::Neg || matches!(t.lemma.as_str(), "no" | "never" | "neither" | "nor"))
    })
}

/// The nearest content word above a token, and the role that the way up gives it.
fn hangs_on(parse: &Parse, token: usize, word_of: &[Option<usize>]) -> (Option<usize>, Role) {
    let Some(start) = parse.tokens.get(token) else { return (None, Role::Other) };
    let mut role = match start.dep {
        Dep::Nsubj | Dep::Csubj => Role::Subject,
        Dep::Nsubjpass | Dep::Dobj | Dep::Csubjpass => Role::Object,
        _ => Role::Other,
    };
    let mut at = token;
    for step in 0..8 {
        let Some(t) = parse.tokens.get(at) else { break };
        if t.head == at {
            break;
        }
        if step > 0 || t.dep == Dep::Pobj {
            match t.dep {
                Dep::Agent => role = Role::Subject,
                Dep::Prep | Dep::Pobj if role == Role::Other => role = Role::Oblique,
                _ => {}
            }
        }
        at = t.head;
        if let Some(word) = word_of.get(at).copied().flatten() {
            return (Some(word), role);
        }
    }
    (None, role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn active_and_passive_give_the_same_roles() {
        for text in ["Iran armed the Taliban.", "The Taliban were armed by Iran."] {
            let sentence = analysed(text);
            let role = |name: &str| sentence.deep().words.iter().find(|word| word.span.of(text) == name).map(|word| word.role);
            assert_eq!((role("Iran"), role("Taliban")), (Some(Role::Subject), Some(Role::Object)), "{text}");
        }
    }

    #[test]
    fn analysed_once() {
        assert!(Arc::ptr_eq(&analysed("A sentence of its own."), &analysed("A sentence of its own.")));
    }
}
