//! What the model sees of a claim and its evidence, as numbers.

use std::sync::LazyLock;

use super::alignment::{Kind, Link, links};
use super::analysed::{Analysed, Role, Word};
use super::ranking::Bearing;
use super::unbacked;
use crate::rules::Rule;
use crate::statement::{Polarity, Statement};
use crate::text::parser::Pos;
use crate::text::quantity::Relation;

/// The value of every feature, by name, always in the same order.
pub type Features = Vec<(&'static str, f32)>;

static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let nothing = Bearing::new(&super::Claim { text: "", context: "" }, &[], &|_| 1.0);
    of(&nothing).into_iter().map(|(name, _)| name).collect()
});

/// Names of the features in the order of their values.
pub fn names() -> &'static [&'static str] {
    &NAMES
}

/// Takes the features of a claim in the light of its evidence.
pub fn of(bearing: &Bearing) -> Features {
    let mut out = Features::new();
    size(bearing, &mut out);
    coverage(bearing, &mut out);
    kinds_of_words(bearing, &mut out);
    figures(bearing, &mut out);
    structure(bearing, &mut out);
    wording(bearing, &mut out);
    statements(bearing, &mut out);
    differences(bearing, &mut out);
    lacking(bearing, &mut out);
    out
}

fn size(bearing: &Bearing, out: &mut Features) {
    let best = bearing.best().map_or(0, |(_, sentence)| sentence.stems.len());
    out.push(("claim_words", bearing.weights.len().min(40) as f32));
    out.push(("evidence_sentences", (bearing.evidence.len() as f32 + 1.0).ln()));
    out.push(("best_words", best.min(60) as f32));
    out.push(("mean_rarity", mean(bearing.weights.iter().copied())));
}

fn coverage(bearing: &Bearing, out: &mut Features) {
    let together = &bearing.together;
    let exact = |of: &[usize]| {
        let mut union = vec![false; bearing.weights.len()];
        for row in of.iter().filter_map(|at| bearing.aligned.get(*at)).filter_map(|one| bearing.exact.get(one.index)) {
            union.iter_mut().zip(row).for_each(|(have, new)| *have |= new);
        }
        bearing.share(union.into_iter().map(|covered| f32::from(u8::from(covered))))
    };
    let soft = |of: &[usize]| bearing.share(bearing.strengths(of).into_iter());
    let first = |n: usize| together.get(..n.min(together.len())).unwrap_or_default();
    let all: Vec<usize> = (0..bearing.aligned.len()).collect();
    let anywhere: Vec<f32> = (0..bearing.weights.len())
        .map(|word| f32::from(u8::from(bearing.exact.iter().any(|row| row.get(word).copied().unwrap_or_default()))))
        .collect();
    out.push(("exact_1", exact(first(1))));
    out.push(("exact_2", exact(first(2))));
    out.push(("exact_3", exact(first(3))));
    out.push(("exact_anywhere", bearing.share(anywhere.iter().copied())));
    out.push(("soft_1", soft(first(1))));
    out.push(("soft_2", soft(first(2))));
    out.push(("soft_3", soft(first(3))));
    out.push(("soft_12", soft(&all)));
    out.push(("plain_1", mean(bearing.strengths(first(1)).into_iter())));
    out.push(("plain_3", mean(bearing.strengths(first(3)).into_iter())));
    let strengths = bearing.strengths(first(3));
    let lacking: Vec<f32> = bearing
        .weights
        .iter()
        .zip(&strengths)
        .zip(&anywhere)
        .map(|((weight, strength), any)| weight * (1.0 - strength.max(any * 0.5)))
        .collect();
    let mut sorted = lacking.clone();
    sorted.sort_by(|a, b| b.total_cmp(a));
    out.push(("lacking_most", sorted.first().copied().unwrap_or_default()));
    out.push(("lacking_second", sorted.get(1).copied().unwrap_or_default()));
    out.push(("lacking_sum", lacking.iter().sum()));
    out.push(("lacking_words", strengths.iter().filter(|strength| **strength < 0.5).count() as f32));
    let (mut run, mut longest) = (0.0_f32, 0.0_f32);
    for strength in &strengths {
        run = if *strength < 0.5 { run + 1.0 } else { 0.0 };
        longest = longest.max(run);
    }
    out.push(("lacking_run", longest));
    out.push(("second_best", bearing.aligned.get(1).map_or(0.0, |one| one.cover)));
    out.push(("spread", spread(bearing)));
}

/// How far apart, in sentences, the sentences stand that back the claim together.
fn spread(bearing: &Bearing) -> f32 {
    let places: Vec<usize> = bearing.together.iter().filter_map(|at| bearing.aligned.get(*at)).map(|one| one.index).collect();
    match (places.iter().min(), places.iter().max()) {
        (Some(low), Some(high)) => ((high - low) as f32 + 1.0).ln(),
        _ => 0.0,
    }
}

