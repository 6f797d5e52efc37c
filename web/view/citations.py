"""A report, or a passage of it, as others cite it."""

from typing import NamedTuple

from catalogue.model import Passage, Place, Report
from search.export import apa, references

FORMS = {
    "bib": ("text/x-bibtex", "BibTeX"),
    "ris": ("application/x-research-info-systems", "RIS"),
    "json": ("application/vnd.citationstyles.csl+json", "CSL-JSON"),
    "txt": ("text/plain", "APA 7"),
}
_OTHER = {"nn": "nb", "nb": "nn"}


class Citation(NamedTuple):
    """Something to copy.

    Attributes:
        name: of its heading among the texts.
        text: what is copied.
        lang: of the text, "" when it is none of a language.
        long: whether it has many lines.
    """

    name: str
    text: str
    lang: str = ""
    long: bool = False

    @property
    def rows(self) -> int:
        """Lines that show most of it."""
        lines = self.text.splitlines()
        return min(12, sum(len(line) // 44 + 1 for line in lines)) or 1


def citations(report: Report, place: Place | None, passage: Passage | None, language: str) -> tuple[Citation, ...]:
    """What can be copied, in the order in which most will want it.

    Args:
        report: as it is cited (`web.public.cited`).
        place: the page that is cited.
        passage: that is quoted, if one is.
        language: nn, nb or en: of the pages; an English text cites as a Bokmål one.
    """
    standard = language if language in _OTHER else "nb"
    in_text = apa.plain(apa.in_text(report, place))
    entries = {apa.plain(apa.reference(report, one)): one for one in (_OTHER[standard], standard)}
    # The two standards differ only where a text may still change ("Henta … frå", "Hentet … fra").
    own = [
        Citation(f"reference_{one}" if len(entries) > 1 else "reference", text, one)
        for text, one in reversed(entries.items())
    ]
    quoted = [Citation("quotation", f"«{passage.text}» {in_text}", passage.standard)] if passage else []
    return (
        *quoted,
        Citation("in_text", in_text, standard),
        *own,
        Citation("bibtex", references.bibtex([report]).strip(), long=True),
        Citation("ris", "\n".join(references.ris([report]).split("\r\n")).strip(), long=True),
    )


def file_of(report: Report, form: str, language: str) -> bytes:
    """The report as a file for reference managers.

    Args:
        report: as it is cited (`web.public.cited`).
        form: a key of FORMS.
        language: nn or nb, of the list of references.
    """
    match form:
        case "bib":
            text = references.bibtex([report])
        case "ris":
            text = references.ris([report])
        case "json":
            text = references.csl_json([report])
        case _:
            text = f"{apa.plain(apa.reference(report, language))}\n"
    return text.encode()
