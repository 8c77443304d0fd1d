//! The second opinion of the open documents: asked for once their instant verdicts are shown and the text has rested for a moment, on
//! a thread of its own, so that neither a keystroke nor an answer ever waits for it.
//!
//! It is called off as the instant verdicts are: when the text changes. What was heard up to then is kept by claim and evidence, so a
//! claim that did not change is not asked about again, and keeps its verdict while a person types elsewhere. What is heard counts in
//! one go, when it is shown too: whoever asks in between, a hover or an editor that pulls, still gets the verdicts that are shown.

use std::time::{Duration, Instant};

use tower_lsp::ls_types::Diagnostic;

use super::convert;
use super::diagnostics::Judged;
use super::owner::Message;
use super::session::Session;
use super::view::View;
use super::workers::For;

/// How long a text rests before it is asked about: a person who only pauses between words pays nothing for it.
const REST: Duration = Duration::from_millis(400);
/// After this long what was heard is shown, and the rest of a long note later.
const BATCH: Duration = Duration::from_secs(3);

/// A document some of whose claims wait for a second opinion.
pub struct Unsettled {
    /// When it is to be asked for.
    pub due: Instant,
    view: Box<View>,
    shown: Vec<Diagnostic>,
}

impl Unsettled {
    /// One that was just judged, and what is shown of it.
    pub fn new(view: Box<View>, shown: Vec<Diagnostic>) -> Self {
        Self { due: Instant::now() + REST, view, shown }
    }
}

/// Whether some claim of the document, as it was just judged, still waits for a second opinion.
pub fn is_due(view: &View) -> bool {
    let snapshot = view.snapshot();
    !view.cancelled() && snapshot.note(&view.path).is_some_and(|note| !snapshot.is_settled(&note))
}

impl Session {
    /// Asks, and has the document published again where that changes anything that is shown.
    pub(super) fn ask_second(&self, Unsettled { view, mut shown, .. }: Unsettled) {
        let Some(shot) = view.shot.clone() else { return };
        let inbox = self.inbox.clone();
        self.workers.spawn(For::SecondOpinion, "second opinion", move || {
            while is_due(&view) {
                hear(&view);
                let diagnostics = convert::diagnostics(&view);
                let verdicts = convert::verdicts(&view);
                if view.cancelled() {
                    return;
                }
                if diagnostics != shown {
                    shown.clone_from(&diagnostics);
                    let all = Judged::all(&view, &shot, diagnostics, verdicts);
                    inbox.post(Message::Judged(Judged { revised: true, ..all }));
                }
            }
        });
    }
}

/// Asks about the claims of a document, for as long as a batch takes, and has what was heard count.
fn hear(view: &View) {
    let apart = view.snapshot().thorough_apart();
    let start = Instant::now();
    if let Some(note) = apart.note(&view.path) {
        apart.judged_all(&note, &|| view.cancelled() || start.elapsed() >= BATCH);
    }
    apart.tell();
}
