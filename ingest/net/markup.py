"""XML from outside: defusedxml's only door. No document type, so no entities of its own, no references outwards."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree as Defused
from defusedxml.common import DefusedXmlException

from catalogue.errors import SourceError


def parse(data: bytes, name: str) -> Element:
    """The root of an XML document.

    Raises:
        SourceError: it is no XML, is cut off, or declares a document type.
    """
    try:
        root: Element = Defused.fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise SourceError(
            f"{name} declares entities or a document type of its own, by which a small file can grow without end: "
            "it was not read."
        ) from error
    except (ParseError, ValueError, LookupError) as error:  # LookupError: an encoding that nobody knows
        raise SourceError(f"{name} is no whole XML ({error}): try again later, or check the address.") from error
    return root


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element, *names: str) -> Iterator[Element]:
    """The children of one of these names, in any namespace: archives and feeds disagree on theirs."""
    return (child for child in element if local(child) in names)


def text_of(element: Element | None) -> str:
    """All text within, with single spaces; "" of none."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def child_text(element: Element, *names: str) -> str:
    """The text of the first such child that has any, or ""."""
    return next((text for child in children(element, *names) if (text := text_of(child))), "")
