"""What a report, a landing page or a reader says is text, whatever it looks like."""

from collections.abc import Iterator

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from catalogue.model import Candidate, Isbn, Note, PageInfo, Passage, Place, Report, passage_ids
from catalogue.store import Catalogue
from search.index import open_or_create, update
from web.app import create_app
from web.settings import Settings

EVIL = "<script>alert('æ')</script><img src=x onerror=alert(1)>\"'></title><!-- {{ 7*7 }} {% raw %} &amp;"
ID = "0123456789abcdef"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service on a report all of whose details want to be HTML."""
    store = tmp_path_factory.mktemp("hostile")
    with Catalogue.open(store, create=True) as catalogue:
        engine = open_or_create(catalogue)
        (id_,) = passage_ids(ID, [f"rektor {EVIL} leiar"])
        report = Report(
            ID, EVIL, EVIL, (EVIL, EVIL), EVIL, EVIL, EVIL, EVIL, EVIL, 2024, (Isbn(EVIL, EVIL),), EVIL, EVIL,
            f"javascript:{EVIL}", EVIL, "nn", (("nn", 0.9), (EVIL, 0.1)), EVIL, f"javascript:{EVIL}", EVIL,
            f"javascript:{EVIL}", pages=(PageInfo(1, EVIL, 595, 842, "pdfium"),),
            candidates=(Candidate("title", EVIL, EVIL, False, EVIL), Candidate(EVIL, EVIL, EVIL, True)),
            notes=(Note(EVIL, EVIL, 1),),
        )  # fmt: skip
        text = f"rektor {EVIL} leiar"
        passage = Passage(id_, ID, text, section=(EVIL, EVIL), finding=True, standard="nn", places=(Place(1, EVIL),))
        catalogue.save(report, [passage], 1)
        update(engine, catalogue)
        engine.close()
    with TestClient(create_app(Settings(store))) as client:
        yield client


@pytest.mark.parametrize(
    "address",
    ["/nn/", "/nn/?q=rektor", "/nb/?q=rektor&group=true", f"/en/report/{ID}", f"/nn/report/{ID}?q=rektor", "/nn/reports",
     "/nb/series", "/nn/concordance?q=rektor"],
)  # fmt: skip
def test_nothing_of_a_report_is_html(hostile: TestClient, address: str) -> None:
    answer = hostile.get(address)
    assert answer.status_code == 200
    harmless(answer.text)
    assert "{% raw %} &amp;" in LexborHTMLParser(answer.text).css("main")[0].text()


@pytest.mark.parametrize("page", ["", "concordance", "reports", "series", f"report/{ID}"])
@pytest.mark.parametrize("name", ["q", "series", "text", "name", "year", "standard", "sort", "order", "unknown"])
def test_nothing_of_an_address_is_html(hostile: TestClient, page: str, name: str) -> None:
    for language in ("nn", "en"):
        answer = hostile.get(f"/{language}/{page}", params={"q": "rektor", name: EVIL})
        assert answer.status_code in {200, 422}
        harmless(answer.text)


def test_nothing_of_a_path_is_html(hostile: TestClient) -> None:
    for path in (f"/nn/report/{EVIL}", f"/nn/{EVIL}", f"/en/passage/{EVIL}", "/nn/report/..%2f..%2fetc%2fpasswd"):
        answer = hostile.get(path)
        assert answer.status_code == 404
        harmless(answer.text)


def test_the_picture_of_a_series_is_harmless(hostile: TestClient) -> None:
    answer = hostile.get("/series.svg", params={"name": EVIL})
    assert answer.status_code == 200
    assert "<script" not in answer.text
    assert "<img" not in answer.text


def harmless(html: str) -> None:
    """Nothing was read as markup that the templates did not write."""
    tree = LexborHTMLParser(html)
    assert tree.css("script:not([src])") == []
    assert tree.css("[onerror]") == []
    assert tree.css("img[src=x]") == []
    assert tree.css("a[href^='javascript:'], link[href^='javascript:']") == []
    assert "49" not in [node.text() for node in tree.css("main code")]
    assert html.count("</title>") == 1
    assert html.count("<!--") == 0
