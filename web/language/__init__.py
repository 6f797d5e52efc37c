"""The languages of the pages, Nynorsk, Bokmål and English: their texts, and which one a visitor reads.

The texts are reviewed tables, one a language, with the same names in each.
"""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
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


_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"),
    "": ("januar", "februar", "mars", "april", "mai", "juni",
         "juli", "august", "september", "oktober", "november", "desember"),
}  # fmt: skip
_HARD = "\N{NO-BREAK SPACE}"


class Speaker:
    """Says the texts of a language, and numbers, dates and lists in its way.

    Attributes:
        language: nn, nb or en.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._texts = texts(language)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Speaker) and self.language == other.language

    def __hash__(self) -> int:
        return hash(self.language)

    def __call__(self, name: str, /, **values: object) -> str:
        """A text, with its places filled; in the singular when `count` is 1 and the table has it.

        Raises:
            KeyError: there is no such text.
        """
        if values.get("count") == 1 and f"{name}_one" in self._texts:
            name = f"{name}_one"
        return self.fill(self._texts[name], **values)

    def known(self, name: str, otherwise: str) -> str:
        """A text that may be missing: the name of a value, such as a language's code."""
        return self._texts.get(name, otherwise)

    def fill(self, text: str, /, **values: object) -> str:
        """A text with its places filled; numbers with the language's thousands."""
        told = {name: self.number(value) if isinstance(value, int) else value for name, value in values.items()}
        return text.format(**told) if values else text

    def number(self, value: int) -> str:
        """A number with the language's thousands."""
        return f"{value:,}" if self.language == "en" else f"{value:,}".replace(",", _HARD)

    def percent(self, share: float) -> str:
        """A share as a whole percentage; what is less than half of one but something is "under 1 %"."""
        least = "<" if 0 < share < 0.005 else ""  # noqa: PLR2004 - rounds to 0
        told = f"{least}{1 if least else round(100 * share)}"
        return f"{told}%" if self.language == "en" else f"{told}{_HARD}%"

    def date(self, iso: str) -> str:
        """An ISO date as a reader writes it; what is none is left as it is."""
        try:
            day = date.fromisoformat(iso)
        except ValueError:
            return iso
        dot = "" if self.language == "en" else "."
        return f"{day.day}{dot} {_MONTHS.get(self.language, _MONTHS[''])[day.month - 1]} {day.year}"

    def all_of(self, names: Sequence[str]) -> str:
        """Names as a reader writes them: "A, B og C"."""
        joined = f" {self('report.and')} "
        return joined.join(filter(None, (", ".join(names[:-1]), *names[-1:])))
