//! Who is an actor: those of `backtext.toml`, and those that the sources speak of. The one place that features ask.

use std::sync::Arc;

pub use crate::workspace::Actor;
use crate::workspace::Snapshot;

/// The actors known so far, most mentioned first. Sources that were not looked at yet are missing; [`learn`] looks at them.
pub fn known(snapshot: &Snapshot) -> Arc<[Actor]> {
    snapshot.names().known()
}

/// Looks at the sources that are new and brings [`known`] up to date; `stop` ends it early.
pub fn learn(snapshot: &Snapshot, stop: super::Stop) {
    snapshot.names().learn(snapshot, stop);
}