fn kinds_of_words(bearing: &Bearing, out: &mut Features) {
    let words = &bearing.claim.deep().words;
    let one = bearing.strengths(bearing.together.get(..1).unwrap_or_default());
    let three = bearing.strengths(&bearing.together);
    let anywhere = |word: usize| bearing.exact.iter().any(|row| row.get(word).copied().unwrap_or_default());
    let share = |strengths: &[f32], test: &dyn Fn(&Word) -> bool| {
        mean_or_one(words.iter().zip(strengths).filter(|(word, _)| test(word)).map(|(_, strength)| *strength))
    };
    let name = |word: &Word| word.name;
    out.push(("names", words.iter().filter(|word| word.name).count() as f32));
    out.push(("names_1", share(&one, &name)));
    out.push(("names_3", share(&three, &name)));
    out.push((
        "names_anywhere",
        mean_or_one(
            words
                .iter()
                .zip(&three)
                .enumerate()
                .filter(|(_, (word, _))| word.name)
                .map(|(at, (_, strength))| if anywhere(at) { 1.0 } else { *strength }),
        ),
    ));
    out.push(("verbs_1", share(&one, &|word| word.pos == Pos::Verb)));
    out.push(("verbs_3", share(&three, &|word| word.pos == Pos::Verb)));
    out.push(("nouns_1", share(&one, &|word| word.pos == Pos::Noun)));
    out.push(("nouns_3", share(&three, &|word| word.pos == Pos::Noun)));
    out.push(("modifiers_1", share(&one, &|word| matches!(word.pos, Pos::Adj | Pos::Adv))));
    out.push(("modifiers_3", share(&three, &|word| matches!(word.pos, Pos::Adj | Pos::Adv))));
    out.push(("numbers_1", share(&one, &|word| word.pos == Pos::Num)));
    out.push(("numbers_3", share(&three, &|word| word.pos == Pos::Num)));
    out.push(("root_1", share(&one, &|word| word.parent.is_none())));
    out.push(("subject_1", share(&one, &|word| word.role == Role::Subject)));
    out.push(("object_1", share(&one, &|word| word.role == Role::Object)));
    let kinds = |kind: Kind| {
        bearing.best().map_or(0.0, |(best, _)| best.alignment.partners.iter().filter(|partner| partner.kind == kind).count() as f32)
    };
    out.push(("opposites", kinds(Kind::Opposite)));
    out.push(("synonyms", kinds(Kind::Synonym)));
    out.push(("similar", kinds(Kind::Similar)));
    out.push(("aliases", kinds(Kind::Alias)));
}

fn figures(bearing: &Bearing, out: &mut Features) {
    let count = bearing.claim.deep().quantities.len();
    let rank = |relation: Relation| match relation {
        Relation::Equal => 4,
        Relation::Entailed => 3,
        Relation::LessPrecise => 2,
        Relation::Conflict => 1,
        Relation::Unrelated => 0,
    };
    let best = |of: &[usize], figure: usize| {
        of.iter()
            .filter_map(|at| bearing.aligned.get(*at)?.alignment.figures.get(figure).copied())
            .max_by_key(|r| rank(*r))
            .unwrap_or(Relation::Unrelated)
    };
    let share = |of: &[usize], test: &dyn Fn(Relation) -> bool| (0..count).filter(|figure| test(best(of, *figure))).count() as f32;
    let one = bearing.together.get(..1).unwrap_or_default();
    let three = bearing.together.as_slice();
    out.push(("figures", count as f32));
    out.push(("figures_equal_1", share(one, &|r| r == Relation::Equal)));
    out.push(("figures_entailed_1", share(one, &|r| r == Relation::Entailed)));
    out.push(("figures_conflict_1", share(one, &|r| r == Relation::Conflict)));
    out.push(("figures_unknown_1", share(one, &|r| r == Relation::Unrelated)));
    out.push(("figures_conflict_3", share(three, &|r| r == Relation::Conflict)));
    out.push(("figures_unknown_3", share(three, &|r| matches!(r, Relation::Unrelated | Relation::LessPrecise))));
    out.push(("evidence_figures", bearing.best().map_or(0.0, |(_, sentence)| sentence.deep().quantities.len() as f32)));
}

fn structure(bearing: &Bearing, out: &mut Features) {
    let links: Vec<Link> = bearing
        .best()
        .map(|(best, sentence)| links(&bearing.claim, sentence, &best.alignment).into_iter().map(|(_, link)| link).collect())
        .unwrap_or_default();
    let count = |link: Link| links.iter().filter(|one| **one == link).count() as f32;
    let all = (links.len() as f32).max(1.0);
    out.push(("linked_1", count(Link::Together) / all));
    out.push(("apart_1", count(Link::Apart) / all));
    out.push(("swapped_1", count(Link::Swapped)));
    out.push(("linked_best", bearing.aligned.iter().map(|one| one.linked).fold(0.0, f32::max)));
}

