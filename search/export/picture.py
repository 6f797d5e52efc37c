"""A picture of series: the written standards and the number of reports over the years, as SVG drawn by hand, or PNG."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from catalogue.errors import UsageError
from catalogue.model import BOKMAAL, NYNORSK
from catalogue.series import Member, Shares, words_in

WIDTH, HEIGHT = 760, 462  # px, as all measures here
_LEFT, _RIGHT, _TOP = 56, 24, 114
_SHARES_HEIGHT, _COUNTS_HEIGHT, _BETWEEN = 170, 70, 44
_TALLEST = _COUNTS_HEIGHT - 16  # bar of reports; its number stands above
_BAR = 0.62  # of the room that a year has
_WIDEST = 76
_FEWEST_SHOWN = 0.08  # a smaller share has no room for its number
_SHARE_ROOM = 38  # width of a bar that "100 %" can stand in
_LABEL_ROOM = 46  # years are labelled so far apart at least
_STEPS = (1, 2, 5, 10, 20, 50, 100)  # years from label to label
# Okabe and Ito's colours, which the colour-blind can tell apart; the letters on each are those that can be read on it.
_KINDS = (
    (NYNORSK, "#0072b2", "#ffffff"),
    (BOKMAAL, "#e69f00", "#1a1a1a"),
    ("", "#c8c8c8", "#1a1a1a"),
)
_INK, _FAINT, _RULE, _COUNT = "#1a1a1a", "#595959", "#d9d9d9", "#4d4d4d"
_ROLE = 'role="img" aria-labelledby="title description" font-family="DejaVu Sans, Verdana, Arial, sans-serif"'
_SCALE = 2  # pixels of PNG for one of SVG


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the picture.

    Attributes:
        year: of publication.
        reports: how many there are.
        shares: of the words, () when there is nothing to count.
    """

    year: int
    reports: int
    shares: Shares


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a picture, in English unless said otherwise.

    Attributes:
        share: of the axis of shares.
        reports: of the axis of reports.
        kinds: names of Nynorsk, Bokmål and ("") all others.
        caption: what is counted.
        counted: says how many reports.
        percent: says a share.
    """

    share: str = "Share of words"
    reports: str = "Reports"
    kinds: Mapping[str, str] = field(default_factory=lambda: {NYNORSK: "Nynorsk", BOKMAAL: "Bokmål", "": "other"})
    caption: str = "Words of running text, by year of publication. Statistics of these texts, not compliance."
    counted: Callable[[int], str] = lambda count: f"{count} reports"
    percent: Callable[[float], str] = lambda share: f"{share:.0%}".replace("%", " %")


def years_of(members: Iterable[Member]) -> tuple[Year, ...]:
    """Every year from the first to the last in which a report was published, those without any too."""
    by_year: dict[int, list[Member]] = {}
    for one in members:
        if one.report.year:
            by_year.setdefault(one.report.year, []).append(one)
    every = range(min(by_year), max(by_year) + 1) if by_year else ()
    return tuple(Year(year, len(by_year.get(year, ())), words_in(by_year.get(year, ()))) for year in every)


def svg(title: str, years: Sequence[Year], labels: Labels | None = None) -> str:
    """The picture.

    Args:
        title: what it shows.
        years: in order, none left out; at least one.
        labels: its words; None for English.
    """
    labels = labels or Labels()
    room = (WIDTH - _LEFT - _RIGHT) / len(years)
    bar = min(room * _BAR, _WIDEST)
    foot = _TOP + _SHARES_HEIGHT
    base = foot + _BETWEEN + _COUNTS_HEIGHT
    most = max(one.reports for one in years)
    parts = [*_head(title, years, labels), *_share_axis(labels), *_count_axis(base, most, labels)]
    every = next((step for step in _STEPS if step * room >= _LABEL_ROOM), _STEPS[-1])
    for place, year in enumerate(years):
        middle = _LEFT + room * (place + 0.5)
        parts += _stack(year, middle, bar, labels)
        parts += _count(year, middle, bar, base, most)
        if year.year % every == 0:
            parts.append(_text(middle, base + 20, str(year.year), anchor="middle", size=13))
    parts.append(_text(_LEFT, HEIGHT - 16, labels.caption, size=11, colour=_FAINT))
    described = escape(_described(years, labels))
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" {_ROLE}>',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="description">{described}</desc>',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            *parts,
            "</svg>\n",
        )
    )


def png(picture: str) -> bytes:
    """An SVG as PNG.

    Raises:
        UsageError: the extra `picture` is not installed.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise UsageError("PNG needs the extra `picture`: pip install 'funn[picture]', or give a file .svg.") from error
    return bytes(resvg_py.svg_to_bytes(svg_string=picture, zoom=_SCALE))


