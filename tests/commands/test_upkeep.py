import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from catalogue import schema
from catalogue.store import FILE_NAME, Catalogue

if TYPE_CHECKING:
    from tests.commands.conftest import Funn

ROOT = Path(__file__).parents[2]
ONE = "02-barnehagen-i-ordninga"
WITHOUT_POWERS = """
import ctypes, os, sys
for capability in (1, 2):  # what lets root write and read whatever the mode of a file says
    ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-B", "-c", "import cli; cli.cli()", *sys.argv[1:]])
"""
KILLED_WRITER = """
import os, signal, sys
from pathlib import Path
from catalogue.store import Catalogue
catalogue = Catalogue.open(Path(sys.argv[1]), create=True)
(id_,) = [report.id for report in catalogue.reports() if "barnehagen-i" in report.path]
with catalogue.transaction():
    catalogue.db.execute("UPDATE report SET title = 'Lagra i siste liten' WHERE id = ?", (id_,))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def held(fresh: "Funn", tmp_path: Path, sample_store: Path) -> "Funn":
    """A copy of the sample collection, whose reports' files are copies too."""
    shutil.copytree(sample_store, fresh.store)
    shutil.copytree(ROOT / "corpus", tmp_path / "reports", ignore=shutil.ignore_patterns("sources"))
    with closing(sqlite3.connect(fresh.store / FILE_NAME)) as db, db:
        for name in ("path", "pdf", "landing_path", "landing_page"):
            db.execute(
                f"UPDATE report SET {name} = replace({name}, ?, ?)",  # noqa: S608 - own names
                (str(ROOT / "corpus"), str(tmp_path / "reports")),
            )
    return fresh


def faults(funn: "Funn", code: int) -> list[tuple[str, str]]:
    found: list[dict[str, Any]] = json.loads(funn("doctor", "--json", code=code).stdout)
    return [(fault["code"], fault["report"]) for fault in found]


def listed(funn: "Funn") -> str:
    return funn("list", "--json").stdout


class TestBackup:
    def test_there_and_back(self, held: "Funn", tmp_path: Path) -> None:
        before, found = listed(held), held("search", "rektor", "--jsonl").stdout
        copy = tmp_path / "copies.backup"
        assert "8 reports" in held("backup", str(copy)).stderr
        assert [path.name for path in tmp_path.glob("copies*")] == [copy.name]
        held("remove", ONE)
        assert "--force" in held("restore", str(copy), code=2).stderr
        assert "8 reports" in held("restore", str(copy), "--force").stderr
        assert listed(held) == before
        assert held("search", "rektor", "--jsonl").stdout == found
        assert faults(held, 0) == []

    def test_into_an_empty_store(self, sample: "Funn", fresh: "Funn", tmp_path: Path) -> None:
        sample("backup", str(tmp_path / "copy"))
        fresh("restore", str(tmp_path / "copy"))
        assert listed(fresh) == listed(sample)
        assert fresh("search", "rektor", "--jsonl").stdout == sample("search", "rektor", "--jsonl").stdout

    def test_a_second_backup_takes_the_place_of_the_first(self, held: "Funn", tmp_path: Path) -> None:
        held("backup", str(tmp_path / "copy"))
        held("remove", ONE)
        assert "7 reports" in held("backup", str(tmp_path / "copy")).stderr

    def test_other_files_are_not_overwritten(self, held: "Funn", tmp_path: Path) -> None:
        (tmp_path / "thesis.docx").write_text("years of work")
        assert "not overwritten" in held("backup", str(tmp_path / "thesis.docx"), code=2).stderr
        assert (tmp_path / "thesis.docx").read_text() == "years of work"
        held("backup", str(held.store / FILE_NAME), code=2)
        assert "8 reports" in held("reindex").stderr

    def test_what_is_no_backup_is_not_restored(self, held: "Funn", tmp_path: Path) -> None:
        (tmp_path / "copy").write_text("no backup")
        assert "no backup" in held("restore", str(tmp_path / "copy"), "--force", code=2).stderr
        held("restore", str(tmp_path / "nowhere"), "--force", code=2)
        held("backup", str(tmp_path / "cut"))
        whole = (tmp_path / "cut").read_bytes()
        (tmp_path / "cut").write_bytes(whole[:20_000] + b"\xff" * 30_000 + whole[50_000:])
        assert "damaged" in held("restore", str(tmp_path / "cut"), "--force", code=5).stderr
        assert faults(held, 0) == []

    def test_a_damaged_collection_is_kept_aside(self, held: "Funn", tmp_path: Path) -> None:
        before = listed(held)
        held("backup", str(tmp_path / "copy"))
        (held.store / FILE_NAME).write_bytes(b"SQLite, but no more" * 1000)
        assert "funn restore" in held("list", code=5).stderr
        assert "funn restore" in held("doctor", code=5).stderr
        assert f"{FILE_NAME}.damaged-1" in held("restore", str(tmp_path / "copy"), "--force").stderr
        assert listed(held) == before

    def test_while_others_write(self, held: "Funn", tmp_path: Path) -> None:
        stop = threading.Event()
        rounds = 0

        def write() -> None:
            nonlocal rounds
            with Catalogue.open(held.store, create=True) as catalogue:
                while not stop.is_set():
                    catalogue.set_meta(a=str(rounds), b=str(rounds))
                    rounds += 1

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(5):
                held("backup", str(tmp_path / f"copy-{number}"))
        finally:
            stop.set()
            writer.join()
        assert rounds > 5
        for number in range(5):
            with closing(sqlite3.connect(tmp_path / f"copy-{number}")) as copy:
                assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
                (values,) = copy.execute("SELECT count(DISTINCT value) FROM meta WHERE name IN ('a', 'b')")
                assert values[0] <= 1  # never one half of a transaction


