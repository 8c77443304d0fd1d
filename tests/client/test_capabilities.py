"""Every capability that the server offers, driven as each editor would, with the answers read."""

from __future__ import annotations

import asyncio
import json
import re
import shutil

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from session import as_dict, plain

WATER, TALKS, SECURITY = "notes/water.md", "notes/talks.md", "notes/security.md"


def markdown(content) -> str:
    assert isinstance(content, types.MarkupContent) and content.kind == types.MarkupKind.Markdown
    return content.value


def documentation(session, item: types.CompletionItem) -> str:
    """What is said of a proposal; Emacs names no format for that, so it gets a text without marks."""
    if session.name != "emacs":
        return markdown(item.documentation)
    assert isinstance(item.documentation, str) and "**" not in item.documentation
    return item.documentation


async def test_findings_come_with_their_place_their_reason_and_the_passage(session):
    note = session.open(WATER)
    flag = await session.flag(note, "figure-mismatch")
    assert note.words(flag.range) == "1947"
    assert flag.severity == types.DiagnosticSeverity.Error and flag.source == "backtext"
    assert "1974" in flag.message and "luwezi-river" in flag.message
    if session.name in ("vscode", "vscode-pull", "neovim"):
        passage = flag.related_information[0]
        assert passage.location.uri.endswith("/sources/luwezi-river.md") and "1974" in passage.message
        source = session.open("sources/luwezi-river.md")
        assert source.words(passage.location.range) == "Zambia and Malawi signed the Luwezi River Treaty in 1974."
    else:
        assert flag.related_information is None, "Emacs did not say that it shows passages"
    if flag.code_description is not None:
        assert session.name.startswith("vscode")


async def test_columns_are_right_behind_letters_of_every_width(session):
    note = session.open(WATER)
    await session.flag(note, "figure-mismatch")
    line = note.text.index("The two states signed")
    session.type(note, line, line, "Né 😀 à Zürich. ")
    flag = await session.flag(note, "figure-mismatch")
    assert note.words(flag.range) == "1947"
    # An edit of the flagged word itself, with those letters before it.
    year = note.text.index("1947")
    session.type(note, year, year + 4, "1974")

    async def gone():
        found = await session.diagnostics(note)
        return found and all(flag.code != "figure-mismatch" for flag in found)

    await session.until("no flag on the right year", gone)
    served = await session.ask(types.WORKSPACE_TEXT_DOCUMENT_CONTENT, types.TextDocumentContentParams(note.uri))
    assert served.text == note.text


async def test_diagnostics_are_pushed_or_pulled_and_never_both(session):
    note = session.open(WATER)
    await session.flag(note, "figure-mismatch")
    if not session.pulls:
        assert session.published[note.uri].version == 1
        session.tell(types.TEXT_DOCUMENT_DID_CLOSE, types.DidCloseTextDocumentParams(note.name))
        await session.until("they are taken back", lambda: session.published[note.uri].diagnostics == ())
        return
    assert all(not params.diagnostics for params in session.published.values())
    options = session.offered.diagnostic_provider
    assert options.inter_file_dependencies and options.workspace_diagnostics
    first = await session.ask(types.TEXT_DOCUMENT_DIAGNOSTIC, types.DocumentDiagnosticParams(note.name, identifier=options.identifier))
    again = types.DocumentDiagnosticParams(note.name, previous_result_id=first.result_id)
    same = await session.ask(types.TEXT_DOCUMENT_DIAGNOSTIC, again)
    assert same.kind == "unchanged" and same.result_id == first.result_id
    year = note.text.index("1947")
    session.type(note, year, year + 4, "1974")
    changed = await session.ask(types.TEXT_DOCUMENT_DIAGNOSTIC, again)
    assert changed.kind == "full" and all(item.code != "figure-mismatch" for item in changed.items)
    everything = await session.ask(types.WORKSPACE_DIAGNOSTIC, types.WorkspaceDiagnosticParams([]))
    assert everything.items == (), "closed notes are an option"
    session.configure({"editor": {"wholeWorkspace": True}})
    everything = await session.ask(types.WORKSPACE_DIAGNOSTIC, types.WorkspaceDiagnosticParams([]))
    by_note = {report.uri.rsplit("/", 1)[1]: report for report in everything.items}
    assert any(item.code == "misquote" for item in by_note["talks.md"].items)
    known = [types.PreviousResultId(report.uri, report.result_id) for report in everything.items]
    unchanged = await session.ask(types.WORKSPACE_DIAGNOSTIC, types.WorkspaceDiagnosticParams(known))
    assert {report.kind for report in unchanged.items} == {"unchanged"}
    assert session.client.diagnostic_refresh_count > 0, "the editor is told that sources were read"


