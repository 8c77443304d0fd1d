//! The passage index: a tantivy index in the cache folder, shared by all processes on a workspace, and one in memory beside it.
//!
//! What is on disk is keyed by content ([`SourceKey`]), so a reader takes from it what belongs to its own view of the sources and
//! passes over the rest. One process at a time holds the writer's lock and adds to the disk; any other, and everything that is
//! only in an open editor, goes to the memory index. Nobody waits for anybody, and a crash leaves the last commit.
//!
//! *Architecture invariant:* only what was read from disk is written to disk; unsaved text stays in memory.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex};

use dashmap::DashMap;
use smol_str::SmolStr;
use tantivy::collector::TopDocs;
use tantivy::directory::MmapDirectory;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query, TermQuery, TermSetQuery};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TantivyDocument, TextFieldIndexing, TextOptions, Value};
use tantivy::{DocSet, Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, SegmentReader, TERMINATED, Term};

use super::store::{Entry, SourceKey};
use super::term::TermTokenizer;
use super::{Hit, Retrieve};
use crate::source::Source;

/// Raised whenever what is stored changes its meaning: an index of another version is not opened but made anew beside it.
const VERSION: u32 = 1;
/// Memory a writer thread may use before it writes a segment, in bytes (tantivy wants at least 15 MB).
const WRITER_MEMORY: usize = 24 << 20;
/// Sources up to which a search among them asks for each by itself.
const FEW: usize = 32;
/// Stored entries are fetched at once; 64 live segments of entries would still be read in one go.
const ALL: usize = 1 << 24;

/// Why the index could not be made or changed.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// tantivy said no.
    #[error("the passage index: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
    /// The folder could not be made.
    #[error("the index folder: {0}")]
    Folder(#[from] std::io::Error),
}

#[derive(Clone, Copy)]
struct Fields {
    /// Terms of a passage.
    body: Field,
    /// Key of the source, on passages and on the source's own entry.
    source: Field,
    /// Number of the passage; absent on an entry.
    passage: Field,
    /// The source's [`Entry`], in postcard's form.
    entry: Field,
}

/// One tantivy index with its reader and, where this process may write, its writer.
struct Part {
    reader: IndexReader,
    writer: Option<Mutex<IndexWriter>>,
    /// Keys of the sources that are in it.
    keys: Mutex<HashSet<SourceKey>>,
}

/// The index of one workspace.
pub struct PassageIndex {
    fields: Fields,
    disk: Option<Part>,
    memory: Part,
}

/// What the index holds at one moment, for one set of sources. Cheap to clone.
#[derive(Clone)]
pub struct View {
    fields: Fields,
    searchers: Arc<Vec<Searcher>>,
    live: Arc<HashSet<SourceKey>>,
    passages: u64,
    /// Whether the index holds the live sources and nothing else, so that its own counts are right.
    exact: bool,
    /// Frequencies that were asked for, since they are counted out otherwise.
    frequencies: Arc<DashMap<SmolStr, u64>>,
}

impl PassageIndex {
    /// Opens the index in `folder`, or in memory alone where that is `None` or cannot be written.
    ///
    /// # Errors
    /// Only where not even the memory index can be made.
    pub fn open(folder: Option<&Path>) -> Result<Self, IndexError> {
        let (schema, fields) = schema();
        let memory = Part::new(tantivy_index(Index::create_in_ram(schema.clone())), fields, true)?;
        let disk = folder.and_then(|folder| Self::open_disk(folder, schema, fields).ok());
        Ok(Self { fields, disk, memory })
    }

    fn open_disk(folder: &Path, schema: Schema, fields: Fields) -> Result<Part, IndexError> {
        let folder = folder.join(format!("passages-{VERSION}"));
        std::fs::create_dir_all(&folder)?;
        let open = || -> Result<Part, IndexError> {
            let directory = MmapDirectory::open(&folder).map_err(tantivy::TantivyError::from)?;
            Part::new(tantivy_index(Index::open_or_create(directory, schema.clone())?), fields, true)
        };
        open().or_else(|_| {
            // A folder that cannot be opened is rubble of a crash or of a full disk: what it held is made again.
            std::fs::remove_dir_all(&folder)?;
            std::fs::create_dir_all(&folder)?;
            open()
        })
    }

    /// Entries of all sources on disk, whether their files are still there or not.
    pub fn entries(&self) -> Vec<Entry> {
        self.disk.as_ref().map(|part| part.entries(self.fields)).unwrap_or_default()
    }

    /// Whether a source is already indexed, here or on disk.
    pub fn holds(&self, key: SourceKey) -> bool {
        self.parts().any(|part| part.holds(key))
    }

