//! PDF files of a few kilobytes that would unpack, draw or map gigabytes.

use std::io::Write;

use backtext::source::read;

/// A file of these objects (numbered from 1, the first is the catalogue), each with what stands in its stream.
fn pdf(objects: &[(String, Option<Vec<u8>>)]) -> Vec<u8> {
    let (mut file, mut offsets) = (b"%PDF-1.5\n".to_vec(), Vec::new());
    for (i, (object, stream)) in objects.iter().enumerate() {
        offsets.push(file.len());
        file.extend(format!("{} 0 obj\n{object}", i + 1).bytes());
        if let Some(stream) = stream {
            file.extend(b"\nstream\n");
            file.extend(stream);
            file.extend(b"\nendstream");
        }
        file.extend(b"\nendobj\n");
    }
    let at = file.len();
    file.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        file.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    file.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n", objects.len() + 1).bytes());
    file
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn stream(entries: &str, content: Vec<u8>) -> (String, Option<Vec<u8>>) {
    (format!("<< {entries} /Length {} >>", content.len()), Some(content))
}

/// A document of one page that says "The river fell." besides what `resources` and further objects (from 6 on) add.
fn page(contents: &str, resources: &str, more: Vec<(String, Option<Vec<u8>>)>) -> Vec<u8> {
    let mut objects = vec![
        ("<< /Type /Catalog /Pages 2 0 R >>".to_owned(), None),
        ("<< /Type /Pages /Kids [4 0 R] /Count 1 >>".to_owned(), None),
        ("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(), None),
        (
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Contents {contents} /Resources << /Font << /F1 3 0 R >> {resources} >> >>"
            ),
            None,
        ),
        stream("", b"BT /F1 10 Tf 50 800 Td (The river fell.) Tj ET".to_vec()),
    ];
    objects.extend(more);
    pdf(&objects)
}

fn read_pdf(bytes: &[u8]) -> (String, Vec<String>) {
    assert!(bytes.len() < 4 << 20, "a bomb is small: {}", bytes.len());
    let source = read("a.pdf", bytes);
    (source.text.to_string(), source.problems.into_iter().map(|problem| problem.message).collect())
}

#[test]
fn a_sound_page_with_a_form_and_a_picture_is_read() {
    let form = stream(
        "/Type /XObject /Subtype /Form /Resources << /Font << /F1 3 0 R >> >>",
        b"BT /F1 10 Tf 50 700 Td (It rained.) Tj ET".to_vec(),
    );
    let picture = stream("/Type /XObject /Subtype /Image /Filter /FlateDecode", packed(&vec![7; 1 << 20]));
    let draw = stream("", b"q /Fm Do Q q /Im Do Q".to_vec());
    let bytes = page("[5 0 R 8 0 R]", "/XObject << /Fm 6 0 R /Im 7 0 R >>", vec![form, picture, draw]);
    let (text, problems) = read_pdf(&bytes);
    assert!(text.contains("The river fell.") && text.contains("It rained."), "{text} {problems:?}");
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn a_page_that_unpacks_to_much() {
    let bomb = stream("/Filter /FlateDecode", packed(&b"q Q ".repeat(12 << 20)));
    let (text, problems) = read_pdf(&page("[5 0 R 6 0 R]", "", vec![bomb]));
    assert!(text.contains("The river fell."), "{problems:?}");
    assert!(problems[0].contains("far more than a page has"), "{problems:?}");
    let twice = stream("/Filter [/FlateDecode /FlateDecode]", packed(&packed(&vec![b' '; 100 << 20])));
    let (_, problems) = read_pdf(&page("[5 0 R 6 0 R]", "", vec![twice]));
    assert!(problems[0].contains("far more than a page has"), "{problems:?}");
}

#[test]
fn a_page_that_names_its_content_ten_thousand_times() {
    let content = stream("/Filter /FlateDecode", packed(&b"q Q ".repeat(1 << 16)));
    let (_, problems) = read_pdf(&page(&format!("[{}]", "6 0 R ".repeat(10_000)), "", vec![content]));
    assert!(problems[0].contains("page(s) 1 "), "{problems:?}");
}

#[test]
fn forms_that_draw_forms_a_billion_times() {
    let form = |next: usize| {
        let content = "/F Do ".repeat(100).into_bytes();
        stream(&format!("/Type /XObject /Subtype /Form /Resources << /XObject << /F {next} 0 R >> >>"), content)
    };
    let mut forms: Vec<_> = (7..13).map(form).collect();
    forms.push(stream("/Type /XObject /Subtype /Form", b"q Q".to_vec()));
    forms.push(stream("", b"/F Do".to_vec()));
    let (_, problems) = read_pdf(&page("[5 0 R 13 0 R]", "/XObject << /F 6 0 R >>", forms));
    assert!(problems[0].contains("page(s) 1 "), "{problems:?}");
}

#[test]
fn a_font_that_maps_four_billion_codes() {
    let map = b"1 beginbfrange <00000000> <fffffff0> <00000041> endbfrange".to_vec();
    let font = ("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>".to_owned(), None);
    let content = stream("", b"BT /F2 10 Tf 50 700 Td (It rained.) Tj ET".to_vec());
    let (_, problems) = read_pdf(&page("[5 0 R 8 0 R]", "/Font << /F1 3 0 R /F2 7 0 R >>", vec![stream("", map), font, content]));
    assert!(!problems.is_empty());
}

#[test]
fn an_object_stream_that_unpacks_to_much() {
    for filter in ["/FlateDecode", "[/FlateDecode]", "/Flate#44ecode"] {
        let bomb = stream(&format!("/Type /ObjStm /N 1 /First 4 /Filter {filter}"), packed(&vec![b' '; 100 << 20]));
        let (_, problems) = read_pdf(&page("5 0 R", "", vec![bomb]));
        assert!(problems[0].contains("far more than a document has"), "{problems:?}");
    }
    let twice = stream("/Type /ObjStm /N 1 /First 4 /Filter [/FlateDecode /FlateDecode]", packed(&packed(b"1 0 null")));
    assert!(read_pdf(&page("5 0 R", "", vec![twice])).1[0].contains("far more than a document has"));
}

#[test]
fn predictors_and_widths_beyond_all_measure() {
    let wide = stream(
        "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 900000000000 /Colors 4 /BitsPerComponent 16 >>",
        packed(b"q Q"),
    );
    let (text, _) = read_pdf(&page("[5 0 R 6 0 R]", "", vec![wide]));
    assert!(text.contains("The river fell."));
}

#[test]
fn nesting_and_circles() {
    for deep in ["[".repeat(200_000), "<< /A ".repeat(100_000), "(".repeat(200_000)] {
        let source = read("a.pdf", &page("5 0 R", "", vec![(deep, None)]));
        assert!(!source.passages.is_empty() || !source.problems.is_empty());
    }
    let circle = page("[5 0 R]", "/XObject << /F 6 0 R >>", vec![stream("/Subtype /Form", b"/F Do".to_vec())]);
    assert!(!read_pdf(&circle).1.is_empty());
}
