//! A sentence's parse and statements as text, so that a person can see why something was, or was not, found.

use std::fmt::Write;

use super::{ActForm, Analysis, Filler, Modality, Polarity, Role, Statement};
use crate::text::Span;

/// The parse as a table of tokens, then each statement with its roles, one a line.
pub fn explain(a: &Analysis) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}\n", a.text);
    for (i, t) in a.parse.tokens.iter().enumerate() {
        let head = a.parse.tokens.get(t.head).filter(|_| t.head != i).map_or("", |h| h.span.of(&a.text));
        let entity = a.parse.entities.iter().find(|e| (e.start..e.end).contains(&i)).map_or("", |e| e.kind.as_str());
        let row = format!(
            "{i:3}  {:16} {:16} {:6} {:5} {:10} {head:16} {entity}",
            t.span.of(&a.text),
            t.lemma,
            t.pos.as_str(),
            t.tag,
            t.dep.as_str()
        );
        let _ = writeln!(out, "{}", row.trim_end());
    }
    for (i, s) in a.statements.iter().enumerate() {
        let _ = writeln!(out, "\n{}", statement(s, &a.text, i + 1));
    }
    out
}

/// One statement as lines of `role: words`.
fn statement(s: &Statement, text: &str, number: usize) -> String {
    let mut lines = vec![format!("statement {number}: {}", s.span.of(text))];
    let form = match s.act.form {
        ActForm::Verb => "verb",
        ActForm::Noun => "noun",
        ActForm::Adjective => "adjective",
        ActForm::Relation => "relation",
    };
    let class = format!("{} {:?} {:?}", s.act.class.code(), s.act.drift, s.act.class.mode()).to_lowercase();
    lines.push(format!("  act          {} ({form}{}; {class})", s.act.lemma, if s.act.reciprocal { ", reciprocal" } else { "" }));
    let mut add = |name: &str, r: &Role| lines.push(format!("  {name:12} {}", role(r)));
    for (name, r) in [("agent", &s.agent), ("patient", &s.patient), ("recipient", &s.recipient), ("place", &s.place)] {
        if let Some(r) = r {
            add(name, r);
        }
    }
    for (kind, r) in &s.others {
        add(&format!("{kind:?}").to_lowercase(), r);
    }
    if let Some(t) = s.time {
        lines.push(format!("  time         {}", t.of(text)));
    }
    if !s.quantities.is_empty() {
        lines.push(format!("  quantities   {}", s.quantities.iter().map(|q| q.of(text)).collect::<Vec<_>>().join(", ")));
    }
    let range = s.certainty.range.map_or(String::new(), |[low, high]| format!(" ({low}–{high} %)"));
    if s.certainty.modality != Modality::Asserted {
        lines.push(format!("  modality     {} {:.2}{range}", format!("{:?}", s.certainty.modality).to_lowercase(), s.certainty.strength));
    }
    if s.polarity == Polarity::Negated {
        lines.push("  polarity     negated".to_owned());
    }
    if let Some(by) = &s.attribution {
        let who = by.who.as_ref().map_or_else(|| "unnamed".to_owned(), role);
        lines.push(format!("  attribution  {who} · {} ({})", by.verb, format!("{:?}", by.stance).to_lowercase()));
    }
    if !s.cues.is_empty() {
        let cue = |span: Span| span.of(text).to_owned();
        let cues: Vec<String> = s.cues.iter().map(|c| format!("{} “{}”", format!("{:?}", c.kind).to_lowercase(), cue(c.span))).collect();
        lines.push(format!("  cues         {}", cues.join(", ")));
    }
    lines.join("\n")
}

fn role(r: &Role) -> String {
    r.fillers.iter().map(filler).collect::<Vec<_>>().join(" + ")
}

fn filler(f: &Filler) -> String {
    let mut out = f.text.to_string();
    let list = |fs: &[Filler]| fs.iter().map(filler).collect::<Vec<_>>().join(", ");
    if !f.names.is_empty() {
        let _ = write!(out, " [= {}]", list(&f.names));
    }
    if !f.owners.is_empty() {
        let _ = write!(out, " [of {}]", list(&f.owners));
    }
    if !f.resolved.is_empty() {
        let names: Vec<&str> = f.resolved.iter().map(|r| r.text.as_str()).collect();
        let _ = write!(out, " [→ {}]", names.join(" and "));
    }
    out
}
