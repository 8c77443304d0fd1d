//! From a source to its [`SourceFacts`]: parse, statements, coreference, then names, relations and issues.
//!
//! A pure function of the source, so what it gives can be kept under the source's key.

mod issues;
mod names;
mod phrases;
mod relations;

use std::collections::{HashMap, HashSet};

use smol_str::SmolStr;

use super::facts::{FormFacts, Mention, Shape, SourceFacts};
use crate::source::{Passage, Source};
use crate::statement::{Analysis, Filler, analyse, coref};
use crate::text::Span;
use crate::text::parser::{EntityKind, Parser};

/// A passage with its analysis and the way back from its words to the source's bytes.
pub(super) struct Sentence {
    pub passage: Passage,
    pub number: u32,
    pub analysis: Analysis,
    /// (offset in the words, offset in the source), where the two part.
    steps: Vec<(usize, usize)>,
}

impl Sentence {
    /// Bytes of the source for bytes of the words.
    pub fn origin(&self, span: Span) -> Span {
        let start = self.origin_of(span.start);
        Span::new(start, self.origin_of(span.end.saturating_sub(1).max(span.start)) + usize::from(span.end > span.start))
    }

    fn origin_of(&self, offset: usize) -> usize {
        let at = self.steps.partition_point(|(shown, _)| *shown <= offset);
        let (shown, origin) = at.checked_sub(1).and_then(|i| self.steps.get(i)).copied().unwrap_or((0, self.passage.span.start));
        origin + (offset - shown.min(offset))
    }
}

impl SourceFacts {
    /// The digest of a source.
    pub fn of(source: &Source) -> Self {
        let sentences = sentences(source);
        let mut builder = Builder { seen: names::seen(&sentences), ..Builder::default() };
        for sentence in &sentences {
            names::collect(sentence, &mut builder);
        }
        for sentence in &sentences {
            phrases::collect(sentence, &mut builder);
        }
        builder.facts.mentions.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
        relations::collect(source, &sentences, &mut builder.facts);
        issues::collect(source, &sentences, &mut builder.facts);
        builder.facts
    }
}

/// Parses and analyses all passages, paragraph by paragraph.
fn sentences(source: &Source) -> Vec<Sentence> {
    let texts: Vec<_> = source.passages.iter().map(|p| source.passage_text(p)).collect();
    let refs: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    let parses = Parser::shared().parse_batch(&refs);
    let mut out: Vec<Sentence> = Vec::with_capacity(refs.len());
    let (mut heading, mut before): (Option<Analysis>, Vec<Analysis>) = (None, Vec::new());
    let mut group: Vec<Analysis> = Vec::new();
    let mut memory = coref::Memory::default();
    let mut paragraph = None;
    let mut number = 0u32;
    let mut flush = |group: &mut Vec<Analysis>, heading: &Option<Analysis>, before: &mut Vec<Analysis>, out: &mut Vec<Sentence>| {
        if group.is_empty() {
            return;
        }
        coref::resolve_paragraph(group, &coref::Context { heading: heading.as_ref(), before, memory: Some(&memory) });
        memory.note(group);
        for analysis in group.iter() {
            out.push(sentence(source, number, analysis.clone()));
            number += 1;
        }
        *before = std::mem::take(group);
    };
    for ((passage, text), parse) in source.passages.iter().zip(&refs).zip(parses) {
        if paragraph != Some(passage.paragraph) {
            flush(&mut group, &heading, &mut before, &mut out);
            paragraph = Some(passage.paragraph);
        }
        let analysis = analyse(text, parse);
        group.push(analysis.clone());
        if passage.heading {
            let kept = std::mem::take(&mut before);
            flush(&mut group, &heading, &mut before, &mut out);
            before = kept;
            heading = Some(analysis);
        }
    }
    flush(&mut group, &heading, &mut before, &mut out);
    out
}

