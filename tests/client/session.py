"""A session of an editor with the server on a copy of the sample workspace, and what it takes to ask and to read answers."""

from __future__ import annotations

import asyncio
import pathlib
import time
from typing import Any

import pytest_lsp
from lsprotocol import types
from lsprotocol.converters import get_converter

# The units of columns that each editor offers; where it names none, it is UTF-16.
UNITS = {
    "vscode": ["utf-16"],
    "vscode-pull": ["utf-16"],
    "neovim": ["utf-8", "utf-16", "utf-32"],
    "emacs": ["utf-32", "utf-8", "utf-16"],
}
PATIENCE = 15.0


def capabilities(name: str) -> types.ClientCapabilities:
    """What an editor says it can do."""
    spec = {"vscode": "visual_studio_code", "vscode-pull": "visual_studio_code"}.get(name, name)
    found = pytest_lsp.client_capabilities(spec)
    if name == "vscode-pull":
        # The set is of 2022; since then VS Code pulls diagnostics, shows inlay hints, and settles on UTF-16 by name.
        found.text_document.diagnostic = types.DiagnosticClientCapabilities(dynamic_registration=True, related_document_support=False)
        found.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
        found.text_document.inlay_hint = types.InlayHintClientCapabilities(dynamic_registration=True)
        found.workspace.inlay_hint = types.InlayHintWorkspaceClientCapabilities(refresh_support=True)
        found.general.position_encodings = [types.PositionEncodingKind.Utf16]
    return found


class Note:
    """A document that is open in the editor: its address, and its text as the editor has it."""

    def __init__(self, uri: str, text: str, unit: str):
        self.uri, self.text, self.unit, self.version = uri, text, unit, 1

    @property
    def name(self) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri)

    def columns(self, text: str) -> int:
        if self.unit == "utf-8":
            return len(text.encode())
        return len(text.encode("utf-16-le")) // 2 if self.unit == "utf-16" else len(text)

    def position(self, offset: int) -> types.Position:
        before = self.text[:offset]
        return types.Position(before.count("\n"), self.columns(before[before.rfind("\n") + 1 :]))

    def at(self, words: str, into: int = 1) -> types.Position:
        """A place inside the first occurrence of some words."""
        return self.position(self.text.index(words) + into)

    def range_of(self, words: str) -> types.Range:
        start = self.text.index(words)
        return types.Range(self.position(start), self.position(start + len(words)))

    def offset(self, position: types.Position) -> int:
        start = 0
        for _ in range(position.line):
            start = self.text.index("\n", start) + 1
        end = self.text.find("\n", start)
        line = self.text[start : end if end >= 0 else len(self.text)]
        for length in range(len(line) + 1):
            if self.columns(line[:length]) >= position.character:
                return start + length
        raise AssertionError(f"{position} lies behind the end of its line")

    def words(self, range_: types.Range) -> str:
        return self.text[self.offset(range_.start) : self.offset(range_.end)]

    def all(self) -> types.Range:
        return types.Range(types.Position(0, 0), self.position(len(self.text)))