class TestDoctor:
    def test_nothing_is_wrong(self, held: "Funn") -> None:
        assert "All is well: 8 reports" in held("doctor").stderr
        assert held("doctor").stdout == ""

    def test_files_that_moved_changed_and_are_gone(self, held: "Funn", tmp_path: Path) -> None:
        reports = tmp_path / "reports"
        ids = {Path(one["path"]).stem[:2]: one["id"] for one in json.loads(listed(held))}
        (reports / "01-skoleleiarar-involvering.pdf").rename(reports / "omdøypt.pdf")
        (reports / f"{ONE}.md").write_text((reports / f"{ONE}.md").read_text("utf-8").replace("2022", "2021"), "utf-8")
        (reports / "03-smaa-kommunar-i-nettverk.pdf").unlink()
        expected = {("moved", ids["01"]), ("changed", ids["02"]), ("gone", ids["03"])}
        assert set(faults(held, 3)) == expected
        out = held("doctor", "--fix", code=3).stdout
        assert f"funn remove {ids['03']}" in out
        assert faults(held, 3) == [("gone", ids["03"])]
        held("remove", ids["03"])
        assert faults(held, 0) == []
        held("show", "omdøypt")
        assert json.loads(held("show", ONE, "--json").stdout)["year"] == 2021

    def test_an_index_that_is_gone_is_built(self, held: "Funn") -> None:
        (index,) = held.store.glob("index-*")
        shutil.rmtree(index)
        assert "funn reindex" in held("search", "rektor", code=4).stderr
        assert faults(held, 4) == [("stale-index", "")]
        held("doctor", "--fix")
        assert held("search", "rektor", "--jsonl").stdout

    def test_what_lies_about_is_deleted(self, held: "Funn") -> None:
        shutil.copytree(next(held.store.glob("index-*")), held.store / "index-77")
        (held.store / f"{FILE_NAME}.funn-tmp").write_text("half")
        (held.store / "files" / "parts").mkdir(parents=True)
        (held.store / "files" / "parts" / "0123.part").write_text("half a download")
        assert faults(held, 5) == [("orphan", "")] * 3
        held("doctor", "--fix")
        assert not (held.store / "index-77").exists()
        assert held("search", "rektor", "--jsonl").stdout

    def test_rows_that_belong_to_nothing_and_what_the_index_lacks(self, held: "Funn") -> None:
        with closing(sqlite3.connect(held.store / FILE_NAME)) as db, db:
            db.execute("DELETE FROM report WHERE path LIKE ?", (f"%{ONE}.pdf",))  # without the cascade
        assert [code for code, _ in faults(held, 5)] == ["loose-rows", "index-behind"]
        held("doctor", "--fix")
        assert "7 reports" in held("doctor").stderr
        held("search", "id:noko tilskotsordninga", code=0)

    def test_no_collection_is_told(self, fresh: "Funn") -> None:
        assert "ingest" in fresh("doctor", code=5).stderr
        assert not fresh.store.exists()


class TestSchemas:
    def set_version(self, funn: "Funn", version: int) -> None:
        with closing(sqlite3.connect(funn.store / FILE_NAME)) as db:
            db.execute(f"PRAGMA user_version = {version}")

    def test_an_older_one_is_told_by_readers_and_brought_up_by_reindex(self, held: "Funn") -> None:
        with closing(sqlite3.connect(held.store / FILE_NAME)) as db, db:
            for table in ("told", "follow", "fetched", "edit"):
                db.execute(f"DROP TABLE {table}")
            db.execute("ALTER TABLE report DROP COLUMN superseded_by")
        self.set_version(held, 2)
        for command in (["list"], ["search", "rektor"], ["doctor"]):
            assert "funn reindex" in held(*command, code=5).stderr
        held("reindex")
        assert faults(held, 0) == []
        held("edit", ONE, "year=1999")

    def test_a_newer_one_is_told_and_not_touched(self, held: "Funn") -> None:
        self.set_version(held, schema.VERSION + 1)
        before = (held.store / FILE_NAME).read_bytes()
        for command in (["list"], ["search", "rektor"], ["reindex"], ["edit", ONE, "year=1"], ["doctor", "--fix"]):
            assert "newer Funn" in held(*command, code=2 if "year=1" in command else 5).stderr or "year=1" in command
        assert (held.store / FILE_NAME).read_bytes() == before


class TestReadOnly:
    @pytest.fixture
    def closed(self, held: "Funn") -> Iterator[Path]:
        """A store that nobody may write to, and whose last writer was killed before its log was put away."""
        subprocess.run([sys.executable, "-c", KILLED_WRITER, str(held.store)], check=False, cwd=ROOT, timeout=60)
        assert (held.store / f"{FILE_NAME}-wal").stat().st_size
        everything = (held.store, *held.store.rglob("*"))
        for path in everything:
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield held.store
        for path in everything:
            path.chmod(0o755)

    def run(self, store: Path, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", WITHOUT_POWERS, "--store", str(store), *command],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
            cwd=ROOT,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )

    def test_it_is_searched_and_looked_at_and_not_written(self, closed: Path) -> None:
        found = self.run(closed, "search", "rektor", "--jsonl")
        assert found.returncode == 0, found.stderr
        assert found.stdout.count("\n") == 10
        listed = self.run(closed, "list").stdout
        assert listed.count("\n") == 8
        assert "Lagra i siste liten" in listed
        assert "All is well" in self.run(closed, "doctor").stderr
        for command in (["edit", ONE, "year=1999"], ["reindex"], ["remove", ONE]):
            done = self.run(closed, *command)
            assert done.returncode == 5, done.stderr
            assert "cannot be written" in done.stderr
