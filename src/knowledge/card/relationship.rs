//! The card of a pair.

use super::{Cards, counted, period, quote, weight};
use crate::knowledge::{Between, Relationship};
use crate::statement::{Drift, Mode};

/// Statements shown of each side.
const SHOWN: usize = 4;

impl Cards<'_> {
    /// What passed between two actors; none where no source says anything between them.
    pub fn relationship(&self, a: u32, b: u32) -> Option<String> {
        let r = self.knowledge.between(a, b)?;
        let stance = r.stance.map_or("nothing asserted", |s| s.name());
        let mut card = format!("### {} ↔ {} · {stance}\n", self.name(a), self.name(b));
        card += &format!("cooperation {} conflict    {}\n", bar(r), summary(r));
        let mut before = None;
        for (title, drift) in [("Cooperation", Drift::Cooperation), ("Conflict", Drift::Conflict), ("Both at once", Drift::Mixed)] {
            card += &self.side(r, title, drift, &mut before);
        }
        let disputes: Vec<String> = (r.disputes.iter().filter_map(|i| self.knowledge.disputes().get(*i as usize)))
            .map(|d| d.instrument.as_ref().map_or_else(|| d.name.clone(), |i| format!("{} ({i})", d.name)))
            .collect();
        if !disputes.is_empty() {
            card += &format!("\nDisputes: {}\n", disputes.join(", "));
        }
        let left_out = r.not_asserted();
        if left_out > 0 {
            card += &format!("\nNot asserted: {} left out of the stance\n", counted(left_out, "hedged or speculative statement"));
        }
        if let Some((with, against)) = &r.split {
            let ids = |list: &[u32]| {
                list.iter().filter_map(|i| Some(self.knowledge.sources().get(*i as usize)?.id.clone())).collect::<Vec<_>>().join(", ")
            };
            card += &format!("\nSources differ: only cooperation in {}; only conflict in {}\n", ids(with), ids(against));
        }
        Some(card)
    }

    fn side(&self, r: &Relationship, title: &str, drift: Drift, before: &mut Option<u32>) -> String {
        let mut statements: Vec<&Between> = r.statements.iter().filter(|s| s.asserted && s.drift == drift).collect();
        if statements.is_empty() {
            return String::new();
        }
        statements.sort_by_key(|s| {
            (
                std::cmp::Reverse(u8::from(s.start.is_some() || s.end.is_some())),
                std::cmp::Reverse(weight(s.class, s.mode)),
                s.source,
                s.span.start,
            )
        });
        let all = statements.len();
        let mut seen = Vec::new();
        statements.retain(|s| {
            let new = !seen.contains(&(s.source, s.line, s.span.start));
            seen.push((s.source, s.line, s.span.start));
            new
        });
        let mut lines = format!("\n{title}\n");
        for s in statements.iter().take(SHOWN) {
            let when = period(s.start.as_deref(), s.end.as_deref());
            let mode = match s.mode {
                Mode::Material => Some("material".to_owned()),
                Mode::Verbal => Some("verbal".to_owned()),
                Mode::Unspecified => None,
            };
            let whose = s.attributed.as_ref().map(|who| format!("says {who}"));
            let mut parts: Vec<String> = [when, mode, whose].into_iter().flatten().collect();
            parts.push(quote(&s.quote));
            lines += &format!("- {} — {}\n", parts.join(" · "), self.place(s.source, s.line, before));
        }
        let shown = statements.len().min(SHOWN);
        if all > shown && statements.len() > SHOWN {
            lines += &format!("- … {} more\n", all - shown);
        }
        lines
    }
}

/// Ten squares, as many filled as the share of cooperation.
fn bar(r: &Relationship) -> String {
    let (with, against) = (r.cooperation(), r.conflict());
    if with + against == 0 {
        return "□".repeat(10);
    }
    let share = 10.0 * with as f64 / (with + against) as f64;
    // A side that there is shows at least one square.
    let filled = (share.round() as usize).clamp(usize::from(with > 0), 10 - usize::from(against > 0));
    format!("{}{}", "■".repeat(filled), "□".repeat(10 - filled))
}

fn summary(r: &Relationship) -> String {
    let asserted = || r.statements.iter().filter(|s| s.asserted);
    let sources: std::collections::BTreeSet<_> = r.statements.iter().filter_map(|s| s.source).collect();
    let mut parts = vec![counted(asserted().count(), "statement"), counted(sources.len(), "source")];
    parts.extend(period(r.first.as_deref(), r.last.as_deref()));
    parts.join(", ")
}
