"""Names of authors: "A, B og C", "Etternamn, Fornamn; …", with titles and affiliations taken off."""

import re

from ingest.fields.text import clean

_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_AND = re.compile(r"\s+(?:og|and|&)\s+(?=[A-ZÆØÅÀ-Þ])")
_ROLE = re.compile(
    r"^(?:av|by|ved|forfatter\w*|forfattar\w*|red\.|redaktør\w*|prosjektleder|prosjektleiar)\b[\s:]*", re.IGNORECASE
)
_OTHERS = re.compile(r"\s*,?\s*\b(?:m\.\s?fl\.?|mfl\.?|et al\.?|med fleire|med flere)\s*$", re.IGNORECASE)
_INITIALS = re.compile(r"^(?:[A-ZÆØÅ]\.?[-\s]?){1,4}$")
_LETTER = re.compile(r"[^\W\d_]")
_MOST_WORDS = 12  # a longer "name" is a sentence


def split_names(text: str) -> tuple[str, ...]:
    """The names in a list, each as "Given Family", in order, each once.

    "Family, Given" is recognised between semicolons, or where single words and initials alternate; an "og" splits only
    between two capitals, so that "Institutt for helse og samfunn" stays whole.
    """
    text = _OTHERS.sub("", _BRACKETS.sub("", _ROLE.sub("", clean(text)))).strip(" .;,")
    names = [_given_first(part) for part in text.split(";")] if ";" in text else _comma_list(text)
    kept = [name for name in map(_tidy, names) if _LETTER.search(name) and len(name.split()) <= _MOST_WORDS]
    return tuple(dict.fromkeys(kept))


def _comma_list(text: str) -> list[str]:
    parts = [part.strip() for piece in _AND.split(text) for part in piece.split(",") if part.strip()]
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    if len(parts) % 2 == 0 and all(_is_family_given(*pair) for pair in pairs):
        return [f"{given}{'.' * (len(given) == 1)} {family}" for family, given in pairs]
    return parts


def _is_family_given(family: str, given: str) -> bool:
    """Whether two neighbours of a comma list are one inverted name: one word before, a given name or initials behind."""
    return bool(_INITIALS.match(given)) or (" " not in family and not family.isupper() and family[:1].isupper())


def _given_first(name: str) -> str:
    family, comma, given = name.strip().partition(",")
    return f"{given.strip()} {family.strip()}" if comma and given.strip() else family.strip()


def _tidy(name: str) -> str:
    return re.sub(r"\s*[\d*†]+$", "", name).strip(" .,;:-") if not _INITIALS.match(name) else ""
