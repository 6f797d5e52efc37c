import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import isbn as stdnum_isbn

from ingest.fields.identifiers import (
    FoundIsbn,
    find_doi,
    find_handle,
    find_isbns,
    find_issn,
    find_licence,
    isbn13,
)


@pytest.mark.parametrize(
    ("text", "value", "qualifier", "valid"),
    [
        ("ISBN 978-82-98990-10-4 (trykt utgåve)", "978-82-98990-10-4", "trykt utgåve", True),
        ("ISBN: 9788298990111", "978-82-98990-11-1", "", True),
        ("ISBN (elektronisk utgave, PDF): 978-82-98990-11-1", "978-82-98990-11-1", "elektronisk utgave, PDF", True),
        ("ISBN 978–82–98990–11–1 PDF", "978-82-98990-11-1", "PDF", True),
        ("ISBN 82-7846-309-3", "82-7846-309-3", "", True),
        ("978-82-98990-10-4", "978-82-98990-10-4", "", True),  # valid without the word
        ("ISBN 978-82-98990-10-5", "978-82-98990-10-5", "", False),
    ],
)
def test_an_isbn_in_a_line(text: str, value: str, qualifier: str, valid: bool) -> None:  # noqa: FBT001
    assert list(find_isbns(text)) == [FoundIsbn(value, qualifier, valid)]


def test_two_editions_in_a_line() -> None:
    found = list(find_isbns("ISBN: 978-82-98990-10-4 (trykt), 978-82-98990-11-1 (nett)"))
    assert [(isbn.value, isbn.qualifier) for isbn in found] == [
        ("978-82-98990-10-4", "trykt"),
        ("978-82-98990-11-1", "nett"),
    ]


@pytest.mark.parametrize("text", ["", "Tlf. 73 59 86 00 11", "2021-2022", "Org.nr. 959 925 496", "82-7846-309-3"])
def test_what_is_no_isbn(text: str) -> None:
    assert list(find_isbns(text)) == []


@given(st.integers(min_value=0, max_value=10**9 - 1))
def test_any_isbn_is_found_however_it_is_written(number: int) -> None:
    ten = f"{number:09d}"
    ten += stdnum_isbn._calc_isbn10_check_digit(ten)
    thirteen = stdnum_isbn.to_isbn13(ten)
    for written in (ten, thirteen, stdnum_isbn.format(thirteen)):
        found = list(find_isbns(f"ISBN {written}."))
        assert [isbn13(isbn.value) for isbn in found] == [thirteen]


@given(st.text(max_size=80))
def test_no_text_makes_the_readers_fail(text: str) -> None:
    assert all(isbn13(isbn.value) for isbn in find_isbns(text) if isbn.valid)
    assert isinstance(find_issn(text) + find_doi(text) + find_handle(text) + find_licence(text), str)


def test_issn() -> None:
    assert find_issn("ISSN 9998-4105 (online)") == "9998-4105"
    assert find_issn("ISSN 9998–4105") == "9998-4105"
    assert find_issn("ISSN 9998-4106") == ""


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.7577/nordisk.2021.", "10.7577/nordisk.2021"),
        ("(doi:10.1007/s13280-019-01198-7)", "10.1007/s13280-019-01198-7"),
        ("10.1016/S0140-6736(20)30183-5", "10.1016/S0140-6736(20)30183-5"),
        ("kapittel 10.1", ""),
    ],
)
def test_doi(text: str, doi: str) -> None:
    assert find_doi(text) == doi


def test_handle() -> None:
    assert find_handle("Se http://hdl.handle.net/11250/2978132.") == "https://hdl.handle.net/11250/2978132"
    assert find_handle("https://nifu.no/11250/1") == ""


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("https://creativecommons.org/licenses/by-nc/4.0/deed.no", "CC-BY-NC-4.0"),
        ("CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("CC BY", "CC-BY"),
        ("CC0", "CC0-1.0"),
        ("Norsk lisens for offentlige data (NLOD) 2.0", "NLOD-2.0"),
        ("Alle rettigheter", ""),
    ],
)
def test_licence(text: str, licence: str) -> None:
    assert find_licence(text) == licence
