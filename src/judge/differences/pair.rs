//! A claim and one sentence side by side: which word stands for which, and where the two part.

use std::ops::Range;

use super::names;
use super::tokens::{Line, Tok};
use crate::judge::likeness;
use crate::text::parser::{Dep, Pos};
use crate::text::similar::Lexical;

/// Longest sentence that is laid beside a claim, in words; longer ones are no prose.
const LONGEST: usize = 200;

/// Cosine from which a word counts as near in meaning to another.
const NEAR: f32 = 0.5;

/// How a word of the claim stands in the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By the same word, or another form of it.
    Same,
    /// By a word or name that means the same.
    Near,
}

/// A word's partner.
#[derive(Clone, Copy, Debug)]
pub struct Partner {
    /// Which word of the sentence.
    pub word: usize,
    /// How.
    pub how: How,
    /// Whether it stands in the same order as its neighbours.
    pub in_order: bool,
}

/// A stretch between two matches in which claim and sentence say different things; either may be empty.
#[derive(Clone, Debug)]
pub struct Gap {
    /// Words of the claim.
    pub claim: Range<usize>,
    /// Words of the sentence.
    pub evidence: Range<usize>,
}

/// A claim beside one sentence.
pub struct Pair<'a> {
    /// The sentence's number, as given.
    pub index: usize,
    /// The claim.
    pub claim: &'a Line,
    /// The sentence.
    pub evidence: &'a Line,
    /// Partner of each word of the claim.
    pub partners: Vec<Option<Partner>>,
    /// Partner of each word of the sentence.
    pub back: Vec<Option<usize>>,
    /// Where they part.
    pub gaps: Vec<Gap>,
    /// Weighted share of the claim's telling words, figures aside, that have a partner.
    pub cover: f32,
    /// The same over words that are no names; 0 for fewer than two.
    pub plain_cover: f32,
    /// The same, with words of near meaning counted in part.
    pub soft_cover: f32,
    /// The same without the claim's names, where the sentence itself has none in its subject: it speaks of "the film", "he".
    pub open_cover: f32,
    /// Share of all the claim's words that have a partner in order.
    pub order: f32,
}

impl<'a> Pair<'a> {
    /// Lays a claim beside a sentence.
    pub fn new(index: usize, claim: &'a Line, evidence: &'a Line) -> Self {
        let mut pair = Self {
            index,
            claim,
            evidence,
            partners: vec![None; claim.toks.len()],
            back: vec![None; evidence.toks.len()],
            gaps: Vec::new(),
            cover: 0.0,
            plain_cover: 0.0,
            soft_cover: 0.0,
            open_cover: 0.0,
            order: 0.0,
        };
        if claim.toks.len() <= LONGEST && evidence.toks.len() <= LONGEST {
            pair.anchor();
            pair.part();
            pair.fill_gaps();
            pair.part();
            pair.fill_anywhere();
        }
        let telling = |tok: &&(usize, &Tok)| tok.1.stem.is_some() && tok.1.figure.is_none();
        let words: Vec<(usize, &Tok)> = claim.toks.iter().enumerate().collect();
        let near: Vec<f32> = (0..words.len()).map(|at| pair.nearest(at)).collect();
        let near = |at: usize| near.get(at).copied().unwrap_or_default();
        let (mut all, mut matched, mut soft) = (0.0, 0.0, 0.0);
        for (at, tok) in words.iter().filter(telling) {
            all += tok.weight;
            let found = if pair.partner(*at).is_some() { tok.weight } else { 0.0 };
            matched += found;
            soft += found.max(near(*at) * tok.weight);
        }
        pair.cover = if all > 0.0 { matched / all } else { 0.0 };
        pair.soft_cover = if all > 0.0 { soft / all } else { 0.0 };
        let plain: Vec<(f32, bool)> =
            words.iter().filter(telling).filter(|(_, tok)| !tok.name).map(|(at, tok)| (tok.weight, pair.partner(*at).is_some())).collect();
        let matched: f32 = plain.iter().filter(|(_, found)| *found).map(|(weight, _)| weight).sum();
        pair.plain_cover = if plain.len() >= 2 { matched / plain.iter().map(|(weight, _)| weight).sum::<f32>() } else { 0.0 };
        if pair.leaves_names_open() {
            let (mut all, mut matched, mut words_matched) = (0.0, 0.0, 0);
            for (at, tok) in words.iter().filter(telling) {
                let found = pair.partner(*at).is_some();
                if found || !tok.name {
                    all += tok.weight;
                    matched += if found { tok.weight } else { near(*at) * tok.weight };
                    words_matched += usize::from(found || near(*at) > 0.0);
                }
            }
            pair.open_cover = if words_matched >= 1 { matched / all } else { 0.0 };
        }
        pair.open_cover = pair.open_cover.max(pair.cover);
        let in_order = pair.partners.iter().flatten().filter(|partner| partner.in_order).count();
        pair.order = if words.is_empty() { 0.0 } else { in_order as f32 / words.len() as f32 };
        pair
    }

