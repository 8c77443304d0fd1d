//! `backtext.toml`: reading it, and saying what is wrong with it at its line. It never fails: what is right is used.

mod keys;
mod places;
mod read;

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use toml::de::DeTable;

use crate::rules::{Rule, Severity};
use crate::source::Problem;
use crate::text::Span;
pub use crate::text::nearest::{did_you_mean, edit_distance, nearest};
pub use keys::{ACTOR_KINDS, KEYS};
pub use places::{Place, places};

/// Name of the configuration file, in the root of a workspace.
pub const FILE: &str = "backtext.toml";

/// Which scale the workspace's likelihood terms belong to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Likelihood {
    /// US Intelligence Community Directive 203.
    #[default]
    Icd203,
    /// The yardstick of the UK's Professional Head of Intelligence Assessment.
    Phia,
}

/// An actor as a person wrote it down.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActorConfig {
    /// Id in kebab case.
    pub id: String,
    /// Where the id stands in the file.
    pub span: Span,
    /// Name.
    pub name: String,
    /// Other names that are linked.
    pub aliases: Vec<String>,
    /// Names that could mean others too: offered in completion, never linked by themselves.
    pub weak_aliases: Vec<String>,
    /// Adjectives and demonyms.
    pub adjectives: Vec<String>,
    /// `state`, `armed-group`, `organisation`, `person`, `role` or `collective`.
    pub kind: Option<String>,
    /// ISO 3166 code.
    pub country: Option<String>,
    /// Whether discovery's actor of this name is to be left out.
    pub hide: bool,
}

/// A dispute as a person wrote it down.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DisputeConfig {
    /// Id in kebab case.
    pub id: String,
    /// Where the id stands in the file.
    pub span: Span,
    /// Name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Ids of actors.
    pub parties: Vec<String>,
    /// A treaty or ruling.
    pub instrument: Option<String>,
    /// Where it stands.
    pub status: Option<String>,
    /// Whether discovery's dispute of this name is to be left out.
    pub hide: bool,
}

/// A statement that a person added to a relationship.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatementConfig {
    /// Where the table begins in the file.
    pub span: Span,
    /// Id of the actor who acts.
    pub subject: String,
    /// Id of the actor acted upon.
    pub object: String,
    /// `cooperation`, `conflict` or `mixed`.
    pub polarity: String,
    /// `verbal` or `material`.
    pub mode: Option<String>,
    /// First date.
    pub start: Option<String>,
    /// Last date.
    pub end: Option<String>,
    /// Id of a source.
    pub source: Option<String>,
    /// Words of that source.
    pub quote: Option<String>,
}

/// The configuration of a workspace.
#[derive(Clone, Debug)]
pub struct Config {
    /// Patterns of source files, relative to the root.
    pub sources: Patterns,
    /// Patterns of notes.
    pub notes: Patterns,
    /// Patterns of what is neither.
    pub exclude: Patterns,
    /// Scale of likelihood.
    pub likelihood: Likelihood,
    /// Severities that differ from the defaults.
    pub rules: BTreeMap<Rule, Severity>,
    /// Whether the neural second opinion is asked; it is not unless somebody wants it.
    pub second_opinion: bool,
    /// Actors.
    pub actors: Vec<ActorConfig>,
    /// Disputes.
    pub disputes: Vec<DisputeConfig>,
    /// Statements.
    pub statements: Vec<StatementConfig>,
    /// What is wrong with the file.
    pub problems: Vec<Problem>,
}

/// Patterns of files, as written and as compiled.
#[derive(Clone, Debug)]
pub struct Patterns {
    /// As written.
    pub globs: Vec<String>,
    set: GlobSet,
}

impl Patterns {
    /// Compiles patterns; those that do not compile are left out and given back with what is wrong.
    pub fn new<S: AsRef<str>>(globs: &[S]) -> (Self, Vec<(String, String)>) {
        let mut builder = GlobSetBuilder::new();
        let mut broken = Vec::new();
        for glob in globs.iter().map(AsRef::as_ref) {
            match GlobBuilder::new(glob).literal_separator(true).build() {
                Ok(compiled) => {
                    builder.add(compiled);
                }
                Err(error) => broken.push((glob.to_owned(), error.kind().to_string())),
            }
        }
        let globs = globs.iter().map(|glob| glob.as_ref().to_owned()).collect();
        (Self { globs, set: builder.build().unwrap_or_default() }, broken)
    }

    /// Whether a path relative to the root, with `/`, is among them.
    pub fn matches(&self, path: &str) -> bool {
        self.set.is_match(path)
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            sources: Patterns::new(&["sources/**"]).0,
            notes: Patterns::new(&["**/*.md", "**/*.txt"]).0,
            exclude: Patterns::new::<&str>(&[]).0,
            likelihood: Likelihood::default(),
            rules: BTreeMap::new(),
            second_opinion: false,
            actors: Vec::new(),
            disputes: Vec::new(),
            statements: Vec::new(),
            problems: Vec::new(),
        }
    }
}

impl Config {
    /// Severity of a rule in this workspace.
    pub fn severity(&self, rule: Rule) -> Severity {
        self.rules.get(&rule).copied().unwrap_or_else(|| rule.default_severity())
    }

    /// Lays the settings of an editor over it: the same tables and keys as in the file, in JSON. What is not of the right
    /// shape is passed over, since a person cannot see it at a place in a file.
    pub fn overlay(&mut self, settings: &serde_json::Value) {
        let list = |table: &str, key: &str| -> Option<Vec<String>> {
            let values = settings.get(table)?.get(key)?.as_array()?;
            Some(values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect())
        };
        for (key, patterns) in [("sources", &mut self.sources), ("notes", &mut self.notes), ("exclude", &mut self.exclude)] {
            if let Some(globs) = list("workspace", key) {
                *patterns = Patterns::new(&globs).0;
            }
        }
        match settings.pointer("/language/likelihood").and_then(|value| value.as_str()) {
            Some("phia") => self.likelihood = Likelihood::Phia,
            Some("icd-203") => self.likelihood = Likelihood::Icd203,
            _ => {}
        }
        match settings.pointer("/judge/second-opinion").and_then(|value| value.as_str()) {
            Some("on") => self.second_opinion = true,
            Some("off") => self.second_opinion = false,
            _ => {}
        }
        for (name, severity) in settings.get("rules").and_then(|rules| rules.as_object()).into_iter().flatten() {
            let severity = severity.as_str().and_then(Severity::from_name);
            if let (Some(rule), Some(severity)) = (Rule::from_name(name), severity) {
                self.rules.insert(rule, severity);
            }
        }
    }

    /// Reads the text of a `backtext.toml`.
    pub fn parse(text: &str) -> Self {
        let mut config = Self::default();
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let span = error.span().map_or(Span::default(), Span::from);
            config.problems.push(Problem { span, message: format!("not valid TOML: {}", error.message().trim()) });
        }
        read::Reader { config: &mut config, names: Vec::new() }.root(table.get_ref());
        config
    }
}
