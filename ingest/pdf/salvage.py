"""A PDF that was cut off has lost the table and trailer at its end; without them no reader finds the pages before the cut.

They are found by their looks here, and given a new trailer. Pages inside compressed object streams stay lost.
"""

import re

_PAGE = re.compile(rb"\b(\d+)\s+(\d+)\s+obj\b(?:(?!endobj|stream\b)[\s\S]){0,2000}?/Type\s*/Page(?![A-Za-z])")
_OBJECT = re.compile(rb"\b(\d+)\s+\d+\s+obj\b")
_MOST_PAGES = 10_000


def mend(data: bytes) -> bytes | None:
    """A copy with a page tree that lists the pages that are found; None where there are none, or all is encrypted."""
    if b"/Encrypt" in data:
        return None
    numbers = [int(match[1]) for match in _OBJECT.finditer(data)]
    pages = list(dict.fromkeys((int(match[1]), int(match[2])) for match in _PAGE.finditer(data)))[:_MOST_PAGES]
    if not pages:
        return None
    tree = max(numbers) + 1
    kids = b" ".join(b"%d %d R" % page for page in pages)
    return data + (
        b"\nendstream\nendobj\n"
        b"%d 0 obj\n<< /Type /Pages /Kids [%b] /Count %d >>\nendobj\n"
        % (tree, kids, len(pages))
        + b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (tree + 1, tree)
        + b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n0\n%%%%EOF\n" % (tree + 2, tree + 1)
    )