async def test_hover_shows_the_evidence_the_source_and_why_a_word_is_flagged(session):
    note = session.open(WATER)
    await session.flag(note, "figure-mismatch")

    async def hover(words, into=1):
        return await session.ask(types.TEXT_DOCUMENT_HOVER, types.HoverParams(note.name, note.at(words, into)))

    flagged = await hover("1947")
    card = markdown(flagged.contents)
    assert note.words(flagged.range) == "1947"
    assert card.startswith("**figure-mismatch**: the source says 1974"), "`K` in Neovim shows nothing else"
    assert card.count("the source says 1974") == 1 and "**Contradicted** · a source says otherwise" in card
    session.configure({"editor": {"reasonInHover": False}})
    beside = markdown((await hover("1947")).contents)
    assert beside.startswith("**Contradicted** · a source says otherwise") and "the source says 1974" not in beside
    assert "luwezi-river, l. 19" in beside
    backed = await hover("measurements in 1996")
    card = markdown(backed.contents)
    assert card.startswith("**Backed**") and "luwezi-river, l. 19" in card
    assert "**Zambia stopped sharing** its **measurements** in **1996**" in card, "the words that were found are bold"
    citation = await hover("@luwezi-river")
    assert "Institute for Shared Waters" in markdown(citation.contents)
    assert await session.ask(types.TEXT_DOCUMENT_HOVER, types.HoverParams(note.name, note.at("updated:", 3))) is None
    source = session.open("sources/luwezi-river.md")
    resting = await session.ask(types.TEXT_DOCUMENT_HOVER, types.HoverParams(source.name, source.at("Malawi asked for arbitration")))
    assert resting is None or "rest" in markdown(resting.contents)


async def test_completion_offers_what_fits_the_place(session):
    note = session.open(TALKS)
    cite = await session.completed(note, "They met [@luw")
    assert cite[0].label == "luwezi-river" and cite[0].text_edit.new_text == "luwezi-river]"
    card = await session.ask(types.COMPLETION_ITEM_RESOLVE, cite[0])
    assert "Institute for Shared Waters" in documentation(session, card)
    wiki = await session.completed(note, "They met [[bord")
    assert wiki[0].text_edit.new_text == "border-briefing]]"
    quote = await session.completed(note, 'See [@border-briefing, "share intel')
    assert any("share intelligence every week" in item.text_edit.new_text for item in quote)
    block = await session.completed(note, "The briefing [@border-briefing] says:\n\n> ceasefire")
    assert any("offered a ceasefire" in item.text_edit.new_text for item in block)
    terms = await session.completed(note, "## Assessment\n\nA settlement is l")
    likely = next(item for item in terms if item.label == "likely")
    assert likely.detail == "55–80 %"
    actors = await session.completed(note, "The talks with Zam")
    zambia = next(item for item in actors if item.label == "Zambia")
    assert "Zambia" in documentation(session, await session.ask(types.COMPLETION_ITEM_RESOLVE, zambia))
    rules = await session.completed(note, "<!-- backtext-disable-next-line unb")
    assert "unbacked-claim" in [item.label for item in rules]
    headings = await session.completed(note, "## A com")
    assert "A common enemy" in [item.label for item in headings]
    for nothing in ("```\nZam", "see https://example.org/Zam", "[a](notes/Zam", "`Zam`"):
        before = len(note.text)
        session.append(note, "\n" + nothing)
        end = len(note.text) - (1 if nothing.endswith("`") else 0)
        assert (await session.complete(note, end)).items == (), nothing
        session.type(note, before, len(note.text), "")
    config = session.open("backtext.toml", language="toml")
    assert "unbacked-claim" in [item.label for item in await session.completed(config, "[rules]\nunb")]
    kinds = await session.completed(config, '[[actor]]\nkind = "')
    assert "armed-group" in [item.label for item in kinds]


async def test_completion_survives_fast_typing(session):
    """Ten characters, one every 30 ms, and a completion for each that is not taken back: every one has the list."""
    note = session.open(TALKS)
    session.append(note, "\nThey met [@")
    answers = []
    for letter in "luwezi-riv":
        session.append(note, letter)
        answers.append(asyncio.ensure_future(session.complete(note)))
        await asyncio.sleep(0.03)
    for answer in await asyncio.gather(*answers):
        assert answer.items[0].label == "luwezi-river"


