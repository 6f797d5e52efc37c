"""Typeset the sample series: sources/NN-slug.typ → NN-slug.pdf.

Run it after a change of a source or of the template::

    python corpus/typeset.py            # every report
    python corpus/typeset.py 03 05      # the reports whose names begin so

The same sources and the same version of Typst give the same bytes: dates are fixed in the sources, and only the
fonts that Typst itself carries are used.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import typst

CORPUS = Path(__file__).parent
SOURCES = CORPUS / "sources"
TEMPLATE = "template.typ"
# Typst writes a date of its own only where a source forgets to; it must not be today's.
TIMESTAMP = datetime(2024, 1, 1, tzinfo=UTC)


def sources(beginnings: Sequence[str] = ()) -> Iterator[Path]:
    """The reports' sources in order, those whose names begin with one of `beginnings`, or all."""
    for path in sorted(SOURCES.glob("*.typ")):
        if path.name != TEMPLATE and (not beginnings or path.name.startswith(tuple(beginnings))):
            yield path


def target(source: Path) -> Path:
    """Where the PDF of a source stands."""
    return CORPUS / f"{source.stem}.pdf"


def typeset(source: Path) -> bytes:
    """The PDF of a source.

    Raises:
        typst.TypstError: the source does not compile.
    """
    pdf = typst.compile(
        source, root=SOURCES, ignore_system_fonts=True, format="pdf", timestamp=int(TIMESTAMP.timestamp())
    )
    if not isinstance(pdf, bytes):
        raise TypeError(f"Typst answered {type(pdf).__name__} for {source.name} where one PDF was expected.")
    return pdf


def main(beginnings: Sequence[str]) -> int:
    """Typeset and say how large each PDF became; 1 when nothing matched."""
    chosen = list(sources(beginnings))
    for source in chosen:
        size = target(source).write_bytes(typeset(source))
        print(f"{target(source).name}  {size / 1000:.0f} kB")
    return 0 if chosen else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
