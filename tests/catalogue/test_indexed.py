"""What the catalogue knows of the index: what it lacks, what it holds too much."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue import indexed
from catalogue.model import Passage, Report
from catalogue.store import Catalogue


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "store", create=True) as store:
        yield store


def save(catalogue: Catalogue, report: str, text: str = "ein rektor") -> None:
    catalogue.save(Report(report), [Passage(f"{report}-1", report, text)], 1)


def test_the_index_is_told_what_it_lacks(catalogue: Catalogue) -> None:
    save(catalogue, "r")
    assert indexed.pending(catalogue) == ["r"]
    indexed.mark(catalogue, ["r"])
    assert indexed.pending(catalogue) == []
    save(catalogue, "r", "to rektorar")
    assert indexed.pending(catalogue) == ["r"]
    assert catalogue.remove("r")
    assert indexed.removed(catalogue) == ["r"]
    indexed.mark(catalogue, ["r"])
    assert indexed.removed(catalogue) == []
    assert not catalogue.remove("r")
    assert catalogue.count() == (0, 0)


def test_another_index_takes_the_place_of_what_was_known(catalogue: Catalogue) -> None:
    for report in "abc":
        save(catalogue, report)
    indexed.mark(catalogue, "abc")
    catalogue.remove("c")
    assert list(indexed.revisions(catalogue)) == ["a", "b"]
    indexed.adopt(catalogue, ["a"], index="index-2")
    assert (indexed.pending(catalogue), indexed.removed(catalogue)) == (["b"], [])
    assert catalogue.meta("index") == "index-2"
    indexed.forget(catalogue)
    assert indexed.pending(catalogue) == ["a", "b"]
