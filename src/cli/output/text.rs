//! `--format text`: for people. The line with the flagged words underlined, the closest passage and why.

use std::io::Write;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::Files;
use crate::rules::claim::shorten;
use crate::rules::{Finding, Rule, Severity};
use crate::text::Span;
use crate::workspace::{Report, Snapshot};

/// Prints the findings and a closing line. Colours are taken out again where standard output is no terminal.
pub(in crate::cli) fn print(snapshot: &Snapshot, report: &Report) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    let mut files = Files::new(snapshot);
    let renderer = Renderer::styled().decor_style(DecorStyle::Unicode);
    for finding in &report.findings {
        writeln!(out, "{}\n", draw(&renderer, &mut files, finding))?;
    }
    if report.summary.sources == 0 && report.summary.claims > 0 {
        let patterns = snapshot.config().sources.globs.join(", ");
        writeln!(out, "There are no sources ({patterns}), so no claim was checked: put the documents that the notes are based on there.")?;
    }
    writeln!(out, "{}", closing_line(report))?;
    Ok(())
}

fn draw(renderer: &Renderer, files: &mut Files, finding: &Finding) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint | Severity::Off => Level::HELP,
    };
    let (text, lines) = files.get(&finding.path);
    let first = lines.place(finding.span.start).line;
    let last = lines.place(finding.span.end).line;
    let shown = lines.line_span(first).cover(lines.line_span(last));
    let source = shown.of(text).to_owned();
    let mut snippet = Snippet::source(source.as_str()).line_start(first).path(finding.path.as_str());
    snippet = snippet.annotation(AnnotationKind::Primary.span(inside(finding.span, shown).range()));
    // Where a difference is named, it says more than the words around it.
    let missing = if matches!(finding.rule, Rule::UnbackedClaim | Rule::PartlyBackedClaim) { finding.unbacked.as_slice() } else { &[] };
    for span in missing.iter().filter(|span| **span != finding.span && shown.contains(**span)) {
        snippet = snippet.annotation(AnnotationKind::Context.span(inside(*span, shown).range()).label("not in the sources"));
    }
    let mut group = level.primary_title(finding.message.as_str()).id(finding.rule.name()).element(snippet);
    let quotes: Vec<String> = finding
        .evidence
        .iter()
        .take(1)
        .map(|quote| {
            let said = finding.message.contains(&shorten(&quote.quote, 160));
            let words = if said { String::new() } else { format!(": “{}”", shorten(&quote.quote, 300)) };
            format!("{}:{}{words}", quote.source, quote.line)
        })
        .collect();
    for quote in &quotes {
        group = group.element(Level::NOTE.message(quote.as_str()));
    }
    let fixes: Vec<&str> = finding.fixes.iter().filter(|fix| fix.preferred).map(|fix| fix.title.as_str()).collect();
    for fix in fixes {
        group = group.element(Level::HELP.message(fix));
    }
    let report: [Group; 1] = [group];
    renderer.render(&report)
}

/// A span of the file as a span of the lines that are shown of it.
fn inside(span: Span, shown: Span) -> Span {
    let at = |offset: usize| offset.clamp(shown.start, shown.end) - shown.start;
    Span::new(at(span.start), at(span.end))
}

fn closing_line(report: &Report) -> String {
    let summary = &report.summary;
    let count = |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let checked = if summary.sources == 0 {
        format!("{}, not checked", plural(summary.claims, "claim"))
    } else {
        format!(
            "{}: {} backed, {} partly, {} unbacked, {} contradicted, {} overstated",
            plural(summary.claims, "claim"),
            summary.backed,
            summary.partly_backed,
            summary.unbacked,
            summary.contradicted,
            summary.overstated
        )
    };
    format!(
        "{} · {} in {} · {}, {}, {}",
        checked,
        plural(summary.sources, "source"),
        plural(summary.notes, "note"),
        plural(count(Severity::Error), "error"),
        plural(count(Severity::Warning), "warning"),
        plural(count(Severity::Information) + count(Severity::Hint), "remark")
    )
}

fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
