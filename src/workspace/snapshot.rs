//! An immutable view of a workspace at one moment: what every feature and every subcommand works on.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::cache::SourceCache;
use super::cited::Whole;
use super::config::Config;
use super::files;
use super::findings;
use super::judged::{self, Judged};
use super::report::Report;
use super::shared::{Answers, Asking, Shared};
use crate::evidence::{Entry, PassageIndex, SourceKey, View};
use crate::knowledge::{Knowledge, SourceFacts, SourceRef};
use crate::note::{Format, Kind, Note};
use crate::rules::Finding;
use crate::source::{self, Source};
use crate::text::{Span, encoding};

/// Sentences that fill the first screen of a note.
const SEEN_FIRST: usize = 60;
/// Claims that are judged between two looks at whether it is enough.
const AT_ONCE: usize = 16;

/// The sources by path, id and key.
#[derive(Debug, Default)]
pub(super) struct Listing {
    by_path: BTreeMap<String, Arc<Entry>>,
    by_id: HashMap<String, Vec<Arc<Entry>>>,
    by_key: HashMap<SourceKey, Arc<Entry>>,
    passages: u64,
}

impl Listing {
    pub(super) fn new(entries: &BTreeMap<String, Arc<Entry>>) -> Self {
        let mut listing = Self { by_path: entries.clone(), ..Self::default() };
        for entry in entries.values() {
            listing.by_id.entry(entry.id.to_lowercase()).or_default().push(entry.clone());
            listing.by_key.insert(entry.key, entry.clone());
            listing.passages += u64::from(entry.passages);
        }
        listing
    }

    /// Whether it lists these very entries.
    fn lists(&self, entries: &BTreeMap<String, Arc<Entry>>) -> bool {
        self.by_path.len() == entries.len() && self.by_path.values().zip(entries.values()).all(|(a, b)| Arc::ptr_eq(a, b))
    }
}

/// A note whose text is read, and taken apart, when it is first asked for.
pub(super) struct NoteFile {
    path: String,
    file: Option<PathBuf>,
    version: Option<i32>,
    text: OnceLock<(Arc<str>, Vec<source::Problem>)>,
    note: OnceLock<Arc<Note>>,
}

impl NoteFile {
    pub(super) fn on_disk(root: &Path, path: &str) -> Self {
        Self { path: path.to_owned(), file: files::absolute(root, path), version: None, text: OnceLock::new(), note: OnceLock::new() }
    }

    pub(super) fn open(path: &str, text: Arc<str>, version: i32) -> Self {
        let problems = if text.len() > files::LARGEST_NOTE { vec![too_large()] } else { Vec::new() };
        let text = OnceLock::from((text, problems));
        Self { path: path.to_owned(), file: None, version: Some(version), text, note: OnceLock::new() }
    }

    pub(super) fn is_open_with(&self, text: &Arc<str>, version: i32) -> bool {
        self.version == Some(version) && self.text.get().is_some_and(|(own, _)| Arc::ptr_eq(own, text))
    }

    fn read(&self) -> &(Arc<str>, Vec<source::Problem>) {
        self.text.get_or_init(|| match self.file.as_deref().map(|file| files::read(file, files::LARGEST_NOTE)) {
            Some(Ok(None)) => (Arc::from(""), vec![too_large()]),
            Some(Ok(Some(bytes))) => {
                let decoded = encoding::decode(&bytes);
                let mut problems: Vec<String> = decoded.problems.iter().map(ToString::to_string).collect();
                if problems.is_empty() && !decoded.verbatim() {
                    problems.push(format!(
                        "this note is in {}: save it as UTF-8, so that places in it mean the same everywhere",
                        decoded.encoding
                    ));
                }
                let problems = problems.into_iter().map(|message| source::Problem { span: Default::default(), message });
                (decoded.text.into(), problems.collect())
            }
            Some(Err(error)) => {
                let message = format!("could not be read: {error}");
                (Arc::from(""), vec![source::Problem { span: Default::default(), message }])
            }
            None => Default::default(),
        })
    }

    fn note(&self) -> &Arc<Note> {
        self.note.get_or_init(|| {
            let format = if self.path.to_lowercase().ends_with(".txt") { Format::Plain } else { Format::Markdown };
            let text = &self.read().0;
            Arc::new(Note::parse(if text.len() > files::LARGEST_NOTE { Arc::from("") } else { text.clone() }, format))
        })
    }
}

fn too_large() -> source::Problem {
    let limit = files::LARGEST_NOTE >> 20;
    let message = format!("this note has more than the {limit} MB that are checked of a note: split it, or exclude it in backtext.toml");
    source::Problem { span: Default::default(), message }
}

