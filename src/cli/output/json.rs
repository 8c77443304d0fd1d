//! `--format json`: one object, exactly as the design fixes it.

use std::io::Write;

use crate::features::report;
use crate::workspace::{Report, Snapshot};

/// Prints the report.
pub(in crate::cli) fn print(snapshot: &Snapshot, found: &Report) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer(&mut out, &report::value(snapshot, found)?)?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}