    /// Whether the claim is, but for a few words, the sentence or a part of it.
    pub fn is_near_copy(&self) -> bool {
        self.order >= 0.6 && self.claim.toks.len() >= 4
    }

    /// The partner of a word of the claim.
    pub fn partner(&self, word: usize) -> Option<Partner> {
        self.partners.get(word).copied().flatten()
    }

    /// The word of the claim that a word of the sentence stands for.
    pub fn back(&self, word: usize) -> Option<usize> {
        self.back.get(word).copied().flatten()
    }

    /// A gap that stands between close matches on both sides (or the claim's end), so that its two sides stand for each other.
    pub fn is_tight(&self, gap: &Gap) -> bool {
        !gap.claim.is_empty() && !gap.evidence.is_empty() && gap.claim.len() <= 4 && gap.evidence.len() <= gap.claim.len() + 3
    }

    /// How near in meaning the nearest word of the sentence comes to a word of the claim that has no partner there; it may be the
    /// opposite.
    fn nearest(&self, word: usize) -> f32 {
        let Some(own) = self.claim.toks.get(word).filter(|tok| tok.stem.is_some() && !tok.name && tok.figure.is_none()) else { return 0.0 };
        if self.partner(word).is_some() {
            return 0.0;
        }
        let Some(vector) = likeness::vector_of(&own.lemma) else { return 0.0 };
        let others = self.evidence.toks.iter().filter(|tok| tok.stem.is_some() && !tok.name && tok.figure.is_none());
        let most = others.filter_map(|tok| likeness::vector_of(&tok.lemma)).map(|other| vector.cosine(&other)).fold(0.0, f32::max);
        if most >= NEAR { 0.8 } else { 0.0 }
    }

    /// Whether the sentence's subject is a pronoun, or a noun that takes up what stood before ("the film").
    fn leaves_names_open(&self) -> bool {
        let line = self.evidence;
        let subject = line.toks.iter().position(|tok| matches!(tok.dep, Dep::Nsubj | Dep::Nsubjpass) && tok.head != tok.place);
        let Some((at, tok)) = subject.and_then(|at| Some((at, line.toks.get(at)?))) else { return true };
        if tok.pos == Pos::Pron {
            return true;
        }
        let taken_up =
            |tok: &Tok| matches!(tok.form.as_str(), "the" | "this" | "these" | "that" | "those" | "its" | "his" | "her" | "their" | "both");
        !tok.name
            && tok.pos == Pos::Noun
            && line.children(at).any(|(_, child)| taken_up(child))
            && !line.children(at).any(|(_, child)| child.name)
    }

    fn join(&mut self, word: usize, partner: Partner) {
        if let (Some(own), Some(theirs)) = (self.partners.get_mut(word), self.back.get_mut(partner.word)) {
            *own = Some(partner);
            *theirs = Some(word);
        }
    }

    /// The longest run of same words in the same order, telling words and neighbours first.
    fn anchor(&mut self) {
        let (claim, evidence) = (&self.claim.toks, &self.evidence.toks);
        let width = evidence.len() + 1;
        let mut best = vec![0.0_f32; (claim.len() + 1) * width];
        let mut run = vec![false; (claim.len() + 1) * width];
        let at = |i: usize, j: usize| i * width + j;
        let get = |table: &[f32], place: usize| table.get(place).copied().unwrap_or_default();
        for (i, own) in claim.iter().enumerate() {
            for (j, theirs) in evidence.iter().enumerate() {
                let skip = get(&best, at(i, j + 1)).max(get(&best, at(i + 1, j)));
                let mut value = skip;
                let mut joined = false;
                if same(own, theirs) {
                    let bonus = if run.get(at(i, j)).copied().unwrap_or_default() { 1.0 } else { 0.0 };
                    let meet = get(&best, at(i, j)) + if own.stem.is_some() { 3.0 } else { 0.6 } + bonus;
                    if meet >= skip {
                        (value, joined) = (meet, true);
                    }
                }
                if let (Some(cell), Some(flag)) = (best.get_mut(at(i + 1, j + 1)), run.get_mut(at(i + 1, j + 1))) {
                    *cell = value;
                    *flag = joined;
                }
            }
        }
        let (mut i, mut j) = (claim.len(), evidence.len());
        let mut found = Vec::new();
        while i > 0 && j > 0 {
            if run.get(at(i, j)).copied().unwrap_or_default() {
                found.push((i - 1, j - 1));
                i -= 1;
                j -= 1;
            } else if get(&best, at(i - 1, j)) >= get(&best, at(i, j - 1)) {
                i -= 1;
            } else {
                j -= 1;
            }
        }
        // A general word far from any telling match is no match.
        let telling: Vec<(usize, usize)> =
            found.iter().copied().filter(|(i, _)| self.claim.toks.get(*i).is_some_and(|tok| tok.stem.is_some())).collect();
        for (i, j) in found {
            let general = self.claim.toks.get(i).is_some_and(|tok| tok.stem.is_none());
            let near = telling.iter().any(|(x, y)| x.abs_diff(i) <= 3 && y.abs_diff(j) <= 3);
            if !general || near {
                self.join(i, Partner { word: j, how: How::Same, in_order: true });
            }
        }
    }

