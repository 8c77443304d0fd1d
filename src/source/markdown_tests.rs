//! Passages of Markdown, drawn one a line.

use crate::source::read;

/// Each passage on a line: paragraph, `#` for a heading, the words.
fn drawn(text: &str) -> String {
    let source = read("sources/a.md", text.as_bytes());
    for passage in &source.passages {
        assert!(source.text.get(passage.span.range()).is_some());
        assert_eq!(passage.line as usize, 1 + source.text[..passage.span.start].matches('\n').count());
    }
    let line = |p: usize| {
        format!(
            "{}{} {}",
            if source.passages[p].heading { "#" } else { "" },
            source.passages[p].paragraph,
            source.passage_text(&source.passages[p])
        )
    };
    (0..source.passages.len()).map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn markup_is_left_out_and_spans_are_the_files() {
    let text = "# The **long** quarrel\n\nIran *left* the [pact](https://example.org/a).[^1] It was `signed` in\n1973 &amp; lapsed. **They stayed.** So did\\! all.\n\n\
        > The river is\n> ours. It was always so.\n\n- One thing.\n- Another\n\n```\ncode. Here.\n```\n\n<div>raw. html.</div>\n\n\
        | a | b |\n|---|---|\n| Left cell | Right cell |\n\n[^1]: A note. With two.\n";
    let wanted = "#1 The long quarrel\n2 Iran left the pact.\n2 It was signed in 1973 & lapsed.\n2 They stayed.\n2 So did! all.\n\
        3 The river is ours.\n3 It was always so.\n4 One thing.\n5 Another\n6 a\n7 b\n8 Left cell\n9 Right cell\n10 A note.\n10 With two.";
    assert_eq!(drawn(text), wanted);
    let source = read("a.md", text.as_bytes());
    assert_eq!(source.passages[1].span.of(&source.text), "Iran *left* the [pact](https://example.org/a).");
    assert_eq!(source.passages[3].span.of(&source.text), "They stayed.");
}

#[test]
fn front_matter_and_boilerplate_give_no_passages() {
    let text = "---\ntitle: T\n---\n**Significance**\n\nText here.\n\nAdvertisement\n\n![a picture](x.png)\n\nShare on Facebook\n";
    assert_eq!(drawn(text), "#1 Significance\n2 Text here.");
    assert_eq!(read("a.md", text.as_bytes()).meta.title.as_deref(), Some("T"));
}

#[test]
fn a_text_with_one_line_a_paragraph_is_read_by_line() {
    let long = "The river fell for the third year in a row, the ministry said. Nobody was surprised by it, since the snow had failed again. \
        The wells had been dry since May, and the farmers of the south had left their land for the towns along the border.";
    let text = format!("{long}\nThe Quarrel over the Dam\n{long}\n");
    assert_eq!(drawn(&text).lines().filter(|l| l.starts_with('#')).collect::<Vec<_>>(), ["#2 The Quarrel over the Dam"]);
    let wrapped = "The river fell for the third year in a row, the\nMinistry said. Nobody was\nsurprised by it.\n";
    assert_eq!(drawn(wrapped).lines().count(), 2);
}
