"""Reads a landing page from HTML or Markdown; markdown-it's door. Markdown becomes HTML first, so that one reader serves both."""

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from markdown_it import MarkdownIt

from catalogue.errors import SourceError
from ingest.fields.claim import Claim, first, isbns
from ingest.fields.titles import split_title
from ingest.fields.vocabulary import load
from ingest.landing import pieces as html
from ingest.landing.bullets import key_findings
from ingest.landing.facts import Fact, fact_claims, find_facts
from ingest.landing.page import LandingPage
from ingest.landing.pieces import Link, Piece, Tag
from ingest.landing.structured import json_claims, meta_claims

ENDINGS = frozenset({".html", ".htm", ".xhtml", ".md", ".markdown"})
_MARKDOWN = frozenset({".md", ".markdown"})
_MOST_BYTES = 8_000_000  # of one page; the largest real ones hold a tenth of it
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*\n", re.DOTALL)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]+)", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page says its encoding and shows whether it is text
_DEAD = ("#", "javascript:", "mailto:", "tel:", "data:")
_SITE = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")  # " | Udir" at the end of a title tag
_MOST_INTRO = 5  # paragraphs


def read(path: Path) -> LandingPage:
    """Reads a landing page from a file.

    Raises:
        SourceError: it cannot be read, is empty or too large, or is no text.
    """
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= _MOST_BYTES else b""
    except OSError as error:
        raise SourceError(
            f"{path} cannot be read ({error.strerror}): check that it exists and that you may read it."
        ) from error
    if size > _MOST_BYTES:
        raise SourceError(
            f"{path} holds {size:,} bytes, too many for a landing page: save the page alone, without its pictures."
        )
    return parse(data, str(path), markdown=path.suffix.casefold() in _MARKDOWN)


def parse(data: bytes, path: str, *, markdown: bool) -> LandingPage:
    """Reads a landing page from its bytes.

    Args:
        data: the page.
        path: for messages and as its place.
        markdown: whether it is Markdown; else HTML.

    Raises:
        SourceError: the page is empty or no text.
    """
    text = _decode(data, path)
    tree = html.parse(_to_html(text) if markdown else text)
    pieces = html.flatten(tree)
    if not pieces:
        raise SourceError(f"{path} holds no text: save the landing page again.")
    facts = list(find_facts(pieces))
    said, json_pdf = json_claims(html.json_blocks(tree))
    tags = list(html.meta_tags(tree))
    claims = [*fact_claims(facts), *said, *meta_claims(tags)]
    heading = _heading(pieces)
    claims += _title_claims(heading or _SITE.sub("", html.page_title(tree)))
    taken = frozenset(index for fact in facts for index in fact.pieces)
    pdf = json_pdf or next((content for name, content in tags if name == "citation_pdf_url"), "")
    url = html.canonical(tree) or next((content for name, content in tags if name == "og:url"), "")
    return _page(
        claims,
        path=path,
        sha256=sha256(data).hexdigest(),
        url=url if url.startswith(("http://", "https://")) else "",
        heading=heading,
        pdf=_pdf_link(facts, pieces) or pdf,
        intro=_intro(pieces, taken),
        bullets=key_findings(pieces, taken),
    )


def _page(
    claims: list[Claim],
    *,
    path: str,
    sha256: str,
    url: str,
    heading: str,
    pdf: str,
    intro: str,
    bullets: tuple[str, ...],
) -> LandingPage:
    """The page's fields from what it claims, the first source of each believed."""
    source = next((claim.source for claim in claims if claim.field == "author"), "")
    title = next((claim for claim in claims if claim.field == "title" and not claim.fault), None)
    own = [claim for claim in claims if title and claim.field == "subtitle" and claim.source == title.source]
    year = first(claims, "year")
    return LandingPage(
        path=path,
        sha256=sha256,
        url=url,
        heading=heading,
        title=title.value if title else "",
        subtitle=first(own, "subtitle") or first([c for c in claims if "JSON" not in c.source or not own], "subtitle"),
        series=first(claims, "series"),
        authors=tuple(dict.fromkeys(c.value for c in claims if c.field == "author" and c.source == source)),
        isbns=isbns(claims),
        issn=first(claims, "issn"),
        publisher=first(claims, "publisher"),
        commissioned_by=first(claims, "commissioned_by"),
        performed_by=first(claims, "performed_by"),
        report_number=first(claims, "report_number"),
        year=int(year) if year else None,
        last_changed=first(claims, "last_changed"),
        pdf=pdf,
        doi=first(claims, "doi"),
        handle=first(claims, "handle"),
        licence=first(claims, "licence"),
        intro=intro,
        bullets=bullets,
        claims=tuple(claims),
    )


