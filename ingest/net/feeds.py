"""RSS (0.9 to 2.0, with Dublin Core) and Atom → the entries' addresses."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from catalogue.errors import SourceError
from ingest.net.address import joined, refusal
from ingest.net.markup import child_text, children, local, parse
from ingest.net.pages import is_pdf

_MOST_ENTRIES = 5000


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed says of one thing.

    Attributes:
        page: address of its page, or "".
        pdf: address of its PDF, or "".
        refused: a sentence on a link that is not followed, or "".
    """

    page: str
    pdf: str
    refused: str = ""


def read(data: bytes, url: str) -> list[Entry]:
    """The entries of a feed that lead anywhere, in order, each once.

    Raises:
        SourceError: it is no feed, or no XML that can be trusted.
    """
    root = parse(data, url)
    if local(root) not in {"rss", "RDF", "feed"}:
        what = "an OAI-PMH archive: use funn harvest" if local(root) == "OAI-PMH" else f"XML ({local(root)[:40]})"
        raise SourceError(f"{url} is no feed (RSS, Atom) but {what}.")
    holders = [root, *children(root, "channel")]
    items = [item for holder in holders for item in children(holder, "item", "entry")][:_MOST_ENTRIES]
    return [entry for entry in dict.fromkeys(_entry(item, url) for item in items) if entry != Entry("", "")]


def _entry(item: Element, url: str) -> Entry:
    pages, pdfs, refused = [], [], ""
    for link in children(item, "link", "enclosure", "content"):
        written = link.get("href") or link.get("url") or link.get("src") or link.text or ""
        address = joined(url, written) if written.strip() else ""
        refused = refused or (refusal(url, written) if written.strip() and local(link) != "content" else "")
        called = (link.get("type") or "").casefold()
        if address and (called == "application/pdf" or is_pdf(address)):
            pdfs.append(address)
        elif address and local(link) == "link" and link.get("rel", "alternate") == "alternate":
            pages.append(address)
    guid = next(children(item, "guid"), None)
    if not pages and guid is not None and guid.get("isPermaLink", "true") != "false":
        pages.append(joined(url, child_text(item, "guid")))
    return Entry(next(iter(pages), ""), next(iter(pdfs), ""), refused)
