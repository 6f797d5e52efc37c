import os
from hashlib import sha256
from pathlib import Path

import pytest

from catalogue.model import Report
from web.settings import Settings
from web.view.originals import Originals, State

CONTENT = b"%PDF-1.7 what was read"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "report.pdf"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def originals() -> Originals:
    return Originals(Settings(Path("store")))


def report(path: Path | str) -> Report:
    return Report("a" * 16, path=str(path), sha256=sha256(CONTENT).hexdigest())


def test_the_file_that_was_read_is_had(originals: Originals, path: Path) -> None:
    original = originals.of(report(path))
    assert (original.state, original.path) == (State.HELD, path)


def test_a_file_is_read_once_for_each_state_of_it(
    originals: Originals, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    real = Path.open
    monkeypatch.setattr(Path, "open", lambda self, *how: opened.append(self) or real(self, *how))  # type: ignore[func-returns-value]
    for _ in range(3):
        originals.of(report(path))
    assert opened == [path]
    os.utime(path, ns=(1, 1))
    assert originals.of(report(path)).state is State.HELD
    assert opened == [path, path]


def test_another_file_in_its_place_is_not_shown(originals: Originals, path: Path) -> None:
    assert originals.of(report(path)).state is State.HELD
    path.write_bytes(b"%PDF-1.7 something else")
    changed = originals.of(report(path))
    assert changed.state is State.CHANGED
    assert changed.path == Path()
    assert "changed" in changed.problem.detail


def test_a_file_that_is_gone_and_what_is_none(originals: Originals, path: Path, tmp_path: Path) -> None:
    path.unlink()
    assert originals.of(report(path)).state is State.GONE
    assert originals.of(report(tmp_path)).state is State.GONE
    os.mkfifo(tmp_path / "pipe")
    assert originals.of(report(tmp_path / "pipe")).state is State.GONE


def test_a_report_that_never_had_one(originals: Originals) -> None:
    assert originals.of(report("")).state is State.NONE
    assert originals.of(Report("a" * 16, pdf="https://example.no/a.pdf")).state is State.NONE
