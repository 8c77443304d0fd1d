//! Workspaces made for a test, and the binary run on them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A folder that is gone after the test.
pub struct Workspace {
    pub folder: TempDir,
}

impl Workspace {
    /// One with these files: (path, text).
    pub fn new(files: &[(&str, &str)]) -> Self {
        let workspace = Self { folder: tempfile::tempdir().unwrap() };
        for (path, text) in files {
            workspace.write(path, text.as_bytes());
        }
        workspace
    }

    /// One with a source on a river and a note on it.
    pub fn river() -> Self {
        Self::new(&[
            ("sources/river.txt", "The Sava dam was built in 1973 by the Altan company. It feeds two valleys.\n"),
            ("note.md", "The Sava dam was built in 1973 by the Altan company.\n"),
        ])
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn file(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.file(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Runs `backtext check --format json` on it.
    pub fn check(&self) -> Checked {
        let output = backtext(&["check", "--format", "json", "--no-cache", &self.path().to_string_lossy()]);
        Checked::from(output)
    }
}

/// The result of `check --format json`.
pub struct Checked {
    pub code: i32,
    pub json: Value,
}

impl From<Output> for Checked {
    fn from(output: Output) -> Self {
        let json = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!("no JSON ({error}): {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
        });
        Self { code: output.status.code().unwrap(), json }
    }
}

impl Checked {
    /// (path, rule, message) of every finding.
    pub fn findings(&self) -> Vec<(String, String, String)> {
        let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
        let findings = self.json["findings"].as_array().unwrap();
        findings.iter().map(|finding| (text(finding, "path"), text(finding, "rule"), text(finding, "message"))).collect()
    }

    /// The one finding on a file.
    pub fn only(&self, path: &str) -> (String, String) {
        let mut on_file: Vec<_> = self.findings().into_iter().filter(|finding| finding.0 == path).collect();
        assert_eq!(on_file.len(), 1, "findings on {path}: {on_file:?}");
        let (_, rule, message) = on_file.remove(0);
        (rule, message)
    }

    /// A number of the summary.
    pub fn count(&self, what: &str) -> u64 {
        self.json["summary"][what].as_u64().unwrap()
    }
}

/// Runs the binary.
pub fn backtext(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_backtext")).args(arguments).output().unwrap()
}

/// Standard output of a run.
pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Standard error of a run.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// All files below a folder with their bytes, to show that nothing was written.
pub fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let kind = path.symlink_metadata().unwrap();
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                files.push((path.clone(), std::fs::read(&path).unwrap_or_default()));
            }
        }
    }
    files.sort();
    files
}
