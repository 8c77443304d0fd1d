//! When a document is judged, and which result is still current.
//!
//! While a person types, the latest text wins: each edit puts the moment off, up to a limit, and takes the work that is under
//! way off the table. Opening and saving do not wait. A result is published only if the text it was computed from is still
//! the text. Clients that pull get nothing pushed but the counts in `backtext/status`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use tower_lsp::ls_types::{Diagnostic, Uri};

use super::convert;
use super::document::Shot;
use super::outbox::Out;
use super::owner::{Inbox, Message};
use super::second_opinion::{self, Unsettled};
use super::session::Session;
use super::view::{Cancel, View};
use super::workers::For;
use super::workspaces::RootId;

/// However long somebody types without a pause, this is how old their diagnostics get before they are judged anyhow.
const LONGEST_WAIT: Duration = Duration::from_millis(1500);

/// What a person sees of a long note that was never judged: this much later, and again in these steps.
const FIRST_LOOK: Duration = Duration::from_millis(400);
const NEXT_LOOK: Duration = Duration::from_millis(1500);
/// Fewer claims than this are waited for.
const MANY: usize = 48;

/// When a document is to be judged next, and the work that is under way.
#[derive(Default)]
pub struct Pending {
    due: Option<Instant>,
    since: Option<Instant>,
    running: Cancel,
    /// Verdicts that wait for a second opinion.
    unsettled: Option<Unsettled>,
}

impl Pending {
    /// To be judged as soon as possible.
    pub fn at_once() -> Self {
        Self { due: Some(Instant::now()), ..Self::default() }
    }

    /// To be judged now.
    pub fn now(&mut self) {
        self.due = Some(Instant::now());
    }

    /// To be judged when nothing has happened for `wait`.
    pub fn after(&mut self, wait: Duration) {
        let now = Instant::now();
        let since = *self.since.get_or_insert(now);
        self.due = Some((now + wait).min(since + LONGEST_WAIT.max(wait)));
        self.unsettled = None;
        self.running.raise();
    }

    /// When it is due to be judged.
    pub fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Nobody wants the result any more.
    pub fn cancel(&mut self) {
        (self.due, self.unsettled) = (None, None);
        self.running.raise();
    }

    fn begin(&mut self) -> Cancel {
        (self.due, self.since, self.unsettled) = (None, None, None);
        self.running.renew()
    }
}

/// The notes of a root that are not open.
#[derive(Default)]
pub struct Closed {
    due: Option<Instant>,
    running: Cancel,
    /// Addresses of those that have diagnostics.
    flagged: BTreeSet<String>,
}

/// What a worker found in a document.
pub struct Judged {
    /// Address of the document.
    pub uri: Uri,
    /// The document as it was then.
    pub shot: Shot,
    /// Whether anybody still wants it.
    pub cancel: Cancel,
    /// What there is to show.
    pub diagnostics: Vec<Diagnostic>,
    /// How many claims got which verdict.
    pub verdicts: Verdicts,
    /// How many claims are still to be judged; the rest of what there is to show follows when they are.
    pub unjudged: usize,
    /// Whether there were so many to judge that something was shown, or answered, before the end.
    pub long: bool,
    /// Where a second opinion is still to be asked for: what is to be asked about.
    pub unsettled: Option<Box<View>>,
    /// Whether a second opinion was heard.
    pub revised: bool,
}

impl Judged {
    /// All claims of the document of `view`, with what there is to show of them.
    pub fn all(view: &View, shot: &Shot, diagnostics: Vec<Diagnostic>, verdicts: Verdicts) -> Self {
        let (uri, shot, cancel) = (shot.uri.clone(), shot.clone(), view.cancel.clone());
        Self { uri, shot, cancel, diagnostics, verdicts, unjudged: 0, long: false, unsettled: None, revised: false }
    }
}

/// How many sentences of a document got which verdict, by its name in the protocol.
pub type Verdicts = BTreeMap<&'static str, usize>;

