//! What an article's annotator found, in one shape for both kinds of annotation.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

#[derive(Debug, Default)]
pub struct Gold {
    /// id → forms, lower case.
    pub actors: BTreeMap<String, BTreeSet<String>>,
    /// Lower case; may be listed or not.
    pub optional: Vec<String>,
    /// Actor, start, end, whether it may be left out.
    pub mentions: Vec<(String, usize, usize, bool)>,
    /// id, names in lower case, whether it may be left out.
    pub disputes: Vec<(String, Vec<String>, bool)>,
    /// Pair, stance (none where nothing is asserted).
    pub pairs: Vec<(String, String, Option<&'static str>)>,
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value, key: &str) -> Vec<String> {
    value[key].as_array().into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

pub fn plain(form: &str) -> String {
    let form = form.to_lowercase().replace('’', "'");
    let form = form.split(" (").next().unwrap().trim_start_matches("the ").trim_end_matches("'s");
    form.to_owned()
}

fn stance(cooperation: u64, conflict: u64, mixed: u64) -> Option<&'static str> {
    match (cooperation, conflict, mixed) {
        (0, 0, 0) => None,
        (_, 0, 0) => Some("cooperation"),
        (0, _, 0) => Some("conflict"),
        _ => Some("mixed"),
    }
}

impl Gold {
    /// Our own articles.
    pub fn own(json: &str) -> Self {
        let all: Value = serde_json::from_str(json).unwrap();
        let mut gold = Self::default();
        for a in all["actors"].as_array().unwrap() {
            let forms = ["forms", "optional_forms", "aliases"].iter().flat_map(|k| texts(a, k)).chain([text(a, "name")]);
            gold.actors.insert(text(a, "id"), forms.map(|f| plain(&f)).collect());
        }
        gold.optional = texts(&all, "optional_actors").iter().map(|f| plain(f)).collect();
        for m in all["mentions"].as_array().unwrap() {
            let at = |k: &str| m[k].as_u64().unwrap() as usize;
            gold.mentions.push((text(m, "actor"), at("start"), at("end"), m["optional"] == true));
        }
        for d in all["disputes"].as_array().unwrap() {
            let names = texts(d, "aliases").into_iter().chain([text(d, "name")]).map(|n| plain(&n)).collect();
            gold.disputes.push((text(d, "id"), names, d["optional"] == true));
        }
        for p in all["pairs"].as_array().unwrap() {
            let pair = texts(p, "pair");
            let stance = ["cooperation", "conflict", "mixed"].into_iter().find(|s| p["stance"] == *s);
            gold.pairs.push((pair[0].clone(), pair[1].clone(), stance));
        }
        gold
    }

    /// The article in the shared data.
    pub fn article(folder: &Path) -> Option<Self> {
        let read = |name: &str| serde_json::from_str::<Value>(&std::fs::read_to_string(folder.join(name)).ok()?).ok();
        let (entities, mentions, pairs) = (read("entities.json")?, read("mentions.json")?, read("pairs.json")?);
        let mut gold = Self::default();
        for a in entities["actors"].as_array()? {
            let keys = ["forms_in_article", "adjectives_in_article", "forms_not_in_article"];
            let forms = keys.iter().flat_map(|k| texts(a, k)).chain([text(a, "name")]);
            gold.actors.insert(text(a, "id"), forms.flat_map(|f| f.split(" / ").map(plain).collect::<Vec<_>>()).collect());
        }
        for m in mentions.as_array()? {
            let entity = text(m, "entity");
            let at = |k: &str| m[k].as_u64().unwrap() as usize;
            let (start, end) = (at("byte_start"), at("byte_end"));
            match entity.as_str() {
                "role:foreign-ministers" => {
                    gold.mentions.push(("iran-foreign-minister".into(), start, end, true));
                    gold.mentions.push(("taliban-foreign-minister".into(), start, end, true));
                }
                "victims:iranian-diplomats" => gold.mentions.push(("iranian-diplomats".into(), start, end, false)),
                "iran+taliban" => {
                    gold.mentions.push(("iran".into(), start, end, false));
                    gold.mentions.push(("taliban".into(), start, end, false));
                }
                other if gold.actors.contains_key(other) => gold.mentions.push((entity, start, end, false)),
                _ => {}
            }
        }
        for d in entities["issues"].as_array()? {
            let names = texts(d, "aliases")
                .into_iter()
                .chain([text(d, "name")])
                .flat_map(|n| n.split(" / ").map(plain).collect::<Vec<_>>())
                .collect();
            let id = text(d, "id");
            // Named outright by the article; the others are an annotator's summary of several sentences.
            let outright =
                ["helmand-river-dispute", "border-security", "religious-differences", "gaza-conflict", "israel-hezbollah-tensions"];
            gold.disputes.push((id.clone(), names, !outright.contains(&id.as_str())));
        }
        for p in pairs.as_array()? {
            let pair = texts(p, "pair");
            let n = |k: &str| p["polarity_asserted"][k].as_u64().unwrap_or(0);
            let (coop, conflict, mixed) = (n("coop"), n("conflict"), n("mixed"));
            gold.pairs.push((pair[0].clone(), pair[1].clone(), stance(coop, conflict, mixed)));
        }
        Some(gold)
    }
}
