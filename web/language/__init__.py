"""The languages of the pages, Nynorsk, Bokmål and English: their texts, and which one a visitor reads.

The texts are reviewed tables, one a language, with the same names in each.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("nn", "nb", "en")
NAMES = {"nn": "Nynorsk", "nb": "Bokmål", "en": "English"}
_DEFAULT = "nb"
_NORWEGIAN = {"nn": ("nn", "nb"), "nb": ("nb", "nn"), "no": ("nb", "nn")}  # who reads one can read the other


def chosen(accepted: str) -> str:
    """The language for a visitor.

    Args:
        accepted: the header Accept-Language (RFC 9110, section 12.5.4), or "".
    """
    for tag in _by_preference(accepted):
        main = tag.partition("-")[0].lower()
        for language in _NORWEGIAN.get(main, (main,)):
            if language in LANGUAGES:
                return language
    return _DEFAULT


def _by_preference(accepted: str) -> list[str]:
    """The tags of the header, the most wanted first; what cannot be read does not count."""
    wanted = []
    for item in accepted[:500].split(","):
        tag, _, quality = item.strip().partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
        if tag.strip() and weight > 0:
            wanted.append((-weight, tag.strip()))
    return [tag for _, tag in sorted(wanted, key=lambda one: one[0])]


@cache
def texts(language: str) -> Mapping[str, str]:
    """The texts of a language by name; a name with `_one` beside it is the plural of a number."""
    table = tomllib.loads((files(__name__) / f"{language}.toml").read_text("utf-8"))
    return {f"{room}.{name}": text for room, names in table.items() for name, text in names.items()}


class Speaker:
    """Says the texts of a language.

    Attributes:
        language: nn, nb or en.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = texts(language)

    def __call__(self, name: str, **values: object) -> str:
        """A text, with its places filled; in the singular when `count` is 1 and the table has it.

        Raises:
            KeyError: there is no such text.
        """
        if values.get("count") == 1 and f"{name}_one" in self._texts:
            name = f"{name}_one"
        text = self._texts[name]
        return text.format(**{key: self._shown(value) for key, value in values.items()}) if values else text

    def known(self, name: str, otherwise: str) -> str:
        """A text that may be missing: the name of a value, such as a language's code."""
        return self._texts.get(name, otherwise)

    def _shown(self, value: object) -> object:
        """Numbers with the language's thousands."""
        if not isinstance(value, int):
            return value
        return f"{value:,}".replace(",", "," if self.language == "en" else "\N{NO-BREAK SPACE}")
