//! What can be written at a place: citations, quotations, actors, likelihood, headings, directives, keys of `backtext.toml`.
//!
//! One context, one provider: the first that knows the place answers, and the others are not asked.

pub mod actor;
pub mod citation;
pub mod configuration;
pub mod directive;
pub mod fuzzy;
pub mod heading;
pub mod likelihood;
pub mod quotation;

use serde::{Deserialize, Serialize};

use super::markdown::{Setting, setting};
use super::{Stop, around, card};
use crate::text::Span;
use crate::workspace::{Snapshot, config};

/// Proposals for a place, best first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completion {
    /// The proposals.
    pub items: Vec<Item>,
    /// Whether more typing may bring others.
    pub incomplete: bool,
}

/// One proposal.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What a person reads.
    pub label: String,
    /// More, beside it.
    pub detail: String,
    /// What it is.
    pub kind: Kind,
    /// Bytes of the document that it takes the place of; they end at the cursor or behind it.
    pub replace: Span,
    /// What it puts there.
    pub insert: String,
    /// What the typed text is compared with.
    pub filter: String,
    /// Characters that accept it when they are typed. In prose there are none: a space or full stop would put in what nobody chose.
    pub commit: &'static [&'static str],
    /// What [`resolve`] makes a card of.
    pub about: About,
}

/// Kind of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A source.
    Source,
    /// A quotation or heading.
    Text,
    /// An actor.
    Actor,
    /// A term of likelihood.
    Term,
    /// A directive or rule.
    Rule,
    /// A key of the configuration.
    Key,
    /// A value of the configuration.
    Value,
}

/// What a proposal is about, for its card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "about", content = "name")]
pub enum About {
    /// Nothing more to say.
    #[default]
    Nothing,
    /// The source at a path.
    Source(String),
    /// An actor by id.
    Actor(String),
    /// A rule by name.
    Rule(String),
}

/// The place, as the providers see it.
pub(super) struct Spot<'a> {
    pub(super) snapshot: &'a Snapshot,
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    /// The cursor.
    pub(super) offset: usize,
    /// The line up to the cursor.
    pub(super) line: &'a str,
    /// Where the line begins.
    pub(super) line_start: usize,
    /// The line behind the cursor.
    pub(super) rest: &'a str,
    pub(super) stop: Stop<'a>,
}

/// What can be written at `offset` of a document whose text is `text`.
pub fn complete(snapshot: &Snapshot, path: &str, text: &str, offset: usize, stop: Stop) -> Completion {
    let offset = around::floor(text, offset);
    let (line, line_start) = around::line_before(text, offset);
    let spot = Spot { snapshot, path, text, offset, line, line_start, rest: around::line_after(text, offset), stop };
    if path == config::FILE {
        return configuration::complete(&spot);
    }
    if snapshot.note(path).is_none() {
        return Completion::default();
    }
    match setting(text, offset) {
        Setting::Comment => return directive::complete(&spot),
        Setting::Code | Setting::FrontMatter | Setting::Link => return Completion::default(),
        Setting::Prose => {}
    }
    citation::complete(&spot)
        .or_else(|| quotation::complete(&spot))
        .or_else(|| heading::complete(&spot))
        .or_else(|| likelihood::complete(&spot))
        .unwrap_or_else(|| actor::complete(&spot))
}

/// The card of a proposal; none where there is nothing more to say.
pub fn resolve(snapshot: &Snapshot, about: &About) -> Option<String> {
    match about {
        About::Nothing => None,
        About::Source(path) => Some(card::source(&snapshot.read(snapshot.source_at(path)?)?.source, None)),
        About::Actor(name) => actor::card(snapshot, name),
        About::Rule(name) => crate::rules::Rule::from_name(name).map(|rule| format!("`{name}`: {}", rule.says())),
    }
}

impl Spot<'_> {
    /// Bytes from `start` of the line to the cursor.
    pub(super) fn up_to_cursor(&self, start: usize) -> Span {
        Span::new(self.line_start + start, self.offset)
    }
}
