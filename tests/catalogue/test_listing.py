from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.listing import Wanted, listed
from catalogue.model import Report
from catalogue.store import Catalogue

REPORTS = [
    Report("1" * 16, title="Årsrapport", series="Læring", year=2022, language="nn", authors=("Åse Ås",)),
    Report("2" * 16, title="Rapport 100 %", series="Læring", year=2023, language="nb"),
    Report("3" * 16, title="Anna", subtitle="Om ÅR", series="Helse", year=None, language="nb"),
]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "store", create=True) as store:
        for report in REPORTS:
            store.save(report, [], 1)
        yield store


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), "312"),
        (Wanted(series="LÆR"), "12"),
        (Wanted(years=(2023, None)), "2"),
        (Wanted(years=(None, 2022)), "1"),
        (Wanted(standard="nb"), "32"),
        (Wanted(text="år"), "31"),
        (Wanted(text="ÅSE"), "1"),
        (Wanted(text="100 %"), "2"),
        (Wanted(text="%"), "2"),
        (Wanted(text="_"), ""),
        (Wanted(text="rapport", series="læring", standard="nn"), "1"),
    ],
)
def test_which_reports(catalogue: Catalogue, wanted: Wanted, found: str) -> None:
    total, reports = listed(catalogue, wanted, 10)
    assert "".join(report.id[0] for report in reports) == found
    assert total == len(found)


def test_pages_are_those_of_the_whole_list(catalogue: Catalogue) -> None:
    every = catalogue.reports()
    assert [listed(catalogue, Wanted(), 1, offset) for offset in range(4)] == [
        *((3, [report]) for report in every), (3, []),
    ]  # fmt: skip
