//! Thousands of random edits, interleaved with requests: after each burst, the server's text is the model's.

use serde_json::{Value, json};

use crate::client::Client;

/// A pseudo-random sequence (xorshift), so that a failure can be run again.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }

    pub fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

const PIECES: &[&str] = &[
    "Iran supplied water. ",
    "é",
    "e\u{301}",
    "😀",
    "👩‍🚀",
    "𐍈 (a letter)",
    "水",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "# Heading\r\n",
    "“quoted”",
    "\u{2028}",
    "\u{85}",
    "FLAG ",
    "- item\n",
    "> quote\n",
    "`",
    "\u{feff}",
    "a",
];

/// Characters of a text with the position of each, by walking; one more for the end.
fn places(text: &str, encoding: &str) -> Vec<(usize, u32, u32)> {
    let mut places = Vec::new();
    let (mut line, mut column) = (0, 0);
    let bytes = text.as_bytes();
    for (at, character) in text.char_indices() {
        // Nobody's cursor stands between \r and \n.
        if !(character == '\n' && at > 0 && bytes[at - 1] == b'\r') {
            places.push((at, line, column));
        }
        match character {
            '\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            '\n' | '\r' => (line, column) = (line + 1, 0),
            _ => {
                column += match encoding {
                    "utf-8" => character.len_utf8(),
                    "utf-16" => character.len_utf16(),
                    _ => 1,
                } as u32
            }
        }
    }
    places.push((text.len(), line, column));
    places
}

/// A random edit of the model and the same as a change event.
fn edit(dice: &mut Dice, model: &mut String, encoding: &str) -> Value {
    if dice.below(200) == 0 || model.len() > 20_000 {
        *model = PIECES.iter().map(|_| dice.one(PIECES)).collect();
        return json!({"text": *model});
    }
    let places = places(model, encoding);
    let from = dice.below(places.len());
    let to = match dice.below(3) {
        0 => from,
        1 => (from + dice.below(12)).min(places.len() - 1),
        _ => (from + dice.below(3)).min(places.len() - 1),
    };
    let text: String = (0..dice.below(5)).map(|_| dice.one(PIECES)).collect();
    let ((start, l1, c1), (end, l2, c2)) = (places[from], places[to]);
    model.replace_range(start..end, &text);
    json!({"range": {"start": {"line": l1, "character": c1}, "end": {"line": l2, "character": c2}}, "text": text})
}

async fn storm(encoding: &str, seed: u64) {
    let capabilities = json!({"general": {"positionEncodings": [encoding]}});
    let mut client = Client::open_with(None, capabilities, json!({"editor": {"debounce": 1}})).await;
    assert_eq!(client.capabilities["positionEncoding"], encoding);
    let mut dice = Dice::new(seed);
    let uris = ["untitled:one", "file:///nowhere/two%20words.md"];
    let mut models = [String::from("Start 😀.\r\n"), String::new()];
    let mut version = 1;
    for (uri, model) in uris.iter().zip(&models) {
        client.did_open(uri, version, model).await;
    }
    let (mut edits, mut waiting) = (0, Vec::new());
    while edits < 2000 {
        for _ in 0..=dice.below(20) {
            let which = dice.below(2);
            let changes: Vec<Value> = (0..=dice.below(4)).map(|_| edit(&mut dice, &mut models[which], encoding)).collect();
            edits += changes.len();
            version += 1;
            client.did_change(uris[which], version, json!(changes)).await;
            if dice.below(3) == 0 {
                let method = dice.one(&[
                    "textDocument/hover",
                    "textDocument/completion",
                    "workspace/textDocumentContent",
                    "textDocument/foldingRange",
                ]);
                let params = json!({"uri": uris[which], "textDocument": {"uri": uris[which]}, "position": {"line": dice.below(50), "character": dice.below(80)}});
                let (id, answer) = client.ask(method, params).await;
                waiting.push(answer);
                if dice.below(4) == 0 {
                    client.notify("$/cancelRequest", json!({"id": id})).await;
                }
            }
        }
        for (uri, model) in uris.iter().zip(&models) {
            assert_eq!(&client.text(uri).await, model, "{encoding}, seed {seed}, after {edits} edits");
        }
    }
    for answer in waiting {
        tokio::time::timeout(crate::client::PATIENCE, answer).await.expect("a request was not answered").unwrap();
    }
    client.assert_all_answered_once();
    assert_eq!(client.leave().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_edits_in_utf8() {
    storm("utf-8", 8).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_edits_in_utf16() {
    storm("utf-16", 16).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_edits_in_utf32() {
    storm("utf-32", 32).await;
}
