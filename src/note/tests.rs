//! Notes with what is expected drawn under the words: under each line, every sentence in it with its kind, the sources it
//! cites and the quotations in it.
#![allow(clippy::unwrap_used)]

use expect_test::{Expect, expect};

use super::*;

mod properties;

/// The note, line by line, with its sentences drawn under them.
fn drawn(text: &str, format: Format) -> String {
    let note = Note::parse(text.into(), format);
    let ids = |list: &[usize]| list.iter().map(|index| format!(" @{}", note.citations[*index].id)).collect::<String>();
    let mut out = String::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = Span::new(at, at + line.trim_end().len());
        out += &format!("{}\n", bare.of(text).trim_end());
        let mut under = |span: Span, mark: char, label: String| {
            if span.overlaps(bare) || (span.is_empty() && bare.touches(span.start)) {
                let from = span.start.max(bare.start);
                let lead = text[bare.start..from].chars().count();
                let len = text[from..span.end.min(bare.end)].chars().count();
                let more = if span.start < bare.start { " …" } else { &label };
                out += &format!("{}{} {}\n", " ".repeat(lead), mark.to_string().repeat(len), more.trim());
            }
        };
        for sentence in &note.sentences {
            let kind = format!("{:?}", sentence.kind).to_lowercase();
            let explicit = if sentence.explicit { "!" } else { "" };
            under(sentence.span, '^', format!("{kind}{explicit}{}", ids(&sentence.citations)));
        }
        for quotation in &note.quotations {
            under(quotation.span, '~', format!("quote{}", ids(&quotation.citations)));
        }
        for suppression in &note.suppressions {
            let rules: Vec<_> = suppression.rules.iter().map(|(name, _)| name.as_str()).collect();
            under(suppression.scope, '-', format!("silent {}", rules.join(" ")));
        }
        at += line.len();
    }
    for problem in &note.problems {
        out += &format!("! {:?} {}\n", problem.span.of(text), problem.message);
    }
    out
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&drawn(text, Format::Markdown));
}

fn check_plain(text: &str, expected: Expect) {
    expected.assert_eq(&drawn(text, Format::Plain));
}

fn plains(text: &str) -> Vec<String> {
    Note::parse(text.into(), Format::Markdown).sentences.into_iter().map(|sentence| sentence.plain.text).collect()
}

