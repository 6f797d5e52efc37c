"""HTML as a flat sequence of pieces (headings, paragraphs, list items, table rows) in reading order; selectolax's door."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.fields.text import clean
from ingest.fields.vocabulary import load


class Tag(StrEnum):
    """What a piece is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TERM = "term"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Link:
    """A link: where to, and its words."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a page.

    Attributes:
        tag: what it is.
        lines: its text; more than one where the markup breaks the line.
        lead: the bold words that it begins with, or "".
        links: in order.
        level: of a heading, from 1; the depth of a list item, from 1.
        group: number of the list or table row that it belongs to, or 0.
        main: whether it stands in the page's main content.
    """

    tag: Tag
    lines: tuple[str, ...]
    lead: str = ""
    links: tuple[Link, ...] = ()
    level: int = 0
    group: int = 0
    main: bool = True

    @property
    def text(self) -> str:
        """All lines as one."""
        return " ".join(self.lines)


_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TAGS = {
    **dict.fromkeys(_HEADINGS, Tag.HEADING),
    "li": Tag.ITEM,
    "dt": Tag.TERM,
    "dd": Tag.CELL,
    "td": Tag.CELL,
    "th": Tag.CELL,
}
# fmt: off
_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "aside", "header", "footer", "ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr",
    "figure", "figcaption", "blockquote", "pre", "hr", "address", "details", "summary", "fieldset", *_TAGS,
})
_GROUPS = frozenset({"ul", "ol", "tr", "dl"})
_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "nav", "form", "button", "select", "option", "iframe", "object", "head", "dialog",
    "canvas", "audio", "video", "textarea", "menu",
})
# fmt: on
_OUTSIDE = frozenset({"aside", "footer", "header"})
_BOLD = frozenset({"b", "strong"})
_DEEPEST = 200  # nested elements; what stands deeper is not read


@dataclass(slots=True)
class _Draft:
    """The piece that is being filled."""

    parts: list[str] = field(default_factory=list)
    lead: list[str] = field(default_factory=list)
    plain: bool = False  # whether words that are not bold have come
    links: list[Link] = field(default_factory=list)


class _Flattener:
    """Walks a tree with a stack of its own, so that no depth of nesting can exhaust Python's."""

    def __init__(self, root: LexborNode) -> None:
        self._furniture = tuple(load("landing")["furniture"])
        self._has_main = root.css_first("main, article, [role=main]") is not None
        self._open: list[LexborNode] = []
        self._pieces: list[Piece] = []
        self._draft = _Draft()
        self._group = 0
        self._groups: list[int] = []

    def pieces(self, root: LexborNode) -> list[Piece]:
        node: LexborNode | None = root
        while node is not None:
            entered = self._enter(node)
            if entered and node.child is not None:
                node = node.child
                continue
            if entered:
                self._leave(node)
            node = self._next(node, root)
        self._flush()
        return self._pieces

    def _next(self, node: LexborNode, root: LexborNode) -> LexborNode | None:
        """The node that follows in the document, after leaving those that end here."""
        while node.next is None:
            parent = node.parent
            if parent is None or node.mem_id == root.mem_id:
                return None
            self._leave(parent)
            if parent.mem_id == root.mem_id:
                return None
            node = parent
        return node.next if node.mem_id != root.mem_id else None

    def _enter(self, node: LexborNode) -> bool:
        tag = node.tag or ""
        if tag == "-text":
            self._add(node.text(deep=False))
            return False
        if len(self._open) > _DEEPEST or tag in _SKIPPED or tag.startswith(("-", "!")) or self._is_furniture(node, tag):
            return False
        if tag == "br":
            self._draft.parts.append("\n")
            return False
        if tag in _BLOCKS and not self._continues_item(tag):
            self._flush()
        elif tag in _BLOCKS:
            self._draft.parts.append(" ")
        self._open.append(node)
        if tag in _GROUPS:
            self._group += 1
            self._groups.append(self._group)
        if tag == "a" and (href := (node.attributes.get("href") or "").strip()):
            self._draft.links.append(Link(href, clean(node.text())))
        return True

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _BLOCKS and not self._continues_item(tag):
            self._flush()
        if tag in _GROUPS and self._groups:
            self._groups.pop()
        if self._open:
            self._open.pop()

    def _continues_item(self, tag: str) -> bool:
        """Whether a paragraph stands inside a list item or table cell, whose text it only goes on with."""
        return tag in {"p", "div"} and any(node.tag in {"li", "dd", "dt", "td", "th"} for node in self._open)

    def _is_furniture(self, node: LexborNode, tag: str) -> bool:
        if tag in {"body", "html", "main", "article"}:
            return False
        attributes = node.attributes
        if (
            "hidden" in attributes
            or attributes.get("aria-hidden") == "true"
            or attributes.get("role") in {"navigation", "search"}
        ):
            return True
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".casefold()
        return tag != "span" and any(word in names for word in self._furniture)

    def _add(self, text: str | None) -> None:
        if not text:
            return
        draft = self._draft
        draft.parts.append(text.replace("\n", " "))
        if text.strip():
            bold = any(node.tag in _BOLD for node in self._open)
            draft.plain = draft.plain or not bold
            if not draft.plain:
                draft.lead.append(text)

    def _flush(self) -> None:
        draft, self._draft = self._draft, _Draft()
        lines = tuple(line for line in map(clean, "".join(draft.parts).split("\n")) if line)
        if not lines:
            return
        tags = [node.tag or "" for node in self._open]
        block = next((tag for tag in reversed(tags) if tag in _TAGS), "")
        tag = _TAGS.get(block, Tag.PARAGRAPH)
        level = _HEADINGS.get(block, 0) or (sum(name in {"ul", "ol"} for name in tags) if tag is Tag.ITEM else 0)
        group = self._groups[-1] if self._groups and tag is not Tag.PARAGRAPH else 0
        self._pieces.append(
            Piece(tag, lines, clean("".join(draft.lead)), tuple(draft.links), level, group, self._in_main(tags))
        )

    def _in_main(self, tags: list[str]) -> bool:
        if self._has_main and not any(
            node.tag in {"main", "article"} or node.attributes.get("role") == "main" for node in self._open
        ):
            return False
        return not _OUTSIDE.intersection(tags)


def flatten(tree: LexborHTMLParser) -> list[Piece]:
    """The pieces of a page, furniture (navigation, forms, scripts, hidden parts) left out."""
    return _Flattener(tree.body).pieces(tree.body) if tree.body is not None else []


def parse(html: str) -> LexborHTMLParser:
    """A page's tree; any text gives one."""
    return LexborHTMLParser(html)


def meta_tags(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Name and content of each meta tag, names in lower case."""
    for node in tree.css("meta"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
        content = clean(attributes.get("content") or "")
        if name and content:
            yield name.casefold(), content


def json_blocks(tree: LexborHTMLParser) -> list[str]:
    """The texts of the page's JSON-LD scripts."""
    return [node.text() for node in tree.css('script[type="application/ld+json"]')]


def page_title(tree: LexborHTMLParser) -> str:
    """The text of the title tag, or ""."""
    node = tree.css_first("title")
    return clean(node.text()) if node is not None else ""


def canonical(tree: LexborHTMLParser) -> str:
    """The address that the page calls its own, or ""."""
    node = tree.css_first('link[rel="canonical"]')
    return (node.attributes.get("href") or "").strip() if node is not None else ""
