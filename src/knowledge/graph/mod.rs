//! The network of relationships: as a self-contained SVG, as DOT, as Mermaid, as JSON.

mod layout;
mod svg;

use std::fmt::Write;

use serde_json::json;

use super::{Knowledge, Stance};

/// What to draw.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Only this actor and its partners: index.
    pub around: Option<u32>,
    /// Only relationships with at least so many statements, asserted or not.
    pub min: usize,
}

/// Actors and relationships chosen for a picture.
#[derive(Debug)]
pub struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) edges: Vec<Edge>,
}

#[derive(Debug)]
pub(super) struct Node {
    pub id: String,
    pub name: String,
    pub kind: &'static str,
    pub mentions: usize,
}

#[derive(Debug)]
pub(super) struct Edge {
    pub a: usize,
    pub b: usize,
    pub stance: Option<Stance>,
    pub cooperation: usize,
    pub conflict: usize,
    pub not_asserted: usize,
    /// The most telling words, for a tooltip.
    pub quote: String,
    /// Path and line of those.
    pub link: Option<String>,
}

impl Edge {
    pub fn weight(&self) -> usize {
        self.cooperation + self.conflict
    }
}

impl Graph {
    /// Chooses what to draw; actors without a relationship are left out.
    pub fn new(k: &Knowledge, options: Options) -> Self {
        let chosen: Vec<_> = k
            .relationships()
            .filter(|r| r.statements.len() >= options.min.max(1))
            .filter(|r| options.around.is_none_or(|a| r.pair.0 == a || r.pair.1 == a))
            .collect();
        let mut indices: Vec<u32> = chosen.iter().flat_map(|r| [r.pair.0, r.pair.1]).collect();
        indices.sort_unstable();
        indices.dedup();
        let nodes = indices.iter().filter_map(|i| k.actor_at(*i)).map(|a| Node {
            id: a.id.clone(),
            name: a.name.clone(),
            kind: a.kind.name(),
            mentions: a.mentions,
        });
        let place = |i: u32| indices.binary_search(&i).unwrap_or(0);
        let edges = chosen.iter().map(|r| {
            let best = r.statements.iter().find(|s| s.asserted).or_else(|| r.statements.first());
            let link = best.and_then(|s| Some(format!("{}#L{}", k.sources().get(s.source? as usize)?.path, s.line)));
            Edge {
                a: place(r.pair.0),
                b: place(r.pair.1),
                stance: r.stance,
                cooperation: r.cooperation(),
                conflict: r.conflict(),
                not_asserted: r.not_asserted(),
                quote: best.map(|s| s.quote.to_string()).unwrap_or_default(),
                link,
            }
        });
        Self { nodes: nodes.collect(), edges: edges.collect() }
    }

    /// For Graphviz.
    pub fn dot(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let mut out =
            String::from("graph relationships {\n  layout=neato; overlap=false; splines=true;\n  node [shape=box, style=rounded];\n");
        for n in &self.nodes {
            let _ = writeln!(out, "  {} [label={}, tooltip={}];", quoted(&n.id), quoted(&n.name), quoted(n.kind));
        }
        for e in &self.edges {
            let (Some(a), Some(b)) = (self.nodes.get(e.a), self.nodes.get(e.b)) else { continue };
            let (colour, style) = match e.stance {
                Some(Stance::Cooperation) => ("#1b7f4b", "solid"),
                Some(Stance::Conflict) => ("#b3261e", "dashed"),
                Some(Stance::Mixed) => ("#a36a00", "bold"),
                None => ("#888888", "dotted"),
            };
            let _ = writeln!(
                out,
                "  {} -- {} [color=\"{colour}\", style={style}, penwidth={:.1}, label=\"{}:{}\"];",
                quoted(&a.id),
                quoted(&b.id),
                width(e.weight()),
                e.cooperation,
                e.conflict
            );
        }
        out + "}\n"
    }

