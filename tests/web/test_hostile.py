"""Hostile input through the whole house: from a PDF and a landing page that were read, and from an address."""

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from defusedxml import ElementTree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

import cli
from tests.ingest.pdf.pdfwriter import Writer, prose, report
from web.app import create_app
from web.exports import disposition, file_stem, formats
from web.settings import Settings

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
LINES = [f"Rektor {EVIL} leiar skulen og svarer for alt som skjer der kvar dag.", "=cmd|' /C calc'!A0 seier rektor."]
PAGE = f"""<!doctype html><html lang="nn"><head><title>{html.escape(EVIL)}</title></head><body><main><article>
<h1>{html.escape(EVIL)} rektor</h1><dl><dt>Tittel:</dt><dd>{html.escape(EVIL)} om rektor</dd>
<dt>Rapporten:</dt><dd><a href="vond.pdf">Last ned rapporten (pdf)</a></dd>
<dt>Forfatter:</dt><dd>Kari {html.escape(EVIL)} Nordmann</dd><dt>ISBN:</dt><dd>978-82-98990-11-1</dd>
<dt>Utgiver:</dt><dd>{html.escape(EVIL)}</dd><dt>År:</dt><dd>2024</dd></dl>
<h2>Hovudfunn</h2><ul><li>Rektor {html.escape(EVIL)} er lite involvert i arbeidet.</li></ul></article></main></body></html>"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service on a report that was read from a file and a landing page that want to be scripts."""
    folder = tmp_path_factory.mktemp("hostile")
    writer = Writer()
    title = EVIL.replace("(", r"\(").replace(")", r"\)")
    info = writer.add(f"<< /Title ({title}) /Author ({title}) >>")
    made = report([prose(LINES)] * 2, writer=writer, trailer_more=f"/Info {info} 0 R")
    (folder / "vond.pdf").write_bytes(made)
    (folder / "vond.html").write_text(PAGE, "utf-8")
    result = CliRunner().invoke(cli.cli, ["--store", str(folder / "store"), "ingest", str(folder)])
    assert result.exit_code == 0, result.output
    with TestClient(create_app(Settings(folder / "store"))) as client:
        yield client


def test_what_was_read_is_there_as_text(hostile: TestClient) -> None:
    (told,) = hostile.get("/api/v1/reports").json()["reports"]
    assert EVIL in json.dumps(told)
    answer = hostile.get("/api/v1/search?q=rektor")
    assert EVIL in answer.json()["hits"][0]["text"]
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_nothing_of_it_is_markup_on_any_page(hostile: TestClient) -> None:
    (told,) = hostile.get("/api/v1/reports").json()["reports"]
    hits = hostile.get("/api/v1/search?q=rektor").json()["hits"]
    addresses = ["/nn/?q=rektor", "/nb/reports", "/en/series", "/nn/concordance?q=rektor", "/api/v1/docs"]
    addresses += [f"/nn/report/{told['id']}?q=rektor", f"/nn/report/{told['id']}/page/1?q=rektor"]
    addresses += [f"/nn/passage/{hit['id']}?q=rektor" for hit in hits]
    for address in addresses:
        answer = hostile.get(address)
        assert answer.status_code == 200, address
        _harmless(answer.text)


