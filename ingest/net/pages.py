"""What a page from the net is: a report's landing page, or one that lists reports; and where its links lead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from ingest.landing import LandingPage
from ingest.landing import pieces as html
from ingest.landing.reader import parse
from ingest.net.address import joined, refusal, same_site

_MOST_ISBNS = 3  # editions of one report; a list has more
_EVIDENCE = frozenset({"isbn", "doi", "handle", "report_number", "author", "published", "year", "issn"})
_ENOUGH = 2  # kinds of evidence that make a page one report's
_PAGE_KEYS = frozenset({"page", "side", "p", "offset", "start", "pagenumber", "sidetal"})
_LINK = re.compile(r"\]\(\s*<?([^\s)>]{1,2000})")
_NO_PAGES = frozenset(
    {
        *(".css", ".js", ".json", ".xml", ".rss", ".atom", ".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".ico"),
        *(".zip", ".gz", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".csv", ".mp3", ".mp4", ".epub"),
    }
)


class _Anchor(NamedTuple):
    """An element that leads somewhere: its tag, its relation in lower case, its link as written."""

    tag: str
    rel: str
    href: str


@dataclass(frozen=True, slots=True)
class WebPage:
    """A page from the net.

    Attributes:
        landing: as a landing page, its address and its link to the PDF whole.
        is_report: whether it is about one report; else it lists some, or is about something else.
        pdfs: addresses of the PDFs that it links to, in order.
        links: addresses of the other pages of its site that its content links to, in order.
        more: addresses of the list's further pages.
        refused: sentences on links that are not followed, the link to the report's PDF first.
    """

    landing: LandingPage
    is_report: bool
    pdfs: tuple[str, ...]
    links: tuple[str, ...]
    more: tuple[str, ...]
    refused: tuple[str, ...]


def read(data: bytes, url: str, *, markdown: bool) -> WebPage:
    """Reads a page.

    Args:
        data: its bytes.
        url: where it stood; relative links start there.
        markdown: whether it is Markdown; else HTML.

    Raises:
        SourceError: it is empty or no text.
    """
    page = parse(data, url, markdown=markdown)
    text = data.decode("utf-8", errors="replace")
    # Of Markdown only the links are needed here; the rest is read already.
    tree = html.parse("".join(f'<a href="{escape(link)}">x</a> ' for link in _LINK.findall(text)) if markdown else text)
    anchors = [
        _Anchor(node.tag or "", (node.attributes.get("rel") or "").casefold(), node.attributes.get("href") or "")
        for node in tree.css("a[href], link[rel][href], base[href]")
    ]
    base = next((found for tag, _, href in anchors if tag == "base" and (found := joined(url, href))), url)
    content = [link.href for piece in html.flatten(tree) for link in piece.links]
    targets = _once(joined(base, href) for href in content)
    pdfs = tuple(target for target in targets if is_pdf(target))
    more = _more(anchors, base, url)
    landing = completed(page, url, base)
    return WebPage(
        landing=landing,
        is_report=_is_report(landing, pdfs),
        pdfs=pdfs,
        links=tuple(
            target
            for target in targets
            if target not in pdfs and target not in more and target != url and _may_be_page(target, url)
        ),
        more=more,
        refused=_once(refusal(base, href) for href in [page.pdf, *content] if href),
    )


def completed(page: LandingPage, url: str, base: str = "") -> LandingPage:
    """A page that stood at an address, with its own address and its link to the PDF whole.

    What a page calls its own address (a canonical link) is believed within its site; a copy that names another site's page
    stays where it was found.
    """
    own = joined(url, page.url) if page.url else ""
    pdf = joined(base or url, page.pdf) if page.pdf else ""
    return replace(page, url=own if own and same_site(own, url) else url, pdf=pdf)


def is_pdf(url: str) -> bool:
    """Whether an address looks like that of a PDF; only asking tells."""
    return urlsplit(url).path.casefold().endswith(".pdf")


def _is_report(page: LandingPage, pdfs: tuple[str, ...]) -> bool:
    """Whether a page is about one report.

    Lists hold PDFs, and some ISBNs and years too. What tells a landing page is that several kinds of evidence speak of one
    report, or that it leads to one PDF only.
    """
    if not page.describes_report or len(page.isbns) > _MOST_ISBNS:
        return False
    evidence = {claim.field for claim in page.claims if "heading" not in claim.source and not claim.fault}
    kinds = len(evidence & _EVIDENCE)
    return kinds >= _ENOUGH or (len(pdfs) <= 1 and (bool(page.pdf) or kinds > 0))


def _may_be_page(target: str, url: str) -> bool:
    return same_site(target, url) and PurePosixPath(urlsplit(target).path).suffix.casefold() not in _NO_PAGES


def _more(anchors: Iterable[_Anchor], base: str, url: str) -> tuple[str, ...]:
    """The list's further pages: what is marked as next, and the same address with another page's number."""
    here = urlsplit(url)
    found = []
    for tag, rel, href in anchors:
        target = joined(base, href) if tag != "base" else ""
        if not target or target == url or not same_site(target, url):
            continue
        parts = urlsplit(target)
        numbered = (parts.netloc, parts.path) == (here.netloc, here.path) and any(
            key.casefold() in _PAGE_KEYS and re.fullmatch(r"\d{1,5}", value) for key, value in parse_qsl(parts.query)
        )
        if "next" in rel.split() or (numbered and tag == "a"):
            found.append(target)
    return _once(found)


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