async def test_quick_fixes_mend_and_leave_the_rest(session):
    note = session.open(WATER)
    flag = await session.flag(note, "figure-mismatch")
    context = types.CodeActionContext(diagnostics=[flag], only=[types.CodeActionKind.QuickFix])
    actions = await session.ask(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionParams(note.name, flag.range, context))
    fix = next(action for action in actions if "1974" in action.title)
    assert fix.kind == types.CodeActionKind.QuickFix and fix.diagnostics[0].code == "figure-mismatch"
    if session.name == "emacs":
        assert fix.edit is not None, "Emacs resolves nothing"
    else:
        assert fix.edit is None and session.offered.code_action_provider.resolve_provider
        fix = await session.ask(types.CODE_ACTION_RESOLVE, fix)
    assert session.apply(note, fix.edit) == note.text.replace("1947", "1974")
    context = types.CodeActionContext(diagnostics=[], only=["source.fixAll.backtext"])
    [all_of_them] = await session.ask(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionParams(note.name, note.all(), context))
    assert all_of_them.kind == "source.fixAll.backtext"
    kinds = session.offered.code_action_provider.code_action_kinds
    assert set(kinds) >= {"quickfix", "source.fixAll.backtext"}
    context = types.CodeActionContext(diagnostics=[], only=["refactor.extract"])
    assert not await session.ask(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionParams(note.name, flag.range, context))


async def test_from_a_claim_to_its_passage_and_back(session):
    note = session.open(WATER)
    await session.flag(note, "figure-mismatch")
    where = types.DefinitionParams(note.name, note.at("Chisera Dam between"))
    found = (await session.ask(types.TEXT_DOCUMENT_DEFINITION, where))[0]
    uri, range_ = found.target_uri, found.target_selection_range
    assert note.words(found.origin_selection_range).startswith("Zambia built the Chisera Dam")
    source = session.open("sources/luwezi-river.md")
    assert uri == source.uri
    assert source.words(range_).startswith("Zambia built the Chisera Dam")
    back = types.ReferenceParams(types.ReferenceContext(False), source.name, range_.start)
    claims = await session.ask(types.TEXT_DOCUMENT_REFERENCES, back)
    assert {claim.uri.rsplit("/", 1)[1] for claim in claims} == {"water.md", "timeline.md"}
    inside = next(claim for claim in claims if claim.uri == note.uri)
    assert note.words(inside.range).startswith("Zambia built the Chisera Dam")
    lenses = await session.ask(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensParams(source.name))
    assert "2 claims rest on this" in [lens.command.title for lens in lenses]
    of_note = await session.ask(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensParams(note.name))
    assert any(re.fullmatch(r"\d+ of \d+ claims backed · \d+ sources?", lens.command.title) for lens in of_note)
    links = await session.ask(types.TEXT_DOCUMENT_DOCUMENT_LINK, types.DocumentLinkParams(note.name))
    assert links[0].target.startswith(source.uri) and note.words(links[0].range) == "luwezi-river"
    highlights = await session.ask(
        types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, types.DocumentHighlightParams(note.name, note.at("@luwezi-river", 3))
    )
    assert len(highlights) == note.text.count("luwezi-river")
    assert {note.words(highlight.range).strip("[@]") .split(",")[0] for highlight in highlights} == {"luwezi-river"}


async def test_outline_folds_and_growing_selections(session):
    note = session.open(WATER)
    symbols = await session.ask(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, types.DocumentSymbolParams(note.name))
    top = symbols[0]
    assert top.name == "The Luwezi River"
    if isinstance(top, types.DocumentSymbol):
        sections = [child for child in top.children if child.name in ("River and treaty", "The dam")]
        assert len(sections) == 2 and note.words(sections[0].selection_range).endswith("River and treaty")
        assert any(claim.detail for claim in sections[0].children)
    else:
        pytest.fail("all three editors show an outline with levels")
    found = await session.ask(types.WORKSPACE_SYMBOL, types.WorkspaceSymbolParams("ceasefire"))
    assert any(symbol.name == "Ceasefire" and symbol.location.uri.endswith("security.md") for symbol in found)
    folds = await session.ask(types.TEXT_DOCUMENT_FOLDING_RANGE, types.FoldingRangeParams(note.name))
    section = note.position(note.text.index("## River and treaty")).line
    assert any(fold.start_line == section and fold.end_line > section for fold in folds)
    where = note.at("highlands", 2)
    [chain] = await session.ask(types.TEXT_DOCUMENT_SELECTION_RANGE, types.SelectionRangeParams(note.name, [where]))
    grown = []
    while chain is not None:
        grown.append(note.words(chain.range))
        chain = chain.parent
    assert grown[0] == "highlands" and grown[-1] == note.text
    assert any(text.startswith("The Luwezi runs 310") for text in grown)
    assert all(small in large and len(small) < len(large) for small, large in zip(grown, grown[1:]))


