"""The same facts in the markup of different sites."""

import pytest

from catalogue.model import Isbn
from ingest.landing import LandingPage
from ingest.landing.reader import parse

DEFINITIONS = """<main><h1>Rektorane ventar</h1><dl><dt>Tittel:</dt><dd>Ved bordet? Ein rapport</dd>
<dt>Forfattarar</dt><dd>Kari Nes og Ola Ås</dd><dt>ISBN</dt><dd>978-82-98990-11-1 (nett)</dd><dt>Utgivar</dt><dd>NIFU</dd>
<dt>År</dt><dd>2022</dd><dt>Sist endra</dt><dd>27.02.2024</dd></dl></main>"""
ROWS = """<h1>Rektorane ventar</h1><table><tr><th>Tittel</th><td>Ved bordet? Ein rapport</td></tr>
<tr><th>Forfattarar</th><td>Kari Nes og Ola Ås</td></tr><tr><th>ISBN</th><td>978-82-98990-11-1 (nett)</td></tr>
<tr><th>Utgivar</th><td>NIFU</td></tr><tr><th>År</th><td>2022</td></tr><tr><th>Sist endra</th><td>27.02.2024</td></tr></table>"""
COLUMNS = """<h1>Rektorane ventar</h1><table><tr><th>Tittel</th><th>Forfattarar</th><th>ISBN</th><th>Utgivar</th><th>År</th><th>Sist endra</th></tr>
<tr><td>Ved bordet? Ein rapport</td><td>Kari Nes og Ola Ås</td><td>978-82-98990-11-1 (nett)</td><td>NIFU</td><td>2022</td><td>27.02.2024</td></tr></table>"""
LINES = """<h1>Rektorane ventar</h1><p>Tittel: Ved bordet? Ein rapport<br>Forfattarar: Kari Nes og Ola Ås<br>ISBN: 978-82-98990-11-1 (nett)<br>
Utgivar: NIFU<br>År: 2022</p><p><b>RAPPORT</b> | SIST ENDRA: 27.02.2024</p>"""
BOLD = """<h1>Rektorane ventar</h1><p><strong>Tittel</strong></p><p>Ved bordet? Ein rapport</p><p><strong>Forfattarar</strong></p>
<p>Kari Nes og Ola Ås</p><p><b>ISBN</b> 978-82-98990-11-1 (nett)</p><p><b>Utgivar:</b> NIFU</p><p><b>År</b> 2022</p><p><b>Sist endra</b> 27.02.2024</p>"""
MARKDOWN = """# Rektorane ventar

**Tittel:**

Ved bordet? Ein rapport

**Forfattarar:** Kari Nes og Ola Ås

**ISBN:** 978-82-98990-11-1 (nett)

| | |
|---|---|
| **Utgivar** | NIFU |
| **År** | 2022 |
| **Sist endra** | 27.02.2024 |
"""
JSON = """<html><head><script type="application/ld+json">{"@type": "Report", "name": "Ved bordet? Ein rapport", "headline": "Rektorane ventar",
"author": [{"@type": "Person", "name": "Kari Nes"}, {"givenName": "Ola", "familyName": "Ås"}], "isbn": "978-82-98990-11-1",
"publisher": {"name": "NIFU"}, "datePublished": "2022-05-01", "dateModified": "2024-02-27"}</script></head>
<body><h1>Rektorane ventar</h1></body></html>"""
META = """<html><head><meta name="citation_title" content="Ved bordet? Ein rapport"><meta name="citation_author" content="Nes, Kari">
<meta name="citation_author" content="Ås, Ola"><meta name="citation_isbn" content="978-82-98990-11-1"><meta name="citation_publisher" content="NIFU">
<meta name="citation_publication_date" content="2022/05/01"><meta property="article:modified_time" content="2024-02-27T10:00:00Z"></head>
<body><h1>Rektorane ventar</h1></body></html>"""


def read(text: str, *, markdown: bool = False) -> LandingPage:
    return parse(text.encode(), "x", markdown=markdown)


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        (DEFINITIONS, False),
        (ROWS, False),
        (COLUMNS, False),
        (LINES, False),
        (BOLD, False),
        (MARKDOWN, True),
        (JSON, False),
        (META, False),
    ],
    ids=["definitions", "rows", "columns", "lines", "bold", "markdown", "json", "meta"],
)
def test_one_report_in_many_markups(text: str, markdown: bool) -> None:  # noqa: FBT001
    page = read(text, markdown=markdown)
    assert (page.title, page.subtitle) == ("Ved bordet?", "Ein rapport")
    assert page.authors == ("Kari Nes", "Ola Ås")
    assert [isbn.value for isbn in page.isbns] == ["978-82-98990-11-1"]
    assert (page.publisher, page.year, page.last_changed) == ("NIFU", 2022, "2024-02-27")
    assert page.heading == "Rektorane ventar"
    assert page.describes_report


def test_print_and_net_edition() -> None:
    page = read("<h1>A</h1><p>ISBN (trykt): 978-82-98990-10-4</p><p>ISBN (nett): 978-82-98990-11-1</p>")
    assert page.isbns == (Isbn("978-82-98990-10-4", "trykt"), Isbn("978-82-98990-11-1", "nett"))


def test_the_sites_footer_says_when_the_page_changed_and_nothing_else() -> None:
    page = read(
        "<main><h1>A</h1><p>Tekst.</p></main><footer><p>Sist endra: 27.02.2024</p><p>Utgivar: Nettstaden</p></footer>"
    )
    assert (page.last_changed, page.publisher) == ("2024-02-27", "")


def test_the_heading_is_the_title_where_nobody_gives_another() -> None:
    page = read("<h1>Små kommunar – i nettverk</h1><p>Tekst.</p>")
    assert (page.title, page.subtitle, page.heading) == ("Små kommunar", "i nettverk", "Små kommunar – i nettverk")
    assert not page.describes_report


@pytest.mark.parametrize(
    ("body", "pdf"),
    [
        ('<p><a href="/om.pdf">Om oss</a></p><p>Rapporten: <a href="r.pdf">Her</a></p>', "r.pdf"),
        ('<p><a href="/om.pdf">Om oss</a></p><p><a href="r.pdf?v=2">Last ned rapporten (pdf)</a></p>', "r.pdf?v=2"),
        ('<p><a href="#">Last ned rapporten (pdf)</a></p>', ""),
        ('<p><a href="javascript:x.pdf">Last ned</a></p>', ""),
        ("<p>Tekst.</p>", ""),
    ],
)
def test_the_link_to_the_report(body: str, pdf: str) -> None:
    assert read(f"<h1>A</h1>{body}").pdf == pdf


def test_broken_json_says_nothing() -> None:
    assert read('<script type="application/ld+json">{"@type": "Report", </script><h1>A</h1>').title == "A"
