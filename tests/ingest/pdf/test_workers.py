import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.pdf.reading import Known, Limits, Status
from ingest.pdf.workers import read_all
from tests.ingest.pdf import deadly
from tests.ingest.pdf.pdfwriter import prose, report

BAD = [prose(["skoleleiarar bcdfgh qwrtp xkzwq"] * 12)]  # looks like garbage, so the lexicon is asked
GOOD = [prose(["Kommunane brukar midlane ulikt, seier rapporten."] * 12)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bad.pdf").write_bytes(report(BAD))
    for number in range(3):
        (tmp_path / f"good{number}.pdf").write_bytes(report(GOOD * (number + 1)))
    return tmp_path


@pytest.mark.parametrize(
    ("known", "limits", "status", "says"),
    [
        (deadly.dies, Limits(), Status.CRASHED, "exit code 7"),
        (deadly.crashes, Limits(), Status.CRASHED, "SIGSEGV"),  # twice: the careful reading asks the lexicon too
        (deadly.hangs, Limits(wall_s=2), Status.LIMIT_TIME, "2 seconds"),
        (deadly.spins, Limits(cpu_s=1), Status.LIMIT_TIME, "1 seconds"),
        (deadly.fails, Limits(), Status.CRASHED, "ZeroDivisionError"),
    ],
)
def test_what_happens_to_a_worker_costs_its_own_file_only(
    folder: Path, known: Known, limits: Limits, status: Status, says: str
) -> None:
    paths = sorted(folder.glob("*.pdf"))
    readings = {reading.path.name: reading for reading in read_all(paths, workers=2, limits=limits, known=known)}
    assert sorted(readings) == [path.name for path in paths]
    bad = readings.pop("bad.pdf")
    assert bad.status is status
    assert bad.document is None
    assert bad.reason.startswith("bad.pdf: ")
    assert says in bad.reason
    assert {reading.status for reading in readings.values()} == {Status.READ}
    assert sorted(len(reading.document.pages) for reading in readings.values() if reading.document) == [1, 2, 3]
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("known", "says"), [(deadly.spins, "more than 0.5 seconds"), (deadly.swallows_memory, "too much memory")]
)
def test_a_page_that_one_reader_cannot_bear_is_left_to_the_other(tmp_path: Path, known: Known, says: str) -> None:
    path = tmp_path / "slow.pdf"
    path.write_bytes(report(GOOD + BAD + GOOD))
    [reading] = read_all([path], limits=Limits(page_cpu_s=0.5, memory_mb=500), known=known)
    assert reading.status is Status.READ
    assert reading.document is not None
    assert [page.reader for page in reading.document.pages] == ["pdfium", "pdfplumber", "pdfium"]
    assert [(note.code, note.page) for note in reading.document.notes] == [("other-reader", 2)]
    assert says in reading.document.notes[0].text


def test_readings_come_as_workers_finish_and_no_worker_outlives_the_caller(folder: Path) -> None:
    paths = sorted(folder.glob("good*.pdf"))
    readings = read_all(paths, workers=2)
    assert next(readings).path in paths
    readings.close()  # type: ignore[attr-defined]  # a generator
    assert multiprocessing.active_children() == []


def test_no_files_start_no_workers() -> None:
    assert list(read_all([])) == []


SCRIPT = """
import multiprocessing, sys
from pathlib import Path
from ingest.pdf.workers import read_all
from tests.ingest.pdf import deadly
if __name__ == "__main__":
    try:
        for reading in read_all([Path(name) for name in sys.argv[1:]], workers=2, known=deadly.hangs):
            print(reading.path.name, flush=True)
    except KeyboardInterrupt:
        print("stopped", multiprocessing.active_children())
"""


def test_ctrl_c_ends_the_workers_without_a_word(folder: Path) -> None:
    command = [sys.executable, "-c", SCRIPT, str(folder / "good0.pdf"), str(folder / "bad.pdf")]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "good0.pdf\n"
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert out == "stopped []\n"
    assert err == ""