async def test_colours_whole_in_part_and_what_changed(session):
    note = session.open(SECURITY)
    legend = session.offered.semantic_tokens_provider.legend.token_types
    full = await session.ask(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, types.SemanticTokensParams(note.name))

    def decode(data):
        line = column = 0
        for at in range(0, len(data), 5):
            down, right, length, kind, _ = data[at : at + 5]
            line, column = line + down, right if down else column + right
            start = types.Position(line, column)
            yield legend[kind], note.words(types.Range(start, types.Position(line, column + length)))

    found = list(decode(full.data))
    assert ("actor", "EPRF") in found and any(kind == "citation" for kind, _ in found)
    session.type(note, 0, 0, "It is likely. 😀 Zambia knows [@luwezi-river].\n\n")
    params = types.SemanticTokensDeltaParams(note.name, full.result_id)
    delta = await session.ask(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA, params)
    patched = list(full.data)
    for edit in sorted(delta.edits, key=lambda edit: edit.start, reverse=True):
        patched[edit.start : edit.start + edit.delete_count] = edit.data or []
    again = await session.ask(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL, types.SemanticTokensParams(note.name))
    assert patched == list(again.data)
    first = types.Range(types.Position(0, 0), types.Position(1, 0))
    part = await session.ask(types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE, types.SemanticTokensRangeParams(note.name, first))
    inside = list(decode(part.data))
    assert ("actor", "Zambia") in inside and 0 < len(inside) < len(list(decode(again.data)))


async def test_hints_behind_backed_claims_when_wanted(session):
    note = session.open(WATER)
    params = types.InlayHintParams(note.name, note.all())
    assert not await session.ask(types.TEXT_DOCUMENT_INLAY_HINT, params)
    session.configure({"editor": {"inlayHints": True}})
    hints = await session.ask(types.TEXT_DOCUMENT_INLAY_HINT, params)
    assert any(hint.label.startswith("luwezi-river, l. ") for hint in hints)


async def test_an_actor_is_renamed_in_notes_and_settings_and_never_in_sources(session):
    note = session.open(SECURITY)
    where = note.at("EPRF has fought", 2)
    prepared = await session.ask(types.TEXT_DOCUMENT_PREPARE_RENAME, types.PrepareRenameParams(note.name, where))
    assert prepared.placeholder == "EPRF" and note.words(prepared.range) == "EPRF"
    edit = await session.ask(types.TEXT_DOCUMENT_RENAME, types.RenameParams(note.name, where, "NPRF"))
    text = plain(edit)
    touched = set(re.findall(r'"uri": "([^"]+)"', json.dumps(text))) | set(text.get("changes", {}))
    assert any(uri.endswith("backtext.toml") for uri in touched) and any(uri.endswith("timeline.md") for uri in touched)
    assert not any("/sources/" in uri for uri in touched)
    after = session.apply(note, edit)
    assert "NPRF has fought" in after and "appears to be short of money" in after
    nothing = types.PrepareRenameParams(note.name, note.at("paid a visit", 1))
    assert await session.ask(types.TEXT_DOCUMENT_PREPARE_RENAME, nothing) is None


