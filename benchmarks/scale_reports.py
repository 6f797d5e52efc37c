"""Reports made from the sample series, as many as wanted: the same number always gives the same report.

Each has a title, authors, ISBN and number of its own and chapters whose paragraphs are put together from sentences of
the sample series, so that hardly two paragraphs are the same. They are typeset like real ones.
"""

import random
from pathlib import Path

from stdnum import ean
from stdnum import isbn as stdnum_isbn

from catalogue.lock import writing
from catalogue.model import Kind
from catalogue.store import Catalogue
from ingest import pipeline
from ingest.sources import find as find_sources
from search.snippets import sentences

_CORPUS = Path(__file__).parents[1] / "corpus"
_PARAGRAPHS_A_PAGE = 8
_SEED = 20_261_124


def material(folder: Path) -> dict[str, list[str]]:
    """The sentences of the sample series in each written standard."""
    found: dict[str, list[str]] = {"nn": [], "nb": []}
    with writing(folder, "scale"), Catalogue.open(folder, create=True) as catalogue:
        for _ in pipeline.ingest(find_sources([str(_CORPUS)]), catalogue):
            pass
        for report in catalogue.reports():
            for passage in catalogue.passages_of(report.id):
                if passage.kind is Kind.PARAGRAPH and passage.standard in found:
                    found[passage.standard] += [passage.text[start:end] for start, end in sentences(passage.text)]
    return {standard: [text for text in texts if len(text.split()) >= 5] for standard, texts in found.items()}


def source(number: int, pages: int, texts: dict[str, list[str]]) -> str:
    """The Typst source of a report."""
    chance = random.Random(_SEED + number)  # noqa: S311 - the same reports in every run
    standard = "nn" if number % 3 == 0 else "nb"
    said = texts[standard]
    title = " ".join(chance.choice(said).split()[:6]).rstrip(".,;:")
    summary, result = ("Samandrag", "Konklusjon") if standard == "nn" else ("Sammendrag", "Konklusjon")
    digits = f"9788298{number:05}"
    number13 = stdnum_isbn.format(digits + ean.calc_check_digit(digits))
    lines = [
        f'#set text(lang: "{standard}", hyphenate: true, size: 11pt)\n#set par(justify: true)\n#set page(numbering: "1")',
        f"#align(center)[#text(24pt)[{_plain(title)} {number}]]\n\nRapport {2000 + number % 25}:{number}\n\n#pagebreak()",
        f"ISBN {number13} (nettutgave)\n\nUtgiver: Institutt {number % 40} for lokal læring\n\n#pagebreak()",
        f"= {summary}",
    ]
    for paragraph in range(pages * _PARAGRAPHS_A_PAGE):
        if paragraph and paragraph % (10 * _PARAGRAPHS_A_PAGE) == 0:
            lines.append(f"= {_plain(' '.join(chance.choice(said).split()[:5]))}")
        lines.append(_plain(" ".join(chance.sample(said, chance.randint(2, 6)))))
    lines += [f"= {result}", _plain(" ".join(chance.sample(said, 5)))]
    return "\n\n".join(lines)


def typeset(text: str) -> bytes:
    """The PDF of a Typst source."""
    import typst  # only where it is used: in a process of its own

    pdf = typst.compile(text.encode(), format="pdf", ignore_system_fonts=True)
    if not isinstance(pdf, bytes):
        raise TypeError("one PDF was expected")
    return pdf


def _plain(text: str) -> str:
    """The text with what Typst takes for markup taken for letters."""
    return "".join(f"\\{char}" if char in "\\#$@*_<>`[]=/-+~" else char for char in text)
