//! Somebody's word that the claim gives as fact.

use super::Difference;
use super::pair::Pair;
use crate::rules::Rule;
use crate::statement::Stance;

/// Share of the claim's telling words that must stand in the sentence.
const COVER: f32 = 0.75;

/// Statements that the sentence gives to a speaker, and the claim does not.
pub fn find(pair: &Pair) -> Vec<Difference> {
    if pair.cover < COVER {
        return Vec::new();
    }
    // A claim that gives anything to a speaker is taken at its word.
    if pair.claim.statements().any(|(_, statement)| statement.attribution.is_some()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (act, statement) in pair.evidence.statements() {
        let (Some(attribution), Some(at)) = (&statement.attribution, pair.back(act)) else { continue };
        let speaker = attribution.who.as_ref();
        let named = speaker
            .is_some_and(|role| role.fillers.iter().any(|filler| pair.evidence.run(filler.span).any(|word| pair.back(word).is_some())));
        let verb_said = statement.cues.iter().any(|cue| {
            cue.kind == crate::statement::CueKind::Attribution && pair.evidence.run(cue.span).any(|word| pair.back(word).is_some())
        });
        if named && verb_said || verb_said {
            continue;
        }
        let who = speaker.map(|role| role.span.of(pair.evidence.text()));
        let message = match (who, attribution.stance) {
            (Some(who), Stance::Denies) => format!("the source says that {who} denies it, the claim states it as fact"),
            (Some(who), _) => format!("the source gives it as the word of {who} (“{}”), the claim as fact", attribution.verb),
            (None, _) => format!("the source says “{}”, the claim states it as fact", attribution.verb),
        };
        let cue =
            statement.cues.iter().find(|cue| cue.kind == crate::statement::CueKind::Attribution).map_or(statement.span, |cue| cue.span);
        let mut difference = Difference::new(pair, Rule::AttributionLost, message, at..at + 1, pair.evidence.run(cue), None);
        difference.words = 0..0;
        found.push(difference);
        break;
    }
    found
}
