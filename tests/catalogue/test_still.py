"""What is read within `still`: of one state, and once as long as that state lasts."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from catalogue import still
from catalogue.model import Passage, Report
from catalogue.still import Still
from catalogue.store import Catalogue


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Catalogue, Catalogue]]:
    """Who writes and who reads."""
    with Catalogue.open(tmp_path, create=True) as writer, Catalogue.open(tmp_path) as reader:
        writer.save(Report("r", "Ein tittel"), [Passage("p", "r", "ein rektor"), Passage("q", "r", "to")], 1)
        yield writer, reader


def statements(catalogue: Catalogue) -> list[str]:
    told: list[str] = []
    catalogue.db.set_trace_callback(told.append)
    return told


def test_the_same_state_is_read_once(both: tuple[Catalogue, Catalogue]) -> None:
    _, reader = both
    with reader.still():
        first = reader.passages([1]), reader.headers(["r"]), reader.once(Catalogue.count)
    told = statements(reader)
    with reader.still():
        assert (reader.passages([1]), reader.headers(["r"]), reader.once(Catalogue.count)) == first
        assert not any("SELECT" in one for one in told)
        assert {number: one.id for number, one in reader.passages([1, 2, 3]).items()} == {1: "p", 2: "q"}
    assert sum("SELECT" in one for one in told) == 1


def test_another_state_is_read_again(both: tuple[Catalogue, Catalogue]) -> None:
    writer, reader = both
    with reader.still():
        assert reader.passages([1])[1].text == "ein rektor"
        writer.save(Report("r", "Ein annan"), [Passage("p", "r", "to rektorar")], 1)
        assert reader.passages([1, 2]).keys() == {1, 2}
        assert reader.headers(["r"])["r"].title == "Ein tittel"
    with reader.still():
        assert reader.passages([1, 2])[1].text == "to rektorar"
        assert reader.passages([2]) == {}
        assert reader.headers(["r"])["r"].title == "Ein annan"


def test_what_the_same_connection_writes_is_read_again(both: tuple[Catalogue, Catalogue]) -> None:
    writer, _ = both
    with writer.still():
        assert writer.once(Catalogue.count) == (1, 2)
    writer.save(Report("s", "Ein til"), [Passage("t", "s", "tre")], 1)
    with writer.still():
        assert writer.once(Catalogue.count) == (2, 3)


def test_outside_nothing_is_kept(both: tuple[Catalogue, Catalogue]) -> None:
    _, reader = both
    told = statements(reader)
    reader.passages([1])
    reader.passages([1])
    assert reader.once(Catalogue.count) == reader.once(Catalogue.count)
    assert sum("SELECT" in one for one in told) == 4


def test_not_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(still, "_MOST", 3)
    asked: list[int] = []

    def read(keys: Iterable[int]) -> dict[int, int]:
        some = list(keys)
        asked.extend(some)
        return {key: -key for key in some if key < 9}

    known = Still("a")
    assert known.of("x", [1, 2, 9], read) == {1: -1, 2: -2}
    assert known.of("x", [2, 1], read) == {2: -2, 1: -1}
    assert asked == [1, 2, 9]
    assert known.of("y", [1], read) == {1: -1}  # another kind
    assert known.of("x", [1, 3, 4], read) == {1: -1, 3: -3, 4: -4}
    assert known.of("x", [5, 6, 7, 8], read).keys() == {5, 6, 7, 8}  # more than there is room for
    asked.clear()
    known.of("x", [1, 2, 5], read)
    assert asked == [1, 2, 5]
