//! From parsed TOML to a [`Config`], with what is wrong noted at its place.

use std::collections::{BTreeMap, HashSet};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{ACTOR_KINDS, ActorConfig, Config, DisputeConfig, KEYS, Likelihood, Patterns, StatementConfig, did_you_mean, nearest};
use crate::rules::{Rule, Severity};
use crate::source::Problem;
use crate::text::Span;

type Value<'i> = Spanned<DeValue<'i>>;

/// Walks the parsed file, fills the configuration and notes what is wrong.
pub(super) struct Reader<'a> {
    pub(super) config: &'a mut Config,
    /// Names and aliases of actors, where they stand, and whose they are.
    pub(super) names: Vec<(String, Span, String)>,
}

impl Reader<'_> {
    fn problem(&mut self, span: Span, message: impl Into<String>) {
        self.config.problems.push(Problem { span, message: message.into() });
    }

    /// Reads the whole file.
    pub(super) fn root(&mut self, table: &DeTable<'_>) {
        self.unknown_keys("", table);
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("workspace", DeValue::Table(table)) => self.workspace(table),
                ("language", DeValue::Table(table)) => self.language(table),
                ("judge", DeValue::Table(table)) => self.judge(table),
                ("rules", DeValue::Table(table)) => self.rules(table),
                (name @ ("actor" | "dispute" | "statement"), DeValue::Array(entries)) => {
                    for entry in entries.iter() {
                        match entry.get_ref() {
                            DeValue::Table(table) => self.entry(name, entry.span().into(), table),
                            _ => self.problem(entry.span().into(), format!("each {name} is a table: begin it with [[{name}]]")),
                        }
                    }
                }
                (name @ ("actor" | "dispute" | "statement"), _) => {
                    self.problem(value.span().into(), format!("{name} is a list of tables: write [[{name}]] with two brackets"));
                }
                (name @ ("workspace" | "language" | "judge" | "rules"), _) => {
                    self.problem(value.span().into(), format!("{name} is a table: begin it with [{name}]"));
                }
                _ => {}
            }
        }
        self.registry();
    }

    fn unknown_keys(&mut self, name: &str, table: &DeTable<'_>) {
        let Some((_, known)) = KEYS.iter().find(|(table, _)| *table == name) else { return };
        for key in table.keys().filter(|key| !known.iter().any(|(known, _)| *known == key.get_ref().as_ref())) {
            let suggestion = nearest(key.get_ref(), known.iter().map(|(key, _)| *key));
            let place = if name.is_empty() { "at the top level".to_owned() } else { format!("in [{name}]") };
            self.problem(key.span().into(), format!("there is no key `{}` {place}{}", key.get_ref(), did_you_mean(suggestion)));
        }
    }

    fn workspace(&mut self, table: &DeTable<'_>) {
        self.unknown_keys("workspace", table);
        for (key, value) in table {
            let globs = self.strings(value);
            let (patterns, broken) = Patterns::new(&globs);
            for (glob, why) in broken {
                self.problem(value.span().into(), format!("`{glob}` is not a pattern of files: {why}"));
            }
            match key.get_ref().as_ref() {
                "sources" => self.config.sources = patterns,
                "notes" => self.config.notes = patterns,
                "exclude" => self.config.exclude = patterns,
                _ => {}
            }
        }
    }

    fn language(&mut self, table: &DeTable<'_>) {
        self.unknown_keys("language", table);
        if let Some(value) = table.get("likelihood") {
            match self.one_of(value, &["icd-203", "phia"]).as_deref() {
                Some("phia") => self.config.likelihood = Likelihood::Phia,
                _ => self.config.likelihood = Likelihood::Icd203,
            }
        }
    }

    fn judge(&mut self, table: &DeTable<'_>) {
        self.unknown_keys("judge", table);
        let switch = table.get("second-opinion").and_then(|value| self.one_of(value, &["on", "off"]));
        if let Some(switch) = switch {
            self.config.second_opinion = switch == "on";
        }
    }

    fn rules(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let Some(rule) = Rule::from_name(key.get_ref()) else {
                let suggestion = nearest(key.get_ref(), Rule::ALL.iter().map(|rule| rule.name()));
                self.problem(key.span().into(), format!("there is no rule `{}`{}", key.get_ref(), did_you_mean(suggestion)));
                continue;
            };
            if let Some(severity) = self.one_of(value, &["error", "warning", "information", "hint", "off"]) {
                self.config.rules.insert(rule, Severity::from_name(&severity).unwrap_or(rule.default_severity()));
            }
        }
    }

    fn entry(&mut self, name: &str, span: Span, table: &DeTable<'_>) {
        self.unknown_keys(name, table);
        match name {
            "actor" => {
                let Some((id, id_span)) = self.required(name, "id", span, table) else { return };
                let kind = table.get("kind").and_then(|value| self.one_of(value, ACTOR_KINDS));
                let actor = ActorConfig {
                    span: id_span,
                    name: self.optional(table, "name").unwrap_or_else(|| id.clone()),
                    aliases: self.list(table, "aliases"),
                    weak_aliases: self.list(table, "weak_aliases"),
                    adjectives: self.list(table, "adjectives"),
                    country: self.optional(table, "country"),
                    hide: self.flag(table, "hide"),
                    kind,
                    id,
                };
                let whose = |value: &Value<'_>| Some((value.get_ref().as_str()?.to_owned(), value.span().into(), actor.id.clone()));
                let listed = table.get("aliases").and_then(|value| value.get_ref().as_array());
                self.names.extend(listed.into_iter().flat_map(|list| list.iter()).chain(table.get("name")).filter_map(whose));
                self.config.actors.push(actor);
            }
            "dispute" => {
                let Some((id, id_span)) = self.required(name, "id", span, table) else { return };
                let dispute = DisputeConfig {
                    span: id_span,
                    name: self.optional(table, "name").unwrap_or_else(|| id.clone()),
                    aliases: self.list(table, "aliases"),
                    parties: self.list(table, "parties"),
                    instrument: self.optional(table, "instrument"),
                    status: self.optional(table, "status"),
                    hide: self.flag(table, "hide"),
                    id,
                };
                self.config.disputes.push(dispute);
            }
            _ => {
                let Some((subject, _)) = self.required(name, "subject", span, table) else { return };
                let Some((object, _)) = self.required(name, "object", span, table) else { return };
                let polarity = table.get("polarity").and_then(|value| self.one_of(value, &["cooperation", "conflict", "mixed"]));
                let mode = table.get("mode").and_then(|value| self.one_of(value, &["verbal", "material"]));
                let statement = StatementConfig {
                    span,
                    polarity: polarity.unwrap_or_else(|| "mixed".to_owned()),
                    start: self.optional(table, "start"),
                    end: self.optional(table, "end"),
                    source: self.optional(table, "source"),
                    quote: self.optional(table, "quote"),
                    mode,
                    subject,
                    object,
                };
                self.config.statements.push(statement);
            }
        }
    }

    /// Ids once each, and parties that exist.
    fn registry(&mut self) {
        let ids: Vec<(String, Span, &str)> = (self.config.actors.iter().map(|actor| (actor.id.clone(), actor.span, "actor")))
            .chain(self.config.disputes.iter().map(|dispute| (dispute.id.clone(), dispute.span, "dispute")))
            .collect();
        let mut seen = HashSet::new();
        for (id, span, what) in &ids {
            if !seen.insert((id, what)) {
                self.problem(*span, format!("the {what} `{id}` is there twice: merge the two, or give one another id"));
            }
        }
        let mut owner: BTreeMap<String, String> = BTreeMap::new();
        for (alias, span, id) in std::mem::take(&mut self.names) {
            match owner.get(&alias.to_lowercase()) {
                Some(other) if *other != id => {
                    let message = format!("`{alias}` is an alias of `{other}` too: keep it in one place, or make it a weak alias of both");
                    self.problem(span, message);
                }
                _ => {
                    owner.insert(alias.to_lowercase(), id);
                }
            }
        }
    }

    fn required(&mut self, name: &str, key: &str, span: Span, table: &DeTable<'_>) -> Option<(String, Span)> {
        let Some(value) = table.get(key) else {
            self.problem(span, format!("this {name} has no `{key}`: add {key} = \"…\""));
            return None;
        };
        Some((self.string(value)?, value.span().into()))
    }

    fn optional(&mut self, table: &DeTable<'_>, key: &str) -> Option<String> {
        table.get(key).and_then(|value| self.string(value))
    }

    fn list(&mut self, table: &DeTable<'_>, key: &str) -> Vec<String> {
        table.get(key).map(|value| self.strings(value)).unwrap_or_default()
    }

    fn flag(&mut self, table: &DeTable<'_>, key: &str) -> bool {
        match table.get(key).map(|value| (value.get_ref(), value.span())) {
            Some((DeValue::Boolean(flag), _)) => *flag,
            Some((_, span)) => {
                self.problem(span.into(), format!("`{key}` is true or false"));
                false
            }
            None => false,
        }
    }

    fn string(&mut self, value: &Value<'_>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) => Some(number.to_string()),
            DeValue::Datetime(date) => Some(date.to_string()),
            _ => {
                self.problem(value.span().into(), "this should be text in quotes");
                None
            }
        }
    }

    fn strings(&mut self, value: &Value<'_>) -> Vec<String> {
        match value.get_ref() {
            DeValue::Array(entries) => entries.iter().filter_map(|entry| self.string(entry)).collect(),
            DeValue::String(text) => vec![text.to_string()],
            _ => {
                self.problem(value.span().into(), "this should be a list of texts: [\"…\", \"…\"]");
                Vec::new()
            }
        }
    }

    fn one_of(&mut self, value: &Value<'_>, known: &[&str]) -> Option<String> {
        let text = self.string(value)?;
        if known.contains(&text.as_str()) {
            return Some(text);
        }
        let suggestion = did_you_mean(nearest(&text, known.iter().copied()));
        self.problem(value.span().into(), format!("`{text}` is none of {}{suggestion}", known.join(", ")));
        None
    }
}
