//! The keys of `backtext.toml`, with what they mean: for checking, and for completion and hover in the file itself.

/// Keys of each table (the top level is ""), with what they mean.
pub const KEYS: &[(&str, &[(&str, &str)])] = &[
    (
        "",
        &[
            ("workspace", "which files are sources and notes"),
            ("language", "scale of likelihood"),
            ("rules", "severity of each rule"),
            ("judge", "how claims are judged"),
            ("actor", "an actor, or a correction of one that was found"),
            ("dispute", "a dispute, or a correction of one that was found"),
            ("statement", "a statement added to a relationship by hand"),
        ],
    ),
    (
        "workspace",
        &[
            ("sources", "patterns of source files; default [\"sources/**\"]"),
            ("notes", "patterns of notes; default [\"**/*.md\", \"**/*.txt\"]"),
            ("exclude", "patterns of files that are neither"),
        ],
    ),
    ("language", &[("likelihood", "\"icd-203\" or \"phia\"")]),
    ("judge", &[("second-opinion", "\"on\" or \"off\" (default): whether the neural judge revises verdicts in the background")]),
    (
        "actor",
        &[
            ("id", "name in kebab case, without an article"),
            ("name", "full name"),
            ("aliases", "other names that mean this actor"),
            ("weak_aliases", "names that could mean others too: offered in completion, never linked"),
            ("adjectives", "adjectives and demonyms"),
            ("kind", "state, armed-group, organisation, person, role or collective"),
            ("country", "ISO 3166 code, two letters"),
            ("hide", "true: what discovery found under this name is no actor"),
        ],
    ),
    (
        "dispute",
        &[
            ("id", "name in kebab case"),
            ("name", "name"),
            ("aliases", "other names"),
            ("parties", "ids of actors"),
            ("instrument", "a treaty or ruling, with its year"),
            ("status", "where it stands, such as \"ongoing\""),
            ("hide", "true: what discovery found under this name is no dispute"),
        ],
    ),
    (
        "statement",
        &[
            ("subject", "id of the actor who acts"),
            ("object", "id of the actor acted upon"),
            ("polarity", "cooperation, conflict or mixed"),
            ("mode", "verbal or material"),
            ("start", "first date"),
            ("end", "last date"),
            ("source", "id of a source"),
            ("quote", "words of that source"),
        ],
    ),
];

/// Kinds of actors.
pub const ACTOR_KINDS: &[&str] = &["state", "armed-group", "organisation", "person", "role", "collective"];
