import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from catalogue.lock import writing
from commands.watch import PATIENCE_S, STILL_S, Waiting

if TYPE_CHECKING:
    from tests.commands.conftest import Funn

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
ONE = "02-barnehagen-i-ordninga"
FUNN = Path(sys.executable).with_name("funn")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to be watched."""
    place = tmp_path / "reports"
    place.mkdir()
    return place


class TestWaiting:
    """With a clock of its own."""

    def test_a_pdf_is_whole_when_it_is_still_and_holds_its_end(self, folder: Path) -> None:
        file = folder / "a.pdf"
        file.write_bytes(b"%PDF-1.7 half")
        waiting = Waiting()
        waiting.look([file], now=100)
        assert waiting.whole(100 + STILL_S) == []
        file.write_bytes(b"%PDF-1.7 half and the rest %%EOF\n")
        waiting.look([], now=110)
        assert waiting.whole(110 + STILL_S / 2) == []
        assert waiting.whole(110 + STILL_S) == [file]
        waiting.take([file])
        waiting.look([file], now=120)
        assert not waiting  # until it changes
        file.write_bytes(b"%PDF-1.7 another %%EOF")
        waiting.look([file], now=130)
        assert waiting.whole(140) == [file]

    def test_a_pdf_without_its_end_is_read_after_a_minute(self, folder: Path) -> None:
        file = folder / "a.pdf"
        file.write_bytes(b"%PDF-1.7 half")
        waiting = Waiting()
        waiting.look([file], now=100)
        assert waiting.whole(100 + PATIENCE_S - 1) == []
        assert waiting.whole(100 + PATIENCE_S) == [file]

    def test_what_was_there_before_need_not_be_waited_for(self, folder: Path) -> None:
        file = folder / "a.pdf"
        file.write_bytes(b"%PDF-1.7 %%EOF")
        waiting = Waiting()
        waiting.look([file], now=100, wall=file.stat().st_mtime + STILL_S)
        assert waiting.whole(100) == [file]
        late = Waiting()
        late.look([file], now=100, wall=file.stat().st_mtime - 50)  # a clock that is behind
        assert late.whole(100) == []

    def test_a_page_waits_for_the_pdfs_beside_it_and_a_pdf_for_its_page(self, folder: Path) -> None:
        page, pdf, other = folder / "a.html", folder / "b.pdf", folder / "below" / "c.pdf"
        other.parent.mkdir()
        page.write_text("<title>A</title>")
        pdf.write_bytes(b"half")
        other.write_bytes(b"%%EOF")
        waiting = Waiting()
        waiting.look([page, pdf, other], now=100)
        assert waiting.whole(110) == [other]
        pdf.write_bytes(b"whole %%EOF")
        named = folder / "b.md"
        waiting.look([], now=110)
        named.write_text("")
        waiting.look([named], now=111)
        assert waiting.whole(111.5) == [page, other]
        named.write_text("# Tittel")
        waiting.look([], now=112)
        assert waiting.whole(113) == [page, named, pdf, other]

    def test_other_files_are_passed_over_and_gone_ones_forgotten(self, folder: Path) -> None:
        for name in (".a.pdf", "b.pdf.part", "c.txt", "d.pdf"):
            (folder / name).write_bytes(b"%%EOF")
        waiting = Waiting()
        waiting.look(folder.iterdir(), now=100)
        assert waiting.whole(110) == [folder / "d.pdf"]
        (folder / "d.pdf").unlink()
        waiting.look([], now=111)
        assert not waiting


class TestOnce:
    def test_what_is_there_is_read_with_its_pages(self, fresh: "Funn", folder: Path) -> None:
        (folder / "below").mkdir()
        for ending in (".pdf", ".md"):
            shutil.copy2(CORPUS / f"{ONE}{ending}", folder / "below")
        (folder / "README.md").write_text("Kva som ligg her.")
        told = fresh("watch", str(folder), "--once").stderr
        assert "1 new, 0 updated, 0 unchanged, 0 failed" in told
        assert "1 unchanged" in fresh("watch", str(folder), "--once").stderr
        assert json.loads(fresh("show", ONE, "--json").stdout)["landing_page"].endswith(".md")

    def test_a_file_that_cannot_be_read_gives_its_exit_code(self, fresh: "Funn", folder: Path) -> None:
        (folder / "a.pdf").write_bytes(b"%PDF-1.7 no report %%EOF")
        assert "1 failed" in fresh("watch", str(folder), "--once", code=3).stderr

    def test_an_empty_folder_is_no_error(self, fresh: "Funn", folder: Path) -> None:
        fresh("watch", str(folder), "--once")

    def test_another_writer_is_told(self, fresh: "Funn", folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("commands.ingest._WAIT_S", 0.1)
        shutil.copy2(CORPUS / f"{ONE}.pdf", folder)
        with writing(fresh.store, "another ingest"):
            assert "another ingest" in fresh("watch", str(folder), "--once", code=5).stderr

    def test_no_folder_is_told(self, fresh: "Funn", folder: Path) -> None:
        assert "is no folder" in fresh("watch", str(folder / "nowhere"), code=3).stderr


def test_without_its_extra_it_says_what_to_do(fresh: "Funn", folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert "pip install 'funn[watch]'" in fresh("watch", str(folder), code=2).stderr


def test_another_writer_is_waited_for(fresh: "Funn", folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ticks(_: Path) -> Iterator[set[Path]]:
        with writing(fresh.store, "another ingest"):
            yield set()
            yield set()
        yield set()

    monkeypatch.setattr("commands.ingest._WAIT_S", 0.1)
    monkeypatch.setattr("commands.watch._ticks", ticks)
    shutil.copy2(CORPUS / f"{ONE}.pdf", folder)
    os.utime(folder / f"{ONE}.pdf", (1, 1))  # it has been there for long
    told = fresh("watch", str(folder)).stderr
    assert told.count("another ingest") == 1
    assert "1 new" in told
    assert told.count(" failed.") == 1


def test_what_appears_is_read_and_what_was_read_is_not_read_again(
    fresh: "Funn", folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "new" / f"{ONE}.pdf"

    def ticks(_: Path) -> Iterator[set[Path]]:
        yield set()
        file.parent.mkdir()
        shutil.copy(CORPUS / file.name, file)
        for _again in range(3):
            yield {file.parent}  # a folder that has come
            time.sleep(STILL_S * 0.6)
        yield {file}

    monkeypatch.setattr("commands.watch._ticks", ticks)
    told = fresh("watch", str(folder)).stderr
    assert told.count(" failed.") == 1
    assert "1 new" in told


class Watch:
    """`funn watch` as a shell runs it, and what it says."""

    def __init__(self, store: Path, folder: Path) -> None:
        self.said: list[str] = []
        self._process = subprocess.Popen(
            [FUNN, "--store", store, "watch", folder],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        for line in self._process.stderr or ():
            self.said.append(line)

    def wait_for(self, text: str, within_s: float = 20) -> str:
        """What was said so far, when it holds a text."""
        until = time.monotonic() + within_s
        while text not in "".join(self.said):
            assert time.monotonic() < until, "".join(self.said)
            assert self._process.poll() is None, "".join(self.said)
            time.sleep(0.05)
        return "".join(self.said)

    def interrupt(self) -> int:
        """The exit code after Ctrl-C."""
        self._process.send_signal(signal.SIGINT)
        code = self._process.wait(10)
        self._listener.join(10)
        return code

    def end(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(10)
        self._listener.join(10)
        if self._process.stderr:
            self._process.stderr.close()


@pytest.fixture
def watching(tmp_path: Path, folder: Path) -> Iterator[Watch]:
    pytest.importorskip("watchfiles")
    one = Watch(tmp_path / "store", folder)
    yield one
    one.end()


def test_a_report_that_is_written_slowly_is_read_once_when_it_is_whole(watching: Watch, folder: Path) -> None:
    watching.wait_for("Watching")
    shutil.copy(CORPUS / f"{ONE}.md", folder)  # the page comes first, and waits for the PDF
    data = (CORPUS / f"{ONE}.pdf").read_bytes()
    step = len(data) // 5 + 1
    with (folder / f"{ONE}.pdf").open("wb") as file:
        for start in range(0, len(data), step):
            file.write(data[start : start + step])
            file.flush()
            time.sleep(0.4 if start else 1.3)  # once longer than a whole file is still
            assert " new," not in "".join(watching.said)
    said = watching.wait_for("1 new, 0 updated, 0 unchanged, 0 failed.")
    assert said.count(" failed.") == 1
    assert watching.interrupt() == 0
    assert "stopped watching" in "".join(watching.said)
    assert "Traceback" not in "".join(watching.said)