/// A source together with its entry.
#[derive(Clone)]
pub struct ReadSource {
    /// As listed.
    pub entry: Arc<Entry>,
    /// As read.
    pub source: Arc<Source>,
}

/// See the module. Cloning copies a pointer.
#[derive(Clone)]
pub struct Snapshot(Arc<Inner>, Asking);

struct Inner {
    root: PathBuf,
    config: Arc<Config>,
    config_text: Option<Arc<str>>,
    listing: Arc<Listing>,
    notes: BTreeMap<String, Arc<NoteFile>>,
    problems: Vec<(String, String)>,
    pending: usize,
    generation: u64,
    stamp: u64,
    index: Arc<PassageIndex>,
    view: View,
    cache: Arc<SourceCache>,
    shared: Arc<Shared>,
    digests: Digests,
    knowledge: Arc<OnceLock<Arc<Knowledge>>>,
}

/// Digests of sources, by key.
type Digests = Arc<HashMap<SourceKey, Arc<SourceFacts>>>;

/// What a new snapshot does not take over from the one before.
pub(super) struct Next {
    pub(super) config: Arc<Config>,
    pub(super) config_text: Option<Arc<str>>,
    pub(super) listing: Arc<Listing>,
    pub(super) notes: BTreeMap<String, Arc<NoteFile>>,
    pub(super) problems: Vec<(String, String)>,
    pub(super) pending: usize,
    pub(super) generation: u64,
    pub(super) stamp: u64,
    pub(super) shared: Arc<Shared>,
    pub(super) digests: Digests,
}

impl Snapshot {
    pub(super) fn empty(root: &Path, index: &Arc<PassageIndex>, cache: &Arc<SourceCache>) -> Self {
        Self(
            Arc::new(Inner {
                root: root.to_owned(),
                config: Arc::default(),
                config_text: None,
                listing: Arc::default(),
                notes: BTreeMap::new(),
                problems: Vec::new(),
                pending: 0,
                generation: 0,
                stamp: 0,
                index: index.clone(),
                view: index.view(HashSet::new(), 0),
                cache: cache.clone(),
                shared: Arc::default(),
                digests: Arc::default(),
                knowledge: Arc::default(),
            }),
            Asking::Instant,
        )
    }

    /// The same, but a second opinion is waited for wherever it can change a verdict, unless the configuration is against it. What is
    /// then heard counts from now on for all snapshots of the workspace.
    pub fn thorough(&self) -> Self {
        Self(self.0.clone(), Asking::Thorough)
    }

    /// The same, but what is heard is kept apart, and counts for other snapshots only once [`Snapshot::tell`] says so: a person who
    /// looks at a note while it is read again sees the verdicts of before, all of them.
    pub fn thorough_apart(&self) -> Self {
        Self(self.0.clone(), Asking::Apart(Arc::default()))
    }

    /// Has what was heard apart count for all snapshots of the workspace.
    pub fn tell(&self) {
        if let Asking::Apart(answers) = &self.1 {
            self.0.shared.answers.take_over(answers);
        }
    }

    pub(super) fn asking(&self) -> &Asking {
        &self.1
    }

    /// Where answers may be found.
    pub(super) fn answers(&self) -> impl Iterator<Item = &Answers> {
        let apart = if let Asking::Apart(answers) = &self.1 { Some(answers.as_ref()) } else { None };
        apart.into_iter().chain([&self.0.shared.answers])
    }

    /// Where answers are to be kept.
    pub(super) fn kept(&self) -> &Answers {
        match &self.1 {
            Asking::Apart(answers) => answers,
            _ => &self.0.shared.answers,
        }
    }

    /// Whether the second opinion has been heard, or is not wanted, on all claims of a note that have been judged.
    pub fn is_settled(&self, note: &Note) -> bool {
        let whole = Whole::of(self, note);
        (0..note.sentences.len()).all(|sentence| judged::known(self, &whole, sentence).is_none_or(|judged| judged.settled))
    }

    pub(super) fn next(&self, next: Next) -> Self {
        let same = next.generation == self.0.generation;
        let view = if same {
            self.0.view.clone()
        } else {
            self.0.index.view(next.listing.by_key.keys().copied().collect(), next.listing.passages)
        };
        // What the sources say is rolled up anew only where they, their digests or the configuration changed.
        let known = same && Arc::ptr_eq(&self.0.digests, &next.digests);
        let knowledge = if known { self.0.knowledge.clone() } else { Arc::default() };
        Self(
            Arc::new(Inner {
                knowledge,
                digests: next.digests,
                root: self.0.root.clone(),
                config: next.config,
                config_text: next.config_text,
                listing: next.listing,
                notes: next.notes,
                problems: next.problems,
                pending: next.pending,
                generation: next.generation,
                stamp: next.stamp,
                index: self.0.index.clone(),
                view,
                cache: self.0.cache.clone(),
                shared: next.shared,
            }),
            self.1.clone(),
        )
    }

