"""An archive's record (oai_dc, qualified DC, MODS, DSpace's xoai) → a landing page in HTML, as `ingest.landing` reads it.

So a report from an archive has the same fields, sources and rules as one from a publisher's site.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element

from ingest.net.address import joined
from ingest.net.markup import child_text, children, local, text_of
from ingest.net.pages import is_pdf

_DC = {
    "title": "dc.title", "alternative": "dc.title.alternative", "creator": "dc.creator", "publisher": "dc.publisher",
    "date": "dc.date", "issued": "dc.date.issued", "modified": "dc.date.modified", "identifier": "dc.identifier",
    "source": "dc.source", "relation": "dc.relation", "isPartOf": "dc.relation.ispartof", "rights": "dc.rights",
    "license": "dc.rights", "description": "abstract", "abstract": "abstract", "hasFormat": "dc.relation",
}  # fmt: skip
_XOAI = {
    "dc.title": "dc.title", "dc.title.alternative": "dc.title.alternative", "dc.contributor.author": "dc.creator",
    "dc.creator": "dc.creator", "dc.publisher": "dc.publisher", "dc.date.issued": "dc.date.issued",
    "dc.identifier.isbn": "citation_isbn", "dc.identifier.issn": "citation_issn", "dc.identifier.doi": "citation_doi",
    "dc.identifier.uri": "dc.identifier", "dc.identifier": "dc.identifier", "dc.relation.ispartofseries": "dc.relation.ispartof",
    "dc.relation.ispartof": "dc.relation.ispartof", "dc.rights": "dc.rights", "dc.rights.uri": "dc.rights",
    "dc.description.abstract": "abstract",
}  # fmt: skip
_MODS_NUMBERS = {"isbn": "citation_isbn", "issn": "citation_issn", "doi": "citation_doi"}
_AUTHORS = frozenset({"aut", "author", "creator", "cre", "forfatter", "forfattar", ""})
_HANDLE = re.compile(r"^(?:hdl:|info:hdl/)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Described:
    """What a record says.

    Attributes:
        said: (name of a meta tag, value), in order; "abstract" is a paragraph.
        page: address of the report's landing page, or "".
        pdf: address of its PDF, or "".
    """

    said: tuple[tuple[str, str], ...]
    page: str
    pdf: str

    @property
    def title(self) -> str:
        """The title, or ""."""
        return next((value for name, value in self.said if name == "dc.title"), "")


def read(metadata: Element, base: str) -> Described:
    """What a record says, by the names of its elements; namespaces differ between archives.

    Args:
        metadata: the one element within the record's `metadata`.
        base: the archive's address, where relative links start.
    """
    readers: dict[str, Callable[[Element], Iterator[tuple[str, str]]]]
    readers = {"mods": _mods, "modsCollection": _mods, "metadata": _xoai}
    pairs = readers.get(local(metadata), _dublin_core)(metadata)
    said = list(dict.fromkeys((name, _HANDLE.sub("https://hdl.handle.net/", value)) for name, value in pairs))
    # DSpace's plain Dublin Core holds the days of registration too: those have a time of day, that of publication has not.
    plain = [pair for pair in said if not (pair[0] == "dc.date" and "T" in pair[1])]
    said = plain if any(name.startswith("dc.date") for name, _ in plain) else said
    links = [
        _link(value, base) for name, value in said if name in {"dc.identifier", "dc.source", "dc.relation", "file"}
    ]
    files = [_link(value, base) for name, value in said if name == "file"]
    pages = [link for link in links if link and not is_pdf(link) and link not in files]
    pdf = next((link for link in [*files, *links] if link and (link in files or is_pdf(link))), "")
    # A handle or DOI outlives the archive's own address.
    page = next((link for link in pages if re.search(r"//(?:hdl\.handle\.net|(?:dx\.)?doi\.org)/", link)), "")
    kept = tuple((name, value) for name, value in said if name not in {"file", "dc.relation"})
    return Described(kept, page or next(iter(pages), ""), pdf)


def as_page(found: Described, pdf: str = "") -> bytes:
    """The record as a landing page in HTML.

    Args:
        found: what it says.
        pdf: address of the PDF, where another one is known than the record names.
    """
    link = pdf or found.pdf
    tags = [*found.said, *([("citation_pdf_url", link)] if link else [])]
    lines = [
        "<!doctype html>",
        '<meta charset="utf-8">',
        f"<title>{escape(found.title)}</title>",
        *([f'<link rel="canonical" href="{escape(found.page)}">'] if found.page else []),
        *(f'<meta name="{name}" content="{escape(value)}">' for name, value in tags if name != "abstract"),
        f"<h1>{escape(found.title or 'Report')}</h1>",
        *(f"<p>{escape(value)}</p>" for name, value in tags if name == "abstract"),
    ]
    return "\n".join(lines).encode()


def _link(value: str, base: str) -> str:
    return joined(base, value) if value.startswith(("http://", "https://")) else ""


def _dublin_core(root: Element) -> Iterator[tuple[str, str]]:
    for element in root.iter():
        name, value = _DC.get(local(element), ""), text_of(element)
        if name and value:
            yield name, value


def _xoai(root: Element) -> Iterator[tuple[str, str]]:
    """Elements within elements, each with a name: dc / title / nb_NO / field "value"."""
    waiting = [(root, "")]
    while waiting:
        element, path = waiting.pop(0)
        for child in children(element, "element"):
            name = child.get("name", "")
            if name == "bundle":
                yield from _bundle(child)
            else:
                waiting.append((child, f"{path}.{name}".strip(".")))
        values = [text_of(field) for field in children(element, "field") if field.get("name") == "value"]
        # The innermost name is the text's language, "none" where it has none.
        key = _XOAI.get(path.rpartition(".")[0]) or _XOAI.get(path)
        yield from ((key, value) for value in values if key and value)


def _bundle(bundle: Element) -> Iterator[tuple[str, str]]:
    """The PDFs of a record, without the text and pictures that DSpace has made of them."""
    if not any(field.get("name") == "name" and text_of(field) == "ORIGINAL" for field in children(bundle, "field")):
        return
    for stream in bundle.iter():
        told = {field.get("name", ""): text_of(field) for field in children(stream, "field")}
        if told.get("url") and (told.get("format") == "application/pdf" or is_pdf(told.get("name", ""))):
            yield "file", told["url"]


def _mods(root: Element) -> Iterator[tuple[str, str]]:
    if local(root) == "modsCollection":
        root = next(children(root, "mods"), root)
    for element in root:
        yield from ((key, value) for key, value in _mods_part(element) if value)


def _mods_part(element: Element) -> list[tuple[str, str]]:
    """What one element of MODS says; values may be ""."""
    kind = element.get("type") or ""
    text = text_of(element)
    found: list[tuple[str, str]] = []
    match local(element):
        case "titleInfo":
            found = [("dc.title.alternative" if kind else "dc.title", _mods_title(element))]
        case "name":
            roles = {text_of(term).casefold() for role in children(element, "role") for term in role} or {""}
            found = [("dc.creator", _mods_name(element))] if roles & _AUTHORS else []
        case "originInfo":
            found = [
                ("dc.publisher", child_text(element, "publisher")),
                ("dc.date.issued", child_text(element, "dateIssued")),
            ]
        case "identifier":
            found = [(_MODS_NUMBERS.get(kind.casefold(), "dc.identifier"), text)]
        case "location":
            urls = children(element, "url")
            found = [("file" if url.get("access") == "raw object" else "dc.identifier", text_of(url)) for url in urls]
        case "relatedItem" if kind in {"series", "host"}:
            found = [("dc.relation.ispartof", _mods_title(info)) for info in children(element, "titleInfo")][:1]
        case "abstract" | "accessCondition" as name:
            found = [("abstract" if name == "abstract" else "dc.rights", text)]
    return found


def _mods_title(info: Element) -> str:
    title = " ".join(filter(None, (child_text(info, "nonSort"), child_text(info, "title"))))
    subtitle = child_text(info, "subTitle")
    return f"{title}: {subtitle}" if subtitle else title


def _mods_name(name: Element) -> str:
    parts = {part.get("type", ""): text_of(part) for part in children(name, "namePart")}
    family, given = parts.get("family", ""), parts.get("given", "")
    return f"{family}, {given}" if family and given else parts.get("") or family or given