def _head(title: str, years: Sequence[Year], labels: Labels) -> list[str]:
    """What it is, and which colour is what; only what there is."""
    parts = [_text(_LEFT, 32, _cut(title), size=17, weight="bold")]
    x = float(_LEFT)
    for code, colour, _ in _KINDS:
        name = labels.kinds[code]
        if any(_share(year, code) for year in years):
            parts.append(f'<rect x="{_n(x)}" y="51" width="13" height="13" fill="{colour}"/>')
            parts.append(_text(x + 19, 62, name, size=13))
            x += 19 + 8.2 * len(name) + 22
    return parts


def _share_axis(labels: Labels) -> list[str]:
    parts = [_text(_LEFT, _TOP - 14, labels.share, size=13)]
    for share in (0, 0.5, 1):
        y = _TOP + _SHARES_HEIGHT * (1 - share)
        parts.append(_line(y))
        parts.append(_text(_LEFT - 8, y + 4, labels.percent(share), anchor="end", size=12, colour=_FAINT))
    return parts


def _count_axis(base: float, most: int, labels: Labels) -> list[str]:
    return [
        _line(base),
        _text(_LEFT, base - _COUNTS_HEIGHT - 14, labels.reports, size=13),
        _text(_LEFT - 8, base + 4, "0", anchor="end", size=12, colour=_FAINT),
        _text(_LEFT - 8, base - _TALLEST + 4, str(most), anchor="end", size=12, colour=_FAINT),
    ]


def _stack(year: Year, middle: float, bar: float, labels: Labels) -> list[str]:
    """The year's shares, Nynorsk at the bottom."""
    parts, y = [], float(_TOP + _SHARES_HEIGHT)
    for code, colour, ink in _KINDS:
        share = _share(year, code)
        height = _SHARES_HEIGHT * share
        if not share:
            continue
        y -= height
        parts.append(
            f'<rect x="{_n(middle - bar / 2)}" y="{_n(y)}" width="{_n(bar)}" height="{_n(height)}" fill="{colour}"/>'
        )
        if share >= _FEWEST_SHOWN and bar >= _SHARE_ROOM:
            shown = labels.percent(share)
            parts.append(_text(middle, y + height / 2 + 4, shown, anchor="middle", size=12, colour=ink))
    return parts


def _count(year: Year, middle: float, bar: float, base: float, most: int) -> list[str]:
    if not year.reports:
        return []
    height = _TALLEST * year.reports / most
    parts = [
        f'<rect x="{_n(middle - bar / 2)}" y="{_n(base - height)}" width="{_n(bar)}" height="{_n(height)}" fill="{_COUNT}"/>'
    ]
    if bar >= 8 * len(str(year.reports)):
        parts.append(_text(middle, base - height - 5, str(year.reports), anchor="middle", size=12))
    return parts


def _share(year: Year, code: str) -> float:
    """The share of a standard; of all others for ""."""
    named = {NYNORSK, BOKMAAL}
    return sum(share for other, share in year.shares if (other == code if code else other not in named))


def _described(years: Sequence[Year], labels: Labels) -> str:
    """The picture in words, for those who do not see it."""
    told = []
    for year in years:
        shares = [
            f"{labels.kinds[code]} {labels.percent(share)}" for code, *_ in _KINDS if (share := _share(year, code))
        ]
        told.append(f"{year.year}: {labels.counted(year.reports)}" + (f", {', '.join(shares)}" if shares else ""))
    return "; ".join(told) + "."


def _line(y: float) -> str:
    return f'<line x1="{_LEFT}" y1="{_n(y)}" x2="{WIDTH - _RIGHT}" y2="{_n(y)}" stroke="{_RULE}"/>'


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: int, weight: str = "normal", colour: str = _INK
) -> str:
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}"'
        f' fill="{colour}">{escape(text)}</text>'
    )


def _cut(title: str, longest: int = 64) -> str:
    return title if len(title) <= longest else f"{title[: longest - 1].rstrip()}…"


def _n(value: float) -> str:
    """A number without digits that nobody sees."""
    return f"{value:.1f}".removesuffix(".0")
