"""News of saved queries as an Atom feed (RFC 4287), for feed readers: an entry a passage, each with an id of its own for good."""

import re
import uuid
from collections.abc import Callable, Sequence
from html import escape
from operator import attrgetter
from typing import NamedTuple
from xml.etree import ElementTree as ET

from search.alerts import News
from search.answer import Hit

NAMESPACE = "http://www.w3.org/2005/Atom"
_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "https://funn.invalid/news")  # entries' ids are made within it
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0 cannot hold these


class Feed(NamedTuple):
    """What a feed says of itself.

    Attributes:
        id: the same for good; a URI.
        title: for a reader.
        links: relation ("self", "alternate") and address.
        link: the address of a passage.
    """

    id: str = _OURS.urn
    title: str = "Funn: nytt for lagra søk"
    links: tuple[tuple[str, str], ...] = ()
    link: Callable[[Hit], str] = attrgetter("link")


_NEWS = Feed()


def atom(news: Sequence[News], now: str, about: Feed = _NEWS) -> bytes:
    """The feed's bytes, UTF-8.

    Args:
        news: the newest first.
        now: ISO time in UTC, for a feed without entries.
        about: the feed.
    """
    ET.register_namespace("", NAMESPACE)
    feed = ET.Element(_name("feed"))
    _add(feed, "id", about.id)
    _add(feed, "title", about.title)
    _add(feed, "updated", max((one.at for one in news), default=now))
    for relation, address in about.links:
        _add(feed, "link", rel=relation, href=_clean(address))
    _add(_add(feed, "author"), "name", "Funn")
    _add(feed, "generator", "Funn")
    for one in news:
        _entry(feed, one, about.link(one.hit))
    ET.indent(feed)
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def feed_id(*parts: str) -> str:
    """An id of a feed that is the same for the same parts."""
    return uuid.uuid5(_OURS, "\n".join(("feed", *parts))).urn


def _entry(feed: ET.Element, news: News, link: str) -> None:
    hit = news.hit
    entry = _add(feed, "entry")
    _add(entry, "id", uuid.uuid5(_OURS, f"{news.follow.name}\n{hit.passage.id}").urn)
    _add(entry, "title", f"{hit.report.full_title}, {_place(hit)}")
    _add(entry, "updated", news.at)
    for name in hit.report.authors or ("Funn",):
        _add(_add(entry, "author"), "name", name)
    if link:
        _add(entry, "link", rel="alternate", href=_clean(link))
    if news.follow.name:
        _add(entry, "category", term=_clean(news.follow.name), label=_clean(news.follow.query))
    _add(
        entry, "summary", "; ".join(f"{one.query} ~ {one.text} ({one.why})" for one in hit.matches) or news.follow.query
    )
    _add(entry, "content", _html(hit), type="html")


def _place(hit: Hit) -> str:
    """Where the passage stands: "s. 41"; the PDF's page where nothing is printed."""
    if not hit.passage.places:
        return "omtale"
    first = hit.passage.places[0]
    return f"s. {first.label}" if first.label else f"PDF-side {first.page}"


def _html(hit: Hit) -> str:
    """The passage with the words marked that answer, and where it stands in its report."""
    text, at, shown = hit.passage.text, 0, ""
    for start, end in hit.marks:
        shown += f"{escape(text[at:start])}<mark>{escape(text[start:end])}</mark>"
        at = end
    section = f"<p>{escape(' › '.join(hit.passage.section))}</p>" if hit.passage.section else ""
    return f"{section}<blockquote>{shown}{escape(text[at:])}</blockquote>"


def _add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, _name(name), attributes)
    if text:
        child.text = _clean(text)
    return child


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _clean(text: str) -> str:
    return _NO_XML.sub("", text)
