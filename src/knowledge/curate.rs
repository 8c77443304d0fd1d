//! Edits of `backtext.toml` by which a person corrects what was found; what they wrote there before stays as it is.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value, value};

use super::{Actor, ActorKind, id_of};
use crate::rules::Edit;
use crate::text::Span;
use crate::workspace::config::FILE;

/// Adds an actor that was not found, or makes one that was found a person's own. None where the file is not valid TOML.
pub fn add_actor(text: &str, name: &str, kind: Option<&str>) -> Option<Edit> {
    change(text, |actors| {
        let entry = entry(actors, &id_of(name), name);
        entry.remove("hide");
        if let Some(kind) = kind {
            entry.insert("kind", value(kind));
        }
    })
}

/// Makes a name another name of an actor.
pub fn make_alias(text: &str, alias: &str, of: &Actor) -> Option<Edit> {
    change(text, |actors| {
        let entry = entry(actors, &of.id, &of.name);
        // Without them the names that were found for it would no longer lead to it.
        if !of.curated {
            entry.insert("kind", value(of.kind.name()));
        }
        self::alias(entry, alias);
    })
}

fn alias(entry: &mut Table, name: &str) {
    let list = entry.entry("aliases").or_insert(Item::Value(Value::Array(Array::new())));
    if let Some(list) = list.as_array_mut()
        && !list.iter().any(|known| known.as_str() == Some(name))
    {
        list.push(name);
    }
}

/// Makes two actors one: everything that the one goes by becomes another name of the other.
pub fn merge(text: &str, from: &Actor, into: &Actor) -> Option<Edit> {
    change(text, |actors| {
        let at = actors.iter().position(|table| table.get("id").and_then(Item::as_str) == Some(from.id.as_str()));
        if let Some(at) = at {
            actors.remove(at);
        }
        let entry = entry(actors, &into.id, &into.name);
        if !into.curated {
            entry.insert("kind", value(into.kind.name()));
        }
        for name in [&from.name].into_iter().chain(&from.aliases) {
            alias(entry, name);
        }
    })
}

/// Makes one of an actor's names an actor of its own.
pub fn split(text: &str, actor: &Actor, name: &str) -> Option<Edit> {
    change(text, |actors| {
        for table in actors.iter_mut().filter(|table| table.get("id").and_then(Item::as_str) == Some(actor.id.as_str())) {
            if let Some(list) = table.get_mut("aliases").and_then(Item::as_array_mut) {
                list.retain(|known| known.as_str() != Some(name));
            }
        }
        entry(actors, &id_of(name), name).insert("kind", value(actor.kind.name()));
    })
}

/// Says what an actor is.
pub fn retype(text: &str, actor: &Actor, kind: ActorKind) -> Option<Edit> {
    change(text, |actors| {
        entry(actors, &actor.id, &actor.name).insert("kind", value(kind.name()));
    })
}

/// Adds a dispute between actors, by their ids.
pub fn add_dispute(text: &str, name: &str, parties: &[&str]) -> Option<Edit> {
    change_list(text, "dispute", |disputes| {
        let entry = entry(disputes, &id_of(name), name);
        entry.remove("hide");
        if !parties.is_empty() && !entry.contains_key("parties") {
            entry.insert("parties", Item::Value(Value::Array(parties.iter().copied().collect())));
        }
    })
}

/// Says that what was found under a name is no actor.
pub fn not_an_actor(text: &str, actor: &Actor) -> Option<Edit> {
    change(text, |actors| {
        entry(actors, &actor.id, &actor.name).insert("hide", value(true));
    })
}

/// The table of an id, made where there is none.
fn entry<'a>(actors: &'a mut ArrayOfTables, id: &str, name: &str) -> &'a mut Table {
    let at = actors.iter().position(|table| table.get("id").and_then(Item::as_str) == Some(id));
    let at = at.unwrap_or_else(|| {
        let mut table = Table::new();
        table.insert("id", value(id));
        table.insert("name", value(name));
        if !actors.is_empty() {
            table.decor_mut().set_prefix("\n");
        }
        actors.push(table);
        actors.len() - 1
    });
    // What was found or pushed is there.
    #[allow(clippy::expect_used)]
    actors.get_mut(at).expect("the table was found or pushed")
}

