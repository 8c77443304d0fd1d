//! Which folder is the root of a workspace, and which folder must never be one.

use std::path::{Component, Path, PathBuf};

/// Why `folder` must not be indexed, if so: the root of a disk and a home directory hold far more than notes.
pub fn refusal(folder: &Path) -> Option<String> {
    let home = etcetera::home_dir().ok();
    let is_home = home.as_deref().is_some_and(|home| same(home, folder));
    let is_disk = folder.parent().is_none();
    (is_home || is_disk).then(|| {
        format!(
            "Backtext does not index {}: it is {}. Open the folder with your notes and sources instead.",
            folder.display(),
            if is_home { "your home directory" } else { "the root of the disk" }
        )
    })
}

/// The root that a file without a workspace folder belongs to: the nearest folder above it with a `backtext.toml` or a
/// `sources` folder, if that may be indexed.
pub fn discover(file: &Path) -> Option<PathBuf> {
    file.ancestors()
        .skip(1)
        .take_while(|folder| refusal(folder).is_none())
        .find(|folder| folder.join("backtext.toml").is_file() || folder.join("sources").is_dir())
        .map(Path::to_path_buf)
}

/// `file` relative to `root`, with `/`; `None` where it lies elsewhere.
pub fn relative(root: &Path, file: &Path) -> Option<String> {
    let inside = |root: &Path, file: &Path| {
        let rest = file.strip_prefix(root).ok()?;
        let parts: Option<Vec<_>> = rest
            .components()
            .map(|part| match part {
                Component::Normal(name) => name.to_str(),
                _ => None,
            })
            .collect();
        parts.filter(|parts| !parts.is_empty()).map(|parts| parts.join("/"))
    };
    inside(root, file).or_else(|| inside(&root.canonicalize().ok()?, &file.canonicalize().ok()?))
}

fn same(one: &Path, other: &Path) -> bool {
    one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_disk_and_a_home_are_refused() {
        assert!(refusal(Path::new("/")).is_some());
        assert!(refusal(&etcetera::home_dir().unwrap()).unwrap().contains("home directory"));
        assert!(refusal(&etcetera::home_dir().unwrap().join("notes")).is_none());
    }

    #[test]
    fn the_nearest_folder_with_sources_is_found() {
        let outer = tempfile::tempdir().unwrap();
        let root = outer.path().join("case");
        std::fs::create_dir_all(root.join("sources")).unwrap();
        std::fs::create_dir_all(root.join("notes/deep")).unwrap();
        assert_eq!(discover(&root.join("notes/deep/x.md")), Some(root.clone()));
        assert_eq!(discover(&outer.path().join("x.md")), None);
        assert_eq!(relative(&root, &root.join("notes/deep/x.md")).as_deref(), Some("notes/deep/x.md"));
        assert_eq!(relative(&root, outer.path()), None);
        assert_eq!(relative(&root, &root), None);
    }
}
