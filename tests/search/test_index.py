from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue import indexed
from catalogue.errors import IndexStaleError
from catalogue.model import Kind, Matter, Passage, Report
from catalogue.store import Catalogue
from search import health, index, marks
from search.engines import packed
from search.engines.memory import MemoryEngine
from search.engines.port import All, Engine, Key, Plan, Word
from search.engines.whoosh_engine import WhooshEngine


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "store", create=True) as opened:
        yield opened


def keys(text: str) -> list[str]:
    return text.lower().split()


def save(catalogue: Catalogue, report: str, *texts: str, year: int = 2024) -> None:
    header = Report(report, title=report, year=year, series="Evaluering  av Tilskot", publisher="Udir")
    passages = [
        Passage(f"{report}-{text}", report, text, Kind.LIST_ITEM, matter=Matter.SUMMARY, finding=True, standard="nn")
        for text in texts
    ]
    catalogue.save(header, passages, 1)


def texts(engine: Engine, catalogue: Catalogue, key: str) -> set[str]:
    hits = engine.search(Plan(Word(((Key(key),),)))).hits
    return {passage.text for passage in catalogue.passages(hit.number for hit in hits).values()}


def test_update_follows_the_catalogue(catalogue: Catalogue) -> None:
    engine = MemoryEngine()
    save(catalogue, "a", "Leiar og lærar", "Skule")
    save(catalogue, "b", "Leiar")
    assert index.update(engine, catalogue, analyse=keys) == index.Changes(2, 3, 0)
    assert texts(engine, catalogue, "leiar") == {"Leiar og lærar", "Leiar"}
    assert index.update(engine, catalogue, analyse=keys) == index.Changes()

    save(catalogue, "a", "Skule", "Barnehage")
    catalogue.remove("b")
    assert index.update(engine, catalogue, analyse=keys) == index.Changes(1, 2, 1)
    assert texts(engine, catalogue, "leiar") == set()
    assert texts(engine, catalogue, "skule") == {"Skule"}


def test_how_far_the_index_is_behind(catalogue: Catalogue) -> None:
    engine = index.open_or_create(catalogue, "1")
    assert index.behind(catalogue) == 0
    save(catalogue, "a", "Leiar")
    save(catalogue, "b", "Leiar")
    assert index.behind(catalogue) == 2
    index.update(engine, catalogue, analyse=keys)
    assert index.behind(catalogue) == 0
    catalogue.relocate("a", path="/andre/stad.pdf")
    assert index.behind(catalogue) == 0
    catalogue.remove("a")
    save(catalogue, "b", "Skule")
    assert index.behind(catalogue) == 2
    index.rebuild(catalogue, version="1", analyse=keys).close()
    assert index.behind(catalogue) == 0


def test_batches_are_in_force_one_by_one(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "BATCH", 2)
    for number in range(5):
        save(catalogue, f"r{number}", f"leiar {number}", f"skule {number}")
    engine = MemoryEngine()
    seen: list[tuple[int, int]] = []

    def failing(text: str) -> list[str]:
        if "3" in text:
            raise ZeroDivisionError
        return keys(text)

    with pytest.raises(ZeroDivisionError):
        index.update(engine, catalogue, analyse=failing, progress=lambda *done: seen.append(done))
    assert len(texts(engine, catalogue, "leiar")) == 3
    assert seen == [(1, 5), (2, 5), (3, 5)]
    assert index.update(engine, catalogue, analyse=keys).reports == 2
    assert len(texts(engine, catalogue, "leiar")) == 5


def test_every_passage_carries_its_marks(catalogue: Catalogue) -> None:
    save(catalogue, "a", "Leiar", year=2023)
    engine = MemoryEngine()
    index.update(engine, catalogue, analyse=keys)
    asked = [
        marks.standard("nn"), marks.FINDING, marks.year(2023), marks.series("evaluering av tilskot"),
        marks.publisher("UDIR"), marks.matter("summary"), marks.kind("list_item"), marks.report("a"), marks.year(2024),
    ]  # fmt: skip
    assert engine.search(Plan(All(())), count=asked).counts == (1, 1, 1, 1, 1, 1, 1, 1, 0)


