from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fields.dates import iso_date, year


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("27.02.2024", "2024-02-27"),
        ("SIST ENDRET: 7.2.24", "2024-02-07"),
        ("12. aug 2008", "2008-08-12"),
        ("14. oktober 2022", "2022-10-14"),
        ("3. desember 1998", "1998-12-03"),
        ("October 14, 2022", "2022-10-14"),
        ("2007.09.10", "2007-09-10"),
        ("2023-06-15T10:00:00Z", "2023-06-15"),
        ("31.02.2024", ""),
        ("oktober 2022", ""),
        ("1.2.3", ""),
    ],
)
def test_dates(text: str, iso: str) -> None:
    assert iso_date(text) == iso


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)))
def test_a_date_is_read_as_it_was_written(day: date) -> None:
    assert iso_date(f"{day.day}.{day.month}.{day.year}") == day.isoformat()
    assert iso_date(f"Oslo, {day:%d.%m.%y}") == day.isoformat()
    assert iso_date(day.isoformat()) == day.isoformat()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024", 2024),
        ("Oslo, mai 2022", 2022),
        ("09/2008", 2008),
        ("29.9.08", 2008),
        ("2020–2024", None),
        ("2025-29", None),
        ("1814", None),
        ("2999", None),
        ("", None),
    ],
)
def test_years(text: str, found: int | None) -> None:
    assert year(text) == found


def test_no_year_after_the_latest() -> None:
    assert year("2024", latest=2023) is None
