import json
from dataclasses import replace
from pathlib import Path

from pybtex.database import parse_string  # type: ignore[import-untyped, unused-ignore]
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from catalogue.model import Passage, Place, Report
from catalogue.store import Catalogue
from web.view.citations import citations, file_of

REPORT = Report(
    "a" * 16,
    title="Skoleleiarar si involvering",
    authors=("Randi Tveitmyr", "Ola Hovdestøl", "Siv Elvebakkmo"),
    publisher="Fjordglimt forsking",
    year=2022,
    language="nn",
    pdf="https://example.no/rapport.pdf",
)
PASSAGE = Passage("p", REPORT.id, "Mange er for lite involverte.", standard="nn", places=(Place(43, "41"),))


def told(report: Report, language: str, passage: Passage | None = PASSAGE) -> dict[str, str]:
    return {one.name: one.text for one in citations(report, Place(43, "41"), passage, language)}


def test_a_quotation_is_copied_with_its_source_and_printed_page() -> None:
    found = told(REPORT, "nn")
    assert found["quotation"] == "«Mange er for lite involverte.» (Tveitmyr et al., 2022, s. 41)"
    assert found["in_text"] == "(Tveitmyr et al., 2022, s. 41)"
    assert found["reference"] == (
        "Tveitmyr, R., Hovdestøl, O. & Elvebakkmo, S. (2022). Skoleleiarar si involvering. "
        "Fjordglimt forsking. https://example.no/rapport.pdf"
    )
    assert "quotation" not in told(REPORT, "nn", None)


def test_the_reference_is_in_both_standards_where_they_differ() -> None:
    alike = citations(REPORT, None, None, "nb")
    assert [(one.name, one.lang) for one in alike][1] == ("reference", "nb")
    assert [(one.name, one.lang) for one in citations(REPORT, None, None, "nn")][1] == ("reference", "nn")


def test_bibtex_and_ris_are_what_other_programs_read() -> None:
    found = told(REPORT, "en")
    [entry] = parse_string(found["bibtex"], "bibtex").entries.values()
    assert entry.fields["year"] == "2022"
    assert found["ris"].splitlines()[0] == "TY  - RPRT"
    assert "AU  - Tveitmyr, Randi" in found["ris"].splitlines()
    assert json.loads(file_of(REPORT, "json", "nb"))[0]["type"] == "report"
    assert file_of(REPORT, "txt", "nn").decode().startswith("Tveitmyr, R.")


def test_files_for_reference_managers(client: TestClient, store: Path) -> None:
    catalogue = Catalogue.open(store)
    report = catalogue.reports()[0]
    catalogue.close()
    for form, kind in (("bib", "text/x-bibtex"), ("ris", "application/x-research-info-systems"), ("txt", "text/plain")):
        answer = client.get(f"/report/{report.id}/reference.{form}?language=nn")
        assert answer.headers["content-type"] == f"{kind}; charset=utf-8"
        assert answer.headers["content-disposition"].endswith(f'.{form}"')
        assert report.title.split()[0] in answer.text
        assert str(store) not in answer.text
        assert "testserver" not in answer.text, "our own address is none of the publisher's"
    assert client.get(f"/report/{report.id}/reference.exe").status_code == 404
    assert client.get("/report/none/reference.bib").status_code == 404


def test_what_is_copied_is_what_is_shown(client: TestClient, store: Path) -> None:
    catalogue = Catalogue.open(store)
    report = catalogue.reports()[0]
    passage = next(one for one in catalogue.passages_of(report.id) if one.places)
    catalogue.close()
    page = LexborHTMLParser(client.get(f"/nn/passage/{passage.id}").text)
    buttons = page.css("button[data-copy]")
    assert len(buttons) == 6
    for button in buttons:
        assert "hidden" in button.attributes  # until a script makes them work
        [field] = page.css(f"#{button.attributes['data-copy']}")
        assert "readonly" in field.attributes
        assert field.text().strip()
    assert page.css("#cite-quotation")[0].text().strip().startswith(f"«{passage.text}»")


def test_a_title_that_is_a_script_stays_a_title() -> None:
    evil = replace(REPORT, title="</textarea><script>alert(1)</script>")
    assert "</textarea>" in told(evil, "nn")["reference"]  # the template escapes it
