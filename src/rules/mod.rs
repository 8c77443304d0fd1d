//! Rules: from verdicts and notes to findings and fixes, as data that the command line and the editor show alike.

mod actor_mismatch;
pub mod ambiguous_actor;
mod attribution_lost;
mod citation_mismatch;
pub mod claim;
pub mod context;
mod contradicted_claim;
mod figure_mismatch;
pub mod invalid_config;
mod judgement_without_likelihood;
pub mod likelihood;
mod misquote;
mod mixed_likelihood_confidence;
mod mixed_likelihood_scale;
mod overstated_claim;
mod partly_backed_claim;
mod quoting;
pub mod suppress;
#[cfg(test)]
mod tests;
mod unbacked_claim;
mod unknown_citation;
pub mod unreadable_file;
mod unscaled_hedge;
pub mod wording;

use serde::Serialize;

use crate::text::Span;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Never shown.
    Off,
    /// A hint.
    Hint,
    /// For information.
    Information,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

/// One thing to show a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// File it concerns, relative to the root, with `/`.
    pub path: String,
    /// Which rule.
    pub rule: Rule,
    /// How much it matters, after configuration.
    pub severity: Severity,
    /// Bytes of the file.
    pub span: Span,
    /// What is wrong, naming the difference.
    pub message: String,
    /// Bytes of the file that have no backing.
    pub unbacked: Vec<Span>,
    /// Passages that came closest, best first.
    pub evidence: Vec<Quote>,
    /// Edits that would mend it, best first.
    pub fixes: Vec<Fix>,
}

/// A passage shown to a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Quote {
    /// Path of the source.
    pub source: String,
    /// Line, from 1.
    pub line: u32,
    /// Bytes of the source's text.
    pub bytes: Span,
    /// The passage.
    pub quote: String,
    /// How well it backs the claim, 0–1.
    pub score: f32,
}

/// A named set of edits.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fix {
    /// What a person reads in the menu.
    pub title: String,
    /// Whether it is the one right fix.
    #[serde(skip)]
    pub preferred: bool,
    /// What it changes.
    pub edits: Vec<Edit>,
}

/// A replacement of some bytes of a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Edit {
    /// File, relative to the root.
    pub path: String,
    /// Bytes replaced.
    pub bytes: Span,
    /// By what.
    pub text: String,
}

macro_rules! rules {
    ($($variant:ident, $name:literal, $severity:ident, $says:literal;)*) => {
        /// Every rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum Rule {
            $(#[doc = $says] $variant),*
        }

        impl Rule {
            /// All of them, in the order of the documentation.
            pub const ALL: &[Rule] = &[$(Rule::$variant),*];

            /// Name in configuration, comments and output.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// Severity without configuration.
            pub const fn default_severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }

            /// What it says, in one line.
            pub const fn says(self) -> &'static str {
                match self { $(Self::$variant => $says),* }
            }
        }
    };
}

rules! {
    UnbackedClaim, "unbacked-claim", Warning, "no passage backs the claim";
    PartlyBackedClaim, "partly-backed-claim", Information, "some words of the claim have no backing";
    ContradictedClaim, "contradicted-claim", Error, "a passage says the opposite";
    FigureMismatch, "figure-mismatch", Error, "a number, date, share or comparison differs from the passage";
    ActorMismatch, "actor-mismatch", Error, "another actor stands in that role, or agent and patient are swapped";
    OverstatedClaim, "overstated-claim", Warning, "the source hedges and the note does not";
    AttributionLost, "attribution-lost", Warning, "the source says that someone claims it, the note states it as fact";
    Misquote, "misquote", Error, "quoted words are not in the cited source";
    UnknownCitation, "unknown-citation", Error, "there is no such source or passage";
    CitationMismatch, "citation-mismatch", Warning, "the cited source does not back the claim, another one does";
    AmbiguousActor, "ambiguous-actor", Hint, "a name that could mean more than one actor";
    MixedLikelihoodConfidence, "mixed-likelihood-confidence", Warning, "one sentence joins a confidence level and a likelihood";
    MixedLikelihoodScale, "mixed-likelihood-scale", Hint, "likelihood terms from two rows or scales in one note";
    UnscaledHedge, "unscaled-hedge", Off, "may, might or could in a judgement, which no scale gives a range";
    JudgementWithoutLikelihood, "judgement-without-likelihood", Off, "a judgement without a term of likelihood";
    UnreadableFile, "unreadable-file", Warning, "a source or note that could not be read in full";
    InvalidConfig, "invalid-config", Error, "something in backtext.toml is wrong";
}

impl Rule {
    /// The rule of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.name() == name)
    }
}

impl Severity {
    /// Name in configuration and output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Hint => "hint",
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Off, Self::Hint, Self::Information, Self::Warning, Self::Error].into_iter().find(|severity| severity.name() == name)
    }
}

impl Finding {
    /// A finding with nothing but a place and a message.
    pub fn on_file(path: &str, rule: Rule, span: Span, message: String) -> Self {
        let severity = rule.default_severity();
        Self { path: path.to_owned(), rule, severity, span, message, unbacked: Vec::new(), evidence: Vec::new(), fixes: Vec::new() }
    }
}

/// The findings on one judged claim, in the order that they matter.
///
/// A named difference says all: a claim that has one is not flagged for its missing words as well.
pub fn on_claim(claim: &claim::ClaimContext) -> Vec<Finding> {
    let mut findings = Vec::new();
    for check in
        [figure_mismatch::check, actor_mismatch::check, contradicted_claim::check, overstated_claim::check, attribution_lost::check]
    {
        findings.extend(check(claim));
    }
    if findings.is_empty() {
        findings.extend(unbacked_claim::check(claim).or_else(|| partly_backed_claim::check(claim)));
    }
    findings.extend(citation_mismatch::check(claim));
    findings
}

/// The findings on a note that need no judge, in no particular order; what its comments silence is still among them.
pub fn on_note(ctx: &context::NoteContext) -> Vec<Finding> {
    const CHECKS: [(Rule, fn(&context::NoteContext) -> Vec<Finding>); 8] = [
        (Rule::AmbiguousActor, ambiguous_actor::check),
        (Rule::Misquote, misquote::check),
        (Rule::UnknownCitation, unknown_citation::check),
        (Rule::MixedLikelihoodConfidence, mixed_likelihood_confidence::check),
        (Rule::MixedLikelihoodScale, mixed_likelihood_scale::check),
        (Rule::UnscaledHedge, unscaled_hedge::check),
        (Rule::JudgementWithoutLikelihood, judgement_without_likelihood::check),
        (Rule::InvalidConfig, suppress::check),
    ];
    CHECKS.iter().filter(|(rule, _)| (ctx.is_on)(*rule)).flat_map(|(_, check)| check(ctx)).collect()
}
