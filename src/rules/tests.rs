//! Notes and what the rules that need no judge say of them, drawn under the words.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use expect_test::{Expect, expect};

use super::context::{Lookup, NoteContext};
use super::likelihood::Scale;
use super::*;
use crate::note::{Format, Note};
use crate::source::Source;

const TALKS: &str = "\
The water ministers of Kalan and Oru met in Mwasa on 14 May. They agreed to meet again.

“We will not sign away a river that feeds our people,” said the minister — a former judge — of Kalan. She called the plan frank, useful and too late. Oru’s minister said nothing.

The bank may lend up to $85 million, if the two states sign.
";

const MARKED: &str = "---\ntitle: Talks at Mwasa\n---\n\nIt was **never** put\ninto practice.\n";

fn source(path: &str, text: &str) -> Arc<Source> {
    Arc::new(crate::source::read(path, text.as_bytes()))
}

fn findings(text: &str, scale: Scale) -> (Note, Vec<Finding>) {
    let note = Note::parse(text.into(), Format::Markdown);
    let sources = [source("sources/talks.txt", TALKS), source("sources/marked.md", MARKED)];
    let find = |id: &str| match sources.iter().find(|source| source.id == id) {
        Some(source) => Lookup::Read(vec![source.clone()]),
        None => Lookup::Unknown,
    };
    let ids = || sources.iter().map(|source| source.id.clone()).collect();
    let is_note = |id: &str| id == "diary";
    let mut ctx = NoteContext::new("n.md", &note);
    (ctx.source, ctx.source_ids, ctx.is_note, ctx.scale) = (&find, &ids, &is_note, scale);
    let mut found = on_note(&ctx);
    suppress::apply(&note, &mut found);
    found.sort_by_key(|finding| (finding.span, finding.rule));
    (note, found)
}

fn check_on(scale: Scale, text: &str, expected: Expect) {
    let (_, found) = findings(text, scale);
    let (mut out, mut at) = (String::new(), 0);
    for line in text.split_inclusive('\n') {
        let bare = Span::new(at, at + line.trim_end().len());
        out += &format!("{}\n", bare.of(text));
        for finding in found.iter().filter(|finding| finding.span.start >= bare.start && finding.span.start <= bare.end) {
            let lead = text[bare.start..finding.span.start].chars().count();
            let marks = text[finding.span.start..finding.span.end.min(bare.end)].chars().count();
            out += &format!("{}{} {}: {}\n", " ".repeat(lead), "^".repeat(marks), finding.rule.name(), finding.message);
            for fix in &finding.fixes {
                let mut fixed = text.to_owned();
                for edit in fix.edits.iter().rev() {
                    fixed.replace_range(edit.bytes.range(), &edit.text);
                }
                let end = fixed.len() - (text.len() - bare.end);
                out += &format!("{}  fix: {}: {}\n", " ".repeat(lead), fix.title, &fixed[bare.start..end.max(bare.start)]);
            }
        }
        at += line.len();
    }
    expected.assert_eq(&out);
}

fn check(text: &str, expected: Expect) {
    check_on(Scale::Icd203, text, expected);
}

fn silent(text: &str) {
    let (_, found) = findings(text, Scale::Icd203);
    assert!(found.is_empty(), "{text}: {found:#?}");
}

