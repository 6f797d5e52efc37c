"""What a reader sees on a page of a report, and where it leads."""

from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from catalogue.model import Report
from catalogue.store import Catalogue
from web.view.page import page_of

FLAGSHIP = "skoleleiarar involvering"


class Sample(NamedTuple):
    """A report of the sample series, the id of a passage in it that answers the flagship, and of a key finding."""

    report: Report
    hit: str
    page: int
    finding: str


@pytest.fixture(scope="module")
def sample(store: Path) -> Sample:
    catalogue = Catalogue.open(store)
    report = next(one for one in catalogue.reports() if "skoleleiarar" in one.path)
    passages = catalogue.passages_of(report.id)
    hit = next(one for one in passages if "involverte" in one.text and one.places)
    finding = next(one for one in passages if not one.places)
    held = catalogue.report(report.id) or report
    catalogue.close()
    return Sample(held, hit.id, hit.places[0].page, finding.id)


def seen(client: TestClient, address: str, **query: object) -> LexborHTMLParser:
    answer = client.get(address, params={name: str(value) for name, value in query.items()} or None)
    assert answer.status_code == 200, answer.text
    return LexborHTMLParser(answer.text)


def href(page: LexborHTMLParser, selector: str) -> str:
    return str(page.css(selector)[0].attributes["href"])


def test_the_passage_of_a_permanent_link_is_pointed_out_on_its_page(client: TestClient, sample: Sample) -> None:
    page = seen(client, f"/nn/passage/{sample.hit}", q=FLAGSHIP)
    assert len(page.css("svg a.chosen rect.outline")) == 1
    assert page.css("svg a.chosen rect.word")
    [chosen] = page.css(".page-text .chosen")
    assert "involverte" in [mark.text() for mark in chosen.css("mark")]
    assert f"(PDF-side {sample.page})" in page.css("h2.place")[0].text()
    assert f"/report/{sample.report.id}.pdf#page={sample.page}" in {
        one.attributes["href"] for one in page.css(".under a")
    }


def test_a_permanent_link_leads_to_the_visitors_language(client: TestClient, sample: Sample) -> None:
    answer = client.get(f"/passage/{sample.hit}?q=a", headers={"accept-language": "nn"}, follow_redirects=False)
    assert answer.headers["location"] == f"/nn/passage/{sample.hit}?q=a"
    page = seen(client, f"/nb/passage/{sample.hit}")
    assert page.css("#permanent")[0].text().strip().endswith(f"/passage/{sample.hit}")


def test_every_passage_of_the_page_is_there_as_text_in_its_language(
    client: TestClient, sample: Sample, store: Path
) -> None:
    page = seen(client, f"/nn/report/{sample.report.id}/page/{sample.page}", q=FLAGSHIP)
    catalogue = Catalogue.open(store)
    held = [
        one for one in catalogue.passages_of(sample.report.id) if sample.page in {place.page for place in one.places}
    ]
    catalogue.close()
    shown = page.css(".page-text .passage")
    assert [one.css("[lang]")[0].text() for one in shown] == [one.text for one in held]
    assert [one.css("[lang]")[0].attributes["lang"] for one in shown] == [
        "" if one.standard == "und" else one.standard for one in held
    ]
    [picture] = page.css(".paper img")
    assert "står nedanfor" in str(picture.attributes["alt"])


def test_pages_are_turned_with_the_query_kept(client: TestClient, sample: Sample) -> None:
    page = seen(client, f"/nn/report/{sample.report.id}/page/2", q=FLAGSHIP, zoom="150")
    for rel, number in (("prev", 1), ("next", 3)):
        for place in ("head link", "main a"):
            address = urlsplit(href(page, f"{place}[rel={rel}]"))
            assert address.path == f"/nn/report/{sample.report.id}/page/{number}"
            assert parse_qs(address.query) == {"q": [FLAGSHIP], "zoom": ["150"]}
    last = len(sample.report.pages)
    assert not seen(client, f"/nn/report/{sample.report.id}/page/1").css("a[rel=prev]")
    assert not seen(client, f"/nn/report/{sample.report.id}/page/{last}").css("a[rel=next]")


def test_hits_are_turned_through_from_the_first_to_the_last(client: TestClient, sample: Sample) -> None:
    page = seen(client, f"/nn/report/{sample.report.id}/page/1", q=FLAGSHIP)
    while before := page.css("a[data-turn=hit-before]"):  # the key findings of the landing page come before page 1
        page = seen(client, str(before[0].attributes["href"]))
    places = [page.css(".told")[0].text().strip()]
    while after := page.css("a[data-turn=hit-after]"):
        page = seen(client, str(after[0].attributes["href"]))
        assert page.css(".page-text .chosen mark")
        places.append(page.css(".told")[0].text().strip())
    total = len(places)
    assert total >= 10
    assert places == [f"Treff {place} av {total} i rapporten" for place in range(1, total + 1)]
    back = seen(client, href(page, "a[data-turn=hit-before]"))
    assert back.css(".told")[0].text().strip() == places[-2]


