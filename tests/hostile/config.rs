//! `backtext.toml` of a workspace that somebody else made.

use backtext::workspace::Config;

use crate::support::Workspace;

#[test]
fn patterns_beyond_all_measure() {
    for glob in [
        "{".repeat(10_000),
        "{a,".repeat(200) + &"}".repeat(200),
        "*".repeat(50_000),
        "**/".repeat(10_000),
        "[".repeat(10_000),
        "{a,b,c,d,e,f,g,h}".repeat(200),
        "?".repeat(50_000),
        "\\".repeat(9_999),
    ] {
        let config = Config::parse(&format!("[workspace]\nexclude = ['{glob}']\n"));
        config.exclude.matches(&"a/".repeat(2_000));
        config.exclude.matches(&"a".repeat(4_000));
    }
    let many: String = (0..2_000).map(|i| format!("'a{i}/**/*.x',")).collect();
    assert!(Config::parse(&format!("[workspace]\nexclude = [{many}]\n")).exclude.matches("a7/b/c.x"));
}

#[test]
fn nesting_and_numbers() {
    for text in [
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}", "{a=".repeat(100_000)),
        format!("[{}a]", "a.".repeat(20_000)),
        "[[a]]\n".repeat(20_000),
        "=".repeat(100_000),
        "\"\"\"".repeat(10_001),
        format!("{} = 1", "k".repeat(200_000)),
        format!("{}\n[rules]\n{} = \"off\"", "\0", "m".repeat(200_000)),
    ] {
        assert!(!Config::parse(&text).problems.is_empty(), "{}", &text[..20]);
    }
    Config::parse(&(0..10_000).map(|i| format!("[[actor]]\nid = \"a{i}\"\naliases = [\"b{i}\"]\n")).collect::<String>());
}

#[test]
fn a_configuration_of_megabytes_is_a_finding() {
    let workspace = Workspace::river();
    workspace.write("backtext.toml", "# a comment\n".repeat(200_000).as_bytes());
    let checked = workspace.check();
    assert!(checked.only("backtext.toml").1.contains("1 MB"));
    assert_eq!(checked.count("backed"), 1);
}

#[test]
fn patterns_do_not_lead_out_of_the_workspace() {
    let outside = Workspace::river();
    let inside = outside.file("inside");
    std::fs::create_dir_all(inside.join("sources")).unwrap();
    std::fs::write(inside.join("note.md"), "The Sava dam was built in 1973 by the Altan company.\n").unwrap();
    let absolute = outside.path().display();
    let text = format!("[workspace]\nsources = [\"../**\", \"{absolute}/**\", \"sources/../../sources/**\", \"/**\"]\n");
    std::fs::write(inside.join("backtext.toml"), text).unwrap();
    let checked =
        crate::support::Checked::from(crate::support::backtext(&["check", "--format", "json", "--no-cache", &inside.to_string_lossy()]));
    assert_eq!((checked.count("sources"), checked.count("backed")), (0, 0), "{}", checked.json);
}
