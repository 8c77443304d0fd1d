//! What keeps links right when notes and sources move: Markdown links to them, wiki links to notes, and the links of a note that moves.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use super::Stop;
use crate::note::{Form, Format};
use crate::rules::Edit;
use crate::source::id_of;
use crate::text::Span;
use crate::workspace::Snapshot;

/// The edits of notes that keep their links right when files, or folders with files, move from the first path to the second. Edits of a
/// note that moves itself are of the note where it was.
pub fn links(snapshot: &Snapshot, moves: &[(String, String)], stop: Stop) -> Vec<Edit> {
    let mut edits = Vec::new();
    for path in snapshot.note_paths().filter(|path| !path.starts_with('/')) {
        if stop() {
            break;
        }
        let Some(note) = snapshot.note(path) else { continue };
        if Format::of_path(path) == Format::Markdown {
            let here = moved_to(moves, path);
            let folder = parent(here.as_deref().unwrap_or(path));
            for (span, address) in addresses(&note.text) {
                let (file, rest) = address.split_at(address.find(['#', '?']).unwrap_or(address.len()));
                let Some(target) = resolve(parent(path), &file.replace("%20", " ")) else { continue };
                let to = moved_to(moves, &target).unwrap_or_else(|| target.clone());
                // Only what moved: how a link is written is the writer's business.
                if (to != target || folder != parent(path)) && !file.is_empty() {
                    let text = format!("{}{rest}", written(&relative(folder, &to)));
                    if text != address {
                        edits.push(Edit { path: path.to_owned(), bytes: span, text });
                    }
                }
            }
        }
        for citation in note.citations.iter().filter(|citation| citation.form == Form::Wiki) {
            if let Some(text) = renamed_note(snapshot, moves, &citation.id) {
                edits.push(Edit { path: path.to_owned(), bytes: citation.id_span, text });
            }
        }
    }
    edits
}

/// Where a file is after the moves; none where it stays.
fn moved_to(moves: &[(String, String)], path: &str) -> Option<String> {
    moves.iter().find_map(|(from, to)| {
        let rest = path.strip_prefix(from.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
    })
}

/// The new name of the note that a wiki link means, if it gets one. A source of that name, or a second note, and the link means neither.
fn renamed_note(snapshot: &Snapshot, moves: &[(String, String)], id: &str) -> Option<String> {
    if !snapshot.sources_by_id(id).is_empty() {
        return None;
    }
    let mut meant = snapshot.note_paths().filter(|path| id_of(path).eq_ignore_ascii_case(id));
    let (Some(path), None) = (meant.next(), meant.next()) else { return None };
    let new = id_of(&moved_to(moves, path)?);
    (new != id_of(path)).then_some(new)
}

/// Addresses of links and images to files beside a note, with their bytes.
fn addresses(text: &str) -> Vec<(Span, &str)> {
    let mut found = Vec::new();
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let parser = Parser::new_ext(text, options);
    let mut definitions: Vec<_> = parser.reference_definitions().iter().map(|(_, link)| (link.span.clone(), "]:")).collect();
    definitions.sort_by_key(|(range, _)| range.start);
    let inline = parser.into_offset_iter().filter_map(|(event, range)| match event {
        Event::Start(Tag::Link { link_type: LinkType::Inline, .. } | Tag::Image { link_type: LinkType::Inline, .. }) => Some((range, "](")),
        _ => None,
    });
    for (range, opening) in inline.chain(definitions) {
        let Some(at) = text.get(range.clone()).and_then(|link| link.rfind(opening)) else { continue };
        let start = range.start + at + opening.len();
        let behind = text.get(start..range.end).unwrap_or_default();
        let lead = behind.len() - behind.trim_start_matches([' ', '<']).len();
        let address = behind.get(lead..).unwrap_or_default();
        let address = address.get(..address.find([' ', ')', '>', '\n', '\r']).unwrap_or(address.len())).unwrap_or_default();
        let elsewhere = address.is_empty() || address.starts_with(['#', '/']) || address.contains(':');
        if !elsewhere {
            found.push((Span::new(start + lead, start + lead + address.len()), address));
        }
    }
    found
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The path that `address` names from `folder`; none where it leads out of the root.
fn resolve(folder: &str, address: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The way from `folder` to `path`.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = path.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to.into_iter().skip(shared)).collect::<Vec<_>>().join("/")
}

/// A path as a Markdown address.
fn written(path: &str) -> String {
    path.replace(' ', "%20").replace('(', "%28").replace(')', "%29")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::workspace::{Options, Workspace};

    fn after(files: &[(&str, &str)], from: &str, to: &str, read: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let file = folder.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        let mut workspace = Workspace::open(folder.path(), &Options::default()).unwrap();
        workspace.index_all(&|_, _| {});
        let mut edits = links(&workspace.snapshot(), &[(from.into(), to.into())], &|| false);
        edits.retain(|edit| edit.path == read);
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.bytes.start));
        let mut text = files.iter().find(|(path, _)| *path == read).unwrap().1.to_owned();
        for edit in edits {
            text.replace_range(edit.bytes.start..edit.bytes.end, &edit.text);
        }
        text
    }

    const WORKSPACE: &[(&str, &str)] = &[
        ("sources/a.md", "# A\n\nIt rained.\n"),
        (
            "notes/one.md",
            "See [two](two.md#rain), [[two]], ![map](map.png), [a](../sources/a.md \"title\") and [web](https://x.org/two.md).\n",
        ),
        ("notes/two.md", "Back to [one].\n\n[one]: <one.md>\n"),
    ];

    #[test]
    fn a_note_that_gets_another_name_keeps_its_links() {
        let one = after(WORKSPACE, "notes/two.md", "notes/wet days.md", "notes/one.md");
        assert_eq!(
            one,
            "See [two](wet%20days.md#rain), [[wet days]], ![map](map.png), [a](../sources/a.md \"title\") and [web](https://x.org/two.md).\n"
        );
    }

    #[test]
    fn a_note_that_moves_takes_its_own_links_along() {
        let one = after(WORKSPACE, "notes/one.md", "one.md", "notes/one.md");
        assert!(one.starts_with("See [two](notes/two.md#rain), [[two]], ![map](notes/map.png), [a](sources/a.md \"title\")"), "{one}");
        assert_eq!(after(WORKSPACE, "notes/one.md", "one.md", "notes/two.md"), "Back to [one].\n\n[one]: <../one.md>\n");
    }

    #[test]
    fn a_folder_that_gets_another_name() {
        let one = after(WORKSPACE, "sources", "papers", "notes/one.md");
        assert!(one.contains("[a](../papers/a.md \"title\")") && one.contains("(two.md#rain)"), "{one}");
        assert_eq!(after(WORKSPACE, "notes", "texts", "notes/one.md"), WORKSPACE[1].1);
    }
}