def test_without_a_query_nothing_is_marked(client: TestClient, sample: Sample) -> None:
    page = seen(client, f"/nn/report/{sample.report.id}/page/{sample.page}")
    assert not page.css("mark, rect.word, .hits-nav")
    assert page.css("svg a.other rect.outline")


def test_exact_words_mark_no_other_form(client: TestClient, sample: Sample) -> None:
    address = f"/nn/report/{sample.report.id}/page/{sample.page}"
    loose = {mark.text().casefold() for mark in seen(client, address, q="involvert").css("mark")}
    exact = {mark.text().casefold() for mark in seen(client, address, q="involvert", exact="true").css("mark")}
    assert "involverte" in loose
    assert exact <= {"involvert"}


def test_a_key_finding_of_the_landing_page_is_shown_among_the_others(client: TestClient, sample: Sample) -> None:
    page = seen(client, f"/nb/passage/{sample.finding}")
    assert not page.css("img[data-lost], svg.marks")
    assert len(page.css(".page-text .passage")) >= 3
    assert len(page.css(".page-text .chosen")) == 1
    assert page.css("h2")[0].text() == "Hovedfunn på nettsiden til rapporten"


def test_a_typed_number_leads_to_the_page_that_has_it_printed(client: TestClient, sample: Sample) -> None:
    page = next(one for one in sample.report.pages if one.label and one.label.isdigit() and one.label != str(one.page))
    address = f"/nn/report/{sample.report.id}/page"
    for typed, number in (
        (page.label, page.page),
        (f"PDF {page.label}", int(page.label or 0)),
        (f"pdf-side {page.page}", page.page),
    ):
        answer = client.get(address, params={"number": str(typed), "q": "a b"}, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == f"{address}/{number}?q=a+b"
    assert client.get(address, params={"number": "tolv"}).status_code == 404
    assert client.get(address).status_code == 422


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("iv", 2),
        ("IV", 2),
        ("23", 3),
        ("22–23", 3),
        ("s. 5", 4),
        ("side 5", 4),
        ("PDF 1", 1),
        ("4", 4),
        ("99", None),
        ("", None),
    ],
)
def test_what_a_typed_number_means(typed: str, page: int | None) -> None:
    from catalogue.model import PageInfo

    labels = (None, "iv", "22–23", "5")
    pages = tuple(PageInfo(number, label, 595, 842, "pdfium") for number, label in enumerate(labels, 1))
    assert page_of(Report("a", pages=pages), typed) == page


def test_pictures_are_offered_for_each_density(client: TestClient, sample: Sample) -> None:
    [picture] = seen(client, f"/nn/report/{sample.report.id}/page/3").css(".paper img")
    offered = {one.split()[1]: one.split()[0] for one in str(picture.attributes["srcset"]).split(", ")}
    assert [address.partition("=")[2] for address in offered.values()] == ["1", "1.5", "2", "3"]
    widths = [int(width.removesuffix("w")) for width in offered]
    assert widths == sorted(set(widths))
    assert max(widths) * 842 / 595 <= 2400 * 1.01
    for address in (*offered.values(), str(picture.attributes["src"])):
        assert client.get(address).headers["content-type"] == "image/webp"


def test_a_zoomed_page_can_be_scrolled_with_the_keyboard(client: TestClient, sample: Sample) -> None:
    page = seen(client, f"/nn/report/{sample.report.id}/page/3", zoom="200")
    [region] = page.css(".scroll")
    assert (region.attributes["tabindex"], region.attributes["role"]) == ("0", "region")
    assert region.attributes["aria-label"]
    assert int(str(page.css(".paper img")[0].attributes["width"])) == pytest.approx(595 * 2 * 96 / 72, abs=3)


@pytest.mark.parametrize(
    "address", ["/nn/report/{id}/page/0", "/nn/report/{id}/page/999", "/nn/passage/nothing", "/nn/report/none/page/1"]
)
def test_what_is_not_there_is_said_to_the_reader(client: TestClient, sample: Sample, address: str) -> None:
    answer = client.get(address.format(id=sample.report.id))
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", '"><svg onload=x>', "a" * 900, "(((", "+", "tittel:"])
def test_no_query_breaks_the_page_or_gets_into_it(client: TestClient, sample: Sample, query: str) -> None:
    answer = client.get(f"/en/report/{sample.report.id}/page/{sample.page}", params={"q": query, "passage": query[:40]})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<svg onload" not in answer.text
