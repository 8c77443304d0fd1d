//! `textDocument/semanticTokens/full`, `…/full/delta` and `…/range`

use ropey::Rope;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;
use xxhash_rust::xxh3::Xxh3;

use crate::features::semantic_tokens::{self, Meaning};
use crate::lsp::position::{self, Encoding};
use crate::lsp::view::View;
use crate::text::Span;

/// The kinds, in the order of their numbers.
pub fn legend() -> SemanticTokensLegend {
    let types = ["actor", "dispute", "citation", "hedge", "judgement"].map(SemanticTokenType::new);
    SemanticTokensLegend { token_types: types.into(), token_modifiers: Vec::new() }
}

/// All tokens of the document.
pub fn full(view: &View, _: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
    Ok(Some(SemanticTokensResult::Tokens(kept(view, encode(view, None)))))
}

/// What has changed since an earlier answer, or all where that is no longer known.
pub fn delta(view: &View, params: SemanticTokensDeltaParams) -> Result<Option<SemanticTokensFullDeltaResult>> {
    let before = view.picture.kept.tokens.get(&view.path).filter(|known| known.0 == params.previous_result_id).map(|known| known.1.clone());
    let now = kept(view, encode(view, None));
    let Some(before) = before else { return Ok(Some(SemanticTokensFullDeltaResult::Tokens(now))) };
    let head = before.iter().zip(&now.data).take_while(|(a, b)| a == b).count();
    let rest = before.len().min(now.data.len()) - head;
    let tail = before.iter().rev().zip(now.data.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let inserted = now.data.get(head..now.data.len() - tail).unwrap_or_default().to_vec();
    let deleted = before.len() - tail - head;
    let numbers = |tokens: usize| u32::try_from(tokens * 5).unwrap_or(u32::MAX);
    let edit = SemanticTokensEdit { start: numbers(head), delete_count: numbers(deleted), data: Some(inserted) };
    let edits = if deleted == 0 && edit.data.as_ref().is_none_or(Vec::is_empty) { Vec::new() } else { vec![edit] };
    Ok(Some(SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta { result_id: now.result_id, edits })))
}

/// The tokens in a range.
pub fn range(view: &View, params: SemanticTokensRangeParams) -> Result<Option<SemanticTokensRangeResult>> {
    let data = encode(view, Some(view.span(params.range)));
    Ok(Some(SemanticTokensRangeResult::Tokens(SemanticTokens { result_id: None, data })))
}

/// Keeps the tokens for a later delta.
fn kept(view: &View, data: Vec<SemanticToken>) -> SemanticTokens {
    let mut hash = Xxh3::new();
    for token in &data {
        for number in [token.delta_line, token.delta_start, token.length, token.token_type] {
            hash.update(&number.to_le_bytes());
        }
    }
    let id = format!("{:016x}", hash.digest());
    view.picture.kept.tokens.insert(view.path.clone(), (id.clone(), data.clone()));
    SemanticTokens { result_id: Some(id), data }
}

fn encode(view: &View, within: Option<Span>) -> Vec<SemanticToken> {
    let rope = view.rope();
    let encoding = view.picture.encoding();
    let mut encoded = Vec::new();
    let mut last = Position::default();
    for (span, meaning) in semantic_tokens::tokens(view.snapshot(), &view.path, &|| view.cancelled()) {
        if within.is_some_and(|within| !within.overlaps(span)) {
            continue;
        }
        for (start, length) in lines(&rope, span, encoding) {
            let delta_line = start.line - last.line;
            encoded.push(SemanticToken {
                delta_line,
                delta_start: if delta_line == 0 { start.character - last.character } else { start.character },
                length,
                token_type: number(meaning),
                token_modifiers_bitset: 0,
            });
            last = start;
        }
    }
    encoded
}

/// The pieces of a span on each line: where they start, and their length in the client's unit.
fn lines(rope: &Rope, span: Span, encoding: Encoding) -> Vec<(Position, u32)> {
    let range = position::range(rope, span, encoding);
    let mut pieces = Vec::new();
    for line in range.start.line..=range.end.line {
        let start = if line == range.start.line { range.start } else { Position::new(line, 0) };
        let end = if line == range.end.line {
            range.end
        } else {
            position::position(rope, position::offset(rope, Position::new(line, u32::MAX), encoding), encoding)
        };
        if end.character > start.character {
            pieces.push((start, end.character - start.character));
        }
    }
    pieces
}

fn number(meaning: Meaning) -> u32 {
    match meaning {
        Meaning::Actor => 0,
        Meaning::Dispute => 1,
        Meaning::Citation => 2,
        Meaning::Hedge => 3,
        Meaning::Judgement => 4,
    }
}
