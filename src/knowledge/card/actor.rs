//! The card of an actor.

use super::{Cards, counted};

/// Relationships shown.
const SHOWN: usize = 8;
/// Aliases shown.
const ALIASES: usize = 8;

impl Cards<'_> {
    /// Who it is and whom it has to do with.
    pub fn actor(&self, index: u32) -> Option<String> {
        let actor = self.knowledge.actor_at(index)?;
        let office = actor.office.as_ref().map(|o| format!(", {o}")).unwrap_or_default();
        let mut card = format!("### {} · {}{office}\n", actor.name, actor.kind.name());
        let names: Vec<&str> = actor.aliases.iter().chain(&actor.adjectives).map(String::as_str).take(ALIASES).collect();
        if !names.is_empty() {
            card += &format!("also {} · ", names.join(", "));
        }
        card += &format!("{} in {}\n", counted(actor.mentions, "mention"), counted(actor.sources, "source"));
        let mut all: Vec<_> = self.knowledge.relationships().filter(|r| r.pair.0 == index || r.pair.1 == index).collect();
        all.sort_by_key(|r| (std::cmp::Reverse(r.cooperation() + r.conflict()), std::cmp::Reverse(r.statements.len()), r.pair));
        if !all.is_empty() {
            card += "\nRelationships\n";
            for r in all.iter().take(SHOWN) {
                let stance = r.stance.map_or("nothing asserted", |s| s.name());
                let left = r.not_asserted();
                let left = if left > 0 { format!(", {left} not asserted") } else { String::new() };
                card +=
                    &format!("- {} · {stance} · {} for, {} against{left}\n", self.name(r.partner(index)), r.cooperation(), r.conflict());
            }
            if all.len() > SHOWN {
                card += &format!("- … {} more\n", all.len() - SHOWN);
            }
        }
        let disputes: Vec<&str> =
            self.knowledge.disputes().iter().filter(|d| d.parties.contains(&index)).map(|d| d.name.as_str()).take(6).collect();
        if !disputes.is_empty() {
            card += &format!("\nDisputes: {}\n", disputes.join(", "));
        }
        Some(card)
    }
}
