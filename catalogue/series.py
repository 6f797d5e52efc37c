"""What a report series is like: its sub-reports in order, years, publishers, missing numbers, written standards.

Names that say the same in Nynorsk and Bokmål are one series; what a word means is told by the caller, for the catalogue
knows no language. Shares of written standards are statistics of the texts that are here, not a measure of compliance
with any law. Words are counted in running text (no cover, colophon, contents, references), as for a report's own
shares; a page is of the standard that most words of the passages that begin on it are in.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.model import Matter, Report
from catalogue.numbers import Gap, Number, Part, gaps, number_of, part_of
from catalogue.store import Catalogue

_NO_PROSE = (Matter.COVER, Matter.COLOPHON, Matter.CONTENTS, Matter.REFERENCES)
_FEWEST = 2  # reports that must be numbered as parts before the parts are taken for the series' numbering

Meaning = Callable[[str], Sequence[frozenset[str]]]
"""A name's words, each as the set of what it can mean."""

Shares = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of a report there is to count.

    Attributes:
        words: of running text.
        pages: number of pages with running text in each standard or language.
    """

    words: int = 0
    pages: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A report of a series.

    Attributes:
        report: without details.
        part: which part of the series it says to be ("Delrapport 2"), or None.
        number: its printed number, where it can be read as one, or None.
        counts: of its text.
    """

    report: Report
    part: Part | None
    number: Number | None
    counts: Counts = Counts()


@dataclass(frozen=True, slots=True)
class Series:
    """Reports that belong together.

    Attributes:
        names: as the reports name it, each with its number of reports, the commonest first.
        members: in order of their parts or of year and number.
        missing: numbers that the numbering shows to be out there and that are not here.
    """

    names: tuple[tuple[str, int], ...]
    members: tuple[Member, ...]
    missing: tuple[Gap, ...]

    @property
    def name(self) -> str:
        """The commonest name."""
        return self.names[0][0]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of publication, each once, in order."""
        return tuple(sorted({one.report.year for one in self.members if one.report.year}))

    @property
    def publishers(self) -> tuple[tuple[str, int], ...]:
        """Publishers with their number of reports, the commonest first."""
        return tuple(Counter(one.report.publisher for one in self.members if one.report.publisher).most_common())


def series_of(reports: Iterable[Report], counts: Mapping[str, Counts], meaning: Meaning) -> list[Series]:
    """The series that reports belong to, the one with the newest report first.

    Args:
        reports: without details; those without a series and those that are superseded are left out.
        counts: by the reports' ids.
        meaning: of a series' name.
    """
    by_name: dict[str, list[Report]] = defaultdict(list)
    for report in reports:
        if report.series and not report.superseded_by:
            by_name[report.series].append(report)
    found = [_series({name: by_name[name] for name in names}, counts) for names in same_names(by_name, meaning)]
    return sorted(found, key=lambda one: (-max(one.years, default=0), one.name.casefold()))


def words_in(members: Iterable[Member]) -> Shares:
    """The share of the words in each standard or language, the largest first; () when there is no running text."""
    words: Counter[str] = Counter()
    for one in members:
        for code, share in one.report.shares:
            words[code] += round(share * one.counts.words)
    return _shares(words)


def pages_in(members: Iterable[Member]) -> Shares:
    """The share of the pages in each standard or language, the largest first; () when there is no running text."""
    pages: Counter[str] = Counter()
    for one in members:
        pages.update(dict(one.counts.pages))
    return _shares(pages)


def _shares(counts: Counter[str]) -> Shares:
    total = counts.total()
    return tuple((code, count / total) for code, count in counts.most_common() if count)


def same_names(names: Iterable[str], meaning: Meaning) -> list[list[str]]:
    """Names of series in groups that say the same, word for word."""
    groups: list[list[str]] = []
    said: list[list[Sequence[frozenset[str]]]] = []  # of each group, what its names mean
    first_word: dict[str, list[int]] = defaultdict(list)  # which groups' names can begin so
    for name in sorted(names):
        words = list(meaning(name))
        near = dict.fromkeys(group for key in _first(words) for group in first_word[key])
        same = next((group for group in near if any(_same(words, other) for other in said[group])), None)
        if same is None:
            same = len(groups)
            groups.append([])
            said.append([])
        groups[same].append(name)
        said[same].append(words)
        for key in _first(words):
            first_word[key].append(same)
    return groups


def _first(words: Sequence[frozenset[str]]) -> frozenset[str]:
    return words[0] if words else frozenset()


def _same(one: Sequence[frozenset[str]], other: Sequence[frozenset[str]]) -> bool:
    """Whether two names say the same: word for word, something in common."""
    return len(one) == len(other) and all(left & right for left, right in zip(one, other, strict=True))


def _series(by_name: Mapping[str, Sequence[Report]], counts: Mapping[str, Counts]) -> Series:
    names = sorted(by_name, key=lambda name: (-len(by_name[name]), name))
    reports = [report for name in names for report in by_name[name]]
    parts = _parts(reports)
    members = [
        Member(one, parts.get(one.id), number_of(one.report_number), counts.get(one.id, Counts())) for one in reports
    ]
    missing = gaps(parts.values()) if parts else _missing(members)
    return Series(tuple((name, len(by_name[name])) for name in names), tuple(sorted(members, key=_order)), missing)


def _missing(members: Iterable[Member]) -> tuple[Gap, ...]:
    """The gaps in the printed numbers, of each publisher apart: a series of several is numbered by each in its own way."""
    numbers: dict[str, list[Number]] = defaultdict(list)
    for one in members:
        if one.number:
            numbers[one.report.publisher].append(one.number)
    return tuple(gap for publisher in sorted(numbers) for gap in gaps(numbers[publisher]))


def _parts(reports: Iterable[Report]) -> dict[str, Part]:
    """Which part each report is, where several are numbered as parts of the same kind."""
    said = {one.id: part for one in reports if (part := part_of(f"{one.title}. {one.subtitle}"))}
    kinds = Counter(part.kind for part in said.values()).most_common(1)
    if not kinds or kinds[0][1] < _FEWEST:
        return {}
    return {id_: part for id_, part in said.items() if part.kind == kinds[0][0]}


def _order(member: Member) -> tuple[object, ...]:
    """By part, then what is no part (a final report), by year and number."""
    report, number = member.report, member.number
    parts = member.part.numbers if member.part else ()
    return (not parts, parts, report.year or 0, number.number if number else 0, report.full_title, report.id)


def counted(catalogue: Catalogue) -> dict[str, Counts]:
    """How much there is to count of each report of a collection, by its id."""
    matters = ", ".join(f"'{matter}'" for matter in _NO_PROSE)
    query = f"""
        SELECT report, json_extract(places, '$[0][0]') AS page, standard,
            sum(length(text) - length(replace(text, ' ', '')) + 1)
        FROM passage WHERE places <> '[]' AND matter NOT IN ({matters}) GROUP BY report, page, standard
    """  # noqa: S608 - own names
    words: Counter[str] = Counter()
    pages: dict[str, dict[int, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for report, page, standard, count in catalogue.db.execute(query):
        words[report] += count
        pages[report][page][standard] += count
    return {report: Counts(words[report], _chief(by_page.values())) for report, by_page in pages.items()}


def _chief(pages: Iterable[Counter[str]]) -> tuple[tuple[str, int], ...]:
    """How many pages are chiefly in each standard."""
    return tuple(Counter(page.most_common(1)[0][0] for page in pages).most_common())