impl Session {
    /// Starts judging every document that is due.
    pub fn do_what_is_due(&mut self) {
        let now = Instant::now();
        let due: Vec<_> = self
            .documents
            .iter()
            .filter(|(_, open)| open.pending.due().is_some_and(|due| due <= now) && !self.workspaces.is_opening(open.root))
            .map(|(key, open)| (key.clone(), open.root, open.path.clone()))
            .collect();
        for (key, root, path) in due {
            let Some(cancel) = self.documents.get_mut(&key).map(|open| open.pending.begin()) else { continue };
            if let Ok(mut view) = self.view(root, path) {
                view.cancel = cancel;
                self.judge(view);
            }
        }
        let rested = self.documents.values_mut().filter_map(|open| open.pending.unsettled.take_if(|unsettled| unsettled.due <= now));
        for unsettled in rested.collect::<Vec<_>>() {
            self.ask_second(unsettled);
        }
        let due: Vec<RootId> =
            self.closed.iter().filter(|(_, closed)| closed.due.is_some_and(|due| due <= now)).map(|(root, _)| *root).collect();
        for root in due {
            self.closed.entry(root).or_default().due = None;
            self.judge_closed(root);
        }
    }

    /// The earliest moment at which [`Session::do_what_is_due`] has something to do.
    pub fn next_due(&self) -> Option<Instant> {
        let open = self.documents.values().filter(|open| !self.workspaces.is_opening(open.root)).filter_map(|open| open.pending.due());
        let rested = self.documents.values().filter_map(|open| open.pending.unsettled.as_ref().map(|unsettled| unsettled.due));
        open.chain(rested).chain(self.closed.values().filter_map(|closed| closed.due)).min()
    }

    fn judge(&self, view: View) {
        let Some(shot) = view.shot.clone() else { return };
        let inbox = self.inbox.clone();
        self.workers.spawn(For::Diagnostics, "diagnostics", move || {
            let long = look_first(&view, &shot, &inbox);
            let diagnostics = convert::diagnostics(&view);
            let verdicts = convert::verdicts(&view);
            if !view.cancelled() {
                view.snapshot().keep_verdicts(&view.path);
            }
            let all = Judged::all(&view, &shot, diagnostics, verdicts);
            let unsettled = if second_opinion::is_due(&view) { Some(Box::new(view)) } else { None };
            inbox.post(Message::Judged(Judged { long, unsettled, ..all }));
        });
    }

    /// Publishes what a worker found, unless the text has moved on.
    pub(super) fn judged(&mut self, judged: Judged) {
        if judged.shot.stale() || judged.cancel.raised() {
            return;
        }
        if let Some(open) = self.documents.get_mut(judged.uri.as_str()) {
            let root = open.root;
            (open.verdicts, open.unjudged) = (judged.verdicts, judged.unjudged);
            open.pending.unsettled = judged.unsettled.map(|view| Unsettled::new(view, judged.diagnostics.clone()));
            if !self.facts.pulls {
                self.send(Out::Diagnostics(judged.uri, Some(judged.shot.version), judged.diagnostics));
            } else if judged.revised || judged.long {
                self.send(Out::Refresh(self.facts.refreshes));
            }
            self.tell_verdicts(root);
        }
    }

    /// Tells the client how many claims of the open notes of a root got which verdict.
    fn tell_verdicts(&mut self, root: RootId) {
        let mut all = Verdicts::new();
        for open in self.documents.values().filter(|open| open.root == root) {
            for (verdict, count) in &open.verdicts {
                *all.entry(verdict).or_default() += count;
            }
        }
        let unjudged = self.documents.values().filter(|open| open.root == root).map(|open| open.unjudged).sum();
        self.tell_status(root, Some((serde_json::json!(all), unjudged)));
    }

    /// Judges the notes that are not open, where the person wants to see those too.
    fn judge_closed(&mut self, root: RootId) {
        let cancel = self.closed.entry(root).or_default().running.renew();
        if self.facts.pulls {
            return;
        }
        let Ok(mut view) = self.view(root, String::new()) else { return };
        view.cancel = cancel.clone();
        view.picture.snapshot = view.picture.snapshot.thorough();
        let wanted = self.settings.whole_workspace;
        let inbox = self.inbox.clone();
        self.workers.spawn(For::Index, "diagnostics of closed notes", move || {
            let found = if wanted { convert::closed_diagnostics(&view) } else { Vec::new() };
            let with_uri = |(path, diagnostics): (String, _)| Some((view.picture.uri(&path)?, diagnostics));
            let found: Vec<(Uri, Vec<Diagnostic>)> = found.into_iter().filter_map(with_uri).collect();
            inbox.post(Message::ClosedJudged(root, cancel, found));
        });
    }