async def test_a_source_is_renamed_with_its_citations(session):
    note = session.open(WATER)
    where = note.at("@luwezi-river", 3)
    cited = note.text.count("@luwezi-river")
    if session.name == "emacs":
        # It lets no server rename files: the person is told, and nothing changes by half.
        with pytest.raises(JsonRpcException, match="rename"):
            await session.ask(types.TEXT_DOCUMENT_RENAME, types.RenameParams(note.name, where, "river"))
    else:
        edit = await session.ask(types.TEXT_DOCUMENT_RENAME, types.RenameParams(note.name, where, "river"))
        assert session.apply(note, edit).count("@river") == cited
        moved = edit.document_changes[-1]
        assert isinstance(moved, types.RenameFile)
        assert moved.old_uri.endswith("/sources/luwezi-river.md") and moved.new_uri.endswith("/sources/river.md")
    old, new = session.root / "sources/border-briefing.txt", session.root / "sources/brief.txt"
    files = types.RenameFilesParams([types.FileRename(old.as_uri(), new.as_uri())])
    edit = await session.ask(types.WORKSPACE_WILL_RENAME_FILES, files)
    security = session.open(SECURITY)
    after = session.apply(security, edit)
    assert "border-briefing" not in after
    assert after == security.text.replace("border-briefing", "brief")


async def test_a_note_is_renamed_with_the_links_to_it(session):
    note = session.open(WATER)
    old, new = session.root / SECURITY, session.root / "notes/armed groups.md"
    files = types.RenameFilesParams([types.FileRename(old.as_uri(), new.as_uri())])
    edit = await session.ask(types.WORKSPACE_WILL_RENAME_FILES, files)
    assert session.apply(note, edit) == note.text.replace("(security.md)", "(armed%20groups.md)")


async def test_files_that_change_behind_the_editor(session):
    note = session.open(WATER)
    await session.flag(note, "figure-mismatch")
    source = session.root / "sources/luwezi-river.md"
    source.write_text(source.read_text().replace("1974", "1947"))
    if any(one.method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES for one in session.registered):
        change = types.FileEvent(source.as_uri(), types.FileChangeType.Changed)
        session.tell(types.WORKSPACE_DID_CHANGE_WATCHED_FILES, types.DidChangeWatchedFilesParams([change]))

    async def gone():
        found = await session.diagnostics(note)
        return found and not any(flag.code == "figure-mismatch" and note.words(flag.range) == "1947" for flag in found)

    await session.until("the year is right now", gone)


async def test_settings_and_folders_come_and_go(session, tmp_path):
    note = session.open(WATER)
    await session.flag(note, "figure-mismatch")
    session.configure({"rules": {"figure-mismatch": "off"}})

    async def silent():
        found = await session.diagnostics(note)
        return found and all(flag.code != "figure-mismatch" for flag in found)

    await session.until("the rule is off", silent)
    other = tmp_path / "other"
    (other / "sources").mkdir(parents=True)
    (other / "sources/paper.md").write_text("# Paper\n\nThe mine at Ukwa employs 340 people.\n")
    (other / "note.md").write_text("The mine at Ukwa employs 430 people [@paper].\n")
    folder = types.WorkspaceFolder(other.as_uri(), "other")
    assert session.offered.workspace.workspace_folders.supported
    event = types.WorkspaceFoldersChangeEvent(added=[folder], removed=[])
    session.tell(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, types.DidChangeWorkspaceFoldersParams(event))
    session.configure({})
    stranger = session.open(str(other / "note.md"))
    flag = await session.flag(stranger, "figure-mismatch")
    assert "340" in flag.message, "held against the sources of its own folder"
    event = types.WorkspaceFoldersChangeEvent(added=[], removed=[folder])
    session.tell(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, types.DidChangeWorkspaceFoldersParams(event))
    await session.flag(note, "figure-mismatch")


async def test_saving_and_buffers_without_a_file(session):
    note = session.open(WATER)
    session.tell(types.TEXT_DOCUMENT_DID_SAVE, types.DidSaveTextDocumentParams(note.name, note.text))
    await session.flag(note, "figure-mismatch")
    buffer = session.open("untitled:Untitled-1", "Zambia and Malawi signed the Luwezi River Treaty in 1947 [@luwezi-river].\n")
    flag = await session.flag(buffer, "figure-mismatch")
    assert buffer.words(flag.range) == "1947"
    assert (await session.completed(buffer, "They met [@luw"))[0].label == "luwezi-river"


async def test_the_report_and_the_graph(session):
    assert session.offered.execute_command_provider.commands == ("backtext.report",)
    params = types.ExecuteCommandParams("backtext.report", [session.root.as_uri()])
    report = as_dict(await session.ask(types.WORKSPACE_EXECUTE_COMMAND, params))
    assert report["summary"]["notes"] == 4 and {source["id"] for source in report["sources"]} >= {"luwezi-river"}
    assert any(finding["rule"] == "misquote" for finding in report["findings"])

    async def related():
        graph = as_dict(await session.ask("backtext/graph", {}))
        names = {node["name"] for node in graph["nodes"]}
        return {"Zambia", "Malawi"} <= names and any(edge["statements"] for edge in graph["edges"])

    await session.until("the graph", related)


