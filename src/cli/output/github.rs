//! `--format github`: workflow commands that GitHub shows beside the lines of a pull request.

use std::io::Write;

use super::Files;
use crate::rules::Severity;
use crate::workspace::{Report, Snapshot};

/// Prints one command a finding.
pub(in crate::cli) fn print(snapshot: &Snapshot, report: &Report) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut files = Files::new(snapshot);
    for finding in &report.findings {
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Information | Severity::Hint | Severity::Off => "notice",
        };
        let [start, end] = files.place(&finding.path, finding.span);
        writeln!(
            out,
            "::{level} file={},line={},endLine={},col={},endColumn={},title={}::{}",
            property(&finding.path),
            start.0,
            end.0,
            start.1,
            end.1,
            finding.rule.name(),
            data(&finding.message)
        )?;
    }
    out.flush()?;
    Ok(())
}

/// Escapes a message: line breaks and per cent signs end or confuse a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property, in which colons and commas separate as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_separates_is_escaped() {
        assert_eq!(super::property("a,b: 5%"), "a%2Cb%3A 5%25");
        assert_eq!(super::data("a,b\n"), "a,b%0A");
    }
}
