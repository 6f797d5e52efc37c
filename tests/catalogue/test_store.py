import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from catalogue import indexed, schema
from catalogue.errors import StoreError
from catalogue.model import Candidate, Isbn, Kind, Matter, Note, PageInfo, Passage, Place, Report, Run, passage_ids
from catalogue.store import FILE_NAME, Catalogue

REPORT = Report(
    id="0123456789abcdef",
    title="Delrapport 1",
    authors=("Kari Ås", "Ola Øy"),
    series="Evaluering av Noko",
    year=2023,
    isbn=(Isbn("978-82-000-0000-2", "Nettutgave"), Isbn("978-82-000-0001-9")),
    shares=(("nn", 0.75), ("nb", 0.25)),
    sha256="0123456789abcdef" * 4,
    pages=(PageInfo(1, None, 595.0, 842.0, "pdfplumber"), PageInfo(2, "ii", 595.0, 842.0, "")),
    candidates=(Candidate("title", "Delrapport 1", "cover", chosen=True),),
    notes=(Note("scan", "Page 2 holds no text.", 2),),
)


def passages(
    report: Report = REPORT, texts: tuple[str, ...] = ("Ein setning.", "To setningar.", "Ein setning.")
) -> list[Passage]:
    ids = passage_ids(report.id, texts)
    return [
        Passage(
            id=id_,
            report=report.id,
            text=text,
            kind=Kind.LIST_ITEM,
            section=("1 Samandrag", "Funn"),
            matter=Matter.SUMMARY,
            finding=number == 0,
            standard="nn" if number else "nb",
            margin=0.5,
            places=(Place(number + 1, "ix"), Place(number + 2)),
            runs=(Run(0, 3, 1, 10.25, 20.5, 30.75, 40.0), Run(4, len(text), 2, 1.0, 2.0, 3.0, 4.0)),
        )
        for number, (id_, text) in enumerate(zip(ids, texts, strict=True))
    ]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "store", create=True) as store:
        yield store


def test_what_is_saved_comes_back(catalogue: Catalogue) -> None:
    catalogue.save(REPORT, passages(), 1)
    assert catalogue.report(REPORT.id) == REPORT
    assert catalogue.passages_of(REPORT.id) == passages()
    assert catalogue.reports() == [replace(REPORT, pages=(), candidates=(), notes=())]
    known = catalogue.known(REPORT.id)
    assert known is not None
    assert (known.sha256, known.ingest_version) == (REPORT.sha256, 1)


def test_passages_by_number_come_without_runs_and_runs_by_number(catalogue: Catalogue) -> None:
    catalogue.save(REPORT, passages(), 1)
    numbered = catalogue.numbered_passages(REPORT.id)
    found = catalogue.passages(number for number, _ in numbered)
    assert [found[number].text for number, _ in numbered] == [passage.text for passage in passages()]
    assert catalogue.runs(numbered[0][0]) == passages()[0].runs
    assert catalogue.number_of(passages()[1].id) == numbered[1][0]
    assert catalogue.passages([9999]) == {}


def test_a_passage_that_stays_keeps_its_number(catalogue: Catalogue) -> None:
    catalogue.save(REPORT, passages(), 1)
    before = {passage.id: number for number, passage in catalogue.numbered_passages(REPORT.id)}
    catalogue.save(REPORT, passages(texts=("Ein ny.", "To setningar.")), 2)
    after = catalogue.numbered_passages(REPORT.id)
    assert [passage.text for _, passage in after] == ["Ein ny.", "To setningar."]
    assert after[1][0] == before[after[1][1].id]
    assert after[0][0] not in before.values()


def test_a_failed_save_changes_nothing(catalogue: Catalogue) -> None:
    catalogue.save(REPORT, passages(), 1)
    twice = [passages()[0], replace(passages()[1], report="nobody's")]
    with pytest.raises(StoreError, match="nothing of this report was saved"):
        catalogue.save(replace(REPORT, title="Ny"), twice, 2)
    assert catalogue.report(REPORT.id) == REPORT
    assert catalogue.passages_of(REPORT.id) == passages()


