//! Named entities: each token begins, continues, ends or is one, or lies outside.

use super::Entity;
use super::labels::EntityKind;
use super::transition::Scorer;
use super::weights::{Reader, WeightsError};

/// Tokens of the state that the scorer looks at.
pub(super) const FEATURES: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Begin(EntityKind),
    In(EntityKind),
    Last(EntityKind),
    Unit(EntityKind),
    Out,
    /// Stands in the model for an entity that must not be; never taken.
    Never,
}

/// The recogniser's actions and their scorer.
pub(super) struct Recognizer {
    actions: Vec<Action>,
    pub(super) scorer: Scorer,
}

impl Recognizer {
    pub(super) fn read(names: &[&str], scorer: Reader) -> Result<Self, WeightsError> {
        let action = |name: &&str| {
            let unknown = || WeightsError::Unknown("entity action", name.to_string());
            let (kind, label) = name.split_once('-').unwrap_or((name, ""));
            if kind == "O" || label.is_empty() {
                return Ok(if kind == "O" { Action::Out } else { Action::Never });
            }
            let label = EntityKind::from_label(label).ok_or_else(unknown)?;
            match kind {
                "B" => Ok(Action::Begin(label)),
                "I" => Ok(Action::In(label)),
                "L" => Ok(Action::Last(label)),
                "U" => Ok(Action::Unit(label)),
                _ => Err(unknown()),
            }
        };
        let actions: Vec<_> = names.iter().map(action).collect::<Result<_, _>>()?;
        Ok(Self { scorer: Scorer::read(scorer, FEATURES, actions.len())?, actions })
    }

    /// The entities of a sentence whose rows `prepared` are. `starts` says where the parser found sentences to start, which
    /// no entity crosses; `is_space` which tokens are white space, at which none begins.
    pub(super) fn recognize(
        &self,
        prepared: &[f32],
        starts: &[bool],
        is_space: impl Fn(usize) -> bool,
        scores: &mut Vec<f32>,
    ) -> Vec<Entity> {
        let mut out = Vec::new();
        let mut open: Option<(usize, EntityKind)> = None;
        for at in 0..starts.len() {
            let goes_on = starts.get(at + 1).is_some_and(|starts| !starts);
            let space = is_space(at);
            let valid = |action: usize| match self.actions.get(action) {
                Some(Action::Begin(_)) => open.is_none() && goes_on && !space,
                Some(Action::In(kind)) => goes_on && open.is_some_and(|(_, k)| k == *kind),
                Some(Action::Last(kind)) => open.is_some_and(|(_, k)| k == *kind),
                Some(Action::Unit(_)) => open.is_none() && !space,
                Some(Action::Out) => open.is_none(),
                Some(Action::Never) | None => false,
            };
            let start = open.map(|(start, _)| start);
            let tokens = [Some(at), start, start.and_then(|_| at.checked_sub(1))];
            let best = self.scorer.best(prepared, &tokens, scores, valid);
            match best.and_then(|a| self.actions.get(a)) {
                Some(Action::Begin(kind)) => open = Some((at, *kind)),
                Some(Action::Last(kind)) => {
                    out.extend(open.take().map(|(start, _)| Entity { start, end: at + 1, kind: *kind }));
                }
                Some(Action::Unit(kind)) => out.push(Entity { start: at, end: at + 1, kind: *kind }),
                _ => {}
            }
        }
        out
    }
}
