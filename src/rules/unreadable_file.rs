//! `unreadable-file`: a source or note that could not be read, or not in full. Everything else is checked all the same.

use super::{Finding, Rule};
use crate::source::Problem;

/// One finding for each problem of one file.
pub fn check(path: &str, problems: &[Problem]) -> Vec<Finding> {
    problems.iter().map(|problem| Finding::on_file(path, Rule::UnreadableFile, problem.span, problem.message.clone())).collect()
}
