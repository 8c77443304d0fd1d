//! What a statement says between two parties.

use super::{
    acts::{Class, Drift, Mode},
    types::{ActForm, Filler, Role, RoleKind, Statement},
};

/// One thing that a statement says between two parties.
#[derive(Clone, Copy, Debug)]
pub struct Relation<'a> {
    /// The one who acts; for an undirected relation either. Where one filler stands for several ("both parties"), `a` and `b` are the
    /// same and the relation holds between each two of them.
    pub a: &'a Filler,
    /// The other.
    pub b: &'a Filler,
    /// Whether it goes from `a` to `b`; otherwise both do it to each other.
    pub directed: bool,
    /// For or against each other.
    pub drift: Drift,
    /// Of words or of deeds.
    pub mode: Mode,
}

impl Statement {
    /// Every relation between two parties in this statement. Polarity, certainty and attribution are the statement's.
    pub fn relations(&self) -> Vec<Relation<'_>> {
        let drift = self.act.drift;
        let mode = self.act.class.mode();
        let agents = fillers(&self.agent);
        let mut out = Vec::new();
        let mut add = |a, b, directed, drift, mode| out.push(Relation { a, b, directed, drift, mode });
        // Of "bought the striker from Kestrel" the striker is what is dealt in.
        let thing = self.act.class == Class::Cooperate && self.act.lemma.ends_with(" from") && self.recipient.is_some();
        let patients = if thing { Vec::new() } else { fillers(&self.patient) };
        let mut seconds: Vec<&Filler> = patients.into_iter().chain(fillers(&self.recipient)).collect();
        if !self.act.reciprocal && matches!(self.act.class, Class::Accuse | Class::Reject) {
            // "A claims that B …": the topic is whom it is about.
            seconds.extend(of_kind(&self.others, RoleKind::Topic));
        }
        let partners: Vec<&Filler> = of_kind(&self.others, RoleKind::Partner);
        let targets: Vec<&Filler> = of_kind(&self.others, RoleKind::Target);
        for a in &agents {
            for b in &seconds {
                add(*a, *b, !self.act.reciprocal || drift == Drift::Conflict, drift, mode);
            }
            for b in &partners {
                // What one does with another to a third joins the two.
                let together = if self.act.reciprocal || seconds.is_empty() { drift } else { Drift::Cooperation };
                add(*a, *b, false, if self.act.reciprocal { drift } else { together }, mode);
            }
        }
        let between = self.act.reciprocal && self.act.form != ActForm::Relation;
        if between && (seconds.is_empty() || drift == Drift::Cooperation) {
            for (i, a) in agents.iter().enumerate() {
                // "Both parties met": one filler that stands for several.
                if a.is_several() && seconds.is_empty() {
                    add(*a, *a, false, drift, mode);
                }
                for b in agents.iter().skip(i + 1) {
                    add(*a, *b, false, drift, mode);
                }
            }
        }
        for a in agents.iter().chain(&partners) {
            for b in &targets {
                add(*a, *b, true, Drift::Conflict, mode);
            }
        }
        if self.act.drift == Drift::Cooperation {
            for a in seconds.iter().filter(|_| self.act.reciprocal) {
                for b in &targets {
                    add(*a, *b, true, Drift::Conflict, mode);
                }
            }
        }
        out
    }
}

fn fillers(role: &Option<Role>) -> Vec<&Filler> {
    role.iter().flat_map(|r| &r.fillers).collect()
}

fn of_kind(others: &[(RoleKind, Role)], kind: RoleKind) -> Vec<&Filler> {
    others.iter().filter(|(k, _)| *k == kind).flat_map(|(_, r)| &r.fillers).collect()
}

impl Filler {
    /// Whether it stands for more than one actor.
    pub fn is_several(&self) -> bool {
        self.resolved.len() > 1 || (self.resolved.is_empty() && (self.owners.len() > 1 || self.owners.iter().any(Self::is_several)))
    }

    /// Whether somebody was found whom it, or an owner, stands for.
    pub fn is_resolved(&self) -> bool {
        !self.resolved.is_empty() || self.owners.iter().chain(&self.names).any(Self::is_resolved)
    }

    /// Looks for whom the filler stands for, in the order in which a reader would: what it says itself, what it was resolved
    /// to, its other names, its owners ("Iran's strategy" stands for Iran). `find` gives what it knows of a text.
    pub fn actors<T>(&self, find: &mut dyn FnMut(&str) -> Vec<T>) -> Vec<T> {
        let own = find(&self.text);
        if !own.is_empty() {
            return own;
        }
        let resolved: Vec<T> = self.resolved.iter().flat_map(|r| find(&r.text)).collect();
        if !resolved.is_empty() {
            return resolved;
        }
        for list in [&self.names, &self.owners] {
            let found: Vec<T> = list.iter().flat_map(|f| f.actors(find)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }
}
