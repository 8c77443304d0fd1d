//! What one source contributes to knowledge: small, kept between runs, and made from the source alone.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::statement::{Class, Drift, Modality, Mode};
use crate::text::Span;

/// The digest of one source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceFacts {
    /// Every form of a name in the source, once each.
    pub forms: Vec<FormFacts>,
    /// Where those stand, in order.
    pub mentions: Vec<Mention>,
    /// Two forms that the source gives as one actor: (index of the fuller form, index of the other).
    pub links: Vec<(u32, u32)>,
    /// What passes between parties.
    pub statements: Vec<FactStatement>,
    /// What they are divided over.
    pub issues: Vec<Issue>,
    /// Treaties, agreements and the like that the source names.
    pub instruments: Vec<Instrument>,
    /// What parties are said to say, by passage.
    pub sayings: Vec<Saying>,
}

/// One form of a name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FormFacts {
    /// As written, without article and possessive.
    pub text: SmolStr,
    /// What sort of form it is.
    pub shape: Shape,
    /// How often the entity recogniser took it for a person, an organisation, a people, a place, something else.
    pub votes: [u16; 5],
    /// How often it acts or speaks.
    pub agent: u16,
    /// How often it takes part in a statement in any role.
    pub party: u16,
    /// How often it stands outside headings.
    pub body: u16,
    /// How often fighters and the like are said to be its own.
    pub armed: u16,
    /// How often a government, a minister, troops or the like are said to be its own.
    pub owner: u16,
    /// The office that the source gives it, if any.
    pub office: Option<SmolStr>,
}

/// What sort of form a name is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shape {
    /// A proper name.
    #[default]
    Name,
    /// A name, adjective or capital of the state with that code.
    State([u8; 2]),
    /// A noun phrase that names people or a body: "proxy forces", "the regional government".
    Collective,
    /// An office with whose it is: "foreign minister of Iran".
    Role,
}

/// One place where a form stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Index of the form.
    pub form: u32,
    /// Number of the passage.
    pub passage: u32,
    /// Bytes of the source's text, with a noun that belongs to it ("Taliban forces").
    pub span: Span,
}

/// One side of a statement, as words; whom they mean is found when all sources are joined.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Its own words.
    pub own: SmolStr,
    /// Whom an anaphor stands for.
    pub resolved: Vec<SmolStr>,
    /// Other names on the spot.
    pub names: Vec<Party>,
    /// Whose it is.
    pub owners: Vec<Party>,
}

/// What is said between two parties, whoever they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Whether it goes from the first to the second.
    pub directed: bool,
    /// Lemma of the act.
    pub act: SmolStr,
    /// Its class.
    pub class: Class,
    /// For or against each other.
    pub drift: Drift,
    /// Of words or deeds.
    pub mode: Mode,
    /// In which mood.
    pub modality: Modality,
    /// Whether the source says that it is not so.
    pub negated: bool,
    /// Whether it stands as fact and so counts for the stance: affirmed, not hedged, not merely claimed.
    pub asserted: bool,
    /// First date, as far as the source says: `1998`, `2023-10-02`.
    pub start: Option<SmolStr>,
    /// Last date.
    pub end: Option<SmolStr>,
    /// Paragraph of the source.
    pub paragraph: u32,
    /// Line in it, from 1; 0 where none is known.
    pub line: u32,
    /// Bytes of the source's text that say it.
    pub span: Span,
    /// Those words.
    pub quote: SmolStr,
}

/// What a source says between two parties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactStatement {
    /// The one who acts, or either of two who do it to each other.
    pub a: Party,
    /// The other; the same as `a` where one phrase stands for several ("both parties").
    pub b: Party,
    /// By whose word.
    pub attributed: Option<Party>,
    /// What.
    pub said: Said,
}

impl std::ops::Deref for FactStatement {
    type Target = Said;

    fn deref(&self) -> &Said {
        &self.said
    }
}

/// Something that parties are divided over, as one passage names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// The name: "Helmand River dispute", "border security".
    pub name: SmolStr,
    /// The noun that makes it a dispute, where it names one itself.
    pub head: SmolStr,
    /// Whether it is only the bare noun: "the dispute".
    pub bare: bool,
    /// Whether the present tense speaks of it.
    pub present: bool,
    /// Whether it is said to be over.
    pub ended: bool,
    /// Who is divided, as far as the sentence says.
    pub parties: Vec<Party>,
    /// Number of the passage.
    pub passage: u32,
    /// Paragraph of the passage.
    pub paragraph: u32,
    /// Line in the source.
    pub line: u32,
    /// Bytes of the source's text.
    pub span: Span,
    /// The passage.
    pub quote: SmolStr,
    /// Whether it stands in a heading.
    pub heading: bool,
    /// Lemmas of the content words of its paragraph, for joining what belongs together.
    pub around: Vec<SmolStr>,
}

/// A document that binds parties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// Its name with its year: "1973 Helmand River Treaty".
    pub name: SmolStr,
    /// Paragraph that names it.
    pub paragraph: u32,
}

/// What somebody is said to say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saying {
    /// Who.
    pub who: Party,
    /// Paragraph.
    pub paragraph: u32,
    /// Line in the source.
    pub line: u32,
    /// Bytes of the source's text.
    pub span: Span,
    /// The passage.
    pub quote: SmolStr,
}
