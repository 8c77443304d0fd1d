//! What holds for the note made of any text.

use proptest::prelude::*;

use super::super::*;

/// Pieces that markup is made of, so that random texts meet its corners.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "Kalan ",
        "closed it. ",
        "Oru?",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "# ",
        "[@a",
        "]",
        "[[b",
        "]]",
        "|",
        "; ",
        "\"",
        "“",
        "”",
        "’s ",
        "`",
        "```\n",
        "*",
        "**",
        "_",
        "[^1]",
        "[^1]: ",
        "<!-- backtext-disable x",
        "<!-- backtext-enable",
        " -->",
        "&amp;",
        "&nGg;",
        "\0",
        "\u{feff}",
        "\r\n",
        "  \n",
        "\\",
        "| a | b |\n|---|---|\n",
        "---\n",
        "<b>",
        "<div>\n",
        "(",
        ")",
        "[x](y)",
        "![x](y)",
        "~~",
        "TODO: ",
        "[!claim] ",
        "    ",
        "\t",
        "😀",
        "é",
        "\u{2028}",
        "1. ",
        "http://a.b ",
        "[!note]\n",
    ];
    prop_oneof![4 => proptest::sample::select(pieces.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]
    #[test]
    fn any_text_gives_a_note_whose_spans_fit(pieces in proptest::collection::vec(piece(), 0..40), plain in any::<bool>()) {
        let text = pieces.concat();
        let note = Note::parse(text.as_str().into(), if plain { Format::Plain } else { Format::Markdown });
        let fits = |span: Span| text.get(span.range()).is_some();
        for sentence in &note.sentences {
            prop_assert!(fits(sentence.span) && !sentence.span.is_empty(), "{:?} {:?}", sentence, text);
            prop_assert!(sentence.plain.runs.is_sorted());
            for (at, c) in sentence.plain.text.char_indices() {
                let origin = sentence.plain.origin_span(Span::new(at, at + c.len_utf8()));
                prop_assert!(fits(origin) && sentence.span.contains(origin), "{:?} {:?} {:?}", c, sentence, text);
            }
            prop_assert!(sentence.citations.iter().all(|index| *index < note.citations.len()));
        }
        prop_assert!(note.sentences.is_sorted_by(|a, b| a.span.end <= b.span.start), "{:?}", note.sentences);
        prop_assert!(note.citations.is_sorted_by_key(|citation| citation.span.start));
        for citation in &note.citations {
            prop_assert!(fits(citation.span) && citation.span.contains(citation.id_span));
            prop_assert_eq!(citation.id_span.of(&text), &citation.id);
            if let Some(Locator::Quote(_, span)) = &citation.locator {
                prop_assert!(fits(*span) && citation.span.contains(*span));
            }
        }
        for quotation in &note.quotations {
            prop_assert!(fits(quotation.span) && !quotation.span.is_empty());
        }
        for suppression in &note.suppressions {
            prop_assert!(fits(suppression.span) && fits(suppression.scope));
            prop_assert!(suppression.rules.iter().all(|(name, span)| span.of(&text) == name));
        }
        prop_assert!(note.problems.iter().all(|problem| fits(problem.span)));
        prop_assert!(note.headings.iter().all(|heading| heading.sentence < note.sentences.len()));
    }
}
