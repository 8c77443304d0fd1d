//! What the client can do, read once, and what the server offers it.

use tower_lsp::ls_types::*;

use super::handlers;
use super::position::Encoding;

/// What the client can do, as far as the server behaves by it.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Unit of columns, as negotiated.
    pub encoding: Encoding,
    /// It asks for diagnostics, so none are pushed. One that cannot be told to ask again (Neovim 0.11) would keep those of the time
    /// before the sources were read, so it counts as one that does not ask.
    pub pulls: bool,
    /// It asks again for pulled diagnostics when told to.
    pub refreshes: super::outbox::Refresh,
    /// Hovers may be Markdown.
    pub markdown: bool,
    /// What is said of a proposal may be Markdown.
    pub markdown_in_completion: bool,
    /// Links may say where they lead.
    pub link_tooltips: bool,
    /// Proposals may name the characters that accept them.
    pub commit_characters: bool,
    /// Diagnostics may point at passages.
    pub related_information: bool,
    /// Diagnostics may link to the description of their rule.
    pub code_description: bool,
    /// Definitions may say what they link from.
    pub location_links: bool,
    /// Edits may name the version they apply to.
    pub document_changes: bool,
    /// Files may be made as part of an edit.
    pub creates_files: bool,
    /// Files may be renamed as part of an edit.
    pub renames_files: bool,
    /// Code actions may leave their edit to `codeAction/resolve`.
    pub resolves_edits: bool,
    /// Symbols may be nested.
    pub nested_symbols: bool,
    /// It can watch files for the server.
    pub watches_files: bool,
    /// It can watch files relative to a folder.
    pub relative_patterns: bool,
    /// It shows progress.
    pub progress: bool,
    /// It can be asked for settings.
    pub configuration: bool,
    /// It tells of changed settings if asked to.
    pub configuration_changes: bool,
}

impl Facts {
    /// Reads them from what the client sent with `initialize`.
    pub fn new(client: &ClientCapabilities) -> Self {
        let text = client.text_document.as_ref();
        let workspace = client.workspace.as_ref();
        let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_deref());
        let publish = text.and_then(|text| text.publish_diagnostics.as_ref());
        let pull = text.and_then(|text| text.diagnostic.as_ref());
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let watch = workspace.and_then(|workspace| workspace.did_change_watched_files.as_ref());
        let proposal = text.and_then(|text| text.completion.as_ref()?.completion_item.as_ref());
        let is = |flag: Option<bool>| flag == Some(true);
        Self {
            encoding: Encoding::negotiate(offered),
            pulls: pull.is_some() && is(workspace.and_then(|workspace| workspace.diagnostics.as_ref()?.refresh_support)),
            refreshes: super::outbox::Refresh {
                diagnostics: is(workspace.and_then(|workspace| workspace.diagnostics.as_ref()?.refresh_support)),
                inlay_hints: is(workspace.and_then(|workspace| workspace.inlay_hint.as_ref()?.refresh_support)),
                code_lens: is(workspace.and_then(|workspace| workspace.code_lens.as_ref()?.refresh_support)),
                semantic_tokens: is(workspace.and_then(|workspace| workspace.semantic_tokens.as_ref()?.refresh_support)),
            },
            markdown: text
                .and_then(|text| text.hover.as_ref()?.content_format.as_ref())
                .is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            markdown_in_completion: proposal
                .and_then(|item| item.documentation_format.as_ref())
                .is_some_and(|formats| formats.contains(&MarkupKind::Markdown)),
            commit_characters: is(proposal.and_then(|item| item.commit_characters_support)),
            link_tooltips: is(text.and_then(|text| text.document_link.as_ref()?.tooltip_support)),
            related_information: is(publish.and_then(|publish| publish.related_information))
                || is(pull.and_then(|pull| pull.related_information)),
            code_description: is(publish.and_then(|publish| publish.code_description_support))
                || is(pull.and_then(|pull| pull.code_description_support)),
            location_links: is(text.and_then(|text| text.definition.as_ref()?.link_support)),
            document_changes: is(edits.and_then(|edits| edits.document_changes)),
            creates_files: is(edits.and_then(|edits| edits.document_changes))
                && edits
                    .and_then(|edits| edits.resource_operations.as_ref())
                    .is_some_and(|operations| operations.contains(&ResourceOperationKind::Create)),
            renames_files: edits
                .and_then(|edits| edits.resource_operations.as_ref())
                .is_some_and(|operations| operations.contains(&ResourceOperationKind::Rename)),
            resolves_edits: text
                .and_then(|text| text.code_action.as_ref()?.resolve_support.as_ref())
                .is_some_and(|resolve| resolve.properties.iter().any(|property| property == "edit")),
            nested_symbols: is(text.and_then(|text| text.document_symbol.as_ref()?.hierarchical_document_symbol_support)),
            watches_files: is(watch.and_then(|watch| watch.dynamic_registration)),
            relative_patterns: is(watch.and_then(|watch| watch.relative_pattern_support)),
            progress: is(client.window.as_ref().and_then(|window| window.work_done_progress)),
            configuration: is(workspace.and_then(|workspace| workspace.configuration)),
            configuration_changes: is(workspace.and_then(|workspace| workspace.did_change_configuration.as_ref()?.dynamic_registration)),
        }
    }
}

/// What the server offers to such a client. Nothing stands here that is not served and tested over the wire.
pub fn offered(facts: &Facts) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(facts.encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(true) })),
            ..Default::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions {
            resolve_provider: Some(true),
            trigger_characters: Some(["@", "[", "\"", "“", ">", "#", "-", "="].map(String::from).into()),
            ..Default::default()
        }),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![handlers::execute_command::REPORT.to_owned()],
            ..Default::default()
        }),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, handlers::code_action::FIX_ALL, handlers::code_action::CORRECT]),
            resolve_provider: Some(facts.resolves_edits),
            ..Default::default()
        })),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        document_link_provider: Some(DocumentLinkOptions { resolve_provider: Some(false), work_done_progress_options: Default::default() }),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        rename_provider: Some(OneOf::Right(RenameOptions { prepare_provider: Some(true), work_done_progress_options: Default::default() })),
        inlay_hint_provider: Some(OneOf::Left(true)),
        semantic_tokens_provider: Some(SemanticTokensServerCapabilities::SemanticTokensOptions(SemanticTokensOptions {
            legend: handlers::semantic_tokens::legend(),
            range: Some(true),
            full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
            ..Default::default()
        })),
        diagnostic_provider: facts.pulls.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some("backtext".into()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..Default::default()
            })
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: Some(WorkspaceFileOperationsServerCapabilities {
                will_rename: Some(FileOperationRegistrationOptions {
                    filters: vec![FileOperationFilter {
                        scheme: Some("file".into()),
                        pattern: FileOperationPattern { glob: "**/*".into(), matches: None, options: None },
                    }],
                }),
                ..Default::default()
            }),
        }),
        ..Default::default()
    }
}

/// Who is speaking.
pub fn info() -> ServerInfo {
    ServerInfo { name: "backtext".into(), version: Some(env!("CARGO_PKG_VERSION").into()) }
}
