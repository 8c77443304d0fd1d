//! What passes between parties, and what they are said to say.

use smol_str::SmolStr;

use super::Sentence;
use crate::knowledge::facts::{FactStatement, Party, Said, Saying, SourceFacts};
use crate::source::Source;
use crate::statement::{Drift, Filler, Form, Modality, Polarity, Stance, Statement};
use crate::text::Span;
use crate::text::quantity::{self, Precision};

/// Adds statements and sayings of all sentences but headings.
pub(super) fn collect(source: &Source, sentences: &[Sentence], facts: &mut SourceFacts) {
    for sentence in sentences.iter().filter(|s| !s.passage.heading) {
        for statement in &sentence.analysis.statements {
            add(source, sentence, statement, facts);
        }
        sayings(source, sentence, facts);
    }
}

/// A party in words.
pub(super) fn party(f: &Filler) -> Party {
    let own = if f.form == Form::Pronoun { SmolStr::default() } else { f.text.clone() };
    Party {
        own,
        resolved: f.resolved.iter().map(|r| r.text.clone()).collect(),
        names: f.names.iter().map(party).collect(),
        owners: f.owners.iter().map(party).collect(),
    }
}

fn add(source: &Source, sentence: &Sentence, statement: &Statement, facts: &mut SourceFacts) {
    let span = sentence.origin(statement.span);
    let (start, end) = period(&sentence.analysis.text, statement);
    for relation in statement.relations() {
        if relation.drift == Drift::Neutral {
            continue;
        }
        let attributed = statement.attribution.as_ref().and_then(|a| a.who.as_ref()).and_then(|r| r.fillers.first()).map(party);
        let believed = statement.attribution.as_ref().is_some_and(|a| a.who.is_none() || a.stance != Stance::Says);
        let said = Said {
            directed: relation.directed,
            act: statement.act.lemma.clone(),
            class: statement.act.class,
            drift: relation.drift,
            mode: relation.mode,
            modality: statement.certainty.modality,
            negated: statement.polarity == Polarity::Negated,
            asserted: statement.polarity == Polarity::Affirmed && statement.certainty.modality == Modality::Asserted && !believed,
            start: start.clone(),
            end: end.clone(),
            paragraph: sentence.passage.paragraph,
            line: sentence.passage.line,
            span,
            quote: span.of(&source.text).into(),
        };
        facts.statements.push(FactStatement { a: party(relation.a), b: party(relation.b), attributed, said });
    }
}

/// First and last date of the words that say when; of the whole statement where none do.
fn period(text: &str, statement: &Statement) -> (Option<SmolStr>, Option<SmolStr>) {
    let words = statement.time.unwrap_or(statement.span);
    let (mut first, mut last): (Option<String>, Option<String>) = (None, None);
    let part = words.of(text);
    for q in quantity::find(part) {
        let Some((from, to)) = q.days() else { continue };
        let precision = q.precision().unwrap_or(Precision::Day);
        let written = |date: quantity_date::Date| match precision {
            Precision::Day | Precision::Week => date.to_string(),
            Precision::Month | Precision::Season | Precision::Quarter | Precision::PartOfYear => date.to_string().chars().take(7).collect(),
            _ => date.to_string().chars().take(4).collect::<String>(),
        };
        let (from, to) = (from.map(written), to.map(written));
        if let Some(from) = from
            && first.as_ref().is_none_or(|f| from < *f)
        {
            first = Some(from);
        }
        if let Some(to) = to
            && last.as_ref().is_none_or(|l| to > *l)
        {
            last = Some(to);
        }
    }
    (first.map(Into::into), last.map(Into::into))
}

use jiff::civil as quantity_date;

fn sayings(source: &Source, sentence: &Sentence, facts: &mut SourceFacts) {
    let mut seen: Vec<Party> = Vec::new();
    for statement in &sentence.analysis.statements {
        let spoken = statement.attribution.as_ref().and_then(|a| a.who.as_ref());
        let own = statement.agent.as_ref().filter(|_| statement.act.class == crate::statement::Class::Accuse);
        for filler in spoken.into_iter().chain(own).flat_map(|r| &r.fillers) {
            let who = party(filler);
            if !seen.contains(&who) {
                seen.push(who.clone());
                let span: Span = sentence.passage.span;
                facts.sayings.push(Saying {
                    who,
                    paragraph: sentence.passage.paragraph,
                    line: sentence.passage.line,
                    span,
                    quote: span.of(&source.text).into(),
                });
            }
        }
    }
}
