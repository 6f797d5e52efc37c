import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.metadata.numbering import find_number, year_of


@pytest.mark.parametrize(
    ("line", "series", "number"),
    [
        ("Rapport 2023:5", "", "2023:5"),
        ("NINA Rapport 123", "NINA Rapport", "123"),
        ("KITH-rapport 08/07", "KITH-rapport", "08/07"),
        ("VERSJON 0.91 • 7. september 2007 • KITH-rapport 8/07", "KITH-rapport", "8/07"),
        ("Følgjestudien Læring lokalt 2023:2", "Følgjestudien Læring lokalt", "2023:2"),
        ("Fafo-rapport 2022:12", "Fafo-rapport", "2022:12"),
        ("AFI FoU-resultat 2023:04", "AFI FoU-resultat", "2023:04"),
        ("TØI rapport 1234/2020", "TØI rapport", "1234/2020"),
        ("Menon-publikasjon nr. 45/2023", "Menon-publikasjon", "45/2023"),
        ("Rapport 12-2022", "", "12-2022"),
        ("Meld. St. 6 (2019–2020)", "Meld. St.", "6 (2019-2020)"),
        ("Dokument 3:7 (2022–2023)", "Dokument", "3:7 (2022-2023)"),
    ],
)
def test_series_and_number(line: str, series: str, number: str) -> None:
    assert find_number(line) == (series, number)


@pytest.mark.parametrize(
    "line",
    [
        "Delrapport 3", "Rapport 2022", "RISIKO 2021", "Oslo, mai 2022", "se Rapport 2018:9", "Tveitmyr, R. Rapport 2018:9", "Versjon 1.0",
        "Noark 5", "27.05.2025", "Partiprogram 2025-2029", "", "Lov 29. juni 2007 nr. 75",
    ],
)  # fmt: skip
def test_what_is_no_number(line: str) -> None:
    assert find_number(line) is None


@pytest.mark.parametrize(
    ("number", "year"),
    [
        ("2023:5", 2023),
        ("12/2021", 2021),
        ("8/07", 2007),
        ("R09/07", 2007),
        ("3/98", 1998),
        ("123", None),
        ("HIS 80820", None),
    ],
)
def test_the_year_in_a_number(number: str, year: int | None) -> None:
    assert year_of(number) == year


@given(st.text(alphabet="aBæ 0127:/-–.,|•nrRapport", max_size=120))
def test_any_line_is_read_in_time(line: str) -> None:
    found = find_number(line)
    assert found is None or any(char.isdigit() for char in found.number)
