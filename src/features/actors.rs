//! Who is an actor: those of `backtext.toml`, and those that the sources speak of. The one place that features ask.

use std::sync::Arc;

pub use crate::workspace::Actor;
use crate::workspace::Snapshot;

/// So few sources are looked at when somebody asks for the actors in them.
const FEW: usize = 16;

/// The actors known so far, most mentioned first. In a large workspace those of sources that were not looked at yet are missing;
/// [`learn`] looks at them.
pub fn known(snapshot: &Snapshot) -> Arc<[Actor]> {
    if snapshot.sources().take(FEW + 1).count() <= FEW {
        learn(snapshot, &|| false);
    }
    snapshot.names().known()
}

/// Looks at the sources that are new and brings [`known`] up to date; `stop` ends it early.
pub fn learn(snapshot: &Snapshot, stop: super::Stop) {
    snapshot.names().learn(snapshot, stop);
}