    /// Adds sources. Those that come from files go to disk where this process may write there; `unsaved` ones stay in memory.
    ///
    /// # Errors
    /// Where tantivy cannot write (a full disk, say): what could not be written is then in memory.
    pub fn add<'a>(&self, sources: impl IntoIterator<Item = (&'a Entry, &'a Source)>, unsaved: bool) -> Result<(), IndexError> {
        let target = self.disk.as_ref().filter(|part| !unsaved && part.writer.is_some()).unwrap_or(&self.memory);
        let sources: Vec<_> = sources.into_iter().filter(|(entry, _)| !self.holds(entry.key)).collect();
        if sources.is_empty() {
            return Ok(());
        }
        match target.add(self.fields, &sources) {
            Err(_) if !std::ptr::eq(target, &self.memory) => self.memory.add(self.fields, &sources),
            result => result,
        }
    }

    /// Forgets sources for good: their words leave the disk with the next merge.
    ///
    /// # Errors
    /// Where tantivy cannot write.
    pub fn remove(&self, keys: &[SourceKey]) -> Result<(), IndexError> {
        for part in self.parts() {
            part.remove(self.fields, keys)?;
        }
        Ok(())
    }

    /// A view that sees the sources in `live` and no others.
    pub fn view(&self, live: HashSet<SourceKey>, passages: u64) -> View {
        let searchers: Vec<Searcher> = self.parts().map(|part| part.reader.searcher()).collect();
        let held: Vec<HashSet<SourceKey>> = self.parts().map(|part| lock(&part.keys).clone()).collect();
        let exact = held.iter().map(HashSet::len).sum::<usize>() == live.len()
            && live.iter().all(|key| held.iter().any(|keys| keys.contains(key)))
            && searchers.iter().all(|searcher| searcher.segment_readers().iter().all(|segment| !segment.has_deletes()));
        let searchers = Arc::new(searchers);
        View { exact, fields: self.fields, searchers, live: Arc::new(live), passages, frequencies: Arc::default() }
    }

    fn parts(&self) -> impl Iterator<Item = &Part> {
        self.disk.iter().chain([&self.memory])
    }
}

impl Part {
    fn new(index: Index, fields: Fields, write: bool) -> Result<Self, IndexError> {
        // The lock fails at once where another process has it: that one writes, this one reads.
        let writer = if write { index.writer_with_num_threads(1, WRITER_MEMORY).ok().map(Mutex::new) } else { None };
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let part = Self { reader, writer, keys: Mutex::default() };
        let keys = part.entries(fields).into_iter().map(|entry| entry.key).collect();
        *lock(&part.keys) = keys;
        Ok(part)
    }

    fn holds(&self, key: SourceKey) -> bool {
        lock(&self.keys).contains(&key)
    }

    fn entries(&self, fields: Fields) -> Vec<Entry> {
        let searcher = self.reader.searcher();
        let mut entries = Vec::new();
        for segment in searcher.segment_readers() {
            // Entries are the documents with a stored field; passages store nothing, so reading the store reads entries alone.
            let Ok(store) = segment.get_store_reader(8) else { continue };
            for document in store.iter::<TantivyDocument>(segment.alive_bitset()).flatten() {
                let stored = document.get_first(fields.entry).and_then(|value| value.as_bytes().map(<[u8]>::to_vec));
                if let Some(entry) = stored.and_then(|bytes| postcard::from_bytes(&bytes).ok()) {
                    entries.push(entry);
                }
            }
        }
        entries
    }

    fn add(&self, fields: Fields, sources: &[(&Entry, &Source)]) -> Result<(), IndexError> {
        let Some(writer) = &self.writer else { return Ok(()) };
        let mut writer = lock(writer);
        for (entry, source) in sources {
            for (number, passage) in source.passages.iter().enumerate() {
                let mut document = TantivyDocument::new();
                document.add_u64(fields.source, entry.key.0);
                document.add_u64(fields.passage, number as u64);
                document.add_text(fields.body, source.passage_text(passage));
                writer.add_document(document)?;
            }
            let mut document = TantivyDocument::new();
            document.add_u64(fields.source, entry.key.0);
            document.add_bytes(fields.entry, &postcard::to_stdvec(entry).unwrap_or_default());
            writer.add_document(document)?;
        }
        writer.commit()?;
        self.reader.reload()?;
        lock(&self.keys).extend(sources.iter().map(|(entry, _)| entry.key));
        Ok(())
    }

    fn remove(&self, fields: Fields, keys: &[SourceKey]) -> Result<(), IndexError> {
        let Some(writer) = &self.writer else { return Ok(()) };
        let here: Vec<_> = keys.iter().filter(|key| self.holds(**key)).collect();
        if here.is_empty() {
            return Ok(());
        }
        let mut writer = lock(writer);
        for key in here {
            writer.delete_term(Term::from_field_u64(fields.source, key.0));
            lock(&self.keys).remove(key);
        }
        writer.commit()?;
        self.reader.reload()?;
        Ok(())
    }
}

