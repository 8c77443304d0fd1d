//! The forms in which `check` prints its result.

pub(super) mod github;
pub(super) mod json;
pub(super) mod sarif;
pub(super) mod text;

use crate::features::report::Files;