@pytest.mark.parametrize("kind", formats())
def test_exports_are_harmless(hostile: TestClient, kind: str) -> None:
    answer = hostile.get(f"/export?q=rektor&format={kind}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    if kind == "html":
        _harmless(answer.text)
    if kind == "md":
        assert not re.search(r"(?<!\\)<(script|img)", answer.text)
    if kind == "csv":
        cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_a_feed_is_harmless(hostile: TestClient) -> None:
    answer = hostile.get("/nn/feed.atom", params={"q": f"rektor {EVIL} ]]>"})
    assert answer.status_code == 200
    feed = ElementTree.fromstring(answer.content)
    for content in feed.iter("{http://www.w3.org/2005/Atom}content"):
        _harmless(content.text or "")


_PLACES = [
    "/static/{}",
    "/report/{}.pdf",
    "/report/{}/page/1.png",
    "/nn/report/{}",
    "/nn/passage/{}",
    "/api/v1/reports/{}",
]
_PATHS = ["../../pyproject.toml", "..%2f..%2fpyproject.toml", "%2e%2e/%2e%2e/pyproject.toml", "....//pyproject.toml",
          "%252e%252e%252fpyproject.toml", "/etc/passwd", "%2fetc%2fpasswd", "..%5c..%5cpyproject.toml", "funn.css%00.svg",
          "file:///etc/passwd", "catalogue.sqlite3", "..%c0%af..%c0%afetc/passwd"]  # fmt: skip


@pytest.mark.parametrize("place", _PLACES)
@pytest.mark.parametrize("path", _PATHS)
def test_no_path_leads_to_a_file(hostile: TestClient, place: str, path: str) -> None:
    answer = hostile.get(place.format(path))
    assert answer.status_code in {307, 404}  # to a path without its doubled slashes, or nowhere
    assert "[project]" not in answer.text
    assert "root:" not in answer.text


_BREAKS = [
    "a\r\nset-cookie: x=1",
    "a\nlocation: //evil.example",
    "a\u2028b",
    'a"; filename="b.exe',
    "a;b",
    "../../a",
    "a\\b",
]


@pytest.mark.parametrize("query", _BREAKS)
def test_no_query_makes_a_header(hostile: TestClient, query: str) -> None:
    for address in (
        "/?q={}",
        "/export?q=rektor+OR+{}",
        "/nn/?q={}",
        "/nn/feed.atom?q={}",
        "/api/v1/docs?try=search&q={}",
    ):
        answer = hostile.get(address.format(quote(query, safe="")), follow_redirects=False)
        assert answer.status_code < 500
        for name, value in answer.headers.items():
            assert value.isprintable(), name
        assert not {"set-cookie"} & answer.headers.keys()
        assert "evil.example" not in answer.headers.get("location", "").partition("?")[0]


@pytest.mark.parametrize(
    "path", ["//evil.example", "//evil.example/%2f..", "/\\evil.example", "/%09/evil.example", "///evil.example/nn"]
)
def test_nobody_is_sent_elsewhere(hostile: TestClient, path: str) -> None:
    answer = hostile.get(f"http://testserver{path}", follow_redirects=False)
    assert answer.status_code < 500
    assert not re.match(r"(https?:)?//(?!testserver/)", answer.headers.get("location", ""))


def test_the_name_of_a_file() -> None:
    assert disposition("funn-øl.csv") == "attachment; filename=\"funn-ol.csv\"; filename*=UTF-8''funn-%C3%B8l.csv"
    assert file_stem('skole* "på gangen" -år:2020') == "funn-skole-på-gangen-år-2020"
    assert file_stem("../../etc/passwd\r\n") == "funn-etc-passwd"
    assert file_stem("!?") == "funn"
    assert len(file_stem("kompetanse " * 50)) <= 60


@given(st.text(max_size=80))
def test_a_name_of_a_file_is_one_header(text: str) -> None:
    told = disposition(f"{file_stem(text)}.csv")
    assert told.isascii()
    assert told.isprintable()
    assert re.fullmatch(r"""attachment; filename="[A-Za-z0-9._-]+"; filename\*=UTF-8''[A-Za-z0-9%._~-]+""", told)


_NAMES = st.sampled_from(
    ["q", "standard", "series", "year", "sort", "limit", "offset", "format", "language", "group", "findings", "exact",
     "width", "scale", "passage", "name", "text", "facets", "try", "id", "order"]
)  # fmt: skip
_VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["99999999999999999999", "-1", "0", "1e9", "NaN", "\0", "\ud800", "true", "((((", '"', "a*", "~2", "kommune~9", "*", "NOT"]),
)  # fmt: skip
_ADDRESSES = st.sampled_from(
    ["/", "/nn/", "/nb/reports", "/en/series", "/nn/concordance", "/nn/feed.atom", "/export", "/series.svg", "/nn/help",
     "/api/v1/search", "/api/v1/suggest", "/api/v1/concordance", "/api/v1/export", "/api/v1/reports", "/api/v1/series",
     "/api/v1/docs", "/nothing"]
)  # fmt: skip


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(address=_ADDRESSES, asked=st.dictionaries(_NAMES, _VALUES, max_size=4))
def test_no_address_is_an_error_of_ours(hostile: TestClient, address: str, asked: dict[str, str]) -> None:
    query = "&".join(f"{name}={quote(value, safe='', errors='surrogatepass')}" for name, value in asked.items())
    answer = hostile.get(f"{address}?{query}", follow_redirects=False)
    assert answer.status_code < 500
    if answer.headers.get("content-type", "").startswith("text/html"):
        _harmless(answer.text)


def _harmless(text: str) -> None:
    """Nothing was read as markup that we did not write."""
    tree = LexborHTMLParser(text)
    assert tree.css("script:not([src])") == []
    assert tree.css("script[src]:not([src^='/static/'])") == []
    assert [node for node in tree.css("*") if any(name.startswith("on") for name in node.attributes)] == []
    assert tree.css("img[src=x]") == []
