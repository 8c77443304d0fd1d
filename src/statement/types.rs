//! What a statement is made of.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use super::acts::{Class, Drift};
use crate::text::{Span, parser::EntityKind};

/// Who did what to whom, how surely and by whose word. Spans are bytes of the analysed sentence.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Who acts; for a reciprocal act ("talks between A and B") every party.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub agent: Option<Role>,
    /// What is done.
    pub act: Act,
    /// Whom or what the act is done to.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub patient: Option<Role>,
    /// Who gets something by the act ("gave the Taliban weapons").
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub recipient: Option<Role>,
    /// Everything else that takes part.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub others: Vec<(RoleKind, Role)>,
    /// Whether the text says that it is, or is not, so.
    pub polarity: Polarity,
    /// How surely.
    pub certainty: Certainty,
    /// By whose word, where it is not the text's own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub attribution: Option<Attribution>,
    /// When: the words that say it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time: Option<Span>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<Role>,
    /// Figures in the statement's own words.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub quantities: Vec<Span>,
    /// The whole statement, from its first to its last word.
    pub span: Span,
    /// The words that negate, hedge, attribute.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub cues: Vec<Cue>,
}

/// What is done.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// Lemma with particle and, for a light verb, its noun: `reach out`, `hold talk`.
    pub lemma: SmolStr,
    /// Its class among PLOVER's event types.
    pub class: Class,
    /// Its drift between the parties; its class's, but for what a modifier makes of it ("a contradictory relationship").
    pub drift: Drift,
    /// Verb, noun, adjective or relational noun.
    pub form: ActForm,
    /// Whether the parties do it to each other ("talks", "clash").
    pub reciprocal: bool,
    /// Index of the head token in the sentence's parse.
    pub head: u16,
    /// The words.
    pub span: Span,
}

/// What kind of word says the act.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActForm {
    /// A verb, or a light verb with its noun.
    #[default]
    Verb,
    /// A nominalisation: "the killing of …".
    Noun,
    /// A predicate adjective: "hostile to …".
    Adjective,
    /// A noun that names one party by its relation to another: "their common enemy, Israel".
    Relation,
}

/// What a participant beyond agent, patient and recipient does in the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoleKind {
    /// With whom.
    Partner,
    /// Against whom.
    Target,
    /// For whom.
    Beneficiary,
    /// About what, over what, of what someone is accused.
    Topic,
    /// With or through what.
    Instrument,
    /// From whom or where.
    Source,
    /// To where or into what.
    Destination,
    /// What the subject is said to be ("X is Y", "named X Y", "viewed as Y").
    Attribute,
    /// Because of what.
    Cause,
    /// Any other prepositional phrase.
    Other,
}

/// One participant of a statement, which may be several ("Iran and the Taliban").
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Role {
    /// All its words.
    pub span: Span,
    /// The conjuncts, one each.
    pub fillers: Vec<Filler>,
}

/// One conjunct of a role.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filler {
    /// The name or noun with its modifiers, without article, possessor and clauses.
    pub text: SmolStr,
    /// Where that stands.
    pub span: Span,
    /// Index of the head token in the sentence's parse.
    pub head: u16,
    /// How it refers.
    pub form: Form,
    /// What the entity recogniser took the head for.
    #[serde(with = "kind", skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<EntityKind>,
    /// Other names given on the spot: "Islamic State Khorasan Province (ISKP)", "their adversary, Israel", "powers such as Pakistan".
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub names: Vec<Filler>,
    /// Whose it is: "Iran's strategy", "ministers of both parties".
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub owners: Vec<Filler>,
    /// Whom a pronoun, or words such as "both parties", stand for; empty while unresolved.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub resolved: Vec<Referent>,
}

/// How a filler refers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// By a proper name.
    Name,
    /// By a common noun.
    #[default]
    Common,
    /// By a pronoun.
    Pronoun,
    /// By a verb: a clause in a role.
    Clause,
}

/// What an anaphor stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referent {
    /// The antecedent's name.
    pub text: SmolStr,
    /// How many sentences before (0: this one).
    pub back: u16,
    /// Index of its head token in that sentence's parse.
    pub head: u16,
    /// What the entity recogniser took it for.
    #[serde(with = "kind", skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<EntityKind>,
}

/// Whether a statement says that something is so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Polarity {
    /// It is so.
    #[default]
    Affirmed,
    /// It is not so.
    Negated,
}

/// In which mood a statement stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// As a fact.
    #[default]
    Asserted,
    /// As likely or possible ("may", "probably", "appears to").
    Hedged,
    /// As unlikely or uncertain ("unlikely", "questionable").
    Doubted,
    /// As rumour or speculation.
    Speculated,
    /// As somebody's aim, plan or attempt.
    Intended,
    /// As something asked for, ordered, or owed ("urged", "must").
    Requested,
    /// Under a condition ("if").
    Conditional,
}

/// How surely something is stated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Certainty {
    /// The mood.
    pub modality: Modality,
    /// 0 (surely not) to 1 (a plain assertion).
    pub strength: f32,
    /// The likelihood in percent that ICD 203 gives the term, where it is one of its terms.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub range: Option<[u8; 2]>,
}

impl Default for Certainty {
    fn default() -> Self {
        Self { modality: Modality::Asserted, strength: 1.0, range: None }
    }
}

/// By whose word a statement stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// Who says so; none for "reportedly", "it is said".
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub who: Option<Role>,
    /// The verb, noun or adverb that says so.
    pub verb: SmolStr,
    /// What stance the word takes.
    pub stance: Stance,
}

/// What stance a reporting word takes to what it reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// Neutral: say, tell, according to.
    #[default]
    Says,
    /// Doubtful: claim, allege, accuse.
    Claims,
    /// The speaker holds it to be untrue: deny.
    Denies,
    /// As an opinion: believe, think, fear.
    Believes,
}

/// A word that changed how a statement counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cue {
    /// What it does.
    pub kind: CueKind,
    /// The words.
    pub span: Span,
}

/// What a cue does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CueKind {
    /// Turns the polarity.
    Negation,
    /// Weakens.
    Hedge,
    /// Makes it an aim or a wish.
    Intention,
    /// Puts it under a condition.
    Condition,
    /// Gives it to a speaker.
    Attribution,
    /// Says that it is what something else is done for.
    Purpose,
}

/// Serialises an entity kind by its OntoNotes label.
mod kind {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::text::parser::EntityKind;

    pub(super) fn serialize<S: Serializer>(kind: &Option<EntityKind>, to: S) -> Result<S::Ok, S::Error> {
        kind.map(EntityKind::as_str).serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<EntityKind>, D::Error> {
        let label = Option::<std::borrow::Cow<'de, str>>::deserialize(from)?;
        Ok(label.and_then(|l| EntityKind::from_label(&l)))
    }
}