    /// The list of these entries, the one that there is already where they are the same: most changes are keystrokes, and making one
    /// of ten thousand sources takes longer than judging what was typed.
    pub(super) fn listing(&self, entries: &BTreeMap<String, Arc<Entry>>) -> Arc<Listing> {
        if self.0.listing.lists(entries) { self.0.listing.clone() } else { Arc::new(Listing::new(entries)) }
    }

    pub(super) fn same_sources(&self, listing: &Arc<Listing>, config: &Arc<Config>) -> bool {
        if !Arc::ptr_eq(&self.0.config, config) {
            return false;
        }
        Arc::ptr_eq(&self.0.listing, listing)
            || self.0.listing.by_path.len() == listing.by_path.len()
                && self.0.listing.by_path.iter().zip(&listing.by_path).all(|(a, b)| a.0 == b.0 && a.1.key == b.1.key)
    }

    /// Root folder, absolute.
    pub fn root(&self) -> &Path {
        &self.0.root
    }

    /// Configuration in force.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Text of `backtext.toml`, if there is one.
    pub fn config_text(&self) -> Option<&Arc<str>> {
        self.0.config_text.as_ref()
    }

    /// Rises whenever the sources or the configuration change.
    pub fn generation(&self) -> u64 {
        self.0.generation
    }

    /// Stands for the sources and the configuration, in this run and the next.
    pub(super) fn stamp(&self) -> u64 {
        self.0.stamp
    }

    pub(super) fn cache(&self) -> &Arc<SourceCache> {
        &self.0.cache
    }

    /// How many sources wait to be indexed. While any do, that a claim has no backing is not known, and not said.
    pub fn pending(&self) -> usize {
        self.0.pending
    }

    /// All sources, by path.
    pub fn sources(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.0.listing.by_path.values()
    }

    /// The source at a path.
    pub fn source_at(&self, path: &str) -> Option<&Arc<Entry>> {
        self.0.listing.by_path.get(path)
    }

    /// The sources that an id in a citation means: compared without case, and more than one where files in several folders share
    /// their stem.
    pub fn sources_by_id(&self, id: &str) -> &[Arc<Entry>] {
        self.0.listing.by_id.get(&id.to_lowercase()).map(Vec::as_slice).unwrap_or_default()
    }

    /// The source of a key.
    pub fn source_by_key(&self, key: SourceKey) -> Option<&Arc<Entry>> {
        self.0.listing.by_key.get(&key)
    }

    /// Reads a source; see [`SourceCache::get`] for when there is none.
    pub fn read(&self, entry: &Arc<Entry>) -> Option<ReadSource> {
        Some(ReadSource { source: self.0.cache.get(entry)?, entry: entry.clone() })
    }

    /// The passage index.
    pub fn view(&self) -> &View {
        &self.0.view
    }

    /// Actors, disputes and relationships, as far as sources are digested; rolled up when first asked for.
    pub fn knowledge(&self) -> Arc<Knowledge> {
        let build = || {
            let mut waiting = self.pending();
            let mut digests = Vec::new();
            for entry in self.sources() {
                match self.0.digests.get(&entry.key) {
                    Some(facts) => {
                        let source = SourceRef { id: entry.id.clone(), path: entry.path.clone(), meta: entry.meta.clone() };
                        digests.push((source, facts.clone()));
                    }
                    None => waiting += 1,
                }
            }
            Arc::new(Knowledge::build(digests, self.config(), waiting))
        };
        self.0.knowledge.get_or_init(build).clone()
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.0.shared
    }

    /// Paths of all notes, in order.
    pub fn note_paths(&self) -> impl Iterator<Item = &str> {
        self.0.notes.keys().map(String::as_str)
    }

    /// The note at a path.
    pub fn note(&self, path: &str) -> Option<Arc<Note>> {
        let file = self.0.notes.get(path)?;
        self.0.shared.store.recall(self, path);
        Some(file.note().clone())
    }

    /// Version that the editor gave the note's text; none for a closed one.
    pub fn version(&self, path: &str) -> Option<i32> {
        self.0.notes.get(path).and_then(|file| file.version)
    }

    /// Ids cited in notes that are open in an editor.
    pub(super) fn cited_in_open_notes(&self) -> HashSet<String> {
        let open = self.0.notes.values().filter(|file| file.version.is_some());
        open.flat_map(|file| file.note().citations.iter().map(|citation| citation.id.clone()).collect::<Vec<_>>()).collect()
    }

    /// What is wrong with files as such: (path, what).
    pub fn problems(&self) -> &[(String, String)] {
        &self.0.problems
    }

