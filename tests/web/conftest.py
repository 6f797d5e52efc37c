"""The sample series behind a service, asked without a socket."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

import cli
from web.app import create_app
from web.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the whole sample series; tests must not change it."""
    folder = tmp_path_factory.mktemp("web") / "store"
    result = CliRunner().invoke(cli.cli, ["--store", str(folder), "ingest", str(ROOT / "corpus")])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def client(store: Path) -> Iterator[TestClient]:
    """Asks a service on the sample series; an error that was not handled is an answer, as for a user."""
    with TestClient(create_app(Settings(store)), raise_server_exceptions=False) as asking:
        yield asking
