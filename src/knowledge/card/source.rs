//! The card of a source.

use super::{Cards, counted};

impl Cards<'_> {
    /// What the source of that id is, and how many claims rest on it, where the caller knows.
    pub fn source(&self, id: &str, claims: Option<usize>) -> Option<String> {
        let (index, source) = self.knowledge.sources().iter().enumerate().find(|(_, s)| s.id.eq_ignore_ascii_case(id))?;
        let meta = &source.meta;
        let title = meta.title.as_deref().unwrap_or(&source.id);
        let mut card = match (self.link)(&source.path, 1) {
            Some(address) => format!("### [{}]({address})\n", super::escape(title)),
            None => format!("### {title}\n"),
        };
        let mut parts: Vec<String> = Vec::new();
        if !meta.author.is_empty() {
            parts.push(meta.author.join(", "));
        }
        parts.extend(meta.container_title.clone());
        parts.extend(meta.issued.clone());
        parts.extend(meta.grade.as_ref().map(|g| format!("grade {g}")));
        if !parts.is_empty() {
            card += &format!("{}\n", parts.join(" · "));
        }
        let actors: std::collections::BTreeSet<u32> =
            self.knowledge.mentions().iter().filter(|m| m.source as usize == index).map(|m| m.actor).collect();
        let mut facts = vec![source.path.clone()];
        if !actors.is_empty() {
            facts.push(counted(actors.len(), "actor"));
        }
        if let Some(claims) = claims {
            facts.push(format!("{} on it", counted(claims, "claim").replace("claims", "claims rest").replace("1 claim", "1 claim rests")));
        }
        card += &format!("\n{}\n", facts.join(" · "));
        Some(card)
    }
}
