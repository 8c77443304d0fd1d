//! PDF files written by hand, as small as the format allows.

use crate::source::read;

/// A file of these objects (numbered from 1), of which the first is the catalogue.
fn pdf(objects: &[String]) -> Vec<u8> {
    let (mut file, mut offsets) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (i, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let at = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        file += &format!("{offset:010} 00000 n \n");
    }
    file += &format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

/// One page for each list of lines; an empty line leaves a gap.
fn pages(all: &[&[&str]]) -> Vec<u8> {
    let kids: Vec<String> = (0..all.len()).map(|i| format!("{} 0 R", 4 + 2 * i)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), all.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (i, lines) in all.iter().enumerate() {
        let draw = |(n, line): (usize, &&str)| format!("BT /F1 10 Tf 50 {} Td ({line}) Tj ET\n", 800 - 12 * n);
        let content: String = lines.iter().enumerate().filter(|(_, l)| !l.is_empty()).map(draw).collect();
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * i
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    pdf(&objects)
}

fn texts(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let source = read("sources/a.pdf", bytes);
    (
        source.passages.iter().map(|p| source.passage_text(p).into_owned()).collect(),
        source.problems.into_iter().map(|p| p.message).collect(),
    )
}

#[test]
fn lines_are_joined_and_hyphens_undone() {
    let first: &[&str] = &[
        "Annual Report 7",
        "",
        "The Long Quarrel",
        "",
        "The river fell for the third year in a row, and the minis-",
        "try said that nobody was surprised. The wells of the long-",
        "term plan were dry, as the long-term plan had said. The two",
        "sides signed the treaty in",
    ];
    let second: &[&str] = &["Annual Report 8", "", "1973 and the flow was never", "measured. It rained.", "", "Page 8 of 9"];
    let third: &[&str] = &["Annual Report 9", "", "A last paragraph stands here on its own."];
    let (found, problems) = texts(&pages(&[first, second, third]));
    assert_eq!(problems, Vec::<String>::new());
    let wanted = [
        "The Long Quarrel",
        "The river fell for the third year in a row, and the ministry said that nobody was surprised.",
        "The wells of the long-term plan were dry, as the long-term plan had said.",
        "The two sides signed the treaty in 1973 and the flow was never measured.",
        "It rained.",
        "A last paragraph stands here on its own.",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn what_cannot_be_read_is_a_problem() {
    let good = pages(&[&["The river fell."]]);
    let blank = pages(&[&[""]]);
    let cut = good.get(..good.len() / 3).unwrap_or_default();
    for (bytes, part) in
        [(&blank[..], "OCR"), (cut, "damaged"), (b"%PDF-1.4 nonsense", "damaged"), (b"", "damaged"), (b"plain text", "damaged")]
    {
        let (found, problems) = texts(bytes);
        assert!(found.is_empty() && problems.len() == 1 && problems[0].contains(part), "{problems:?}");
    }
}

#[test]
fn circles_are_not_followed() {
    let form = |id: usize, other: usize| {
        format!(
            "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {other} 0 R >> >> /Length 5 >>\nstream\n/X Do\nendstream % {id}"
        )
    };
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>";
    let content = "<< /Length 5 >>\nstream\n/X Do\nendstream";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        page.to_owned(),
        content.to_owned(),
        form(5, 6),
        form(6, 5),
    ];
    assert!(texts(&pdf(&objects)).1[0].contains("page(s) 1"));
    let mut parents = objects.clone();
    parents[1] = "<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>".to_owned();
    assert_eq!(texts(&pdf(&parents)).1.len(), 1);
}

#[test]
fn damage_anywhere_does_no_harm() {
    let good = pages(&[&["The river fell for the third year.", "It rained."], &["And so on."]]);
    for at in (0..good.len()).step_by(7) {
        let mut bytes = good.clone();
        bytes[at] = bytes[at].wrapping_add(0x55);
        let source = read("a.pdf", &bytes);
        assert!(!source.passages.is_empty() || !source.problems.is_empty());
    }
}