fn wording(bearing: &Bearing, out: &mut Features) {
    let claim = &bearing.claim;
    let Some((best, sentence)) = bearing.best() else {
        for name in [
            "copied",
            "in_order",
            "leftover",
            "negations",
            "negations_best",
            "negation_turned",
            "limits_lacking",
            "meaning_1",
            "meaning_rest",
            "hedges",
            "hedges_best",
        ] {
            out.push((name, 0.0));
        }
        return;
    };
    out.push(("copied", common(&claim.forms, &sentence.forms) / (claim.forms.len() as f32).max(1.0)));
    let neighbours = best.alignment.partners.windows(2).filter(|pair| match pair {
        [a, b] => a.strength > 0.5 && b.strength > 0.5 && b.word > a.word && b.word - a.word <= 2,
        _ => false,
    });
    out.push(("in_order", neighbours.count() as f32 / (claim.stems.len() as f32 - 1.0).max(1.0)));
    let used: Vec<usize> = best.alignment.partners.iter().filter(|partner| partner.strength > 0.4).map(|partner| partner.word).collect();
    let left = sentence.stems.len().saturating_sub(used.len());
    out.push(("leftover", left as f32 / (sentence.stems.len() as f32).max(1.0)));
    let (own, theirs) = (claim.deep(), sentence.deep());
    out.push(("negations", negations(claim)));
    out.push(("negations_best", negations(sentence)));
    let turned = own.words.iter().zip(&best.alignment.partners).filter(|(word, partner)| {
        partner.strength > 0.4 && theirs.words.get(partner.word).is_some_and(|other| other.negated != word.negated)
    });
    out.push(("negation_turned", turned.count() as f32));
    let limits = |sentence: &Analysed| cues(sentence, &LIMITS);
    let theirs_limits = limits(sentence);
    out.push(("limits_lacking", limits(claim).iter().filter(|word| !theirs_limits.contains(word)).count() as f32));
    let meaning = mean_vector(own.words.iter());
    let of_best = mean_vector(theirs.words.iter());
    out.push(("meaning_1", cosine(&meaning, &of_best)));
    let rest =
        mean_vector(own.words.iter().zip(&best.alignment.partners).filter(|(_, partner)| partner.strength < 0.5).map(|(word, _)| word));
    out.push(("meaning_rest", cosine(&rest, &of_best)));
    out.push(("hedges", cues(claim, &HEDGES).len() as f32));
    out.push(("hedges_best", cues(sentence, &HEDGES).len() as f32));
}

/// Words that narrow or widen what is said.
const LIMITS: [&str; 16] = [
    "only",
    "all",
    "every",
    "never",
    "always",
    "first",
    "last",
    "most",
    "least",
    "none",
    "entirely",
    "solely",
    "exclusively",
    "sole",
    "best",
    "no",
];
/// Words that make a statement less sure.
const HEDGES: [&str; 16] = [
    "may",
    "might",
    "could",
    "possibly",
    "perhaps",
    "likely",
    "unlikely",
    "probably",
    "reportedly",
    "allegedly",
    "appear",
    "seem",
    "suggest",
    "claim",
    "allege",
    "believe",
];

fn cues(sentence: &Analysed, list: &[&str]) -> Vec<smol_str::SmolStr> {
    sentence
        .deep()
        .analysis
        .parse
        .tokens
        .iter()
        .map(|token| smol_str::StrExt::to_lowercase_smolstr(token.lemma.as_str()))
        .filter(|lemma| list.contains(&lemma.as_str()))
        .collect()
}

fn negations(sentence: &Analysed) -> f32 {
    let negation = |lemma: &str| {
        matches!(lemma, "not" | "no" | "never" | "n't" | "n’t" | "neither" | "nor" | "none" | "without" | "nobody" | "nothing")
    };
    sentence.deep().analysis.parse.tokens.iter().filter(|token| negation(&token.lemma.to_lowercase())).count() as f32
}

/// Length of the longest common subsequence of words.
fn common(a: &[u64], b: &[u64]) -> f32 {
    let mut row = vec![0_u16; b.len() + 1];
    for x in a {
        let mut diagonal = 0;
        for (at, y) in b.iter().enumerate() {
            let (left, up) = (row.get(at).copied().unwrap_or(0), row.get(at + 1).copied().unwrap_or(0));
            let new = if x == y { diagonal + 1 } else { left.max(up) };
            diagonal = up;
            if let Some(place) = row.get_mut(at + 1) {
                *place = new;
            }
        }
    }
    f32::from(row.last().copied().unwrap_or(0))
}