#[test]
fn quoted_words_must_be_the_sources() {
    check(
        "\
She said: \"We will not sign away a river that feeds our children\" [@talks].
She called it “frank and useful” [@talks], and the states “at war with each other for ever” [@talks].

> The bank lends up to $85 million. [@talks]
",
        expect![[r#"
            She said: "We will not sign away a river that feeds our children" [@talks].
                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ misquote: the source has “people” and not “children”: “We will not sign away a river that feeds our people” (talks, l. 3)
                         fix: Replace by the words of talks: She said: "We will not sign away a river that feeds our people" [@talks].
                         fix: Take the quote marks away: She said: We will not sign away a river that feeds our children [@talks].
            She called it “frank and useful” [@talks], and the states “at war with each other for ever” [@talks].
                           ^^^^^^^^^^^^^^^^ misquote: the source has no “and”: “frank, useful” (talks, l. 3)
                             fix: Replace by the words of talks: She called it “frank, useful” [@talks], and the states “at war with each other for ever” [@talks].
                             fix: Take the quote marks away: She called it frank and useful [@talks], and the states “at war with each other for ever” [@talks].
                                                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ misquote: the words “at war with each other for ever” are not in talks, nor anything near them
                                                                         fix: Take the quote marks away: She called it “frank and useful” [@talks], and the states at war with each other for ever [@talks].

            > The bank lends up to $85 million. [@talks]
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ misquote: the source has “may lend” and not “lends”: “The bank may lend up to $85 million” (talks, l. 5)
                fix: Replace by the words of talks: > The bank may lend up to $85 million [@talks]
        "#]],
    );
}

#[test]
fn quotations_may_be_fitted_in() {
    silent("She said \"we will not sign away a river that feeds our people.\" [@talks]");
    silent("She will “not sign away a river … our people” [@talks]. It was “frank, […] too late” [@talks].");
    silent("She “[would] not sign away [the] river that feed[s] our people” [@talks].");
    silent("“[T]he minister - a former judge - of Kalan” [@talks] and “Oru's minister said nothing” were there.");
    silent("In “Talks at Mwasa” [@marked] it was “never put into practice” [@marked].");
    silent("The “unheard of” plan came. She said ‘nothing’ of it. In “another note” [[diary]] it is “unheard of” [[diary]].");
}

#[test]
fn citations_must_lead_somewhere() {
    check(
        "\
They met [@talk]. They met [@talks, para. 9]. They met [@talks, para. 2; @nowhere, l. 3]. They met [@talks, line 99].
They met [[tallks]] and [[diary]] and [[a thing to write]]. They met [@talks, \"agreed to meet once more\"].
They met [@talks, \"agreed to meet again\"].
",
        expect![[r#"
            They met [@talk]. They met [@talks, para. 9]. They met [@talks, para. 2; @nowhere, l. 3]. They met [@talks, line 99].
                       ^^^^ unknown-citation: there is no source `talk`; did you mean `talks`?
                         fix: Cite talks: They met [@talks]. They met [@talks, para. 9]. They met [@talks, para. 2; @nowhere, l. 3]. They met [@talks, line 99].
                                       ^^^^^^^^^^^^^^^^^ unknown-citation: talks has 3 paragraphs, there is no paragraph 9
                                                                                      ^^^^^^^ unknown-citation: there is no source `nowhere`
                                                                                                               ^^^^^^^^^^^^^^^^^ unknown-citation: talks has 5 lines, there is no line 99
            They met [[tallks]] and [[diary]] and [[a thing to write]]. They met [@talks, "agreed to meet once more"].
                       ^^^^^^ unknown-citation: there is no source `tallks`; did you mean `talks`?
                         fix: Cite talks: They met [[talks]] and [[diary]] and [[a thing to write]]. They met [@talks, "agreed to meet once more"].
                                                                                           ^^^^^^^^^^^^^^^^^^^^^^^^ unknown-citation: the source has “again” and not “once more”: “agreed to meet again” (talks, l. 1)
                                                                                             fix: Replace by the words of talks: They met [[tallks]] and [[diary]] and [[a thing to write]]. They met [@talks, "agreed to meet again"].
            They met [@talks, "agreed to meet again"].
        "#]],
    );
}

#[test]
fn likelihood_is_said_in_one_scale_and_apart_from_confidence() {
    check(
        "\
We judge with high confidence that the talks are likely to go on. It is likely.

## Assessment
It is highly improbable that they agree; a realistic possibility remains. They might.
We assess that they will meet. The ministers said “probably” [@talks].
",
        expect![[r#"
            We judge with high confidence that the talks are likely to go on. It is likely.
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mixed-likelihood-confidence: “high confidence” is a level of confidence and “likely” a likelihood: say them in two sentences

            ## Assessment
            It is highly improbable that they agree; a realistic possibility remains. They might.
                  ^^^^^^^^^^^^^^^^^ mixed-likelihood-scale: “highly improbable” (5–20 %) is of the other row of ICD 203 than the note's other terms; near it is “very unlikely” (5–20 %)
                    fix: Replace by “very unlikely”: It is very unlikely that they agree; a realistic possibility remains. They might.
                                                       ^^^^^^^^^^^^^^^^^^^^^ mixed-likelihood-scale: “realistic possibility” (40–50 %) is a term of the PHIA yardstick, and this note is held to ICD 203; near it is “roughly even chance” (45–55 %)
                                                         fix: Replace by “roughly even chance”: It is highly improbable that they agree; a roughly even chance remains. They might.
                                                                                           ^^^^^ unscaled-hedge: “might” has no range on the scale of ICD 203: say how likely it is
            We assess that they will meet. The ministers said “probably” [@talks].
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ judgement-without-likelihood: “We assess” without a likelihood: a term of ICD 203 says how probable it is
                                                               ^^^^^^^^ misquote: the words “probably” are not in talks, nor anything near them
                                                                 fix: Take the quote marks away: We assess that they will meet. The ministers said probably [@talks].
        "#]],
    );
    check_on(
        Scale::Phia,
        "In our view it is very likely and highly unlikely; probable, not improbable.\n",
        expect![[r#"
        In our view it is very likely and highly unlikely; probable, not improbable.
                          ^^^^^^^^^^^ mixed-likelihood-scale: “very likely” (80–95 %) is a term of ICD 203, and this note is held to the PHIA yardstick; near it is “highly likely” (80–90 %)
                            fix: Replace by “highly likely”: In our view it is highly likely and highly unlikely; probable, not improbable.
                                                                         ^^^^^^^^^^ mixed-likelihood-scale: “improbable” (20–45 %) is a term of ICD 203, and this note is held to the PHIA yardstick; near it is “unlikely” (25–35 %)
                                                                           fix: Replace by “unlikely”: In our view it is very likely and highly unlikely; probable, not unlikely.
    "#]],
    );
    silent("The ministry has high confidence that it is likely [@talks, para. 1].");
}

#[test]
fn comments_silence_and_are_checked() {
    check(
        "\
<!-- backtext-disable-next-line unknown-citation: to come -->
They met [@talk].
They met [@talk].
<!-- backtext-disable-next-line unknown-citatin -->
They met [@talks].
<!-- backtext-disable-line -->
",
        expect![[r#"
            <!-- backtext-disable-next-line unknown-citation: to come -->
            They met [@talk].
            They met [@talk].
                       ^^^^ unknown-citation: there is no source `talk`; did you mean `talks`?
                         fix: Cite talks: They met [@talks].
            <!-- backtext-disable-next-line unknown-citatin -->
                                            ^^^^^^^^^^^^^^^ invalid-config: there is no rule `unknown-citatin`, so this comment silences nothing; did you mean `unknown-citation`?
                                              fix: Replace by unknown-citation: <!-- backtext-disable-next-line unknown-citation -->
            They met [@talks].
            <!-- backtext-disable-line -->
                 ^^^^^^^^^^^^^^^^^^^^^ invalid-config: `backtext-disable-line` is no directive; there are `backtext-disable-next-line`, `backtext-disable`, `backtext-enable` and `backtext-disable-file`
        "#]],
    );
}
