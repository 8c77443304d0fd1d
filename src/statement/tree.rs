//! A parse with what the extraction asks for again and again: children, lower-case forms, and a few repairs.

use smol_str::SmolStr;

use crate::text::{
    Span,
    parser::{Dep, EntityKind, Parse, Pos},
};

/// A sentence's parse as a tree with children lists.
///
/// Some attachments that the model often gets wrong are repaired on the way in, see [`Tree::repair`]; the parse itself
/// is left as it was.
pub(super) struct Tree<'a> {
    pub text: &'a str,
    pub parse: &'a Parse,
    heads: Vec<usize>,
    deps: Vec<Dep>,
    children: Vec<Vec<usize>>,
    lower: Vec<SmolStr>,
    lemmas: Vec<SmolStr>,
    kinds: Vec<Option<EntityKind>>,
}

impl<'a> Tree<'a> {
    /// The tree of a parse of `text`; heads that point outside are made roots.
    pub fn new(text: &'a str, parse: &'a Parse) -> Self {
        let n = parse.tokens.len();
        let lower = parse.tokens.iter().map(|t| SmolStr::from(t.span.of(text).to_lowercase())).collect();
        let lemmas = parse.tokens.iter().map(|t| SmolStr::from(t.lemma.to_lowercase())).collect();
        let mut kinds = vec![None; n];
        for e in &parse.entities {
            for slot in kinds.iter_mut().take(e.end).skip(e.start) {
                *slot = Some(e.kind);
            }
        }
        let mut tree = Self {
            text,
            parse,
            heads: parse.tokens.iter().enumerate().map(|(i, t)| if t.head < n { t.head } else { i }).collect(),
            deps: parse.tokens.iter().map(|t| t.dep).collect(),
            children: Vec::new(),
            lower,
            lemmas,
            kinds,
        };
        tree.repair();
        tree.cut_circles();
        tree.children = vec![Vec::new(); n];
        for i in 0..n {
            let h = tree.heads[i];
            if h != i {
                tree.children[h].push(i);
            }
        }
        tree
    }

    /// "A and B's talks" is often read as "A and B, talks": the possessed noun as an apposition of the first possessor.
    /// The possessed noun takes the possessors' place, and they hang below it.
    ///
    /// "The alliance functions as …" without any other finite verb is often read as a noun phrase with a plural noun as its
    /// head: that word becomes the verb, and the noun before it its subject.
    fn repair(&mut self) {
        self.repair_names();
        self.repair_apposed_subject();
        self.repair_office();
        let finite = self.parse.tokens.iter().any(|t| matches!(t.tag, "VBZ" | "VBP" | "VBD" | "MD"));
        let root = (0..self.heads.len()).find(|&i| self.heads[i] == i && self.parse.tokens[i].tag == "NNS");
        if let Some(root) = root.filter(|_| !finite)
            && root > 1
            && matches!(self.deps[root - 1], Dep::Compound | Dep::Nsubj)
            && self.heads[root - 1] == root
        {
            let phrase =
                (0..root - 1).any(|i| self.heads[i] == root && self.deps[i] == Dep::Det) || self.heads[..root - 1].contains(&(root - 1));
            if phrase {
                self.deps[root - 1] = Dep::Nsubj;
                for i in 0..root - 1 {
                    if self.heads[i] == root && matches!(self.deps[i], Dep::Det | Dep::Amod | Dep::Compound | Dep::Poss) {
                        self.heads[i] = root - 1;
                    }
                }
            }
        }
        for i in 0..self.heads.len() {
            if self.deps[i] != Dep::Appos || !matches!(self.parse.tokens[i].pos, Pos::Noun | Pos::Propn) {
                continue;
            }
            let first = self.heads[i];
            let possessive = (first..i).any(|c| {
                self.deps[c] == Dep::Case
                    && (self.heads[c] == first || (self.deps[self.heads[c]] == Dep::Conj && self.heads[self.heads[c]] == first))
            });
            // Nothing but modifiers of the noun may stand between the possessive mark and it.
            let mark = (first..i).rev().find(|&c| self.deps[c] == Dep::Case);
            let close = mark.is_some_and(|m| ((m + 1)..i).all(|t| self.parse.tokens[t].pos != Pos::Punct || self.lower[t] == "-"));
            if possessive && close && first != i {
                let root = self.heads[first] == first;
                self.deps[i] = self.deps[first];
                self.heads[i] = if root { i } else { self.heads[first] };
                self.deps[first] = Dep::Poss;
                self.heads[first] = i;
            }
        }
    }

    /// "The foreign minister of Norrland, Ingrid Dahl, …": the name set off by commas, with nothing that joins it to the country,
    /// is the minister's.
    fn repair_office(&mut self) {
        let comma = |i: usize| self.lower.get(i).is_some_and(|w| w == ",");
        for i in 0..self.heads.len() {
            let country = self.heads[i];
            let set_off = matches!(self.deps[i], Dep::Conj | Dep::Appos)
                && self.parse.tokens[i].pos == Pos::Propn
                && comma(i + 1)
                && (country + 1..i).any(comma)
                && (country + 1..=i).all(|j| comma(j) || self.parse.tokens[j].pos == Pos::Propn);
            let of = self.heads[country];
            let office = self.heads[of];
            if set_off
                && self.parse.tokens[country].pos == Pos::Propn
                && self.deps[country] == Dep::Pobj
                && self.lower[of] == "of"
                && self.parse.tokens[office].pos == Pos::Noun
            {
                self.deps[i] = Dep::Appos;
                self.heads[i] = office;
            }
        }
    }

