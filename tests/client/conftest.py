"""One server and one client for each test, as each of the editors."""

from __future__ import annotations

import os
import pathlib
import shutil

import pytest
import pytest_asyncio
from pytest_lsp import ClientServerConfig

from session import UNITS, Session

SAMPLE = pathlib.Path(__file__).parent.parent / "sample"
# What each editor has driven in all tests together, for the last one.
DRIVEN: dict[str, set[str]] = {name: set() for name in UNITS}


@pytest.fixture(params=list(UNITS))
def editor(request) -> str:
    return request.param


@pytest.fixture
def sample(tmp_path) -> pathlib.Path:
    return pathlib.Path(shutil.copytree(SAMPLE, tmp_path / "sample")).resolve()


@pytest_asyncio.fixture
async def fresh(editor, sample):
    """A server that runs and was not spoken to yet."""
    client = await ClientServerConfig([os.environ["BACKTEXT_BIN"], "lsp", "--no-cache"]).start()
    session = Session(editor, client, sample, DRIVEN[editor])
    yield session
    await session.end()
    assert client._server is None or client._server.returncode == 0, "the server did not leave by the book"
    await client.stop()


@pytest_asyncio.fixture
async def session(fresh):
    """A server that has read the sample workspace."""
    await fresh.begin()
    await fresh.ready()
    return fresh


@pytest.fixture
def driven(editor) -> set[str]:
    return DRIVEN[editor]
