"""How much of a text is in each written standard, as numbers and as a bar."""

from typing import NamedTuple

from catalogue.model import BOKMAAL, NYNORSK
from catalogue.series import Shares
from web.language import Speaker
from web.page.hits import standard_name

_LEAST = 0.005  # a smaller share of another language is not told by name


class Share(NamedTuple):
    """A share of a bar.

    Attributes:
        code: nn, nb, or "other".
        name: in the page's language.
        percent: as text.
        start: where it begins in the bar, of 100.
        width: of 100.
    """

    code: str
    name: str
    percent: str
    start: float
    width: float


def shares(held: Shares, t: Speaker) -> tuple[Share, ...]:
    """The shares of Nynorsk and Bokmål, then of the others, the largest first."""
    found = dict(held)
    codes = [code for code in (NYNORSK, BOKMAAL) if found.get(code, 0) >= _LEAST]
    codes += [code for code, share in held if code not in {NYNORSK, BOKMAAL} and share >= _LEAST]
    told: list[Share] = []
    at = 0.0
    for code in codes:
        width = round(100 * found[code], 2)
        kind = code if code in {NYNORSK, BOKMAAL} else "other"
        told.append(Share(kind, standard_name(code, t), t.percent(found[code]), round(at, 2), width))
        at += width
    return tuple(told)