fn change(text: &str, edit: impl FnOnce(&mut ArrayOfTables)) -> Option<Edit> {
    change_list(text, "actor", edit)
}

fn change_list(text: &str, name: &str, edit: impl FnOnce(&mut ArrayOfTables)) -> Option<Edit> {
    let mut document: DocumentMut = text.parse().ok()?;
    let item = document.entry(name).or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    edit(item.as_array_of_tables_mut()?);
    let new = document.to_string();
    Some(difference(text, &new))
}

/// The smallest one replacement that makes the new text of the old one.
fn difference(old: &str, new: &str) -> Edit {
    let mut start = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(start) || !new.is_char_boundary(start) {
        start -= 1;
    }
    let room = (old.len() - start).min(new.len() - start);
    let mut same = old.bytes().rev().zip(new.bytes().rev()).take(room).take_while(|(a, b)| a == b).count();
    while !old.is_char_boundary(old.len() - same) || !new.is_char_boundary(new.len() - same) {
        same -= 1;
    }
    let bytes = Span::new(start, old.len() - same);
    Edit { path: FILE.to_owned(), bytes, text: new.get(start..new.len() - same).unwrap_or_default().to_owned() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::knowledge::tests::knowledge;

    const FILE_TEXT: &str = "# ours\n[workspace]\nsources = [\"sources/**\"]\n\n[[actor]]\nid = \"malta\" # an island\nname = \"Malta\"\naliases = [\"Melita\"]\n";

    fn applied(text: &str, edit: &Edit) -> String {
        format!("{}{}{}", &text[..edit.bytes.start], edit.text, &text[edit.bytes.end..])
    }

    #[test]
    fn corrections_keep_what_a_person_wrote() {
        let k = knowledge(&[("sources/a.txt", "Malta met Cyprus. Malta accused Cyprus of theft.")], FILE_TEXT);
        let alias = applied(FILE_TEXT, &make_alias(FILE_TEXT, "the Republic", k.actor("malta").unwrap()).unwrap());
        assert!(alias.contains("# an island") && alias.contains("aliases = [\"Melita\", \"the Republic\"]"), "{alias}");
        let hidden = applied(FILE_TEXT, &not_an_actor(FILE_TEXT, k.actor("cyprus").unwrap()).unwrap());
        assert!(hidden.starts_with(FILE_TEXT) && hidden.contains("hide = true"), "{hidden}");
        assert!(knowledge(&[("sources/a.txt", "Malta met Cyprus.")], &hidden).actor("cyprus").is_none());
        let merged = applied(FILE_TEXT, &merge(FILE_TEXT, k.actor("cyprus").unwrap(), k.actor("malta").unwrap()).unwrap());
        assert!(merged.contains("# an island") && merged.contains("aliases = [\"Melita\", \"Cyprus\""), "{merged}");
        let typed = applied(FILE_TEXT, &retype(FILE_TEXT, k.actor("malta").unwrap(), ActorKind::Organisation).unwrap());
        assert!(typed.contains("kind = \"organisation\""), "{typed}");
        let dispute = applied(FILE_TEXT, &add_dispute(FILE_TEXT, "fishing rights", &["malta", "cyprus"]).unwrap());
        assert!(
            dispute.starts_with(FILE_TEXT) && dispute.contains("[[dispute]]") && dispute.contains("parties = [\"malta\", \"cyprus\"]"),
            "{dispute}"
        );
        let added = applied("", &add_actor("", "Comino Guild", Some("organisation")).unwrap());
        assert_eq!(added, "[[actor]]\nid = \"comino-guild\"\nname = \"Comino Guild\"\nkind = \"organisation\"\n");
        assert!(add_actor("= broken", "X", None).is_none());
    }
}
