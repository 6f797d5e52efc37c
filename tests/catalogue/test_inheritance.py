"""What a newer version takes over of what was corrected by hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from catalogue import edits
from catalogue.inheritance import OWN, corrected, inherit, uncorrected
from catalogue.model import Isbn, Report
from catalogue.store import Catalogue

WRONG, RIGHT, NEW = (Isbn("978-82-98992-10-8"),), (Isbn("978-82-98992-11-5"),), (Isbn("978-82-98992-12-2"),)
OLD = Report("a", title="Barnehagen i ordninga", year=2022, isbn=WRONG, authors=("K. Aas",), sha256="1")


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "store", create=True) as opened:
        opened.save(OLD, (), 1)
        yield opened


def correct(catalogue: Catalogue, report: Report, **values: Any) -> Report:
    held = catalogue.report(report.id)
    assert held is not None
    return edits.change(catalogue, held, values.items())


def newer(**values: Any) -> Report:
    held: dict[str, Any] = {"title": OLD.title, "year": OLD.year, "isbn": OLD.isbn, "authors": OLD.authors, **values}
    return Report("b", sha256="2", **held)


def test_what_is_said_of_the_work_goes_on_whatever_the_new_file_says(catalogue: Catalogue) -> None:
    correct(catalogue, OLD, authors=("Kari Ås",))
    found = inherit(catalogue, newer(authors=("Aas, K", "Ola")), ["a"])
    assert found.report.authors == ("Kari Ås",)
    assert found.sentences == ("What was corrected by hand holds for it too: authors.",)
    assert [(one.value, one.source, one.chosen) for one in found.report.candidates] == [("Kari Ås", edits.SOURCE, True)]
    assert edits.of(catalogue, "b") == [edits.Edit("authors", ("Kari Ås",), ("Aas, K", "Ola"))]
    assert [edit.field for edit in edits.of(catalogue, "a")] == ["authors"]  # the old one is cited as it was corrected


def test_a_misprint_that_stands_in_both_files_is_corrected_in_both(catalogue: Catalogue) -> None:
    correct(catalogue, OLD, isbn=RIGHT, year=2023)
    found = inherit(catalogue, newer(), ["a"])
    assert (found.report.isbn, found.report.year) == (RIGHT, 2023)
    assert found.sentences == ("What was corrected by hand holds for it too: isbn, year.",)


def test_what_the_new_version_has_of_its_own_is_not_overruled(catalogue: Catalogue) -> None:
    correct(catalogue, OLD, isbn=RIGHT, year=2023, title="Barnehagen i ordningen")
    found = inherit(catalogue, newer(isbn=NEW, year=2024), ["a"])
    assert (found.report.isbn, found.report.year, found.report.title) == (NEW, 2024, "Barnehagen i ordningen")
    assert found.sentences == (
        "What was corrected by hand holds for it too: title.",
        "What was corrected by hand of the older version only: isbn, year.",
    )


def test_what_the_new_file_has_right_need_not_be_corrected(catalogue: Catalogue) -> None:
    correct(catalogue, OLD, isbn=RIGHT, title="Rett namn")
    found = inherit(catalogue, newer(isbn=RIGHT, title="Rett namn"), ["a"])
    assert (found.report, found.sentences) == (newer(isbn=RIGHT, title="Rett namn"), ())
    assert edits.of(catalogue, "b") == []


def test_what_was_corrected_of_the_new_one_stays(catalogue: Catalogue) -> None:
    catalogue.save(newer(), (), 1)
    correct(catalogue, OLD, title="Eit namn")
    report = correct(catalogue, newer(), title="Eit anna namn")
    assert inherit(catalogue, report, ["a"]).report.title == "Eit anna namn"


def test_corrections_go_on_from_version_to_version_and_can_be_taken_back(catalogue: Catalogue) -> None:
    correct(catalogue, OLD, title="Rett namn")
    second = inherit(catalogue, newer(), ["a"]).report
    catalogue.save(second, (), 1, ["a"])
    third = inherit(catalogue, Report("c", title="Feil namn", sha256="3"), ["b"]).report
    catalogue.save(third, (), 1, ["b"])
    assert third.title == "Rett namn"
    assert correct(catalogue, third, title="").title == "Feil namn"
    assert catalogue.headers(["b"])["b"].title == "Rett namn"


def test_a_report_as_its_sources_have_it(catalogue: Catalogue) -> None:
    assert corrected(catalogue) == set()
    held = correct(catalogue, OLD, isbn=RIGHT, title="Rett namn")
    assert corrected(catalogue) == {"a"}
    assert uncorrected(catalogue, held).isbn == WRONG
    assert uncorrected(catalogue, OLD).title == OLD.title


def test_every_field_that_is_one_versions_own_can_be_corrected() -> None:
    assert set(edits.FIELDS) > OWN
