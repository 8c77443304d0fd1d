//! `textDocument/codeAction` and `codeAction/resolve`

use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

use crate::features::code_action::{self, Action};
use crate::features::curation;
use crate::lsp::convert::{configuration_edit, diagnostic, workspace_edit};
use crate::lsp::view::View;
use crate::rules::Edit;
use crate::text::Span;

/// Kind of the action that mends everything beyond doubt.
pub const FIX_ALL: CodeActionKind = CodeActionKind::new("source.fixAll.backtext");

/// Kind of the actions that correct who is who.
pub const CORRECT: CodeActionKind = CodeActionKind::new("refactor.rewrite.backtext");

/// What an action carries to be resolved by.
#[derive(Debug, Serialize, Deserialize)]
pub struct Data {
    /// The document.
    pub uri: Uri,
    /// Bytes that the actions were asked for.
    pub span: Span,
    /// Whether it is the one that mends everything.
    pub all: bool,
    /// Version of the text; none for a document that is not open.
    pub version: Option<i32>,
}

/// The fixes of the findings in a range.
pub fn answer(view: &View, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
    let span = view.span(params.range);
    let only = params.context.only.as_deref();
    let mut actions = Vec::new();
    if wanted(only, &CodeActionKind::QUICKFIX) {
        for action in code_action::actions(view.snapshot(), &view.path, span, &|| view.cancelled()) {
            let diagnostic = diagnostic(view, &action.finding);
            let diagnostics =
                params.context.diagnostics.iter().find(|given| given.range == diagnostic.range && given.code == diagnostic.code);
            actions.push(CodeAction {
                title: action.fix.title.clone(),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![diagnostics.cloned().unwrap_or(diagnostic)]),
                is_preferred: action.fix.preferred.then_some(true),
                ..deferred(view, &params.text_document.uri, span, &action.fix.edits, false)
            });
        }
    }
    if wanted(only, &CORRECT) {
        for correction in curation::corrections(view.snapshot(), &view.path, span) {
            let edits = [correction.edit];
            actions.push(CodeAction {
                title: correction.title,
                kind: Some(CORRECT),
                edit: Some(configuration_edit(&view.picture, &edits)),
                ..Default::default()
            });
        }
    }
    // Offered where somebody asks for it, or for fixes of the whole document: in the list at every flag it would be in the way.
    if only.is_some()
        && wanted(only, &FIX_ALL)
        && let Some(edits) = code_action::fix_all(view.snapshot(), &view.path, &|| view.cancelled())
    {
        actions.push(CodeAction {
            title: "Mend everything that is beyond doubt".into(),
            kind: Some(FIX_ALL),
            ..deferred(view, &params.text_document.uri, span, &edits, true)
        });
    }
    Ok(Some(actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()))
}

/// An action with its edit, or with what it takes to make it later.
fn deferred(view: &View, uri: &Uri, span: Span, edits: &[Edit], all: bool) -> CodeAction {
    if !view.picture.facts.resolves_edits {
        return CodeAction { edit: Some(workspace_edit(&view.picture, edits)), ..Default::default() };
    }
    let data = Data { uri: uri.clone(), span, all, version: view.shot.as_ref().map(|shot| shot.version) };
    CodeAction { data: serde_json::to_value(data).ok(), ..Default::default() }
}

/// A kind is wanted if it, or one that it is part of, was asked for.
fn wanted(only: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    only.is_none_or(|only| {
        only.iter().any(|asked| {
            let asked = asked.as_str();
            asked.is_empty() || kind.as_str() == asked || kind.as_str().strip_prefix(asked).is_some_and(|rest| rest.starts_with('.'))
        })
    })
}

/// What `codeAction/resolve` is about, from the action's data.
pub fn data(action: &CodeAction) -> Result<Data> {
    let data = action.data.clone().unwrap_or_default();
    serde_json::from_value(data).map_err(|error| Error::invalid_params(format!("this action was not offered here: {error}")))
}

/// The action with its edit.
pub fn resolve(view: &View, (mut action, data): (CodeAction, Data)) -> Result<CodeAction> {
    if data.version != view.shot.as_ref().map(|shot| shot.version) {
        return Err(Error::content_modified());
    }
    let edits = if data.all {
        code_action::fix_all(view.snapshot(), &view.path, &|| view.cancelled())
    } else {
        let actions = code_action::actions(view.snapshot(), &view.path, data.span, &|| view.cancelled());
        let same = |found: &Action| found.fix.title == action.title && on_rule(&action, found);
        actions.into_iter().find(same).map(|found| found.fix.edits)
    };
    let edits = edits.ok_or_else(Error::content_modified)?;
    action.edit = Some(workspace_edit(&view.picture, &edits));
    Ok(action)
}

fn on_rule(action: &CodeAction, found: &Action) -> bool {
    let code = action.diagnostics.as_ref().and_then(|diagnostics| diagnostics.first()?.code.clone());
    code.is_none_or(|code| code == NumberOrString::String(found.finding.rule.name().into()))
}