    /// Publishes what was found in notes that are not open, and takes back what no longer holds.
    pub(super) fn closed_judged(&mut self, root: RootId, cancel: &Cancel, found: Vec<(Uri, Vec<Diagnostic>)>) {
        if cancel.raised() {
            return;
        }
        let before = std::mem::take(&mut self.closed.entry(root).or_default().flagged);
        let mut flagged = BTreeSet::new();
        for (uri, diagnostics) in found {
            let open = self.documents.contains_key(uri.as_str());
            if !open && (!diagnostics.is_empty() || before.contains(uri.as_str())) {
                if !diagnostics.is_empty() {
                    flagged.insert(uri.as_str().to_owned());
                }
                self.send(Out::Diagnostics(uri, None, diagnostics));
            }
        }
        for uri in before.iter().filter(|uri| !flagged.contains(*uri) && !self.documents.contains_key(*uri)) {
            if let Ok(uri) = uri.parse() {
                self.send(Out::Diagnostics(uri, None, Vec::new()));
            }
        }
        self.closed.entry(root).or_default().flagged = flagged;
    }

    /// Every document of a root is judged again: what it rests on has changed.
    pub(super) fn all_due(&mut self, root: RootId, wait: Duration) {
        for open in self.documents.values_mut().filter(|open| open.root == root) {
            open.pending.after(wait);
        }
        self.send(Out::Refresh(self.facts.refreshes));
        self.closed_due(root, wait);
    }

    /// The notes of a root that are not open are judged again, if the person wants to see those.
    pub(super) fn closed_due(&mut self, root: RootId, wait: Duration) {
        let shown = self.closed.get(&root).is_some_and(|closed| !closed.flagged.is_empty());
        if self.settings.whole_workspace || shown {
            let closed = self.closed.entry(root).or_default();
            closed.running.raise();
            closed.due = Some(Instant::now() + wait);
        }
    }

    /// The other documents of a root are judged again if `path` is something that they rest on.
    pub(super) fn others_due(&mut self, root: RootId, path: &str) {
        if self.workspaces.rests_on(root, path) {
            for open in self.documents.values_mut().filter(|open| open.root == root && open.path != path) {
                open.pending.after(self.settings.debounce);
            }
        }
    }
}

/// Judges a long note from what a person sees first, and has shown what is known every now and then. Whether it was that long.
fn look_first(view: &View, shot: &Shot, inbox: &Inbox) -> bool {
    let snapshot = view.snapshot();
    let Some(note) = snapshot.note(&view.path) else { return false };
    let long = snapshot.unjudged(&note) >= MANY;
    let mut patience = FIRST_LOOK;
    while long && !view.cancelled() {
        let start = Instant::now();
        snapshot.judge_first(&note, &|| view.cancelled() || start.elapsed() >= patience);
        let unjudged = snapshot.unjudged(&note);
        if unjudged < MANY || view.cancelled() {
            break;
        }
        let so_far = Judged::all(view, shot, convert::diagnostics_so_far(view), convert::verdicts_so_far(view));
        inbox.post(Message::Judged(Judged { unjudged, ..so_far }));
        patience = NEXT_LOOK;
    }
    long
}

/// Waits a moment for a long note to be judged: a client that pulls gets what is known then, and is told to ask again at the end.
pub fn wait_a_moment(view: &View) -> bool {
    let snapshot = view.snapshot();
    let Some(note) = snapshot.note(&view.path).filter(|note| snapshot.unjudged(note) >= MANY) else { return true };
    let start = Instant::now();
    snapshot.judge_first(&note, &|| view.cancelled() || start.elapsed() >= FIRST_LOOK);
    snapshot.unjudged(&note) < MANY
}
