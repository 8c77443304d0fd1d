//! The second opinion of the open documents: asked for once their instant verdicts are shown, on a thread of its own, so that neither a
//! keystroke nor an answer ever waits for it.
//!
//! It is called off as the instant verdicts are: when the text changes. What was heard up to then is kept by claim and evidence, so a
//! claim that did not change is not asked about again, and keeps its verdict while a person types elsewhere.

use tower_lsp::ls_types::Diagnostic;

use super::convert;
use super::diagnostics::Judged;
use super::owner::Message;
use super::session::Session;
use super::view::View;
use super::workers::For;

/// Whether some claim of the document, as it was just judged, still waits for a second opinion.
pub fn is_due(view: &View) -> bool {
    let snapshot = view.snapshot();
    !view.cancelled() && snapshot.note(&view.path).is_some_and(|note| !snapshot.is_settled(&note))
}

impl Session {
    /// Asks, and has the document published again if that changes anything that is shown.
    pub(super) fn ask_second(&self, view: View, shown: Vec<Diagnostic>) {
        let Some(shot) = view.shot.clone() else { return };
        let inbox = self.inbox.clone();
        self.workers.spawn(For::SecondOpinion, "second opinion", move || {
            let thorough = view.snapshot().thorough();
            if let Some(note) = thorough.note(&view.path) {
                thorough.judged_all(&note, &|| view.cancelled());
            }
            if view.cancelled() {
                return;
            }
            let diagnostics = convert::diagnostics(&view);
            let verdicts = convert::verdicts(&view);
            if diagnostics != shown {
                let uri = shot.uri.clone();
                inbox.post(Message::Judged(Judged { uri, shot, cancel: view.cancel, diagnostics, verdicts, unsettled: None, last: true }));
            }
        });
    }
}