    /// Names that look like adverbs ("Selby and Quint worked", "accused Selby of"): what stands where a subject or object does is one.
    fn repair_names(&mut self) {
        let n = self.heads.len();
        for i in 0..n {
            let v = self.heads[i];
            let name = self.kinds[i].is_some_and(|k| matches!(k, EntityKind::Person | EntityKind::Org | EntityKind::Gpe))
                || self.parse.tokens[i].pos == Pos::Propn;
            if self.deps[i] != Dep::Advmod || !name || self.parse.tokens[v].pos != Pos::Verb {
                continue;
            }
            let joined = (i + 1..n.min(i + 6)).find(|&j| self.deps[j] == Dep::Nsubj && self.heads[j] == v);
            if i < v
                && let Some(j) = joined.filter(|_| self.deps.get(i + 1) == Some(&Dep::Cc))
            {
                self.deps[i] = Dep::Nsubj;
                self.deps[j] = Dep::Conj;
                self.heads[j] = i;
            } else if i == v + 1 && !(0..n).any(|j| self.heads[j] == v && self.deps[j] == Dep::Dobj) {
                self.deps[i] = Dep::Dobj;
            }
        }
    }

    /// "Quint, the chemist who leads the group, accused …": a participle after an apposition, with no other verb above it, is the
    /// main verb, and the noun that was the root its subject.
    fn repair_apposed_subject(&mut self) {
        let n = self.heads.len();
        let Some(root) = (0..n).find(|&i| self.heads[i] == i && matches!(self.parse.tokens[i].pos, Pos::Propn | Pos::Noun)) else { return };
        let below = |i: usize, d: Dep| self.heads[i] == root && i != root && self.deps[i] == d;
        let Some(appos) = (root..n).find(|&i| below(i, Dep::Appos)) else { return };
        let verb = (appos..n).find(|&i| below(i, Dep::Acl) && self.parse.tokens[i].tag == "VBN" && i > 0 && self.lower[i - 1] == ",");
        if let Some(v) = verb {
            self.heads[v] = v;
            self.deps[v] = Dep::Root;
            self.heads[root] = v;
            self.deps[root] = Dep::Nsubj;
        }
    }

    /// Makes a root of every token from which none is reached: no parser gives circles, but nothing here may depend on that.
    fn cut_circles(&mut self) {
        let n = self.heads.len();
        let mut sound = vec![false; n];
        for start in 0..n {
            let mut path = Vec::new();
            let mut at = start;
            while !sound[at] && self.heads[at] != at && path.len() <= n {
                path.push(at);
                at = self.heads[at];
            }
            if path.len() > n {
                self.heads[start] = start;
                self.deps[start] = Dep::Root;
            }
            sound[start] = true;
            if path.len() <= n {
                path.iter().for_each(|&p| sound[p] = true);
            }
        }
    }

    pub fn len(&self) -> usize {
        self.heads.len()
    }

    pub fn head(&self, i: usize) -> usize {
        self.heads.get(i).copied().unwrap_or(i)
    }

    pub fn is_root(&self, i: usize) -> bool {
        self.head(i) == i
    }

    pub fn dep(&self, i: usize) -> Dep {
        self.deps.get(i).copied().unwrap_or_default()
    }

    pub fn pos(&self, i: usize) -> Pos {
        self.parse.tokens.get(i).map_or(Pos::X, |t| t.pos)
    }

