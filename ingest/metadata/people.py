"""Which printed lines are names of people, and which name an organisation."""

import re

from ingest.fields.names import split_names

_ORGANISATION = re.compile(
    r"(?:institutt|instituttet|universitet|universitetet|høgskulen?|høgskolen?|høyskolen?|forsk(?:n)?ing|forskingsinstituttet|forskningsinstituttet|"
    r"senter|senteret|sentrene|direktorat|direktoratet|etat|etaten|tilsyn|tilsynet|departement|departementet|kommunen?|fylkeskommunen?|verk|verket|"
    r"myndighet|myndigheten|myndigheita|analyse|economics|research|consulting|forvalteren|forvaltaren|rådet|stiftelsen|stiftinga|forlag|forlaget|"
    r"museum|museet|akademi|akademiet|utvalget|utvalet|konsulenter|partner(?:s|e)?|institute|university|agency|foreningen?|foreininga|partiet|met)$",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:AS|ASA|IKS|HF|SA|BA|NUF|Ltd)\.?$|\b(?:NIFU|NIBIO|NINA|SINTEF|NORCE|Fafo|AFI|NOVA|TØI|OsloMet|NTNU|SSB|KITH)\b"
)
_NAME_WORD = re.compile(r"^(?:[A-ZÆØÅÀ-Þ][\w’'.-]*|[A-ZÆØÅ]\.)$")
_SMALL = frozenset({"af", "av", "van", "von", "de", "der", "den", "di", "da", "la", "le", "el", "al", "bin", "dos"})
_FEWEST_WORDS, _MOST_WORDS = 2, 5
_MOST_NAME_WORDS_IN_ORGANISATION = 9


def is_organisation(text: str) -> bool:
    """Whether a short line names an institution."""
    words = re.findall(r"[\w’-]+", text)
    if not 1 <= len(words) <= _MOST_NAME_WORDS_IN_ORGANISATION or any(char.isdigit() for char in text):
        return False
    if not text[:1].isupper() or text.rstrip().endswith((".", "!", "?", ":")):
        return False
    return bool(_COMPANY.search(text)) or any(_ORGANISATION.search(word) for word in words)


def is_person(name: str) -> bool:
    """Whether a text looks like one person's name: two to five words in capitals or initials, "von" and the like aside."""
    words = name.split()
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS or any(char.isdigit() for char in name) or is_organisation(name):
        return False
    full = [word for word in words if word not in _SMALL]
    shouted = name.isupper()  # a slogan or a logo more often than a name
    return len(full) >= 2 and all(_NAME_WORD.match(word) for word in full) and not shouted and len(full[-1]) > 1  # noqa: PLR2004


def people(text: str) -> tuple[str, ...]:
    """The names in a line that holds nothing but names ("A, B og C"), or ()."""
    names = split_names(text)
    return names if names and all(map(is_person, names)) else ()
