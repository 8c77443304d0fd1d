//! The files of a workspace: which are sources, which notes, and what could not be looked at.

use std::io::Read;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use super::config::{Config, FILE};

/// Endings of files that can be sources.
pub const SOURCE_ENDINGS: &[&str] = &["txt", "text", "md", "markdown", "html", "htm", "xhtml", "pdf", "docx"];

/// Largest note that is checked, in bytes: some 1,500,000 words.
pub const LARGEST_NOTE: usize = 8 << 20;

/// Largest `backtext.toml` that is read, in bytes.
pub const LARGEST_CONFIG: usize = 1 << 20;

/// What a file is to Backtext.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Notes are based on it.
    Source,
    /// A person writes it.
    Note,
    /// `backtext.toml` in the root.
    Config,
}

/// A file found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileInfo {
    /// Path relative to the root, with `/`.
    pub path: String,
    /// What it is.
    pub role: Role,
    /// Bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970; 0 where the file system does not say.
    pub modified: i128,
}

/// What a path relative to the root, with `/`, is under this configuration; none for a file that is neither source nor note. A path
/// that begins with `/` stands for a buffer without a file, which no pattern can name: it is a note.
pub fn role(config: &Config, path: &str) -> Option<Role> {
    if path.starts_with('/') {
        return Some(Role::Note);
    }
    if path == FILE {
        return Some(Role::Config);
    }
    if config.exclude.matches(path) || path.split('/').any(|part| part.starts_with('.') || part == "node_modules") {
        return None;
    }
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    if config.sources.matches(path) && SOURCE_ENDINGS.contains(&ending.as_str()) {
        return Some(Role::Source);
    }
    (config.notes.matches(path) && !config.sources.matches(path)).then_some(Role::Note)
}

/// Walks the folder `root`: files in the order of their paths, and what could not be read as (path, why).
///
/// Hidden folders are left out. Links are followed only to files inside the root, since a file in the workspace must not make
/// anything outside it be read; a loop of links therefore cannot arise.
pub fn walk(root: &Path, config: &Config) -> (Vec<FileInfo>, Vec<(String, String)>) {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    // Version control's ignore files do not count: sources are often kept out of version control for their size.
    let walker =
        WalkBuilder::new(root).standard_filters(false).hidden(true).filter_entry(|entry| entry.file_name() != "node_modules").build();
    for entry in walker {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error_path(&error).and_then(|path| relative(root, &path)).unwrap_or_else(|| ".".to_owned());
                problems.push((path, format!("could not be looked at: {}", describe(&error))));
                continue;
            }
        };
        let Some(path) = relative(root, entry.path()) else { continue };
        let Some(role) = role(config, &path) else { continue };
        match inspect(root, entry.path()) {
            Ok(Some((size, modified))) => files.push(FileInfo { path, role, size, modified }),
            Ok(None) => {}
            Err(why) => problems.push((path, why)),
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    problems.sort();
    (files, problems)
}

/// Size and time of a file inside the root; `None` for a folder.
///
/// # Errors
/// In words for a person: it leads out of the workspace, or cannot be looked at.
pub fn inspect(root: &Path, path: &Path) -> Result<Option<(u64, i128)>, String> {
    let link = std::fs::symlink_metadata(path).map_err(|error| format!("could not be looked at: {error}"))?.is_symlink();
    if link {
        let target = path.canonicalize().map_err(|error| format!("is a link that leads nowhere: {error}"))?;
        let inside = root.canonicalize().is_ok_and(|root| target.starts_with(root));
        if !inside {
            return Err("is a link to something outside the workspace, which is not followed: copy the file here instead".to_owned());
        }
    }
    let metadata = std::fs::metadata(path).map_err(|error| format!("could not be looked at: {error}"))?;
    if !metadata.is_file() {
        return Ok(None);
    }
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    Ok(Some((metadata.len(), modified.map_or(0, |time| i128::try_from(time.as_nanos()).unwrap_or(0)))))
}

/// The bytes of a file, `None` where it has more than `limit`: of such a file no more than that is read, whatever its length
/// was said to be.
///
/// # Errors
/// As the file system says.
pub fn read(path: &Path, limit: usize) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() <= limit))
}

/// The path below `root`, with `/`; none for the root itself and for what is not below it.
pub fn relative(root: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(root).ok()?;
    let mut parts = Vec::new();
    for part in below.components() {
        match part {
            Component::Normal(part) => parts.push(part.to_string_lossy()),
            Component::CurDir => {}
            _ => return None,
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// The file of a path relative to the root; none where it would lead out of the root.
pub fn absolute(root: &Path, path: &str) -> Option<PathBuf> {
    let inside = !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    inside.then(|| root.join(path))
}

/// A relative path (with `/`) as a URI reference: what a URI does not allow as it is becomes `%` and its bytes.
pub fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// The `file:` URI of an absolute path.
pub fn address(file: &Path) -> String {
    let path = encoded(&file.to_string_lossy().replace('\\', "/"));
    if path.starts_with('/') { format!("file://{path}") } else { format!("file:///{path}") }
}

fn error_path(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error_path(err),
        _ => None,
    }
}

fn describe(error: &ignore::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), std::io::Error::to_string)
}
