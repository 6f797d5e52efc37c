"""The report series: their reports in order, what is missing, and their written standards, as numbers and drawn."""

from collections.abc import Sequence
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from catalogue.errors import UnknownReportError
from catalogue.model import BOKMAAL, NYNORSK
from catalogue.numbers import Gap
from catalogue.series import Member, Series, Shares, pages_in, words_in
from search.export.picture import HEIGHT, WIDTH, Labels, Year, svg, years_of
from search.series import series_in
from web import parameters
from web.language import LANGUAGES, Speaker
from web.page.asked import Links, address
from web.page.front import ReportLine, report_line
from web.page.hits import lang_of
from web.page.kept import Kept
from web.page.shares import Share, shares
from web.service import asked, language_of, service_of

_GAPS_SHOWN = 12
_NAME = parameters.text("name", "Only series with this text in their names.", most=300)
_LANGUAGE = parameters.choice("language", "The language of the picture's labels.", LANGUAGES, "nb")


class Entry(NamedTuple):
    """A report of a series in its place, or numbers that are missing there.

    Attributes:
        when: "Del 2 · 2022:7", or what is missing.
        line: the report; None where numbers are missing.
        shares: of its words.
    """

    when: str
    line: ReportLine | None
    shares: tuple[Share, ...] = ()


class YearRow(NamedTuple):
    """A year in numbers.

    Attributes:
        year: of publication.
        reports: how many.
        shares: percentages of Nynorsk, Bokmål and others; "–" where there is nothing to count.
    """

    year: str
    reports: str
    shares: tuple[str, str, str]


class SeriesView(NamedTuple):
    """What is shown of a series.

    Attributes:
        name: the commonest.
        lang: of the name.
        link: address of this series alone.
        also: its other names.
        about: number of reports, and years.
        publishers: with their number of reports.
        missing: numbers that are not here.
        words: shares of the words.
        pages: shares of the pages.
        timeline: the reports in order, with what is missing between them.
        years: in numbers.
        picture: address of the figure, or "" when no year is known.
        search: address of a search in the series.
    """

    name: str
    lang: str
    link: str
    also: tuple[str, ...]
    about: str
    publishers: tuple[str, ...]
    missing: tuple[str, ...]
    words: tuple[Share, ...]
    pages: tuple[Share, ...]
    timeline: tuple[Entry, ...]
    years: tuple[YearRow, ...]
    picture: str
    search: str


async def series(request: Request) -> Response:
    """The series, or those with a text in their names."""
    name = parameters.read((_NAME,), request.query_params)["name"]
    found = await asked(request, lambda desk: named(_all(desk), name), long=True)
    t = Speaker(language_of(request))
    views = tuple(series_view(one, t) for one in found)
    return service_of(request).page(request, "series.html", name=name, views=views, size=(WIDTH, HEIGHT))


async def picture(request: Request) -> Response:
    """`/series.svg`: the figure of the series with a text in their names."""
    given = parameters.read((_NAME, _LANGUAGE), request.query_params)
    t = Speaker(given["language"])
    found = await asked(request, lambda desk: named(_all(desk), given["name"]), long=True)
    years = years_of(member for one in found for member in one.members)
    if not years:
        raise UnknownReportError(given["name"] or "")
    title = found[0].name if len(found) == 1 else t("count.series", count=len(found))
    return Response(svg(title, years, labels(t)), media_type="image/svg+xml")


def labels(t: Speaker) -> Labels:
    """The words of the figure."""
    return Labels(
        share=t("picture.share"),
        reports=t("picture.reports"),
        kinds={NYNORSK: t("picture.nn"), BOKMAAL: t("picture.nb"), "": t("picture.other")},
        caption=t("picture.caption"),
        counted=lambda count: t("count.reports", count=count),
        percent=t.percent,
    )


_all = Kept(lambda desk: tuple(series_in(desk.catalogue, desk.catalogue.reports())))


def named(found: Sequence[Series], name: str | None) -> tuple[Series, ...]:
    """The series with a text in one of their names; the one that is called so, when there is one."""
    if not name:
        return tuple(found)
    wanted = " ".join(name.casefold().split())
    whole = [one for one in found if any(wanted == " ".join(said.casefold().split()) for said, _ in one.names)]
    return tuple(whole or (one for one in found if any(wanted in said.casefold() for said, _ in one.names)))


def series_view(one: Series, t: Speaker) -> SeriesView:
    """What is shown of a series."""
    links = Links(t.language)
    years = years_of(one.members)
    span = f"{one.years[0]}–{one.years[-1]}" if len(one.years) > 1 else "".join(map(str, one.years))
    gaps = [gap.text for gap in one.missing[:_GAPS_SHOWN]]
    rest = len(one.missing) - len(gaps)
    return SeriesView(
        one.name,
        _lang(one),
        address(f"/{t.language}/series", {"name": one.name}),
        tuple(name for name, _ in one.names[1:]),
        ", ".join(filter(None, (t("count.reports", count=len(one.members)), span))),
        tuple(f"{name} ({t.number(count)})" if len(one.publishers) > 1 else name for name, count in one.publishers),
        (*gaps, *([t("series.missing_more", count=rest)] if rest else [])),
        shares(words_in(one.members), t),
        shares(pages_in(one.members), t),
        _timeline(one, t, links),
        tuple(_year(year, t) for year in years),
        address("/series.svg", {"name": one.name, "language": t.language}) if years else "",
        address(links.search, {"series": one.name}),
    )


def _lang(one: Series) -> str:
    """The language of the commonest name: that of most reports that are called so."""
    codes = [member.report.language for member in one.members if member.report.series == one.name]
    return lang_of(max(sorted(set(codes)), key=codes.count)) if codes else ""


def _timeline(one: Series, t: Speaker, links: Links) -> tuple[Entry, ...]:
    """The reports, each gap before the first report whose number comes after it."""
    left = list(one.missing)
    found = []
    for member in one.members:
        before = [gap for gap in left if _is_before(gap, member)]
        found += [Entry(gap.text, None) for gap in before]
        left = [gap for gap in left if gap not in before]
        part = t("series.part", number=", ".join(map(str, member.part.numbers))) if member.part else ""
        report = member.report
        when = " · ".join(filter(None, (part, report.report_number)))
        found.append(Entry(when, report_line(report, t, links), shares(report.shares, t)))
    return tuple(found)


def _is_before(gap: Gap, member: Member) -> bool:
    """Whether a gap ends right before a report: in its kind of parts, or in its way of numbering."""
    if member.part and gap.text.startswith(f"{member.part.kind} "):
        return gap.last < member.part.numbers[0]
    number = member.number
    return number is not None and gap.text == number.form.format(_span(gap)) and gap.last < number.number


def _span(gap: Gap) -> str:
    return str(gap.first) if gap.first == gap.last else f"{gap.first}–{gap.last}"


def _year(year: Year, t: Speaker) -> YearRow:
    return YearRow(str(year.year), t.number(year.reports), _three(year.shares, t))


def _three(held: Shares, t: Speaker) -> tuple[str, str, str]:
    if not held:
        return "–", "–", "–"
    found = dict(held)
    nn, nb = found.get(NYNORSK, 0.0), found.get(BOKMAAL, 0.0)
    rest = sum(share for code, share in held if code not in {NYNORSK, BOKMAAL})
    return t.percent(nn), t.percent(nb), t.percent(rest)
