//! The card of a dispute.

use super::super::relationship::Between;
use super::Cards;

impl Cards<'_> {
    /// Who is divided over what, what each side says, and since when.
    pub fn dispute(&self, id: &str) -> Option<String> {
        let dispute = self.knowledge.dispute(id)?;
        let status = dispute.status.as_ref().map(|s| format!(" · {s}")).unwrap_or_default();
        let mut card = format!("### {}{status}\n", dispute.name);
        let names: Vec<&str> = dispute.parties.iter().map(|p| self.name(*p)).collect();
        let mut parts = Vec::new();
        match &names[..] {
            [] => {}
            [one] => parts.push(format!("Party: {one}")),
            [rest @ .., last] => parts.push(format!("Between {} and {last}", rest.join(", "))),
        }
        parts.extend(dispute.instrument.clone());
        if !dispute.aliases.is_empty() {
            parts.push(format!("also {}", dispute.aliases.iter().take(5).cloned().collect::<Vec<_>>().join(", ")));
        }
        card += &format!("{}\n", parts.join(" · "));
        let mut before = None;
        if !dispute.positions.is_empty() {
            card += "\nPositions\n";
            for p in dispute.positions.iter().take(6) {
                card += &format!("- {}: {}\n", self.name(p.actor), self.quoted(&p.place, &mut before));
            }
        }
        if !dispute.evidence.is_empty() {
            card += "\nNamed in\n";
            for place in dispute.evidence.iter().take(5) {
                card += &format!("- {}\n", self.quoted(place, &mut before));
            }
            if dispute.evidence.len() > 5 {
                card += &format!("- … {} more\n", dispute.evidence.len() - 5);
            }
        }
        let sources: std::collections::BTreeSet<u32> = dispute.evidence.iter().map(|p| p.source).collect();
        let issued = |i: &u32| self.knowledge.sources().get(*i as usize).and_then(|s| s.meta.issued.clone());
        let newest = sources.iter().filter_map(issued).max();
        match (sources.len(), newest) {
            (1, newest) => {
                let when = newest.map(|d| format!(" of {d}")).unwrap_or_default();
                card += &format!("\nRests on a single source{when}\n");
            }
            (_, Some(newest)) => card += &format!("\nNewest source: {newest}\n"),
            _ => {}
        }
        let timeline = self.timeline(&dispute.parties);
        if !timeline.is_empty() {
            card += &format!("\nDated statements between the parties: {}\n", timeline.join(", "));
        }
        Some(card)
    }

    /// Dated acts between parties, in order: "1998 killing".
    fn timeline(&self, parties: &[u32]) -> Vec<String> {
        let inside = |pair: (u32, u32)| parties.contains(&pair.0) && parties.contains(&pair.1);
        let mut dated: Vec<&Between> = (self.knowledge.relationships().filter(|r| inside(r.pair)))
            .flat_map(|r| r.statements.iter().filter(|s| s.asserted && s.start.is_some()))
            .collect();
        dated.sort_by_key(|s| (s.start.clone(), s.span.start));
        let mut out: Vec<String> = dated.iter().map(|s| format!("{} {}", s.start.as_deref().unwrap_or_default(), s.act)).collect();
        out.dedup();
        out.truncate(6);
        out
    }
}
