//! Reading the word lists of this module: one entry a line, columns divided by tabs, `#` opens a comment line.

/// The entries of a list, each with its two columns; a missing second column is empty.
pub(super) fn rows(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    list.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).map(|line| match line.split_once('\t') {
        Some((first, second)) => (first, second.trim()),
        None => (line, ""),
    })
}
