"""A search on a store whose index lacks reports, as after an ingest was killed between catalogue and index."""

from pathlib import Path

import pytest

from catalogue import indexed
from catalogue.lock import writing
from catalogue.model import Passage, Report
from catalogue.store import Catalogue
from commands import opened
from search import index
from tests.commands.conftest import Funn


def left(store: Path, *reports: str) -> None:
    """Reports in the catalogue that the index does not have."""
    with Catalogue.open(store, create=True) as catalogue:
        for report in reports:
            text = f"Rapporten {report} handlar om hestekrefter."
            catalogue.save(Report(report, title=report), [Passage(f"p{report}", report, text)], 1)


@pytest.fixture
def behind(fresh: Funn) -> Funn:
    with Catalogue.open(fresh.store, create=True) as catalogue:
        index.open_or_create(catalogue).close()
    left(fresh.store, "a", "b")
    return fresh


@pytest.mark.parametrize(
    "command", [("search", "hestekrefter"), ("kwic", "hestekrefter"), ("export", "hestekrefter", "-o", "out.csv")]
)
def test_what_was_left_is_put_in_and_found(
    behind: Funn, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = behind(*command).stderr
    assert "The index was behind by 2 reports" in told
    assert "whole again" in told
    assert "behind" not in behind(*command).stderr
    assert "All is well" in behind("doctor").stderr


def test_more_than_a_few_are_left_to_another_command(behind: Funn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "HEALED", 1)
    told = behind("search", "hestekrefter", code=1).stderr
    assert "2 reports cannot be searched as the collection has them; funn doctor --fix puts that right." in told
    behind("doctor", "--fix", code=0)
    assert "behind" not in behind("search", "hestekrefter").stderr


def test_a_search_beside_an_ingest_leaves_it_to_the_ingest(behind: Funn) -> None:
    with writing(behind.store, "ingest"):
        assert "another command is writing and puts that right" in behind("search", "hestekrefter", code=1).stderr


def test_a_store_that_cannot_be_written(behind: Funn, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        from catalogue.errors import StoreError

        raise StoreError("The disk is full.")

    monkeypatch.setattr(index, "update", full)
    told = " ".join(behind("search", "hestekrefter", code=1).stderr.split())
    assert "funn doctor --fix puts that right where the store can be written (The disk is full.)" in told


def test_what_was_removed_is_no_longer_held_by_the_index(behind: Funn) -> None:
    behind("search", "hestekrefter")
    with Catalogue.open(behind.store, create=True) as catalogue:
        catalogue.remove("a")
    assert "behind by 1 report," in behind("search", "hestekrefter").stderr


def test_a_whole_index_is_known_by_two_values(behind: Funn, monkeypatch: pytest.MonkeyPatch) -> None:
    behind("search", "hestekrefter")

    def looked_at(_catalogue: Catalogue) -> list[str]:
        raise AssertionError("all reports were looked at")

    monkeypatch.setattr(indexed, "pending", looked_at)
    behind("search", "hestekrefter")