def _decode(data: bytes, path: str) -> str:
    head = data[:_HEAD]
    if not data.strip():
        raise SourceError(f"{path} is empty: save the landing page again.")
    if data.lstrip().startswith(b"%PDF"):
        raise SourceError(f"{path} is a PDF under another ending: rename it to end with .pdf.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\0" in head:
        raise SourceError(f"{path} is no text: save the landing page as HTML or Markdown.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = _CHARSET.search(head)
        try:
            return data.decode(
                named[1].decode() if named and named[1].lower() not in {b"utf-8", b"utf8"} else "cp1252",
                errors="replace",
            )
        except LookupError:
            return data.decode("cp1252", errors="replace")


def _to_html(text: str) -> str:
    """Markdown as HTML; a YAML head becomes "key: value" lines."""
    text = text.replace("\r\n", "\n")
    head = _FRONT_MATTER.match(text)
    facts = ""
    if head:
        text = text[head.end() :]
        facts = "".join(f"\n\n{line.replace(chr(34), '')}" for line in head[1].split("\n") if ":" in line)
    return str(MarkdownIt("commonmark", {"breaks": True}).enable("table").render(text + facts))


def _heading(pieces: Sequence[Piece]) -> str:
    """The heading of the highest level; the first of those."""
    headings = [piece for piece in pieces if piece.tag is Tag.HEADING]
    return min(headings, key=lambda piece: (not piece.main, piece.level)).text if headings else ""


def _title_claims(heading: str) -> list[Claim]:
    """The heading as a title that is believed only where nobody else gives one."""
    if not heading:
        return []
    title, subtitle = split_title(heading)
    source = "landing page: heading"
    return [Claim("title", title, source), *([Claim("subtitle", subtitle, source)] if subtitle else [])]


def _pdf_link(facts: Sequence[Fact], pieces: Sequence[Piece]) -> str:
    """The link to the report itself: under a label, else one that ends with .pdf, those that speak of downloading first."""
    labelled = [
        link for fact in facts if fact.label.field == "pdf" for link in fact.links if _is_pdf(link) or _downloads(link)
    ]
    plain = [
        link for piece in sorted(pieces, key=lambda piece: not piece.main) for link in piece.links if _is_pdf(link)
    ]
    ordered = [*labelled, *sorted(plain, key=lambda link: not _downloads(link))]
    return next((link.href for link in ordered if not link.href.casefold().startswith(_DEAD)), "")


def _is_pdf(link: Link) -> bool:
    return link.href.split("#")[0].split("?")[0].casefold().endswith(".pdf")


def _downloads(link: Link) -> bool:
    text = link.text.casefold()
    return "pdf" in text or any(text.startswith(word) for word in load("landing")["download"])


def _intro(pieces: Sequence[Piece], taken: frozenset[int]) -> str:
    """The paragraphs between the main heading and what comes first of facts, a list or the next heading."""
    top = min((piece.level for piece in pieces if piece.tag is Tag.HEADING), default=0)
    start = next((i for i, piece in enumerate(pieces) if piece.tag is Tag.HEADING and piece.level == top), -1) + 1
    found: list[str] = []
    for index in range(start, len(pieces)):
        if index in taken or pieces[index].tag is not Tag.PARAGRAPH or len(found) == _MOST_INTRO:
            break
        found.append(pieces[index].text)
    return "\n".join(found)
