"""An XMP packet → pairs of name and text."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/rights/": "xmpRights",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/pdfx/1.3/": "pdfx",
    "http://prismstandard.org/namespaces/basic/1.2/": "prism",
    "http://prismstandard.org/namespaces/basic/2.0/": "prism",
    "http://prismstandard.org/namespaces/basic/2.1/": "prism",
    "http://prismstandard.org/namespaces/basic/2.2/": "prism",
    "http://prismstandard.org/namespaces/basic/3.0/": "prism",
}


def pairs(packet: bytes) -> tuple[tuple[str, str], ...]:
    """The properties that say what a document is ("dc:title", "prism:isbn" …); lists are joined by "; ".

    Properties of other namespaces (the history of edits, thumbnails) are left out. Of a text in several languages the
    default one is taken. A packet that is broken, or that declares entities, gives nothing.
    """
    if b"<!" in packet.replace(b"<!--", b""):
        return ()
    try:
        root = ET.fromstring(packet.strip(b" \t\r\n\0"))  # noqa: S314 - see above
    except (ET.ParseError, ValueError, LookupError):
        return ()
    found = [pair for description in root.iter(f"{_RDF}Description") for pair in _properties(description)]
    return tuple(dict(found).items())


def _properties(description: ET.Element) -> Iterator[tuple[str, str]]:
    for tag, value in description.attrib.items():
        if (name := _name(tag)) and value.strip():
            yield name, value.strip()
    for child in description:
        if (name := _name(child.tag)) and (value := _value(child)):
            yield name, value


def _name(tag: str) -> str:
    namespace, _, local = tag.lstrip("{").partition("}")
    prefix = _PREFIXES.get(namespace)
    return f"{prefix}:{local}" if prefix else ""


def _value(element: ET.Element) -> str:
    items = list(element.iter(f"{_RDF}li"))
    if not items:
        return _text(element)
    if element.find(f"{_RDF}Alt") is not None:
        default = next((item for item in items if item.get(_LANG) == "x-default"), items[0])
        return _text(default)
    return "; ".join(filter(None, map(_text, items)))


def _text(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())
