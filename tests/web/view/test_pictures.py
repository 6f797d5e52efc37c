import asyncio
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest

from ingest.pdf.painter import Job, Painter, PaintError
from web.desk import BusyError
from web.settings import Settings
from web.view.pictures import Kept, Key, Pictures

JOB = Job(Path("report.pdf"), 1, 2.0, 2400, "webp")


def key(page: int) -> Key:
    return Key("a" * 64, page, 2.0, "webp")


class Slow(Painter):
    """Draws when it is let, and counts."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[Job] = []
        self.let = threading.Event()
        self.fails = False

    def start(self) -> None:
        pass

    def paint(self, job: Job) -> bytes:
        self.let.wait(10)
        self.drawn.append(job)
        if self.fails:
            raise PaintError("Drawing it failed.")
        return b"picture %d" % job.page


def run(use: Callable[[Pictures, Slow], Coroutine[None, None, None]]) -> None:
    painter = Slow()
    pictures = Pictures(Settings(Path("store"), picture_cache_mb=1), painter)
    try:
        asyncio.run(use(pictures, painter))
    finally:
        painter.let.set()
        pictures.close()


def test_what_many_ask_for_at_once_is_drawn_once() -> None:
    async def use(pictures: Pictures, painter: Slow) -> None:
        asking = [asyncio.create_task(pictures.get(key(1), JOB)) for _ in range(20)]
        await asyncio.sleep(0)
        painter.let.set()
        assert set(await asyncio.gather(*asking)) == {(b"picture 1", False)}
        assert await pictures.get(key(1), JOB) == (b"picture 1", True)
        assert painter.drawn == [JOB]

    run(use)


def test_who_goes_away_does_not_take_the_picture_from_the_others() -> None:
    async def use(pictures: Pictures, painter: Slow) -> None:
        first, second = (asyncio.create_task(pictures.get(key(1), JOB)) for _ in range(2))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.sleep(0)
        painter.let.set()
        assert await second == (b"picture 1", False)

    run(use)


def test_a_page_that_failed_is_not_tried_again_at_once() -> None:
    async def use(pictures: Pictures, painter: Slow) -> None:
        painter.fails = True
        painter.let.set()
        for _ in range(3):
            with pytest.raises(PaintError):
                await pictures.get(key(1), JOB)
        assert len(painter.drawn) == 1

    run(use)


def test_who_comes_when_too_many_wait_is_told_so() -> None:
    async def use(pictures: Pictures, painter: Slow) -> None:
        asking = [asyncio.create_task(pictures.get(key(page), JOB)) for page in range(40)]
        await asyncio.sleep(0.05)
        painter.let.set()
        ends = await asyncio.gather(*asking, return_exceptions=True)
        assert sum(isinstance(end, BusyError) for end in ends) == 8
        assert sum(isinstance(end, tuple) for end in ends) == 32

    run(use)


def test_pictures_are_kept_while_there_is_room_and_the_oldest_goes() -> None:
    kept = Kept(100)
    for page in range(5):
        kept.put(key(page), b"x" * 30)
        kept.get(key(0))
    assert [page for page in range(5) if kept.get(key(page))] == [0, 3, 4]
    assert kept.size == 90
    kept.put(key(4), b"y" * 10)
    assert kept.size == 70
    kept.put(key(9), b"z" * 101)
    assert kept.get(key(9)) is None
    assert kept.size == 70
