"""What a report, its landing page or a query brings along is shown as text, and nothing of it runs."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import pytest
import typst
from click.testing import CliRunner
from playwright.sync_api import Page, expect

import cli
from catalogue.store import Catalogue

Open = Callable[..., Page]
Serve = Callable[[Path], AbstractContextManager[str]]

SCRIPT = "<script>window.taken=1;alert(1)</script>"
PICTURE = "<img src=x onerror=window.taken=1>"
CLOSING = "</textarea></title></style>\"'><svg onload=window.taken=1>"
ATTACKS = (SCRIPT, PICTURE, CLOSING, "javascript:window.taken=1", "{{7*7}}${7*7}<%=7*7%>")

_PDF = f"""
#set document(title: "Hovudfunn {SCRIPT}", author: "Kari {PICTURE.replace(" ", "-")}")
#set text(lang: "nn")
#set page(numbering: "1")
#align(center)[#text(24pt)[#"Kva {SCRIPT.replace('"', "")} gjer"]]
#pagebreak()
= Samandrag
#{{
  for attack in ({", ".join(chr(34) + attack.replace(chr(34), "") + chr(34) for attack in ATTACKS)}) {{
    par("Skoleleiarane fann at " + attack + " ikkje skal køyrast i nokon rapport om involvering.")
  }}
}}
"""
_PAGE = f"""<!doctype html><html lang="nn"><head><title>Angrep {SCRIPT.replace("<", "&lt;")}</title>{SCRIPT}</head><body>
<h1>Angrep {SCRIPT.replace("<", "&lt;")}</h1>
<p><strong>RAPPORT</strong> | <strong>SIST ENDRA:</strong> 21.11.2022</p>
<dl><dt>Tittel:</dt><dd>Rapporten {SCRIPT.replace("<", "&lt;")} og {CLOSING.replace("<", "&lt;")}</dd>
<dt>Rapporten:</dt><dd><a href="angrep.pdf">Last ned rapporten (pdf)</a></dd>
<dt>Forfattar:</dt><dd>Kari {PICTURE.replace("<", "&lt;")}</dd>
<dt>Utgivar:</dt><dd>{CLOSING.replace("<", "&lt;")}</dd><dt>År:</dt><dd>2022</dd></dl>
<h2>Rapportserie: Serien {PICTURE.replace("<", "&lt;")}</h2>
<h2>Hovudfunn</h2><ul>
<li>Skoleleiarane kjende att {SCRIPT.replace("<", "&lt;")} i arbeidet med involvering.</li>
<li onclick="window.taken=1">Involveringa {PICTURE.replace("<", "&lt;")} var for lita i kommunane.</li>
</ul></body></html>"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> Iterator[tuple[str, str, list[str]]]:
    """Address of a service, and report and passages that it holds."""
    folder = tmp_path_factory.mktemp("hostile")
    pdf = typst.compile(_PDF.encode(), format="pdf", ignore_system_fonts=True)
    assert isinstance(pdf, bytes)
    (folder / "angrep.pdf").write_bytes(pdf)
    (folder / "angrep.html").write_text(_PAGE, "utf-8")
    store = folder / "store"
    told = CliRunner().invoke(
        cli.cli, ["--store", str(store), "ingest", str(folder / "angrep.html"), str(folder / "angrep.pdf")]
    )
    assert told.exit_code == 0, told.output
    with Catalogue.open(store) as catalogue:
        [report] = list(catalogue.reports())
        passages = list(catalogue.passages_of(report.id))
    assert SCRIPT in report.title
    assert sum("<" in passage.text for passage in passages) > 4
    with serve(store) as address:
        yield address, report.id, [passage.id for passage in passages if "<" in passage.text]


def _untouched(page: Page) -> None:
    assert page.evaluate("window.taken === undefined")
    assert page.locator("img[src=x], svg[onload], main script, [onclick], [onerror]").count() == 0
    assert "49" not in page.title()


def test_nothing_of_a_report_runs(hostile: tuple[str, str, list[str]], opened: Open) -> None:
    address, report, passages = hostile
    asked = "q=skoleleiarane+involvering"
    page = opened("/nn/", origin=address)
    for path in (
        f"/nn/?{asked}", f"/nb/?{asked}&group=true", f"/nn/concordance?{asked}", "/nn/reports", f"/nn/report/{report}?{asked}",
        f"/nn/report/{report}/page/1?{asked}", f"/nn/report/{report}/page/2?{asked}", "/nn/series", "/en/",
        *(f"/nn/passage/{passage}?{asked}" for passage in passages),
    ):  # fmt: skip
        page.goto(address + path, wait_until="load")
        _untouched(page)
    expect(page.locator(".page-text, .bullets, main").first).to_contain_text("window.taken")


def test_it_is_shown_as_it_is_written(hostile: tuple[str, str, list[str]], opened: Open) -> None:
    address, report, _ = hostile
    page = opened(f"/nn/report/{report}", origin=address)
    expect(page.locator("main")).to_contain_text(SCRIPT)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_a_query_runs(attack: str, opened: Open) -> None:
    page = opened(f"/nn/?q={quote(attack)}")
    _untouched(page)
    expect(page.locator("#q")).to_have_value(attack)
    for path in (
        "/nb/concordance?q={}",
        "/nn/reports?q={}&series={}",
        "/nn/series?name={}",
        "/en/?q=skole&series={}",
        "/nn/?q=skole&year={}",
    ):
        page = opened(path.replace("{}", quote(attack)), expected=["404", "422"])
        _untouched(page)


def test_no_query_leads_out(opened: Open) -> None:
    page = opened("/nn/?q=https://example.com//evil")
    links = page.locator("a[href]").evaluate_all("all => all.map(one => one.href)")
    assert not [link for link in links if not link.startswith(page.url.partition("/nn/")[0])]