def test_a_store_gets_its_index_and_keeps_it(catalogue: Catalogue) -> None:
    with pytest.raises(IndexStaleError, match="no index"):
        index.open_engine(catalogue, "1")
    save(catalogue, "a", "Leiar")
    index.update(index.open_or_create(catalogue, "1"), catalogue, analyse=keys)
    assert texts(index.open_engine(catalogue, "1"), catalogue, "leiar") == {"Leiar"}
    assert texts(index.open_or_create(catalogue, "1"), catalogue, "leiar") == {"Leiar"}


def test_another_analysis_asks_for_a_rebuild(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    save(catalogue, "a", "Leiar")
    index.update(index.open_or_create(catalogue, "1"), catalogue, analyse=keys)
    with pytest.raises(IndexStaleError, match="another version"):
        index.open_or_create(catalogue, "2")
    old = index.open_engine(catalogue, "1")
    index.rebuild(catalogue, version="2", analyse=lambda text: [text.upper()])
    assert texts(index.open_engine(catalogue, "2"), catalogue, "LEIAR") == {"Leiar"}
    assert indexed.pending(catalogue) == []
    assert len(list(catalogue.folder.glob("index-*"))) == 1
    assert texts(old, catalogue, "leiar") == {"Leiar"}  # a query under way ends on what it began with
    monkeypatch.setattr("search.engines.whoosh_engine._GRACE_S", 0.0)
    with pytest.raises(IndexStaleError):
        old.size()


def test_a_rebuild_that_fails_leaves_the_index_in_force(catalogue: Catalogue) -> None:
    save(catalogue, "a", "Leiar")
    index.update(index.open_or_create(catalogue, "1"), catalogue, analyse=keys)
    with pytest.raises(ZeroDivisionError):
        index.rebuild(catalogue, version="1", analyse=lambda text: [text * (1 // 0)])
    assert texts(index.open_engine(catalogue, "1"), catalogue, "leiar") == {"Leiar"}
    index.rebuild(catalogue, version="1", analyse=keys)
    assert texts(index.open_engine(catalogue, "1"), catalogue, "leiar") == {"Leiar"}


def test_a_rebuild_that_was_stopped_goes_on(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        save(catalogue, f"r{number}", f"leiar {number}", f"skule {number}")
    index.update(index.open_or_create(catalogue, "1"), catalogue, analyse=keys)
    monkeypatch.setattr(index, "BATCH", 2)

    def stopping(text: str) -> list[str]:
        if "4" in text:
            raise KeyboardInterrupt
        return keys(text)

    with pytest.raises(KeyboardInterrupt):
        index.rebuild(catalogue, version="2", analyse=stopping)
    assert texts(index.open_engine(catalogue, "1"), catalogue, "leiar") == {f"leiar {number}" for number in range(6)}
    catalogue.remove("r0")
    save(catalogue, "r1", "leiar ein")
    read: list[str] = []
    index.rebuild(catalogue, version="2", analyse=lambda text: read.append(text) or keys(text))  # type: ignore[func-returns-value]
    assert sorted(read) == ["leiar 4", "leiar 5", "leiar ein", "skule 4", "skule 5"]
    engine = index.open_engine(catalogue, "2")
    assert texts(engine, catalogue, "leiar") == {"leiar ein", "leiar 2", "leiar 3", "leiar 4", "leiar 5"}
    assert engine.size() == 9
    assert list(health.faults(catalogue, "2")) == []
    assert len(list(catalogue.folder.glob("index-*"))) == 1


def test_a_rebuild_ends_in_one_segment_of_what_is_live(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "BATCH", 1)
    monkeypatch.setattr(packed, "MERGE_RATIO", 0)
    for number in range(5):
        save(catalogue, f"r{number}", f"leiar {number}")
    for _ in range(2):  # the second finds one segment, and leaves it
        engine = index.rebuild(catalogue, version="1", analyse=keys)
        assert len(list(engine.folder.glob("*.trm"))) == 1
        assert texts(engine, catalogue, "leiar") == {f"leiar {number}" for number in range(5)}


def test_a_stopped_rebuild_of_another_version_is_begun_anew(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        save(catalogue, f"r{number}", f"leiar {number}")
    monkeypatch.setattr(index, "BATCH", 1)
    with pytest.raises(ZeroDivisionError):
        index.rebuild(catalogue, version="1", analyse=lambda text: [text] if "2" not in text else [text * (1 // 0)])
    index.rebuild(catalogue, version="2", analyse=keys)
    assert index.open_engine(catalogue, "2").size() == 3
    assert len(texts(index.open_engine(catalogue, "2"), catalogue, "leiar")) == 3


def test_an_index_that_vanished_is_told(catalogue: Catalogue) -> None:
    import shutil

    index.open_or_create(catalogue, "1")
    for folder in catalogue.folder.glob("index-*"):
        shutil.rmtree(folder)
    with pytest.raises(IndexStaleError, match="funn reindex"):
        index.open_or_create(catalogue, "1")


def test_an_index_from_elsewhere_is_not_opened(catalogue: Catalogue, tmp_path: Path) -> None:
    import shutil

    save(catalogue, "a", "Leiar")
    index.update(index.open_or_create(catalogue, "1"), catalogue, analyse=keys)
    with Catalogue.open(tmp_path / "other", create=True) as other:
        save(other, "a", "Leiar")
        engine = index.open_or_create(other, "1")
        index.update(engine, other, analyse=keys)
        (table,) = engine.folder.glob("*.toc")
        table.write_bytes(b"never read")
        shutil.rmtree(catalogue.folder / "index-1")
        shutil.copytree(engine.folder, catalogue.folder / "index-1")
    with pytest.raises(IndexStaleError, match="not made for this collection"):
        index.open_engine(catalogue, "1")
    index.rebuild(catalogue, version="1", analyse=keys)
    assert texts(index.open_engine(catalogue, "1"), catalogue, "leiar") == {"Leiar"}


class TestHealth:
    @pytest.fixture
    def engine(self, catalogue: Catalogue) -> Iterator[WhooshEngine]:
        save(catalogue, "a", "Leiar", "Skule")
        save(catalogue, "b", "Barnehage")
        engine = index.open_or_create(catalogue, "1")
        index.update(engine, catalogue, analyse=keys)
        yield engine
        engine.close()

    def codes(self, catalogue: Catalogue) -> list[str]:
        return [fault.code for fault in health.faults(catalogue, "1")]

    def test_nothing_is_wrong(self, catalogue: Catalogue) -> None:
        assert self.codes(catalogue) == []  # no report, so no index

    def test_an_index_that_has_all_is_sound(self, catalogue: Catalogue, engine: WhooshEngine) -> None:
        assert engine.size() == 3
        assert self.codes(catalogue) == []

    def test_what_it_lacks_is_told(self, catalogue: Catalogue, engine: WhooshEngine) -> None:
        save(catalogue, "a", "Leiar", "Skule", year=2020)
        assert self.codes(catalogue) == ["index-behind"]
        index.update(engine, catalogue, analyse=keys)
        catalogue.remove("b")
        assert self.codes(catalogue) == ["index-behind"]

    def test_what_it_should_not_have_is_told(self, catalogue: Catalogue, engine: WhooshEngine) -> None:
        with engine.writing() as batch:
            batch.delete("b")
        assert self.codes(catalogue) == ["index-differs"]

    def test_what_is_missing_or_of_another_version_is_told(self, catalogue: Catalogue, engine: WhooshEngine) -> None:
        assert [fault.code for fault in health.faults(catalogue, "2")] == ["stale-index"]
        (engine.folder / "about.json").unlink()
        assert self.codes(catalogue) == ["stale-index"]
