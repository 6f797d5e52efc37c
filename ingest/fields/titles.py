"""Titles: what is junk, and where a subtitle begins."""

import re

from ingest.fields.text import clean, fold

# Which part of a work it is; alone it is no title, so a title is never cut right behind it.
_PART = re.compile(
    r"^(?:(?:del|slutt|hoved|hovud|års|fag|status|kartleggings|underveis|undervegs|forsknings|forskings)?(?:rapport|notat)|del|bind|"
    r"kapittel|report|part|nou|vedlegg)(?:\s+(?:nr\.?\s*)?[\divxlc.:/-]+)?$",
    re.IGNORECASE,
)
_DASH = re.compile(r"(?<!\d)\s+[-–—]\s+|\s+[-–—]\s+(?!\d)")
_COLON = re.compile(r":\s+(?=\S)")
# The end of a sentence; not behind an abbreviation ("mv. X"), which is short or a single letter.
_SENTENCE = re.compile(r"(?<=[?!])\s+(?=[A-ZÆØÅ«\"])|(?<=[a-zæøåA-ZÆØÅ]{4}\.)\s+(?=[A-ZÆØÅ«\"])")
_JUNK = re.compile(
    r"^(?:microsoft\s+(?:word|powerpoint|excel)\b|powerpoint[- ]presenta|(?:dokument|document|presentasjon|presentation)\d*$|untitled|uten navn|"
    r"uten tittel|utan namn|utan tittel|ukjent|unknown|title|tittel|ingen lysbildetittel|lysbilde \d|slide \d|mal for|"
    r"(?:side|page|sida)\s*\d*$|print|scan|skanna|skannet|img[_-]?\d|blank|none|null|n/a)",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"^\S+\.(?:pdf|docx?|dotx?|indd|pptx?|xlsx?|rtf|odt|tex|qxd|p65|ai|tmp)\b|^[a-z]:\\|^(?:file|https?)://",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\.(?:pdf|docx?|indd|pptx?|xlsx?|rtf|odt|tex|qxd|p65)$", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?:^|[\s.])[^\W\d_]{0,3}\.$|\.\.$")  # "mv.", "m.m.", "..." keep their full stop
_SHORTEST = 3


def title_fault(text: str) -> str:
    """Why a text cannot be a report's title ("a program's default", "a file's name" …), or ""."""
    if len(fold(text)) < _SHORTEST:
        return "too short"
    if not re.search(r"[^\W\d_]{3}", text):
        return "no words"
    if _JUNK.match(text):
        return "a program's default"
    if _FILE.match(text) or _ENDING.search(text) or (" " not in text and re.search(r"[_\d]", text)):
        return "a file's name"
    return ""


def tidy_title(text: str) -> str:
    """A title as it is cited: one line, said once, without an ending colon, full stop or the mark of a footnote."""
    text = clean(text).strip(" :;,*|")
    if not _ABBREVIATED.search(text):
        text = text.removesuffix(".")
    half = len(text) // 2
    if text and len(text) % 2 == 0 and text[:half] == text[half:]:
        return text[:half]
    return text


def split_title(text: str) -> tuple[str, str]:
    """Title and subtitle of one line.

    The subtitle begins at the first spaced dash ("Ny modell – Delrapport 3: Har det hjulpet?"), colon with a blank behind,
    or end of a sentence ("Ved bordet? Skoleleiarar si involvering"), whichever comes first. None of them cuts between
    figures ("2020 - 2024"), inside brackets, or so that only a part's name ("Delrapport 3") is left as the title.
    """
    text = tidy_title(text)
    cuts = sorted((cut for pattern in (_DASH, _COLON, _SENTENCE) for cut in pattern.finditer(text)), key=re.Match.start)
    for cut in cuts:
        title, subtitle = text[: cut.start()].strip(), text[cut.end() :].strip()
        if title and subtitle and not _PART.match(title) and _opens_subtitle(title, subtitle):
            return title.rstrip("."), subtitle
    return text, ""


def _opens_subtitle(title: str, subtitle: str) -> bool:
    between_years = title[-1].isdigit() and subtitle[0].isdigit()
    return not between_years and title.count("(") == title.count(")")