    /// For Markdown that draws Mermaid.
    pub fn mermaid(&self) -> String {
        let clean = |text: &str| text.replace('"', "#quot;").replace(['\n', '[', ']'], " ");
        let mut out = String::from("graph LR\n");
        for (i, n) in self.nodes.iter().enumerate() {
            let _ = writeln!(out, "  n{i}[\"{}\"]", clean(&n.name));
        }
        for e in &self.edges {
            let line = match e.stance {
                Some(Stance::Cooperation) => "---",
                Some(Stance::Conflict) => "-.-",
                Some(Stance::Mixed) => "===",
                None => "-.-",
            };
            let stance = e.stance.map_or("not asserted", |s| s.name());
            let _ = writeln!(out, "  n{} {line}|{stance} {}:{}| n{}", e.a, e.cooperation, e.conflict, e.b);
        }
        for (i, e) in self.edges.iter().enumerate() {
            let colour = svg::colour(e.stance);
            let _ = writeln!(out, "  linkStyle {i} stroke:{colour},stroke-width:{:.0}px", width(e.weight()));
        }
        out
    }

    /// For other programs.
    pub fn json(&self) -> String {
        let nodes: Vec<_> =
            self.nodes.iter().map(|n| json!({"id": n.id, "name": n.name, "kind": n.kind, "mentions": n.mentions})).collect();
        let id = |i: usize| self.nodes.get(i).map(|n| n.id.clone());
        let edges: Vec<_> = self
            .edges
            .iter()
            .map(|e| {
                json!({"pair": [id(e.a), id(e.b)], "stance": e.stance.map(|s| s.name()), "cooperation": e.cooperation,
                    "conflict": e.conflict, "not_asserted": e.not_asserted, "quote": e.quote, "link": e.link})
            })
            .collect();
        serde_json::to_string_pretty(&json!({"nodes": nodes, "edges": edges})).unwrap_or_default()
    }
}

/// Width of a line in pixels for a number of statements.
pub(super) fn width(statements: usize) -> f64 {
    1.5 + 1.6 * (1.0 + statements as f64).ln()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::knowledge::tests::knowledge;

    const TEXT: &str =
        "Malta attacked Cyprus. Greece helped Malta. Italy met Greece. France accused Italy of theft. Spain may attack France.";

    #[test]
    fn every_form_has_every_pair() {
        let k = knowledge(&[("sources/sea.txt", TEXT)], "");
        let graph = Graph::new(&k, Options { around: None, min: 1 });
        assert_eq!((graph.nodes.len(), graph.edges.len()), (6, 5));
        assert_eq!(graph.dot().matches(" -- ").count(), 5);
        assert_eq!(graph.mermaid().matches("linkStyle").count(), 5);
        let svg = graph.svg();
        assert_eq!(svg.matches("<g class=\"edge").count(), 5);
        assert!(svg.starts_with("<svg ") && svg.contains("sources/sea.txt#L1") && !svg.contains("href=\"http"), "{svg}");
        quick_xml_reads(&svg);
        assert_eq!(svg, Graph::new(&k, Options { around: None, min: 1 }).svg());
    }

    #[test]
    fn around_one_actor() {
        let k = knowledge(&[("sources/sea.txt", TEXT)], "");
        let graph = Graph::new(&k, Options { around: k.look_up("Italy"), min: 1 });
        assert_eq!((graph.nodes.len(), graph.edges.len()), (3, 2));
        let none = Graph::new(&k, Options { around: None, min: 99 });
        assert!(none.svg().contains("No relationships"));
    }

    #[test]
    fn labels_stand_apart() {
        let k = knowledge(&[("sources/sea.txt", TEXT)], "");
        let graph = Graph::new(&k, Options { around: None, min: 1 });
        let boxes = layout::place(&graph);
        for (i, a) in boxes.iter().enumerate() {
            for b in boxes.iter().skip(i + 1) {
                assert!(!a.overlaps(b), "{a:?} {b:?}");
            }
        }
    }

    fn quick_xml_reads(text: &str) {
        let mut reader = quick_xml::Reader::from_str(text);
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                _ => continue,
            }
        }
    }
}