impl View {
    fn query(&self, terms: &[&str], among: &[SourceKey]) -> Box<dyn Query> {
        let words: Vec<(Occur, Box<dyn Query>)> = terms
            .iter()
            .map(|term| {
                let term = Term::from_field_text(self.fields.body, term);
                (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn Query>)
            })
            .collect();
        let words = BooleanQuery::new(words);
        if among.is_empty() {
            return Box::new(words);
        }
        let among = among.iter().map(|key| Term::from_field_u64(self.fields.source, key.0));
        // A term set compiles an automaton, which takes longer than all the rest of the search where the set is small.
        let among: Box<dyn Query> = if among.len() > FEW {
            Box::new(TermSetQuery::new(among))
        } else {
            let among = among.map(|term| (Occur::Should, Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>));
            Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::new(among.collect())), 1.0))
        };
        Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(words)), (Occur::Must, among)]))
    }

    fn search(&self, searcher: &Searcher, query: &dyn Query, limit: usize) -> Vec<Hit> {
        // Sources that changed or vanished stay on disk until they are removed: ask for more until enough live ones are there.
        let mut wanted = limit.max(1);
        loop {
            let Ok(found) = searcher.search(query, &TopDocs::with_limit(wanted).order_by_score()) else { return Vec::new() };
            let exhausted = found.len() < wanted;
            let hits: Vec<Hit> = found.into_iter().filter_map(|(score, address)| self.hit(searcher, score, address)).collect();
            if hits.len() >= limit || exhausted || wanted >= ALL {
                return hits;
            }
            wanted = wanted.saturating_mul(4);
        }
    }

    /// How many passages of live sources in a segment hold a term. The index's own count takes in what was deleted, so that a
    /// long session would judge otherwise than a fresh one.
    fn frequency_in(&self, segment: &SegmentReader, term: &Term) -> tantivy::Result<u64> {
        if self.exact {
            return Ok(u64::from(segment.inverted_index(self.fields.body)?.doc_freq(term)?));
        }
        let Some(mut postings) = segment.inverted_index(self.fields.body)?.read_postings(term, IndexRecordOption::Basic)? else {
            return Ok(0);
        };
        let sources = segment.fast_fields().u64("source")?;
        let mut count = 0;
        let mut document = postings.doc();
        while document != TERMINATED {
            let alive = segment.alive_bitset().is_none_or(|alive| alive.is_alive(document));
            if alive && sources.first(document).is_some_and(|source| self.live.contains(&SourceKey(source))) {
                count += 1;
            }
            document = postings.advance();
        }
        Ok(count)
    }

    fn hit(&self, searcher: &Searcher, score: f32, address: tantivy::DocAddress) -> Option<Hit> {
        let columns = searcher.segment_reader(address.segment_ord).fast_fields();
        let source = SourceKey(columns.u64("source").ok()?.first(address.doc_id)?);
        let passage = u32::try_from(columns.u64("passage").ok()?.first(address.doc_id)?).ok()?;
        self.live.contains(&source).then_some(Hit { source, passage, score })
    }
}

impl Retrieve for View {
    fn retrieve(&self, terms: &[&str], among: &[SourceKey], limit: usize) -> Vec<Hit> {
        if terms.is_empty() || limit == 0 {
            return Vec::new();
        }
        let query = self.query(terms, among);
        let mut best: HashMap<(SourceKey, u32), f32> = HashMap::new();
        for searcher in self.searchers.iter() {
            for hit in self.search(searcher, query.as_ref(), limit) {
                // A source may stand both on disk and in memory; it counts once.
                let score = best.entry((hit.source, hit.passage)).or_insert(hit.score);
                *score = score.max(hit.score);
            }
        }
        let mut hits: Vec<Hit> = best.into_iter().map(|((source, passage), score)| Hit { source, passage, score }).collect();
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.source.cmp(&b.source)).then(a.passage.cmp(&b.passage)));
        hits.truncate(limit);
        hits
    }

    fn passage_frequency(&self, term: &str) -> u64 {
        if let Some(known) = self.frequencies.get(term) {
            return *known;
        }
        let wanted = Term::from_field_text(self.fields.body, term);
        let count = self.searchers.iter().flat_map(|searcher| searcher.segment_readers()).map(|segment| {
            // What cannot be read counts as not there, as it does in retrieval.
            self.frequency_in(segment, &wanted).unwrap_or(0)
        });
        let count = count.sum();
        self.frequencies.insert(term.into(), count);
        count
    }

    fn passages(&self) -> u64 {
        self.passages
    }
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default().set_tokenizer("terms").set_index_option(IndexRecordOption::WithFreqs);
    let body = schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing));
    let source = schema.add_u64_field("source", INDEXED | FAST);
    let passage = schema.add_u64_field("passage", FAST);
    let entry = schema.add_bytes_field("entry", STORED);
    (schema.build(), Fields { body, source, passage, entry })
}

fn tantivy_index(index: Index) -> Index {
    index.tokenizers().register("terms", TermTokenizer::default());
    index
}

/// A poisoned lock is taken all the same: the data behind it are sets and a writer that stay valid after a panic elsewhere.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
