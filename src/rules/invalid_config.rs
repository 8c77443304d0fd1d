//! `invalid-config`: something in `backtext.toml` is wrong. What is right in it is used all the same.

use super::{Finding, Rule};
use crate::source::Problem;

/// One finding for each problem, at its place in the file.
pub fn check(path: &str, problems: &[Problem]) -> Vec<Finding> {
    problems.iter().map(|problem| Finding::on_file(path, Rule::InvalidConfig, problem.span, problem.message.clone())).collect()
}