    /// What is wrong with reading a note.
    pub fn note_problems(&self, path: &str) -> &[source::Problem] {
        self.0.notes.get(path).map(|file| file.read().1.as_slice()).unwrap_or_default()
    }

    /// Text of a note, a source or the configuration, as offsets in it are counted.
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        if path == super::config::FILE {
            return self.config_text().cloned();
        }
        if let Some(entry) = self.source_at(path) {
            return self.0.cache.get(entry).map(|source| source.text.clone());
        }
        self.note(path).map(|note| note.text.clone())
    }

    /// How many claims were judged rather than looked up since the workspace was opened.
    pub fn judged_count(&self) -> usize {
        self.0.shared.computed.load(Ordering::Relaxed)
    }

    /// The verdict on one sentence of a note; `None` for one that is no claim, and while no source is there.
    pub fn judged(&self, note: &Note, sentence: usize) -> Option<Arc<Judged>> {
        judged::judge(self, note, &Whole::of(self, note), sentence)
    }

    /// The verdict on a sentence that stands in no note; `None` while no source is there.
    pub fn judge_text(&self, claim: &str) -> Option<Judged> {
        judged::judge_text(self, claim)
    }

    /// Everything to show a person about one file: the one function behind `check`, diagnostics and code actions. An empty answer
    /// where `cancelled` says so, or nothing is wrong.
    pub fn findings(&self, path: &str, cancelled: &(dyn Fn() -> bool + Sync)) -> Vec<Finding> {
        findings::findings(self, path, cancelled)
    }

    /// The findings on a note by what is judged of it already: nothing is said of a claim that is not.
    pub fn findings_so_far(&self, path: &str) -> Vec<Finding> {
        findings::so_far(self, path)
    }

    /// The findings of [`Snapshot::findings`] that touch `span`; no more of a note is judged than that.
    pub fn findings_in(&self, path: &str, span: Span, cancelled: &(dyn Fn() -> bool + Sync)) -> Vec<Finding> {
        findings::findings_in(self, path, span, cancelled)
    }

    /// Everything about every file.
    pub fn check(&self, progress: &(dyn Fn() + Sync)) -> Report {
        Report::new(self, progress)
    }

    /// Keeps the verdicts on a note for the next run, once all its claims are judged; does nothing where they were kept before, and
    /// while the note or a source is not as on disk.
    pub fn keep_verdicts(&self, path: &str) {
        if let Some(note) = self.note(path) {
            self.0.shared.store.keep(self, path, &note);
        }
    }

    /// How many claims of a note are still to be judged.
    pub fn unjudged(&self, note: &Note) -> usize {
        self.waiting(note).len()
    }

    /// Judges claims of a note until `enough` says so: those that a person sees first when it is opened, then those that cite a
    /// source, then the rest.
    pub fn judge_first(&self, note: &Note, enough: &(dyn Fn() -> bool + Sync)) {
        let whole = Whole::of(self, note);
        let mut waiting = self.waiting(note);
        waiting.sort_by_key(|at| (*at >= SEEN_FIRST, note.sentences.get(*at).is_none_or(|claim| claim.citations.is_empty()), *at));
        for some in waiting.chunks(AT_ONCE) {
            if enough() {
                return;
            }
            some.par_iter().filter(|_| !enough()).for_each(|sentence| drop(judged::judge(self, note, &whole, *sentence)));
        }
    }

    /// Claims of a note that no verdict is known on, in order; none while there is no source.
    fn waiting(&self, note: &Note) -> Vec<usize> {
        let whole = Whole::of(self, note);
        let claim = |at: &usize| note.sentences.get(*at).is_some_and(|sentence| sentence.kind == Kind::Claim);
        let claims = (0..note.sentences.len()).filter(claim).filter(|_| self.sources().next().is_some());
        claims.filter(|at| judged::known(self, &whole, *at).is_none()).collect()
    }

    /// Verdicts on all sentences of a note as far as they are known, in order.
    pub fn known_all(&self, note: &Note) -> Vec<Option<Arc<Judged>>> {
        let whole = Whole::of(self, note);
        (0..note.sentences.len()).map(|sentence| judged::known(self, &whole, sentence)).collect()
    }

    /// Verdicts on all sentences of a note, in order, made on all cores; the place of a sentence that is no claim holds `None`.
    pub fn judged_all(&self, note: &Note, cancelled: &(dyn Fn() -> bool + Sync)) -> Vec<Option<Arc<Judged>>> {
        let whole = Whole::of(self, note);
        (0..note.sentences.len())
            .into_par_iter()
            .map(|sentence| {
                let claim = note.sentences.get(sentence).is_some_and(|sentence| sentence.kind == Kind::Claim);
                if claim && !cancelled() { judged::judge(self, note, &whole, sentence) } else { None }
            })
            .collect()
    }
}
