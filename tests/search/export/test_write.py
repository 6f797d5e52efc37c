import os
import sys
from pathlib import Path

import pytest

from catalogue.errors import SourceError, UsageError
from search.export.write import ENDINGS, Choices, check_ending, contents, write_whole
from tests.search.conftest import LEADERS, NURSERIES
from tests.search.export.test_tables import BULLET, PASSAGE

FOUND = [(PASSAGE, LEADERS, "https://x/y.pdf#page=41"), (BULLET, NURSERIES, "")]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("language", ["nn", "nb"])
def test_every_format_is_written(ending: str, language: str) -> None:
    check_ending(Path(f"Funn{ending.upper()}"))
    assert contents(ending, FOUND, Choices("leiar", language))


def test_text_is_a_list_of_references() -> None:
    assert contents(".txt", FOUND, Choices("x")).decode().splitlines() == [
        f"Høydal, K., Berg, O. & Aas, P. (2024). {LEADERS.full_title} (Rapport 2024:7). {LEADERS.publisher}. {LEADERS.pdf}",
        "NIFU. (2020). Barnehagens ledere.",
    ]


@pytest.mark.parametrize("name", ["funn", "funn.pdf", ".csv", "funn.csv.bak"])
def test_other_endings_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match=r"\.csv \.jsonl \.xlsx"):
        check_ending(Path(name))


@pytest.mark.parametrize(("ending", "module"), [(".xlsx", "openpyxl"), (".docx", "docx")])
def test_a_missing_extra_is_told(ending: str, module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=r"funn\[office\]"):
        contents(ending, FOUND, Choices("x"))


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "funn.csv"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["funn.csv"]  # noqa: PTH208 - names only


def test_what_others_may_read_stays(tmp_path: Path) -> None:
    path = tmp_path / "funn.csv"
    path.write_bytes(b"")
    path.chmod(0o600)
    write_whole(path, b"two")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "funn.csv"
    write_whole(path, b"one")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SourceError, match="No space left"):
        write_whole(path, b"two")
    assert path.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "funn.csv", b"two")
    assert list(tmp_path.iterdir()) == []


def test_folders_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for path in (tmp_path / "none" / "funn.csv", tmp_path / "folder.csv"):
        with pytest.raises(SourceError, match="cannot be written"):
            write_whole(path, b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.csv"]