async def test_a_disk_or_a_home_is_no_workspace(fresh, sample):
    shutil.rmtree(sample / "notes")
    await fresh.begin(folders=[sample.__class__("/")])
    await fresh.until("the refusal", lambda: any("does not index /" in message.message for message in fresh.client.messages))


# What drives each capability. One that is offered and not named here fails the test below.
SERVED = {
    "position_encoding": ["initialize"],
    "text_document_sync": [
        types.TEXT_DOCUMENT_DID_OPEN,
        types.TEXT_DOCUMENT_DID_CHANGE,
        types.TEXT_DOCUMENT_DID_SAVE,
    ],
    "completion_provider": [types.TEXT_DOCUMENT_COMPLETION, types.COMPLETION_ITEM_RESOLVE],
    "hover_provider": [types.TEXT_DOCUMENT_HOVER],
    "definition_provider": [types.TEXT_DOCUMENT_DEFINITION],
    "references_provider": [types.TEXT_DOCUMENT_REFERENCES],
    "document_highlight_provider": [types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT],
    "document_symbol_provider": [types.TEXT_DOCUMENT_DOCUMENT_SYMBOL],
    "code_action_provider": [types.TEXT_DOCUMENT_CODE_ACTION],
    "code_lens_provider": [types.TEXT_DOCUMENT_CODE_LENS],
    "document_link_provider": [types.TEXT_DOCUMENT_DOCUMENT_LINK],
    "workspace_symbol_provider": [types.WORKSPACE_SYMBOL],
    "rename_provider": [types.TEXT_DOCUMENT_PREPARE_RENAME, types.TEXT_DOCUMENT_RENAME],
    "folding_range_provider": [types.TEXT_DOCUMENT_FOLDING_RANGE],
    "selection_range_provider": [types.TEXT_DOCUMENT_SELECTION_RANGE],
    "execute_command_provider": [types.WORKSPACE_EXECUTE_COMMAND],
    "semantic_tokens_provider": [
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL,
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_FULL_DELTA,
        types.TEXT_DOCUMENT_SEMANTIC_TOKENS_RANGE,
    ],
    "inlay_hint_provider": [types.TEXT_DOCUMENT_INLAY_HINT],
    "diagnostic_provider": [types.TEXT_DOCUMENT_DIAGNOSTIC, types.WORKSPACE_DIAGNOSTIC],
    "workspace": [types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, types.WORKSPACE_WILL_RENAME_FILES],
}


async def test_nothing_is_offered_that_was_not_driven_here(session, driven):
    """Runs last: the tests above have left behind what they drove, and read the answers of."""
    offered = {key for key, value in session.offered.__getstate__().items() if value is not None}
    assert offered <= SERVED.keys(), f"offered and not known here: {offered - SERVED.keys()}"
    missing = {method for key in offered for method in SERVED[key]} - driven
    if session.offered.code_action_provider.resolve_provider and types.CODE_ACTION_RESOLVE not in driven:
        missing.add(types.CODE_ACTION_RESOLVE)
    assert not missing, f"offered and not driven: {missing}"
    registered = {registration.method for registration in session.registered}
    assert registered <= {types.WORKSPACE_DID_CHANGE_WATCHED_FILES, types.WORKSPACE_DID_CHANGE_CONFIGURATION}
    assert registered <= driven


async def test_what_is_not_offered_is_refused(session):
    where, name = types.Position(0, 0), types.TextDocumentIdentifier("untitled:x")
    for method, params in (
        (types.TEXT_DOCUMENT_DECLARATION, types.DeclarationParams(name, where)),
        (types.TEXT_DOCUMENT_TYPE_DEFINITION, types.TypeDefinitionParams(name, where)),
        (types.TEXT_DOCUMENT_FORMATTING, types.DocumentFormattingParams(name, types.FormattingOptions(4, True))),
        (types.TEXT_DOCUMENT_SIGNATURE_HELP, types.SignatureHelpParams(name, where)),
        (types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY, types.CallHierarchyPrepareParams(name, where)),
        ("backtext/nonsense", {}),
    ):
        with pytest.raises(JsonRpcException) as refused:
            await asyncio.wait_for(session.client.protocol.send_request_async(method, params), 15)
        assert refused.value.code == -32601, method
