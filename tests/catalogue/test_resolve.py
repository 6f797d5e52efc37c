from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.errors import UnknownReportError
from catalogue.model import Isbn, Report
from catalogue.resolve import resolve
from catalogue.store import Catalogue

FIRST = Report(id="aaaa000000000001", title="Delrapport 1", isbn=(Isbn("978-82-000-0000-2"),), path="/r/01-ein.pdf")
SECOND = Report(id="aaaa000000000002", title="Delrapport 12", landing_page="/r/02-to.html")


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path, create=True) as store:
        store.save(FIRST, (), 1)
        store.save(SECOND, (), 1)
        yield store


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("aaaa000000000001", FIRST),
        ("01-ein.pdf", FIRST),
        ("01-ein", FIRST),
        ("02-TO", SECOND),
        ("9788200000002", FIRST),
        ("978-82-0000000-2", FIRST),
        ("delrapport 1", FIRST),
        ("rapport 12", SECOND),
    ],
)
def test_a_report_is_found_by(catalogue: Catalogue, wanted: str, found: Report) -> None:
    assert resolve(catalogue, wanted) == found


def test_an_ambiguous_beginning_names_the_reports(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownReportError, match=r"2 reports answer.*aaaa000000000001 Delrapport 1; aaaa000000000002"):
        resolve(catalogue, "aaaa")


@pytest.mark.parametrize("wanted", ["", "aaa", "finst ikkje"])
def test_no_report_says_where_to_look(catalogue: Catalogue, wanted: str) -> None:
    with pytest.raises(UnknownReportError, match="funn list"):
        resolve(catalogue, wanted)
