from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.errors import SourceError
from ingest import landing
from ingest.landing.reader import parse


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"  \n ", "is empty"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"a\x00b\x00", "is no text"),
        (b"<html><head></head><body></body></html>", "holds no text"),
    ],
)
def test_what_is_no_landing_page_is_told(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says):
        parse(data, "x.html", markdown=False)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        landing.read(tmp_path / "x.html")


def test_a_page_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "x.html"
    path.write_bytes(b"<p>a</p>" * 1_100_000)
    with pytest.raises(SourceError, match="too many"):
        landing.read(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert parse("<h1>Blåbærsyltetøy</h1>".encode(encoding), "x", markdown=False).heading == "Blåbærsyltetøy"


def test_the_encoding_that_a_page_names() -> None:
    data = '<meta charset="iso-8859-1"><h1>Ørret</h1>'.encode("latin-1")
    assert parse(data, "x", markdown=False).heading == "Ørret"
    unknown = '<meta charset="x-unknown"><h1>Ørret</h1>'.encode("cp1252")
    assert parse(unknown, "x", markdown=False).heading == "Ørret"


def test_the_head_of_a_markdown_file_holds_facts() -> None:
    page = parse(b"---\nseries: Serien\nupdated: 2023-08-22\n---\n# A\n\nTekst.\n", "x.md", markdown=True)
    assert (page.series, page.last_changed, page.heading) == ("Serien", "2023-08-22", "A")


def test_intro_and_address() -> None:
    html = '<link rel="canonical" href="https://x.no/r"><h1>A</h1><p>Ein.</p><p>To.</p><h2>B</h2><p>Tre.</p>'
    page = parse(html.encode(), "x", markdown=False)
    assert (page.intro, page.url) == ("Ein.\nTo.", "https://x.no/r")


def test_deep_nesting_exhausts_nothing() -> None:
    page = parse(("<div>" * 5000 + "tekst" + "</div>" * 5000 + "<h1>A</h1>").encode(), "x", markdown=False)
    assert page.heading == "A"


@given(st.text(max_size=300), st.booleans())
def test_any_text_is_read_or_refused(text: str, markdown: bool) -> None:  # noqa: FBT001
    message = ""
    try:
        page = parse(text.encode("utf-8", "replace"), "x", markdown=markdown)
    except SourceError as error:
        message = str(error)
    assert message.startswith("x ") or (not message and page.sha256)


SNIPPETS = st.sampled_from(
    ["<ul>", "<li>", "</li>", "<table><tr><td>", "</table>", "<p>", "<b>Tittel</b>", "ISBN: ", " 978-82-98990-10-4 ", "</p>", "<dl><dt>År", "<dd>2022", "ord "]
)  # fmt: skip


@given(st.lists(SNIPPETS, min_size=1, max_size=25))
def test_broken_markup_is_read(parts: list[str]) -> None:
    try:
        page = parse(("<h1>A</h1>" + "".join(parts)).encode(), "x", markdown=False)
    except SourceError:
        pytest.fail("a page with a heading holds text")
    assert page.year in {None, 2022}
    assert {isbn.value for isbn in page.isbns} <= {"978-82-98990-10-4"}