    pub fn tag(&self, i: usize) -> &'static str {
        self.parse.tokens.get(i).map_or("", |t| t.tag)
    }

    pub fn lower(&self, i: usize) -> &str {
        self.lower.get(i).map_or("", SmolStr::as_str)
    }

    pub fn lemma(&self, i: usize) -> &str {
        self.lemmas.get(i).map_or("", SmolStr::as_str)
    }

    pub fn kind(&self, i: usize) -> Option<EntityKind> {
        self.kinds.get(i).copied().flatten()
    }

    pub fn span(&self, i: usize) -> Span {
        self.parse.tokens.get(i).map(|t| t.span).unwrap_or_default()
    }

    pub fn children(&self, i: usize) -> &[usize] {
        self.children.get(i).map_or(&[], Vec::as_slice)
    }

    /// Whether `i` is `above` or hangs below it.
    pub fn is_under(&self, mut i: usize, above: usize) -> bool {
        for _ in 0..=self.len() {
            if i == above {
                return true;
            }
            if self.is_root(i) {
                return false;
            }
            i = self.head(i);
        }
        false
    }

    /// The nearest predicate at or above a token.
    pub fn clause_of(&self, mut i: usize) -> Option<usize> {
        for _ in 0..=self.len() {
            if self.is_predicate(i) {
                return Some(i);
            }
            if self.is_root(i) {
                return None;
            }
            i = self.head(i);
        }
        None
    }

    /// The first child with one of these relations.
    pub fn child(&self, i: usize, deps: &[Dep]) -> Option<usize> {
        self.children(i).iter().copied().find(|&c| deps.contains(&self.dep(c)))
    }

    pub fn has_child(&self, i: usize, test: impl Fn(&Self, usize) -> bool) -> bool {
        self.children(i).iter().any(|&c| test(self, c))
    }

    /// A noun, name or pronoun, or what the parser uses as one.
    pub fn is_nominal(&self, i: usize) -> bool {
        matches!(self.pos(i), Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num) || (self.pos(i) == Pos::Adv && self.kind(i).is_some())
    }

    /// Whether a token heads a clause: a full verb, a copula, or a word read as a noun that has a subject.
    pub fn is_predicate(&self, i: usize) -> bool {
        match self.pos(i) {
            Pos::Verb => !matches!(self.dep(i), Dep::Amod | Dep::Compound | Dep::Aux | Dep::Auxpass | Dep::Det | Dep::Prep | Dep::Nmod),
            Pos::Aux => !matches!(self.dep(i), Dep::Aux | Dep::Auxpass),
            Pos::Noun | Pos::Propn | Pos::Adj => {
                matches!(self.dep(i), Dep::Root | Dep::Conj | Dep::Ccomp | Dep::Advcl | Dep::Relcl)
                    && self.has_child(i, |t, c| matches!(t.dep(c), Dep::Nsubj | Dep::Nsubjpass))
            }
            _ => false,
        }
    }

    pub fn is_passive(&self, i: usize) -> bool {
        self.has_child(i, |t, c| matches!(t.dep(c), Dep::Auxpass | Dep::Nsubjpass))
    }

    /// A noun phrase and the conjuncts that hang from it, in order.
    pub fn conjuncts(&self, i: usize) -> Vec<usize> {
        let mut all = vec![i];
        let mut next = 0;
        while let Some(&at) = all.get(next) {
            for &c in self.children(at) {
                if self.dep(c) == Dep::Conj
                    && all.len() < 64
                    && !all.contains(&c)
                    && (self.is_nominal(c) || self.is_nominal(at) == self.is_nominal(c))
                {
                    all.push(c);
                }
            }
            next += 1;
        }
        all
    }

    /// The smallest run of tokens that holds the subtree, as bytes; `skip` prunes children.
    pub fn cover(&self, i: usize, skip: &dyn Fn(usize) -> bool) -> Span {
        let mut span = self.span(i);
        let mut stack: Vec<usize> = self.children(i).to_vec();
        let mut steps = 0;
        while let Some(at) = stack.pop() {
            steps += 1;
            if steps > self.len() {
                break;
            }
            if skip(at) || self.pos(at) == Pos::Space {
                continue;
            }
            if self.pos(at) != Pos::Punct {
                span = span.cover(self.span(at));
            }
            stack.extend_from_slice(self.children(at));
        }
        span
    }

    /// The prepositional children of a word, as (preposition, its object) pairs; "due to X" counts as "due to".
    pub fn preps(&self, i: usize) -> Vec<(SmolStr, usize, usize)> {
        let mut out = Vec::new();
        for &p in self.children(i) {
            match self.dep(p) {
                Dep::Prep | Dep::Agent | Dep::Dative => {
                    if self.is_nominal(p) && self.dep(p) == Dep::Dative {
                        continue;
                    }
                    let such = self.lower(p) == "as" && self.has_child(p, |t, c| t.lower(c) == "such");
                    self.prep_objects(p, if such { "such as".into() } else { self.lower(p).into() }, &mut out);
                }
                // "countries including X", "talks regarding X" are participles in the model's eyes.
                Dep::Acl if matches!(self.lower(p), "regarding" | "concerning" | "including" | "involving") => {
                    if let Some(o) = self.child(p, &[Dep::Dobj, Dep::Pobj]) {
                        out.push((self.lower(p).into(), p, o));
                    }
                }
                _ => {}
            }
        }
        out
    }

    fn prep_objects(&self, p: usize, name: SmolStr, out: &mut Vec<(SmolStr, usize, usize)>) {
        for &o in self.children(p) {
            match self.dep(o) {
                Dep::Pobj | Dep::Pcomp if !matches!(self.pos(o), Pos::Adp | Pos::Sconj) => out.push((name.clone(), p, o)),
                // "due to X", "because of X", "from under X", "in and around X"
                Dep::Pcomp | Dep::Prep => {
                    let joined = SmolStr::from(format!("{name} {}", self.lower(o)));
                    for &oo in self.children(o) {
                        if matches!(self.dep(oo), Dep::Pobj | Dep::Pcomp) {
                            out.push((joined.clone(), p, oo));
                        }
                    }
                }
                Dep::Conj if self.pos(o) == Pos::Adp => self.prep_objects(o, self.lower(o).into(), out),
                _ => {}
            }
        }
    }
}
