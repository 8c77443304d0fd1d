//! The picture: one SVG file that needs nothing else.

use std::fmt::Write;

use super::layout::{Boxed, place};
use super::{Edge, Graph, width};
use crate::knowledge::Stance;
use crate::rules::claim::shorten;

/// Space around the picture in pixels.
const MARGIN: f64 = 40.0;
/// Height of the legend.
const LEGEND: f64 = 92.0;
/// Least width, so that the legend fits.
const LEAST: f64 = 740.0;

/// Colour of a stance; told apart by line as well, for those who do not see colours.
pub fn colour(stance: Option<Stance>) -> &'static str {
    match stance {
        Some(Stance::Cooperation) => "#1b7f4b",
        Some(Stance::Conflict) => "#b3261e",
        Some(Stance::Mixed) => "#a36a00",
        None => "#8a8a8a",
    }
}

fn dashes(stance: Option<Stance>) -> &'static str {
    match stance {
        Some(Stance::Cooperation) => "",
        Some(Stance::Conflict) => " stroke-dasharray=\"9 5\"",
        Some(Stance::Mixed) => " stroke-dasharray=\"16 4 3 4\"",
        None => " stroke-dasharray=\"2 5\"",
    }
}

fn fill(kind: &str) -> &'static str {
    match kind {
        "state" => "#e3ecf8",
        "armed-group" => "#f8e4e2",
        "organisation" => "#e8f2e4",
        "person" => "#f7f0dc",
        "role" => "#efe6f5",
        _ => "#ececec",
    }
}

fn escape(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    clean.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

impl Graph {
    /// As a self-contained SVG; links are relative to the workspace's root.
    pub fn svg(&self) -> String {
        let boxes = place(self);
        let right = boxes.iter().map(|b| b.x + b.width / 2.0).fold(0.0, f64::max);
        let bottom = boxes.iter().map(|b| b.y + b.height / 2.0).fold(0.0, f64::max);
        let (wide, high) = ((right + 2.0 * MARGIN).max(LEAST), bottom + 2.0 * MARGIN + LEGEND);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide:.0} {high:.0}\" width=\"{wide:.0}\" height=\"{high:.0}\" \
             role=\"img\" aria-label=\"Relationships\">\n<style>text{{font:14px system-ui,sans-serif;fill:#1c1c1c}}.small{{font-size:12px;fill:#444}}\
             a:hover rect,.edge:hover line{{stroke-width:4}}</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
        );
        if self.nodes.is_empty() {
            let _ = writeln!(out, "<text x=\"{MARGIN}\" y=\"{MARGIN}\">No relationships to draw</text>");
        }
        let shift = (wide - right) / 2.0;
        let _ = writeln!(out, "<g transform=\"translate({shift:.1} {MARGIN})\">");
        let mut labels: Vec<Boxed> = boxes.clone();
        for edge in &self.edges {
            self.edge(edge, &boxes, &mut labels, &mut out);
        }
        for (node, b) in self.nodes.iter().zip(&boxes) {
            let name = shorten(&node.name, 33);
            let _ = writeln!(
                out,
                "<g><title>{}: {}, {} mentions</title><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"6\" fill=\"{}\" \
                 stroke=\"#555\"/><text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text></g>",
                escape(&node.name),
                node.kind,
                node.mentions,
                b.x - b.width / 2.0,
                b.y - b.height / 2.0,
                b.width,
                b.height,
                fill(node.kind),
                b.x,
                b.y + 5.0,
                escape(&name)
            );
        }
        out.push_str("</g>\n");
        legend(&mut out, high - LEGEND);
        out.push_str("</svg>\n");
        out
    }

    fn edge(&self, edge: &Edge, boxes: &[Boxed], labels: &mut Vec<Boxed>, out: &mut String) {
        let (Some(a), Some(b)) = (boxes.get(edge.a), boxes.get(edge.b)) else { return };
        let ((x1, y1), (x2, y2)) = (a.edge_towards(b.x, b.y), b.edge_towards(a.x, a.y));
        let name = |i: usize| self.nodes.get(i).map_or("", |n| n.name.as_str());
        let title = format!(
            "{} – {}: {}, {} for, {} against, {} not asserted. “{}”",
            name(edge.a),
            name(edge.b),
            edge.stance.map_or("nothing asserted", |s| s.name()),
            edge.cooperation,
            edge.conflict,
            edge.not_asserted,
            shorten(&edge.quote, 160)
        );
        let colour = colour(edge.stance);
        let mut drawn = format!(
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{colour}\" stroke-width=\"{:.1}\"{}/>",
            width(edge.weight()),
            dashes(edge.stance)
        );
        // The counts stand where along the line nothing else does.
        let text =
            if edge.weight() == 0 { format!("({})", edge.not_asserted) } else { format!("{} : {}", edge.cooperation, edge.conflict) };
        let along = [0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78].into_iter().map(|t| Boxed {
            x: x1 + (x2 - x1) * t,
            y: y1 + (y2 - y1) * t,
            width: 8.0 + 7.0 * text.chars().count() as f64,
            height: 17.0,
        });
        if let Some(free) = along.into_iter().find(|spot| labels.iter().all(|l| !l.overlaps(spot))) {
            let _ = write!(
                drawn,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"4\" fill=\"#fff\" fill-opacity=\"0.92\"/>\
                 <text class=\"small\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{text}</text>",
                free.x - free.width / 2.0,
                free.y - free.height / 2.0,
                free.width,
                free.height,
                free.x,
                free.y + 4.0
            );
            labels.push(free);
        }
        let inside = format!("<title>{}</title>{drawn}", escape(&title));
        let linked = match &edge.link {
            Some(link) => format!("<a href=\"{}\">{inside}</a>", escape(&link.replace(' ', "%20"))),
            None => inside,
        };
        let _ = writeln!(out, "<g class=\"edge\">{linked}</g>");
    }
}

fn legend(out: &mut String, top: f64) {
    let _ = writeln!(out, "<g transform=\"translate({MARGIN} {top:.0})\">");
    let stances = [
        (Some(Stance::Cooperation), "cooperation"),
        (Some(Stance::Conflict), "conflict"),
        (Some(Stance::Mixed), "mixed"),
        (None, "nothing asserted"),
    ];
    for (i, (stance, words)) in stances.into_iter().enumerate() {
        let x = i as f64 * 140.0;
        let _ = writeln!(
            out,
            "<line x1=\"{x:.0}\" y1=\"12\" x2=\"{:.0}\" y2=\"12\" stroke=\"{}\" stroke-width=\"3\"{}/><text class=\"small\" x=\"{:.0}\" y=\"16\">{words}</text>",
            x + 34.0,
            colour(stance),
            dashes(stance),
            x + 40.0
        );
    }
    for (i, kind) in ["state", "armed-group", "organisation", "person", "role", "collective"].into_iter().enumerate() {
        let x = i as f64 * 112.0;
        let _ = writeln!(
            out,
            "<rect x=\"{x:.0}\" y=\"32\" width=\"14\" height=\"14\" rx=\"3\" fill=\"{}\" stroke=\"#555\"/><text class=\"small\" x=\"{:.0}\" y=\"43\">{kind}</text>",
            fill(kind),
            x + 19.0
        );
    }
    out.push_str("<text class=\"small\" x=\"0\" y=\"68\">The wider the line, the more statements; “for : against” counts those asserted.</text>\n</g>\n");
}
