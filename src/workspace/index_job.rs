//! Reading sources into the index: work that may take minutes and so belongs on another thread than the owner's.

use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use super::cache::SourceCache;
use super::files::{self, FileInfo};
use crate::evidence::{Entry, PassageIndex, SourceKey};
use crate::source::{self, Source};

/// Some sources to read and index.
pub struct Job {
    root: PathBuf,
    files: Vec<FileInfo>,
    index: Arc<PassageIndex>,
    cache: Arc<SourceCache>,
}

/// What became of a [`Job`].
#[derive(Debug, Default)]
pub struct Indexed {
    /// Sources that are in the index now.
    pub entries: Vec<Entry>,
    /// Files that could not be read, and why.
    pub problems: Vec<(String, String)>,
}

impl Job {
    pub(super) fn new(root: PathBuf, files: Vec<FileInfo>, index: Arc<PassageIndex>, cache: Arc<SourceCache>) -> Self {
        Self { root, files, index, cache }
    }

    /// How many sources it is.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// What is left of a job that broke off: its files could not be read.
    pub fn failed(&self) -> Indexed {
        let why = "could not be read: a fault in Backtext stopped the reader";
        Indexed { entries: Vec::new(), problems: self.files.iter().map(|file| (file.path.clone(), why.to_owned())).collect() }
    }

    /// Does the work on all cores.
    pub fn run(&self) -> Indexed {
        let read: Vec<Result<(Entry, Arc<Source>), (String, String)>> = self.files.par_iter().map(|file| self.read(file)).collect();
        let mut indexed = Indexed::default();
        let mut sources = Vec::new();
        for result in read {
            match result {
                Ok(read) => sources.push(read),
                Err(problem) => indexed.problems.push(problem),
            }
        }
        if let Err(error) = self.index.add(sources.iter().map(|(entry, source)| (entry, source.as_ref())), false) {
            let why = format!("could not be indexed ({error}): free some space or memory, then save the file again");
            indexed.problems.extend(sources.iter().map(|(entry, _)| (entry.path.clone(), why.clone())));
            return indexed;
        }
        for (entry, source) in sources {
            self.cache.keep(entry.key, source, false);
            indexed.entries.push(entry);
        }
        indexed
    }

    fn read(&self, file: &FileInfo) -> Result<(Entry, Arc<Source>), (String, String)> {
        let problem = |why: String| (file.path.clone(), why);
        let path = files::absolute(&self.root, &file.path).ok_or_else(|| problem("lies outside the workspace".to_owned()))?;
        let bytes = files::read(&path, source::MAX_BYTES).map_err(|error| problem(format!("could not be read: {error}")))?;
        let too_large = || problem(format!("has more than the {} MB that are read of a source: split it", source::MAX_BYTES >> 20));
        let bytes = bytes.ok_or_else(too_large)?;
        let source = source::read(&file.path, &bytes);
        let entry = Entry::new(SourceKey::of(&file.path, &bytes), &source, file.size, file.modified);
        Ok((entry, Arc::new(source)))
    }
}
