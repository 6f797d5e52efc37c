"""Which printed lines are names of people, and which name an organisation."""

import re

from ingest.fields.names import split_names

# An institution's kind: it opens the name or stands behind words in capitals ("Norsk institutt for …"). Prose has these words
# in other places, and in other forms ("høgskoler", "universitetets").
_KIND = re.compile(
    r"(?:institutt|instituttet|universitet|universitetet|høg?skul(?:e|en)|høg?skol(?:e|en)|høysk?ol(?:e|en)|senter|senteret|direktorat|direktoratet|"
    r"etaten|tilsynet|departement|departementet|(?:arkiv|kart|kyst|jernbane)verket|vegvesen|vegvesenet|myndighet|myndigheten|myndigheita|"
    r"forvalteren|forvaltaren|rådet|stiftelsen|stiftinga|forlag|forlaget|akademi|akademiet|utvalget|utvalet|revisjonen|foreningen|foreininga|partiet|"
    r"institute|university|agency|cent(?:re|er))$",
    re.IGNORECASE,
)
# Words that name an institution only behind its own name ("Fjordglimt forsking", "Vista Analyse", "Oslo kommune").
_TAIL = re.compile(
    r"(?:forsk(?:n)?ing|analyse|kommune|fylkeskommune|economics|research|consulting|group|museum|partners?)$",
    re.IGNORECASE,
)
_MOST_BEFORE = 3  # words before an institution's kind
_COMPANY = re.compile(
    r"\b(?:AS|ASA|IKS|HF|SA|BA|NUF|Ltd)\.?$|\b(?:NIFU|NIBIO|NINA|SINTEF|NORCE|Fafo|AFI|NOVA|TØI|OsloMet|NTNU|SSB|KITH)\b"
)
_NAME_WORD = re.compile(r"^(?:[A-ZÆØÅÀ-Þ][\w’'.-]*|[A-ZÆØÅ]\.)$")
_SMALL = frozenset({"af", "av", "van", "von", "de", "der", "den", "di", "da", "la", "le", "el", "al", "bin", "dos"})
_FEWEST_WORDS, _MOST_WORDS = 2, 5
_MOST_ORGANISATION_WORDS = 9


def is_organisation(text: str) -> bool:
    """Whether a short line names an institution."""
    words = re.findall(r"[^\W_]+(?:[’'&-][^\W_]+)*", text)
    if not 1 <= len(words) <= _MOST_ORGANISATION_WORDS or any(char.isdigit() for char in text):
        return False
    if not text[:1].isupper() or text.rstrip().endswith((".", "!", "?", ":")):
        return False
    if _COMPANY.search(text):
        return True
    for index, word in enumerate(words[: _MOST_BEFORE + 1]):
        if _KIND.search(word) or (index and _TAIL.search(word) and len(words) == index + 1):
            return True
        if not word[:1].isupper():
            break
    return False


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
    names = split_names(text) if not any(char.isdigit() for char in text) else ()
    return names if names and all(map(is_person, names)) else ()
