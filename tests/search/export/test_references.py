"""RIS, BibTeX and CSL-JSON read back by other libraries."""

import json
import re

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, parse_string  # type: ignore[import-untyped]
from pybtex.richtext import Text  # type: ignore[import-untyped]

from catalogue.model import Isbn, Report
from search.export.references import bibtex, citation_keys, csl_json, ris
from tests.search.conftest import LEADERS, NURSERIES

AWKWARD = Report(
    "c" * 16,
    title='50 % av «A & B» kostar $5, #1_x {slik} ~ ^x \\ og "so"',
    authors=("Kari Ørnulf Ås", "Senter for IKT & utdanning", "Berg, Per von"),
    publisher="Høyskolen & Co",
    series="Skrift_serie #2",
    report_number="7/2020",
    year=2020,
    issn="1234-5679",
    doi="10.1000/a_b(c)",
    language="nb",
    pdf="https://example.org/a_b?x=1&y=2%20",
)
REPORTS = [LEADERS, NURSERIES, AWKWARD, Report("d" * 16)]


def read_ris(reports: list[Report]) -> list[dict[str, object]]:
    return list(rispy.loads(ris(reports)))


def test_ris_is_read_back() -> None:
    entries = read_ris(REPORTS)
    assert len(entries) == len(REPORTS)
    first = entries[0]
    assert first["type_of_reference"] == "RPRT"
    assert first["title"] == "Leiing og kompetanse: Delrapport 1"
    assert first["authors"] == ["Høydal, Kari", "Berg, Ola", "Aas, Per"]
    assert (first["year"], first["publisher"], first["language"]) == ("2024", "Utdanningsdirektoratet", "nn")
    assert (first["secondary_title"], first["number"]) == ("Evaluering av tilskot", "2024:7")
    assert first["issn"] == "978-82-327-0543-1"
    assert first["urls"] == ["https://www.udir.no/leiing.pdf", "https://www.udir.no/leiing/"]
    assert entries[1]["authors"] == ["NIFU"]
    assert entries[2]["title"] == AWKWARD.title
    assert entries[2]["authors"] == ["Ås, Kari Ørnulf", "Senter for IKT & utdanning", "Berg, Per von"]
    assert (entries[2]["doi"], entries[2]["issn"]) == (AWKWARD.doi, "1234-5679")
    assert entries[3]["title"] == "d" * 16


def test_ris_has_lines_as_the_format_wants_them() -> None:
    text = ris(REPORTS)
    assert text.endswith("ER  - \r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in text.split("\r\n") if line)
    assert text.count("TY  - RPRT\r\n") == text.count("ER  - ") == len(REPORTS)
    assert text.startswith("TY  - ")
    assert ris([]) == ""


def plain(entry: str) -> str:
    """What LaTeX would print; pybtex itself leaves two of its commands as they are."""
    return str(Text.from_latex(entry)).replace("\\textasciicircum ", "^").replace("\\$", "$")


def read_bibtex(reports: list[Report]) -> BibliographyData:
    return parse_string(bibtex(reports), "bibtex")


def test_bibtex_is_read_back() -> None:
    entries = read_bibtex(REPORTS).entries
    assert list(entries) == ["hoydal2024", "nifu2020", "as2020", "rapport"]
    first = entries["hoydal2024"]
    assert first.type == "techreport"
    assert [str(person) for person in first.persons["author"]] == ["Høydal, Kari", "Berg, Ola", "Aas, Per"]
    assert plain(first.fields["title"]) == "Leiing og kompetanse: Delrapport 1"
    assert first.fields["institution"] == "Utdanningsdirektoratet"
    assert first.fields["isbn"] == "978-82-327-0543-1"
    assert first.fields["langid"] == "nynorsk"
    awkward = entries["as2020"]
    assert plain(awkward.fields["title"]) == AWKWARD.title.replace("{", "(").replace("}", ")")
    assert awkward.fields["url"] == AWKWARD.pdf
    assert awkward.fields["doi"] == AWKWARD.doi
    assert plain(awkward.fields["institution"]) == AWKWARD.publisher
    assert plain(awkward.fields["series"]) == AWKWARD.series
    assert [plain(str(person)) for person in awkward.persons["author"]] == [
        "Ås, Kari Ørnulf", "Senter for IKT & utdanning", "Berg, Per von",
    ]  # fmt: skip


def test_citation_keys_are_ascii_and_each_its_own() -> None:
    reports = [
        Report("1", title="B", authors=("Kari Ås",), year=2020), Report("2", title="A", authors=("Kari Ås",), year=2020),
        Report("3", authors=("Per Ås",), year=2020), Report("4", title="Ære være"), Report("5", title="…"),
        Report("6", authors=("李明",)),
    ]  # fmt: skip
    keys = citation_keys(reports)
    assert keys == {"1": "as2020b", "2": "as2020a", "3": "as2020", "4": "aere", "5": "rapport", "6": "rapport-2"}


def test_csl_json() -> None:
    items = json.loads(csl_json(REPORTS))
    assert [item["id"] for item in items] == list(citation_keys(REPORTS).values())
    assert items[0]["author"][0] == {"family": "Høydal", "given": "Kari"}
    assert items[0]["issued"] == {"date-parts": [[2024]]}
    assert items[0]["language"] == "nn-NO"
    assert items[1]["author"] == [{"literal": "NIFU"}]
    assert items[2]["title"] == AWKWARD.title
    assert items[3] == {"id": "rapport", "type": "report", "title": "d" * 16, "language": "und"}


texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=40).map(
    lambda text: " ".join(text.split())
)


@given(texts, st.lists(texts.filter(lambda name: name and "," not in name), max_size=3))
def test_any_title_and_names_come_back(title: str, authors: list[str]) -> None:
    report = Report("e" * 16, title=title, authors=tuple(authors), year=2020)
    (entry,) = read_ris([report])
    assert entry["title"] == (title or "e" * 16)
    assert len(entry.get("authors", ())) == len(authors)  # type: ignore[arg-type]
    (read,) = read_bibtex([report]).entries.values()
    if title:
        assert plain(read.fields["title"]).replace("\u00a0", " ") == title.replace("{", "(").replace("}", ")")
    assert len(read.persons.get("author", ())) == len(authors)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_isbns(count: int) -> None:
    report = Report("f" * 16, title="x", isbn=tuple(Isbn(f"978-82-327-000{n}-1") for n in range(count)))
    assert read_ris([report])[0].get("issn", "").count("978") == count  # type: ignore[attr-defined]
