import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pdf.painter import Job, Limits, Painter, PaintError
from tests.ingest.pdf import strokes
from tests.ingest.pdf.hostile import make

SAMPLE = Path(__file__).parents[3] / "corpus" / "01-skoleleiarar-involvering.pdf"
SHORT = Limits(cpu_s=1, wall_s=3, memory_mb=400)


def job(path: Path = SAMPLE, page: int = 1, scale: float = 1.0) -> Job:
    return Job(path, page, scale, 2400, "webp")


@pytest.fixture
def struck() -> Iterator[Painter]:
    painter = Painter(SHORT, strokes.strike)
    yield painter
    painter.close()


@pytest.fixture(scope="module")
def painter() -> Iterator[Painter]:
    painter = Painter()
    yield painter
    painter.close()


def test_a_page_becomes_a_picture_of_the_form_and_size_that_is_wanted(painter: Painter) -> None:
    webp = painter.paint(job())
    png = painter.paint(job()._replace(form="png"))
    assert webp[:4] + webp[8:12] == b"RIFFWEBP"
    assert png.startswith(b"\x89PNG")
    small = painter.paint(job()._replace(form="png", most=100))
    assert max(int.from_bytes(small[16:20], "big"), int.from_bytes(small[20:24], "big")) == 100


def test_one_process_draws_many_pages(struck: Painter) -> None:
    assert len({struck.paint(job()) for _ in range(5)}) == 1


@pytest.mark.parametrize(
    ("stroke", "says"),
    [
        (strokes.DIES, "failed"),
        (strokes.CRASHES, "failed"),
        (strokes.HANGS, "too long"),
        (strokes.SPINS, "too long"),
        (strokes.SWALLOWS, "too much memory"),
        (strokes.FAILS, "failed"),
    ],
)
def test_what_a_page_does_to_its_process_costs_that_page_only(struck: Painter, stroke: float, says: str) -> None:
    with pytest.raises(PaintError, match=says):
        struck.paint(job(scale=stroke))
    assert struck.paint(job()).startswith(strokes.DRAWN)


def test_a_process_that_has_grown_draws_its_last_page_and_another_takes_its_place() -> None:
    painter = Painter(Limits(keep_mb=100), strokes.heavy)
    first, second = painter.paint(job()), painter.paint(job())
    painter.close()
    assert first.startswith(strokes.DRAWN)
    assert first != second


def test_no_broken_or_hostile_file_takes_the_painter_down(painter: Painter, tmp_path: Path) -> None:
    drawn, told = [], []
    for path in make(tmp_path, slow=False):
        try:
            drawn.append(painter.paint(job(path)))
        except PaintError as error:
            told.append(str(error))
    assert len(drawn) > 20
    assert len(drawn) + len(told) > 50
    assert not any(str(tmp_path) in sentence for sentence in told)
    assert painter.paint(job())


def test_a_missing_page_or_file_is_told(painter: Painter, tmp_path: Path) -> None:
    for wrong in (job(page=99), job(tmp_path / "none.pdf")):
        with pytest.raises(PaintError):
            painter.paint(wrong)


def test_the_process_ends_with_the_one_that_started_it(tmp_path: Path) -> None:
    script = tmp_path / "starts.py"
    script.write_text(
        "import time\n"
        "from ingest.pdf.painter import Painter\n"
        "if __name__ == '__main__':\n"
        "    painter = Painter()\n"
        "    painter.start()\n"
        "    print(painter.pid, flush=True)\n"
        "    time.sleep(600)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(SAMPLE.parents[1])}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment) as started:
        assert started.stdout is not None
        pid = int(started.stdout.readline())
        os.kill(pid, 0)
        started.kill()
    until = time.monotonic() + 10
    while _lives(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _lives(pid)


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_closing_ends_the_process() -> None:
    painter = Painter(SHORT, strokes.strike)
    pid = int(painter.paint(job()).removeprefix(strokes.DRAWN))
    painter.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