/// Cosine of the mean meanings of two sentences.
pub(super) fn nearness(a: &Analysed, b: &Analysed) -> f32 {
    cosine(&mean_vector(a.deep().words.iter()), &mean_vector(b.deep().words.iter()))
}

fn mean_vector<'a>(words: impl Iterator<Item = &'a Word>) -> Vec<f32> {
    let mut sum = vec![0.0; crate::text::similar::DIMENSIONS];
    for vector in words.filter_map(|word| word.vector.as_ref()) {
        sum.iter_mut().zip(vector.values()).for_each(|(sum, x)| *sum += x);
    }
    sum
}

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
    let size = (dot(a, a) * dot(b, b)).sqrt();
    if size > 0.0 { dot(a, b) / size } else { 0.0 }
}

/// Agreement of the claim's statements with those of the best sentence whose act is the partner of theirs.
fn statements(bearing: &Bearing, out: &mut Features) {
    let (mut stated, mut met, mut turned, mut drop, mut attributed, mut agents, mut patients) = (0.0, 0.0, 0.0, 0.0_f32, 0.0, 0.0, 0.0);
    if let Some((best, sentence)) = bearing.best() {
        let (own, theirs) = (bearing.claim.deep(), sentence.deep());
        let partner = |token: u16| {
            let at = own.words.iter().position(|word| word.token == usize::from(token))?;
            let partner = best.alignment.partners.get(at).filter(|partner| partner.strength >= 0.4)?;
            theirs.words.get(partner.word).map(|word| word.token)
        };
        for statement in &own.analysis.statements {
            stated += 1.0;
            let Some(token) = partner(statement.act.head) else { continue };
            let Some(other) = theirs.analysis.statements.iter().find(|other| usize::from(other.act.head) == token) else { continue };
            met += 1.0;
            turned += f32::from(u8::from((statement.polarity == Polarity::Negated) != (other.polarity == Polarity::Negated)));
            drop = drop.max(statement.certainty.strength - other.certainty.strength);
            attributed += f32::from(u8::from(statement.attribution.is_none() && other.attribution.is_some()));
            let same = |a: &Statement, b: &Statement, agent: bool| {
                let of = |s: &Statement| if agent { s.agent.clone() } else { s.patient.clone() };
                match (of(a), of(b)) {
                    (Some(a), Some(b)) => a.fillers.iter().any(|filler| {
                        partner(filler.head).is_some_and(|token| b.fillers.iter().any(|other| usize::from(other.head) == token))
                    }),
                    _ => false,
                }
            };
            agents += f32::from(u8::from(same(statement, other, true)));
            patients += f32::from(u8::from(same(statement, other, false)));
        }
    }
    out.push(("statements", stated));
    out.push(("statements_met", met));
    out.push(("polarity_turned", turned));
    out.push(("certainty_drop", drop));
    out.push(("attribution_lost", attributed));
    out.push(("agents_met", agents));
    out.push(("patients_met", patients));
}

/// How probable it is that words lack backing, by the model that was fitted on marked words.
fn lacking(bearing: &Bearing, out: &mut Features) {
    let mut lacking = unbacked::lacking(bearing);
    let sum: f32 = lacking.iter().sum();
    let weighted: f32 = lacking.iter().zip(&bearing.weights).map(|(lacking, weight)| lacking * weight).sum();
    let none: f32 = lacking.iter().map(|lacking| (1.0 - lacking).max(0.01).ln()).sum();
    lacking.sort_by(|a, b| b.total_cmp(a));
    let at = |n: usize| lacking.get(n).copied().unwrap_or_default();
    out.push(("lack_most", at(0)));
    out.push(("lack_second", at(1)));
    out.push(("lack_third", at(2)));
    out.push(("lack_sum", sum));
    out.push(("lack_mean", sum / (lacking.len() as f32).max(1.0)));
    out.push(("lack_weighted", weighted));
    out.push(("lack_none", none));
}

/// Differences that were found, by rule.
fn differences(bearing: &Bearing, out: &mut Features) {
    let count = |rule: Rule| bearing.reasons.iter().filter(|reason| reason.rule == rule).count() as f32;
    out.push(("difference_figure", count(Rule::FigureMismatch)));
    out.push(("difference_actor", count(Rule::ActorMismatch)));
    out.push(("difference_opposite", count(Rule::ContradictedClaim)));
    out.push(("difference_overstated", count(Rule::OverstatedClaim)));
    out.push(("difference_speaker", count(Rule::AttributionLost)));
    out.push(("difference_lacking", count(Rule::PartlyBackedClaim)));
}

fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = values.fold((0.0, 0.0_f32), |(sum, count), value| (sum + value, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

fn mean_or_one(values: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = values.fold((0.0, 0.0_f32), |(sum, count), value| (sum + value, count + 1.0));
    if count > 0.0 { sum / count } else { 1.0 }
}