def test_conditions_are_met_together(catalogue: Catalogue) -> None:
    catalogue.save(REPORT, passages(), 1)
    numbers = [number for number, _ in catalogue.numbered_passages(REPORT.id)]
    assert catalogue.numbers() == set(numbers)
    assert catalogue.numbers(standard="nb", finding=True) == {numbers[0]}
    assert catalogue.numbers(series="evaluering AV") == set(numbers)
    assert catalogue.numbers(series="%") == set()
    assert catalogue.numbers(years=(2023, None), standard="nn") == set(numbers[1:])
    assert catalogue.numbers(years=(None, 2022)) == set()
    assert catalogue.numbers(report="annan") == set()


def test_meta_is_kept(catalogue: Catalogue) -> None:
    assert catalogue.meta("analysis") is None
    catalogue.set_meta(analysis="3")
    catalogue.set_meta(analysis="4", fingerprint="x")
    assert (catalogue.meta("analysis"), catalogue.meta("fingerprint")) == ("4", "x")


def test_a_store_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="ingest some reports first"):
        Catalogue.open(tmp_path)


def test_a_file_that_is_no_catalogue_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError, match="funn restore"):
        Catalogue.open(tmp_path)
    with pytest.raises(StoreError, match="funn restore"):
        Catalogue.open(tmp_path, create=True)


def test_a_newer_schema_is_left_alone(tmp_path: Path) -> None:
    Catalogue.open(tmp_path, create=True).close()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.close()
    with pytest.raises(StoreError, match="newer Funn"):
        Catalogue.open(tmp_path, create=True)


def test_a_reader_goes_on_while_a_writer_writes(catalogue: Catalogue) -> None:
    catalogue.save(REPORT, passages(), 1)
    with Catalogue.open(catalogue.folder) as reader, catalogue.transaction():
        catalogue.db.execute("DELETE FROM report")
        assert reader.count() == (1, 3)
    assert catalogue.count() == (0, 0)


def test_damage_that_is_met_while_reading_is_told(tmp_path: Path) -> None:
    with Catalogue.open(tmp_path, create=True) as catalogue:
        catalogue.save(REPORT, passages(), 1)
    path = tmp_path / FILE_NAME
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreError, match="funn doctor"), Catalogue.open(tmp_path) as catalogue:
        catalogue.reports()


def test_a_removed_version_gives_way_to_what_it_had_superseded(catalogue: Catalogue) -> None:
    for id_, by in (("a", "b"), ("b", "c"), ("c", "")):
        catalogue.save(replace(REPORT, id=id_, superseded_by=by), [], 1)
    assert catalogue.remove("b")
    assert {report.id: report.superseded_by for report in catalogue.reports()} == {"a": "c", "c": ""}
    assert catalogue.remove("c")
    assert {report.id: report.superseded_by for report in catalogue.reports()} == {"a": ""}
    assert not catalogue.remove("c")


def test_when_a_report_came_in_is_kept_when_it_is_read_again(catalogue: Catalogue) -> None:
    catalogue.save(REPORT, passages(), 1)
    catalogue.set_meta(**{f"added {REPORT.id}": "2020-01-02T03:04:05Z"})
    catalogue.save(replace(REPORT, title="Delrapport 1, retta"), passages(), 2)
    assert catalogue.added([REPORT.id, "another"]) == {REPORT.id: "2020-01-02T03:04:05Z"}
    catalogue.remove(REPORT.id)
    assert catalogue.added([REPORT.id]) == {}


def test_whatever_changes_is_another_revision_of_the_collection(catalogue: Catalogue) -> None:
    seen = [catalogue.meta("revision")]
    catalogue.save(REPORT, passages(), 1)
    seen.append(catalogue.meta("revision"))
    indexed.mark(catalogue, [REPORT.id])
    catalogue.relocate(REPORT.id, path="/elsewhere.pdf")
    seen.append(catalogue.meta("revision"))
    assert indexed.pending(catalogue) == []
    catalogue.remove(REPORT.id)
    seen.append(catalogue.meta("revision"))
    assert len(set(seen)) == 4
