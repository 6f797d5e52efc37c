"""The sample series in a store, once for all tests of commands."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli

ROOT = Path(__file__).parents[2]


class Funn:
    """Runs `funn` in this process, on one store."""

    def __init__(self, store: Path) -> None:
        self.store = store

    def __call__(self, *arguments: str, code: int = 0, **env: str) -> Result:
        """The result of a command that must end with this exit code, and without a traceback."""
        result = CliRunner(env=env).invoke(cli.cli, ["--store", str(self.store), *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert result.exit_code == code, f"{result.exit_code}: {result.output}"
        return result


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the whole sample series; tests must not change it."""
    store = tmp_path_factory.mktemp("sample") / "store"
    Funn(store)("ingest", str(ROOT / "corpus"))
    return store


@pytest.fixture
def sample(sample_store: Path) -> Funn:
    """`funn` on the sample series."""
    return Funn(sample_store)


@pytest.fixture
def fresh(tmp_path: Path) -> Funn:
    """`funn` on a store that does not exist yet."""
    return Funn(tmp_path / "store")


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """80 columns, no store and no colours of whoever runs the tests."""
    for name in ("FUNN_STORE", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    before = Path.cwd()
    yield
    os.chdir(before)
