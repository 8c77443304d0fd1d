//! What mends a finding: the fixes of the findings at a place, and all those that are beyond doubt at once.

use super::Stop;
use crate::rules::{Edit, Finding, Fix};
use crate::text::Span;
use crate::workspace::Snapshot;

/// A fix and the finding that it mends.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// The finding.
    pub finding: Finding,
    /// Which of its fixes.
    pub fix: Fix,
}

/// The fixes of the findings that touch `range`, in the order of the findings; fixes that do the same are named once.
pub fn actions(snapshot: &Snapshot, path: &str, range: Span, stop: Stop) -> Vec<Action> {
    let mut actions: Vec<Action> = Vec::new();
    for finding in snapshot.findings_in(path, range, stop) {
        for fix in &finding.fixes {
            if !actions.iter().any(|action| action.fix.edits == fix.edits) {
                actions.push(Action { finding: finding.clone(), fix: fix.clone() });
            }
        }
    }
    actions
}

/// The edits of every preferred fix in a document that does not stand in another's way; `None` where there is none.
pub fn fix_all(snapshot: &Snapshot, path: &str, stop: Stop) -> Option<Vec<Edit>> {
    let mut edits: Vec<Edit> = Vec::new();
    for finding in snapshot.findings(path, stop) {
        let Some(fix) = finding.fixes.into_iter().find(|fix| fix.preferred) else { continue };
        let clear = fix.edits.iter().all(|edit| !edits.iter().any(|other| collide(edit, other)));
        if clear {
            edits.extend(fix.edits);
        }
    }
    (!edits.is_empty()).then_some(edits)
}

fn collide(one: &Edit, other: &Edit) -> bool {
    one.path == other.path && (one.bytes.overlaps(other.bytes) || one.bytes.start == other.bytes.start)
}