class Session:
    """The editor's side."""

    def __init__(self, name: str, client: pytest_lsp.LanguageClient, root: pathlib.Path, driven: set[str]):
        self.name, self.client, self.root = name, client, root
        self.unit = "utf-16"
        self.driven = driven
        self.offered: types.ServerCapabilities | None = None
        self.statuses: list[Any] = []
        self.registered: list[types.Registration] = []
        self.published: dict[str, types.PublishDiagnosticsParams] = {}
        self.refreshed: list[str] = []
        self._listen()

    def _listen(self) -> None:
        @self.client.feature("backtext/status")
        def status(params):
            self.statuses.append(params)

        @self.client.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams):
            self.registered.extend(params.registrations)

        def published(params: types.PublishDiagnosticsParams):
            self.published[params.uri] = params
            self.client.diagnostics[params.uri] = params.diagnostics

        self.client.protocol.fm._features.pop(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, None)
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(published)
        for method in (
            types.WORKSPACE_SEMANTIC_TOKENS_REFRESH,
            types.WORKSPACE_CODE_LENS_REFRESH,
            types.WORKSPACE_INLAY_HINT_REFRESH,
        ):
            self.client.feature(method)(lambda params=None, method=method: self.refreshed.append(method))

    async def begin(self, folders: list[pathlib.Path] | None = None, options: Any = None) -> types.InitializeResult:
        folders = [self.root] if folders is None else folders
        result = await self.client.initialize_session(
            types.InitializeParams(
                capabilities=capabilities(self.name),
                workspace_folders=[types.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders],
                initialization_options=options,
            )
        )
        self.offered = result.capabilities
        if self.offered.position_encoding is not None:
            self.unit = str(getattr(self.offered.position_encoding, "value", self.offered.position_encoding))
        assert self.unit in UNITS[self.name]
        self.driven.update(("initialize", "initialized"))
        return result

    async def end(self) -> None:
        await asyncio.wait_for(self.client.shutdown_session(), PATIENCE)
        self.driven.update(("shutdown", "exit"))

    async def ask(self, method: str, params: Any) -> Any:
        self.driven.add(method)
        return await asyncio.wait_for(self.client.protocol.send_request_async(method, params), PATIENCE)

    def tell(self, method: str, params: Any) -> None:
        self.driven.add(method)
        self.client.protocol.notify(method, params)

    def configure(self, settings: dict) -> None:
        """The person changes the editor's settings."""
        self.client.set_configuration({"backtext": settings})
        params = types.DidChangeConfigurationParams({"backtext": settings})
        self.tell(types.WORKSPACE_DID_CHANGE_CONFIGURATION, params)

    def open(self, path: str, text: str | None = None, language: str = "markdown") -> Note:
        file = self.root / path
        uri = path if ":" in path else file.as_uri()
        note = Note(uri, file.read_text() if text is None else text, self.unit)
        item = types.TextDocumentItem(uri=uri, language_id=language, version=1, text=note.text)
        self.tell(types.TEXT_DOCUMENT_DID_OPEN, types.DidOpenTextDocumentParams(item))
        return note

    def type(self, note: Note, start: int, end: int, text: str) -> None:
        """Replaces characters of a note by others, as an edit of that range alone."""
        range_ = types.Range(note.position(start), note.position(end))
        note.text = note.text[:start] + text + note.text[end:]
        note.version += 1
        self.tell(
            types.TEXT_DOCUMENT_DID_CHANGE,
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(note.version, note.uri),
                [types.TextDocumentContentChangePartial(range=range_, text=text)],
            ),
        )

    def append(self, note: Note, text: str) -> None:
        self.type(note, len(note.text), len(note.text), text)

    async def until(self, what: str, probe) -> Any:
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            found = probe()
            if asyncio.iscoroutine(found):
                found = await found
            if found:
                return found
            await asyncio.sleep(0.02)
        raise AssertionError(f"never came: {what}")

    @property
    def pulls(self) -> bool:
        return self.offered is not None and self.offered.diagnostic_provider is not None

    async def diagnostics(self, note: Note) -> list[types.Diagnostic]:
        """The diagnostics for the text as it is: asked for, or the ones that were pushed for this version."""
        if self.pulls:
            params = types.DocumentDiagnosticParams(note.name)
            report = await self.ask(types.TEXT_DOCUMENT_DIAGNOSTIC, params)
            return report.items
        pushed = self.published.get(note.uri)
        return pushed.diagnostics if pushed is not None and pushed.version == note.version else []

    async def flag(self, note: Note, rule: str) -> types.Diagnostic:
        """The first finding of a rule, as soon as there is one."""

        async def found():
            return next((flag for flag in await self.diagnostics(note) if flag.code == rule), None)

        return await self.until(f"{rule} in {note.uri}", found)

    async def ready(self) -> None:
        """Every source has been read, and parsed for who is who."""

        def done(status):
            return status.get("state") == "ready" and status.get("sources") and status.get("undigested") == 0

        await self.until("the index", lambda: any(done(as_dict(status)) for status in self.statuses))

    async def complete(self, note: Note, offset: int | None = None) -> types.CompletionList:
        place = note.position(len(note.text) if offset is None else offset)
        return await self.ask(types.TEXT_DOCUMENT_COMPLETION, types.CompletionParams(note.name, place))

    async def completed(self, note: Note, line: str) -> list[types.CompletionItem]:
        """What is offered at the end of a new last line, which is taken away again."""
        before = len(note.text)
        self.append(note, "\n" + line)
        found = await self.complete(note)
        self.type(note, before, len(note.text), "")
        return found.items

    def apply(self, note: Note, edit: types.WorkspaceEdit) -> str:
        """The note's text after an edit, in either form that an edit can have."""
        edits: list[types.TextEdit] = []
        for change in edit.document_changes or []:
            if isinstance(change, types.TextDocumentEdit) and change.text_document.uri == note.uri:
                assert change.text_document.version in (None, note.version)
                edits.extend(change.edits)
        edits.extend((edit.changes or {}).get(note.uri, []))
        text = note.text
        for one in sorted(edits, key=lambda one: note.offset(one.range.start), reverse=True):
            text = text[: note.offset(one.range.start)] + one.new_text + text[note.offset(one.range.end) :]
        return text


def as_dict(value: Any) -> Any:
    """A message without types as plain dictionaries."""
    if hasattr(value, "_asdict"):
        return {key: as_dict(one) for key, one in value._asdict().items()}
    if isinstance(value, (list, tuple)):
        return [as_dict(one) for one in value]
    return value


def plain(value: Any) -> Any:
    """A message of the protocol as plain dictionaries."""
    return get_converter().unstructure(value)
