import pytest

from catalogue.model import Isbn
from ingest.fields.claim import Claim, first, isbns
from ingest.fields.values import claims_for


@pytest.mark.parametrize(
    ("field", "raw", "values"),
    [
        ("author", "Kari Nes og Ola Ås", [("author", "Kari Nes"), ("author", "Ola Ås")]),
        ("title", "Kva no? Ein rapport", [("title", "Kva no?"), ("subtitle", "Ein rapport")]),
        ("subtitle", "– ein rapport:", [("subtitle", "ein rapport")]),
        ("published", "14. oktober 2022", [("year", "2022")]),
        ("last_changed", "27.02.2024", [("last_changed", "2024-02-27")]),
        ("licence", "CC BY 4.0", [("licence", "CC-BY-4.0")]),
        ("licence", "Kan brukast fritt", [("licence", "Kan brukast fritt")]),
        ("doi", "https://doi.org/10.7577/abc", [("doi", "10.7577/abc")]),
        ("publisher", "NIFU;", [("publisher", "NIFU")]),
        ("publisher", "---", []),
        ("publisher", "ord " * 100, []),
        ("year", "ukjent", []),
        ("isbn", "", []),
    ],
)
def test_values(field: str, raw: str, values: list[tuple[str, str]]) -> None:
    assert [(claim.field, claim.value) for claim in claims_for(field, raw, "x")] == values


def test_faults_are_told() -> None:
    assert claims_for("isbn", "978-82-98990-10-5", "x")[0].fault
    assert claims_for("title", "Microsoft Word - a.docx", "x")[0].fault


def test_the_labels_qualifier_counts_where_the_value_has_none() -> None:
    assert claims_for("isbn", "978-82-98990-10-4", "x", "trykt")[0].qualifier == "trykt"
    assert claims_for("isbn", "978-82-98990-10-4 (nett)", "x", "trykt")[0].qualifier == "nett"


def test_the_first_usable_claim() -> None:
    claims = [Claim("title", "a", "x", fault="junk"), Claim("title", "b", "y"), Claim("title", "c", "z")]
    assert first(claims, "title") == "b"
    assert first(claims, "year") == ""


def test_each_isbn_once_with_its_first_qualifier() -> None:
    claims = [Claim("isbn", "1", "x"), Claim("isbn", "1", "y", "trykt"), Claim("isbn", "2", "x", fault="wrong")]
    assert isbns(claims) == (Isbn("1", "trykt"),)