    /// The stretches between the matches in order.
    fn part(&mut self) {
        let mut gaps = Vec::new();
        let (mut own, mut theirs) = (0, None);
        let anchors = self.partners.iter().enumerate().filter_map(|(at, partner)| Some((at, partner.filter(|p| p.in_order)?.word)));
        for (at, word) in anchors {
            // What the sentence says before the first match is none of the claim's, but for as much as the claim has there.
            let start = theirs.unwrap_or_else(|| word.saturating_sub(at));
            if at > own || word > start {
                gaps.push(Gap { claim: own..at, evidence: start..word });
            }
            (own, theirs) = (at + 1, Some(word + 1));
        }
        if let Some(start) = theirs
            && own < self.claim.toks.len()
        {
            let left = self.claim.toks.len() - own;
            gaps.push(Gap { claim: own..self.claim.toks.len(), evidence: start..(start + left).min(self.evidence.toks.len()) });
        }
        self.gaps = gaps;
    }

    /// Within a gap, words of like meaning stand for each other.
    fn fill_gaps(&mut self) {
        for gap in self.gaps.clone() {
            let mut from = gap.evidence.start;
            for word in gap.claim.clone() {
                let Some(own) = self.claim.toks.get(word) else { continue };
                let found = (from..gap.evidence.end).find(|at| {
                    self.back(*at).is_none()
                        && self.evidence.toks.get(*at).is_some_and(|theirs| alike(own, theirs, self.claim, self.evidence))
                });
                if let Some(at) = found {
                    self.join(word, Partner { word: at, how: How::Near, in_order: true });
                    from = at + 1;
                }
            }
        }
    }

    /// Telling words that stand elsewhere in the sentence.
    fn fill_anywhere(&mut self) {
        for by in [How::Same, How::Near] {
            for word in 0..self.claim.toks.len() {
                let Some(own) = self.claim.toks.get(word).filter(|tok| tok.stem.is_some()) else { continue };
                if self.partner(word).is_some() {
                    continue;
                }
                let found = (0..self.evidence.toks.len()).find(|at| {
                    self.evidence.toks.get(*at).is_some_and(|theirs| match by {
                        How::Same => same(own, theirs),
                        How::Near => alike(own, theirs, self.claim, self.evidence),
                    })
                });
                if let Some(at) = found {
                    if self.back(at).is_none() {
                        self.join(word, Partner { word: at, how: by, in_order: false });
                    } else if let Some(own) = self.partners.get_mut(word) {
                        // Said twice in the claim, once in the sentence.
                        *own = Some(Partner { word: at, how: by, in_order: false });
                    }
                }
            }
        }
    }
}

/// The same word, or another form of it.
pub fn same(a: &Tok, b: &Tok) -> bool {
    match (a.stem, b.stem) {
        (Some(x), Some(y)) => x == y || a.lemma == b.lemma && !a.name,
        (None, None) => a.form == b.form || a.lemma == b.lemma && matches!(a.pos, Pos::Aux | Pos::Verb),
        _ => a.form == b.form,
    }
}

/// A word or name that means the same.
pub fn alike(a: &Tok, b: &Tok, claim: &Line, evidence: &Line) -> bool {
    if a.name || b.name {
        return names::agree(a, claim, b, evidence);
    }
    if a.stem.is_none() || b.stem.is_none() || a.figure.is_some() || b.figure.is_some() {
        return false;
    }
    matches!(likeness::related(&a.lemma, a.pos, &b.lemma, b.pos), Some(Lexical::Synonym | Lexical::Derivation | Lexical::Hypernym))
}
