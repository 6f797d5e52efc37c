"""The year in a dated preface: "Nordhav, juni 2023" on a line of its own."""

import re
from collections.abc import Iterator

from ingest.document import Document
from ingest.fields.claim import Claim
from ingest.fields.dates import iso_date, year
from ingest.metadata.printed import page_of

_LAST = 10  # page up to which a preface ends
_MOST_WORDS = 7
_PLACE_DATE = re.compile(
    r"^[A-ZÆØÅ][\w./ -]*?(?:,|\s\d{1,2}\.)\s*(?:\d{1,2}\.?\s*)?"
    r"(?:(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)\s+)?((?:19|20)\d\d)\.?$",
    re.IGNORECASE,
)


def claims(document: Document) -> Iterator[Claim]:
    """The years of short lines on the first pages that are a place and a date."""
    for block in document.blocks:
        page = page_of(block)
        if page > _LAST:
            return
        if len(block.text.split()) <= _MOST_WORDS and (found := _PLACE_DATE.match(block.text)):
            value = year(iso_date(block.text) or found[1])
            if value:
                yield Claim("year", str(value), f"preface p. {page}")