fn sentence(source: &Source, number: u32, analysis: Analysis) -> Sentence {
    let passage =
        source.passages.get(number as usize).copied().unwrap_or(Passage { span: Span::default(), paragraph: 0, line: 1, heading: false });
    let (mut steps, mut shown, mut at) = (vec![(0, passage.span.start)], 0, passage.span.start);
    for markup in source.markup.iter().filter(|m| passage.span.contains(m.span)) {
        shown += markup.span.start.saturating_sub(at) + markup.shown.len();
        at = markup.span.end;
        steps.push((shown, at));
    }
    Sentence { passage, number, analysis, steps }
}

/// Collects forms and mentions.
#[derive(Default)]
pub(super) struct Builder {
    pub facts: SourceFacts,
    /// Words that are names inside sentences, so that one may be a name at the start of a sentence too.
    pub seen: HashSet<SmolStr>,
    index: HashMap<(SmolStr, Shape), u32>,
}

impl Builder {
    /// The index of a form.
    pub fn form(&mut self, text: &str, shape: Shape) -> u32 {
        let text: SmolStr = text.split_whitespace().collect::<Vec<_>>().join(" ").into();
        let next = self.facts.forms.len() as u32;
        *self.index.entry((text.clone(), shape)).or_insert_with(|| {
            self.facts.forms.push(FormFacts { text, shape, ..FormFacts::default() });
            next
        })
    }

    /// Notes that a form stands at a place.
    pub fn mention(&mut self, sentence: &Sentence, form: u32, span: Span) {
        self.facts.mentions.push(Mention { form, passage: sentence.number, span: sentence.origin(span) });
    }

    /// A form, to count on it.
    pub fn count(&mut self, form: u32) -> Option<&mut FormFacts> {
        self.facts.forms.get_mut(form as usize)
    }
}

/// Index of an entity kind's vote.
pub(super) fn vote(kind: EntityKind) -> usize {
    match kind {
        EntityKind::Person => 0,
        EntityKind::Org => 1,
        EntityKind::Norp => 2,
        EntityKind::Gpe | EntityKind::Loc | EntityKind::Fac => 3,
        _ => 4,
    }
}

/// What the tokens of a sentence do in its statements.
pub(super) struct Parts {
    /// Heads of those who act or speak.
    pub agents: Vec<usize>,
    /// Heads of all who take part, with their other names and owners.
    pub parties: Vec<usize>,
    /// Heads of everything else in a statement.
    pub others: Vec<usize>,
}

impl Parts {
    pub fn of(analysis: &Analysis) -> Self {
        fn all(f: &Filler, out: &mut Vec<usize>) {
            out.push(f.head as usize);
            f.names.iter().chain(&f.owners).for_each(|inner| all(inner, out));
        }
        let (mut agents, mut parties, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        for s in &analysis.statements {
            let speaker = s.attribution.iter().filter_map(|a| a.who.as_ref());
            for f in s.agent.iter().chain(speaker).flat_map(|r| &r.fillers) {
                agents.push(f.head as usize);
                agents.extend(f.names.iter().map(|n| n.head as usize));
                all(f, &mut parties);
            }
            let partner = |kind: &crate::statement::RoleKind| {
                use crate::statement::RoleKind::{Beneficiary, Partner, Target, Topic};
                matches!(kind, Partner | Target | Beneficiary | Topic)
            };
            let others = s.others.iter().filter(|(kind, _)| partner(kind)).map(|(_, r)| r);
            for f in s.patient.iter().chain(&s.recipient).chain(others).flat_map(|r| &r.fillers) {
                all(f, &mut parties);
            }
            // Names given inside any phrase ("powers such as Pakistan") belong to what the phrase names.
            for (_, role) in &s.others {
                role.fillers.iter().for_each(|f| f.names.iter().for_each(|n| all(n, &mut parties)));
                rest.extend(role.fillers.iter().map(|f| f.head as usize));
            }
        }
        Self { agents, parties, others: rest }
    }
}