#[test]
fn citations_belong_to_the_sentence_they_stand_in_or_behind() {
    check(
        "\
Kalan raised its tariff in May [@trade, para. 6]. Oru protested [@talks; @trade, \"no tariff at all\"].
The talks failed. [@talks] They began again in June ([[minutes#Day 2]]).[^1] Nobody came.

The [[Sefid River]] is low, as [[minutes|the minutes]] say.

[^1]: See [@archive, l. 12].
",
        expect![[r#"
              Kalan raised its tariff in May [@trade, para. 6]. Oru protested [@talks; @trade, "no tariff at all"].
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ claim @trade
                                                                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ claim @talks @trade
              The talks failed. [@talks] They began again in June ([[minutes#Day 2]]).[^1] Nobody came.
              ^^^^^^^^^^^^^^^^^ claim @talks
                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ claim @minutes @archive
                                                                                           ^^^^^^^^^^^^ claim
  
              The [[Sefid River]] is low, as [[minutes|the minutes]] say.
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ claim @Sefid River @minutes
  
              [^1]: See [@archive, l. 12].
                    ^^^^^^^^^^^^^^^^^^^^^^ other @archive
        "#]],
    );
}

#[test]
fn what_is_no_prose_is_no_claim() {
    check(
        "\
---
title: Water
---
# Water and the border

Oru opened the dam. TODO: when?
TODO check the date [@x]
It rained `in code` and ~~in vain~~ ![a map](map.png).

```
Code is not read.
```

<!-- A comment is not read. -->
<https://example.org/a>
[A link](https://example.org)

Author: J. Smith
Date: 5 May 2021

| River | State | What happened |
|---|---|---|
| Sefid | low | Oru opened the dam in May [@dam] |

- [ ] call the ministry
- Kalan sent guards
- Guards

Who opened it? He asked “Why?” See also the timeline.
This note covers the dam. By “guards” we mean armed staff.
",
        expect![[r#"
              ---
              title: Water
              ---
              # Water and the border
                ^^^^^^^^^^^^^^^^^^^^ heading
  
              Oru opened the dam. TODO: when?
              ^^^^^^^^^^^^^^^^^^^ claim
                                  ^^^^^^^^^^^ other
              TODO check the date [@x]
              ^^^^^^^^^^^^^^^^^^^ other @x
              It rained `in code` and ~~in vain~~ ![a map](map.png).
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ claim
  
              ```
              Code is not read.
              ```
  
              <!-- A comment is not read. -->
              <https://example.org/a>
               ^^^^^^^^^^^^^^^^^^^^^ other
              [A link](https://example.org)
               ^^^^^^ other
  
              Author: J. Smith
              ^^^^^^^^^^^^^^^^ other
              Date: 5 May 2021
              ^^^^^^^^^^^^^^^^ other
  
              | River | State | What happened |
                ^^^^^ other
                        ^^^^^ other
                                ^^^^^^^^^^^^^ other
              |---|---|---|
              | Sefid | low | Oru opened the dam in May [@dam] |
                ^^^^^ other
                        ^^^ other
                              ^^^^^^^^^^^^^^^^^^^^^^^^^ claim @dam
  
              - [ ] call the ministry
                    ^^^^^^^^^^^^^^^^^ other
              - Kalan sent guards
                ^^^^^^^^^^^^^^^^^ claim
              - Guards
                ^^^^^^ other
  
              Who opened it? He asked “Why?” See also the timeline.
              ^^^^^^^^^^^^^^ question
                             ^^^^^^^^^^^^^^^ claim
                                             ^^^^^^^^^^^^^^^^^^^^^^ other
                                       ~~~~ quote
              This note covers the dam. By “guards” we mean armed staff.
              ^^^^^^^^^^^^^^^^^^^^^^^^^ other
                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ other
                                            ~~~~~~ quote
        "#]],
    );
}

#[test]
fn judgements_are_the_writers_own() {
    check(
        "\
# Analysis of the water dispute

Kalan closed the canal. We assess that it will open again. However, in our view, Oru is to blame.
The minister said “we assess nothing”.

> [!assessment] Short
> Oru will give in.

> [!assessment] Oru will give in.

> [!claim]
> Kalan closed the canal. Why?

> [!note] Kalan
> Kalan is dry.

## Outlook for June
Rain will come.
### Details
It will be wet.
## Background
It was dry.

Comment: the dam leaks. It will break.

**Assessment**

The dam will break.
",
        expect![[r#"
              # Analysis of the water dispute
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ heading
  
              Kalan closed the canal. We assess that it will open again. However, in our view, Oru is to blame.
              ^^^^^^^^^^^^^^^^^^^^^^^ claim
                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ judgement
                                                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ judgement
              The minister said “we assess nothing”.
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ claim
                                 ~~~~~~~~~~~~~~~~~ quote
  
              > [!assessment] Short
                              ^^^^^ heading
              > Oru will give in.
                ^^^^^^^^^^^^^^^^^ judgement
  
              > [!assessment] Oru will give in.
                              ^^^^^^^^^^^^^^^^^ judgement
  
              > [!claim]
              > Kalan closed the canal. Why?
                ^^^^^^^^^^^^^^^^^^^^^^^ claim!
                                        ^^^^ question
  
              > [!note] Kalan
                        ^^^^^ heading
              > Kalan is dry.
                ^^^^^^^^^^^^^ claim
  
              ## Outlook for June
                 ^^^^^^^^^^^^^^^^ heading
              Rain will come.
              ^^^^^^^^^^^^^^^ judgement
              ### Details
                  ^^^^^^^ heading
              It will be wet.
              ^^^^^^^^^^^^^^^ judgement
              ## Background
                 ^^^^^^^^^^ heading
              It was dry.
              ^^^^^^^^^^^ claim
  
              Comment: the dam leaks. It will break.
              ^^^^^^^^^^^^^^^^^^^^^^^ judgement
                                      ^^^^^^^^^^^^^^ judgement
  
              **Assessment**
                ^^^^^^^^^^ heading
  
              The dam will break.
              ^^^^^^^^^^^^^^^^^^^ judgement
        "#]],
    );
}

#[test]
fn quotations_are_held_to_the_citation_behind_them() {
    check(
        "\
The minister spoke of “a long winter” [@talks] and \"open doors\" [@trade]. He denied it: “It was cold. It snowed.” [@snow]
So-called ‘guards’ came.

As the paper says [@paper]:

> The dam *was* closed
> in May.

> “It leaks.” — The Engineer, 1999 [@report]

> Nothing was said.

— [@minutes]
",
        expect![[r#"
              The minister spoke of “a long winter” [@talks] and "open doors" [@trade]. He denied it: “It was cold. It snowed.” [@snow]
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ claim @talks @trade
                                                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ claim @snow
                                                                                                                    ^^^^^^^^^^^ claim @snow
                                     ~~~~~~~~~~~~~ quote @talks
                                                                  ~~~~~~~~~~ quote @trade
                                                                                                       ~~~~~~~~~~~~~~~~~~~~~~~ quote @snow
              So-called ‘guards’ came.
              ^^^^^^^^^^^^^^^^^^^^^^^^ claim
                         ~~~~~~ quote
  
              As the paper says [@paper]:
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^ other @paper
  
              > The dam *was* closed
                ^^^^^^^^^^^^^^^^^^^^ other
                ~~~~~~~~~~~~~~~~~~~~ quote @paper
              > in May.
              ^^^^^^^^^ …
              ~~~~~~~~~ …
  
              > “It leaks.” — The Engineer, 1999 [@report]
                ^^^^^^^^^^^ other
                            ^^^^^^^^^^^^^^^^^^^^ other @report
                 ~~~~~~~~~ quote @report
  
              > Nothing was said.
                ^^^^^^^^^^^^^^^^^ other
                ~~~~~~~~~~~~~~~~~ quote @minutes
  
              — [@minutes]
              ^ other @minutes
        "#]],
    );
}

#[test]
fn directives_silence_what_they_name() {
    check(
        "\
<!-- backtext-disable-next-line unbacked-claim, misquote: known to all -->

Kalan is dry. It is a long
way. Oru is wet.

<!-- backtext-disable misquote unbacked-claim -->
One line.

<!-- backtext-enable misquote -->
Two lines.
<!-- backtext-ignore -->
<!-- backtext-enable actor-mismatch -->
",
        expect![[r#"
            <!-- backtext-disable-next-line unbacked-claim, misquote: known to all -->

            Kalan is dry. It is a long
            ^^^^^^^^^^^^^ claim
                          ^^^^^^^^^^^^ claim
            -------------------------- silent unbacked-claim misquote
            way. Oru is wet.
            ^^^^ …
                 ^^^^^^^^^^^ claim
            ---- …

            <!-- backtext-disable misquote unbacked-claim -->
            One line.
            ^^^^^^^^^ claim
            --------- …
            --------- …

             …
             …
            <!-- backtext-enable misquote -->
            --------------------------------- …
            Two lines.
            ^^^^^^^^^^ claim
            ---------- …
            <!-- backtext-ignore -->
            ------------------------ …
            <!-- backtext-enable actor-mismatch -->
            --------------------------------------- …
            ! "backtext-ignore" `backtext-ignore` is no directive; there are `backtext-disable-next-line`, `backtext-disable`, `backtext-enable` and `backtext-disable-file`
            ! "<!-- backtext-enable actor-mismatch -->" `backtext-enable` without a `backtext-disable` before it that it would end
        "#]],
    );
}

#[test]
fn plain_text_has_paragraphs_headings_and_items() {
    check_plain(
        "\
Water and the Border

Kalan closed the canal in the first week of May, and Oru, which had
no rain, sent its guards to the gate [@canal]. The guards stayed there.
They left in June.
- Oru denied it [^1]
- TODO ask
Kalan armed them

ASSESSMENT
Oru will give in.

> The gate
> was shut. [@gate]

[^1]: [@denial]
<!-- backtext-disable-next-line misquote -->
“Shut.” [@gate]
",
        expect![[r#"
              Water and the Border
              ^^^^^^^^^^^^^^^^^^^^ heading
  
              Kalan closed the canal in the first week of May, and Oru, which had
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ claim @canal
              no rain, sent its guards to the gate [@canal]. The guards stayed there.
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ …
                                                             ^^^^^^^^^^^^^^^^^^^^^^^^ claim
              They left in June.
              ^^^^^^^^^^^^^^^^^^ claim
              - Oru denied it [^1]
                ^^^^^^^^^^^^^ claim @denial
              - TODO ask
                ^^^^^^^^ other
              Kalan armed them
              ^^^^^^^^^^^^^^^^ claim
  
              ASSESSMENT
              ^^^^^^^^^^ heading
              Oru will give in.
              ^^^^^^^^^^^^^^^^^ judgement
  
              > The gate
                ^^^^^^^^ other @gate
                ~~~~~~~~ quote @gate
              > was shut. [@gate]
              ^^^^^^^^^^^ …
              ~~~~~~~~~~~ …
  
              [^1]: [@denial]
              <!-- backtext-disable-next-line misquote -->
              “Shut.” [@gate]
              ^^^^^^^ judgement @gate
               ~~~~~ quote @gate
              --------------- silent misquote
        "#]],
    );
}

#[test]
fn a_sentence_is_read_without_its_markup() {
    assert_eq!(
        plains("**Kalan** closed the [_Oru_ canal](http://a.b)[^1] ([@x]) in\n`May` &amp; June [@y].\n\n> Quoted\n> words.\n\n[^1]: [@z]"),
        ["Kalan closed the Oru canal in May & June.", "Quoted words."]
    );
    let note = Note::parse("It was *Oru* [@x], not **Kalan**, that\r\nlied.".into(), Format::Markdown);
    let plain = &note.sentences[0].plain;
    assert_eq!(plain.text, "It was Oru, not Kalan, that lied.");
    for word in ["Oru", "Kalan", "that", "lied."] {
        let at = plain.text.find(word).unwrap();
        assert_eq!(plain.origin_span(Span::new(at, at + word.len())).of(&note.text), word);
    }
}

#[test]
fn locators_are_read() {
    let locator = |text: &str| Note::parse(text.into(), Format::Markdown).citations.into_iter().next().map(|c| (c.id, c.locator));
    let cited = |id: &str, locator| Some((id.to_owned(), locator));
    assert_eq!(locator("A [@a]."), cited("a", None));
    assert_eq!(locator("A [@{a b}, para 7]."), cited("a b", Some(Locator::Paragraph(7))));
    assert_eq!(locator("A [see @a.b, ¶ 7]."), cited("a.b", Some(Locator::Paragraph(7))));
    assert_eq!(locator("A [@a, l. 12]."), cited("a", Some(Locator::Line(12))));
    assert_eq!(locator("A [@a, p. 4]."), cited("a", Some(Locator::Other("p. 4".into()))));
    assert_eq!(locator("A [[notes/a.md#Part 2|b]]."), cited("a", Some(Locator::Other("Part 2".into()))));
    assert_eq!(locator("A `[@a]` and [@b](http://x.y), me@a.b [c@d]."), None);
    let text = "A [@a, “he [the king]\n> went; so”].";
    let note = Note::parse(text.into(), Format::Markdown);
    match &note.citations[0].locator {
        Some(Locator::Quote(words, span)) => {
            assert_eq!(words, "he [the king] went; so");
            assert_eq!(span.of(text), "he [the king]\n> went; so");
        }
        other => panic!("{other:?}"),
    }
}
