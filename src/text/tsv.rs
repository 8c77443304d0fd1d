//! Reads the embedded lexicons: one entry a line, columns between tabs, comments after `#`.

/// The rows of a table, each as its columns, trimmed; empty lines and lines that begin with `#` are left out.
pub fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).map(|line| line.split('\t').map(str::trim).collect())
}
