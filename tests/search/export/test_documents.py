import io
from dataclasses import replace

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from search.export.documents import (
    docx_bytes,
    escape_markdown,
    html_text,
    markdown_text,
    references_of,
    unescape_markdown,
)
from search.export.read import _from_markdown
from tests.search.export.test_tables import ROWS

AWKWARD = "1. *stjerne* _strek_ `kode` <b>feit</b> &amp; [lenke](x) # ## | ~~x~~ $x$ \\ - ! https://x.no/a_b"


def first(node: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = node.css_first(selector)
    assert found is not None
    return found


def rendered(markdown: bytes) -> LexborHTMLParser:
    return LexborHTMLParser(MarkdownIt("commonmark").render(markdown.decode()))


def test_markdown_shows_the_quotation_verbatim() -> None:
    page = rendered(markdown_text([replace(ROWS[0], quotation=AWKWARD), *ROWS[1:]], "nn"))
    quotes = page.css("blockquote")
    assert [first(quote, "p").text() for quote in quotes] == [AWKWARD, ROWS[1].quotation, ROWS[2].quotation]
    assert first(page, "h1").text() == "Funn for «+leiar -skole ?»"
    assert first(page, "h2").text() == "Kjelder"
    cited = quotes[0].css("p")[1]
    assert cited.text() == f"— (Høydal et al., 2024, s. 39) · s. 39, PDF 41 · {ROWS[0].id}"
    assert first(cited, "a").attributes["href"] == ROWS[0].link
    assert [item.text() for item in page.css("li")] == [ROWS[0].reference, ROWS[1].reference]
    assert page.css("p")[-1].text() == "Henta 3. februar 2026."


lines = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60).map(
    lambda text: " ".join(text.split())
)
marked = st.lists(st.sampled_from([*"*_`<>&[]()#|~$\\-+=.!1 \"':", "a", "&amp;", "--", "http://a.b"]), max_size=20).map(
    "".join
)


@given(lines | marked.map(str.strip))
def test_any_quotation_comes_back(text: str) -> None:
    assert unescape_markdown(escape_markdown(text)) == text
    (read,) = _from_markdown(markdown_text([replace(ROWS[0], quotation=text)]))
    assert read.text == text
    assert (read.id, read.page, read.page_label) == (ROWS[0].id, 41, "39")


def test_html_holds_the_same_and_nothing_of_others() -> None:
    text = html_text([replace(ROWS[0], quotation=AWKWARD), ROWS[1]], "nb").decode()
    page = LexborHTMLParser(text)
    assert [quote.text() for quote in page.css("blockquote")] == [AWKWARD, ROWS[1].quotation]
    assert first(page, "blockquote").attributes["lang"] == "nn"
    assert first(page, "figure").attributes["id"] == ROWS[0].id
    assert "Samandrag › Funn" in first(page, "figcaption").text()
    assert first(page, "html").attributes["lang"] == "nb"
    assert not page.css("script")
    assert not page.css("[src]")
    assert first(page, "footer").text() == "Hentet 3. februar 2026."


def test_docx_is_read_back() -> None:
    document = Document(io.BytesIO(docx_bytes([*ROWS, replace(ROWS[0], quotation="a\x00b")], "nb")))
    quotes = [paragraph for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "Quote"]
    assert [quote.text for quote in quotes] == [*(row.quotation for row in ROWS), "ab"]
    assert 'w:val="nn-NO"' in quotes[0].runs[0]._r.xml
    headings = [one.text for one in document.paragraphs if one.style and str(one.style.name).startswith("Heading")]
    assert headings == ["Funn for «+leiar -skole ?»", "Kilder"]
    assert ROWS[0].reference in [paragraph.text for paragraph in document.paragraphs]


def test_titles_of_references_stand_in_italics_and_nothing_else() -> None:
    document = Document(io.BytesIO(docx_bytes(ROWS, "nb")))
    (entry,) = [one for one in document.paragraphs if one.text == ROWS[0].reference]
    assert [run.text for run in entry.runs if run.italic] == [ROWS[0].title]
    assert first(LexborHTMLParser(html_text(ROWS).decode()), "li cite").text() == ROWS[0].title
    assert first(rendered(markdown_text(ROWS)), "li em").text() == ROWS[0].title


@pytest.mark.parametrize("title", ["", "*", "Utan kjelde", "(2024)", AWKWARD])
def test_a_reference_is_whole_whatever_its_title(title: str) -> None:
    text = f"Høydal, T. (2024). {title}. Udir."
    (one,) = references_of([replace(ROWS[0], title=title, reference=text)])
    assert "".join(one) == text


@pytest.mark.parametrize("make", [markdown_text, html_text, docx_bytes])
def test_nothing_found_is_a_document_too(make: object) -> None:
    assert make([])  # type: ignore[operator]
