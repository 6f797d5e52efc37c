"""What the cover says: the title in the largest type, the subtitle below it, authors, series and number, publisher, year."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from catalogue.model import Kind, Matter
from ingest.document import Document
from ingest.fields import dates, identifiers, titles
from ingest.fields.claim import Claim
from ingest.fields.text import clean, fold
from ingest.metadata import forms
from ingest.metadata.lines import same_style
from ingest.metadata.numbering import find_number
from ingest.metadata.people import is_organisation, people
from ingest.metadata.printed import Segment, blocks_on, join, matter_on, segments

SOURCE = "cover"
BROKEN = "the cover's text is broken"
_FIRST = 3  # pages among which the first with text is the cover
_WITHIN = 1.2  # of the size: the widest gap between two lines of one title
_TO_SUBTITLE = 3.0  # of the title's size: how far below it the subtitle begins
_MOST_WORDS = 40  # of a title
_PERIOD = re.compile(r"^\(?(?:19|20)\d\d\s?[-–—]\s?(?:(?:19|20)?\d\d)\)?$")
_NO_TITLE = re.compile(
    r"^(?:versjon|version|utg[aå]ve|vedlegg til|ISBN|ISSN|www\.|https?:|postboks|\W*$)|@|\bISBN\b|^\W*\d[\d\W]*$|^\W+$",
    re.IGNORECASE,
)
_SPACED = re.compile(r"^(?:\w\s){2,}\w$")  # a logo: "K I T H"
_MONTH_YEAR = re.compile(
    r"^(?:[^\W\d_]+(?:\s[^\W\d_]+)?,?\s+)?(?:(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)\s+)?((?:19|20)\d\d)$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?:^|\s)[^\W\d_]{0,3}\.$|\.\.\.$")


class Group(NamedTuple):
    """Lines that the eye takes as one: the same style, close together."""

    lines: tuple[Segment, ...]

    @property
    def size(self) -> float:
        """Of its largest line."""
        return max(line.size for line in self.lines)

    @property
    def top(self) -> float:
        """Upper edge."""
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return max(line.bottom for line in self.lines)

    @property
    def text(self) -> str:
        """Its lines as one, in the order in which they are read."""
        return join(in_order(self.lines))


def claims(document: Document) -> list[Claim]:
    """What the first page with text says."""
    page = next((info.page for info in document.pages[:_FIRST] if blocks_on(document, info.page)), 0)
    blocks = [block for block in blocks_on(document, page) if block.kind is not Kind.FOOTNOTE]
    if not blocks:
        return []
    lines = segments(blocks, page, tables=True)
    if not lines:  # blocks without places
        return []
    is_cover = matter_on(document, page) is Matter.COVER
    found = _title_claims(_groups(lines), lines, is_cover=is_cover)
    return [*found, *(_other_claims(lines, found) if is_cover else [])]


def in_order(lines: Sequence[Segment]) -> list[Segment]:
    """Lines as they are read, also those that stand in two heights beside a larger one: cut across, then down."""
    if len(lines) < 2:  # noqa: PLR2004
        return list(lines)
    for across in (True, False):
        ordered = sorted(lines, key=(lambda line: line.top) if across else (lambda line: line.x0))
        for index in range(1, len(ordered)):
            before, after = ordered[:index], ordered[index:]
            # type overlaps a little: a line's box is higher than its letters
            end = max(line.bottom - 0.3 * line.size if across else line.x1 for line in before)
            if end <= min(line.top if across else line.x0 for line in after):
                return [*in_order(before), *in_order(after)]
    return sorted(lines, key=lambda line: (line.top, line.x0))


def _groups(lines: Sequence[Segment]) -> list[Group]:
    groups: list[list[Segment]] = []
    for line in lines:
        for group in reversed(groups):
            last = group[-1]
            near = -0.3 * last.size <= line.top - last.bottom <= _WITHIN * last.size
            beneath = line.x0 < last.x1 and last.x0 < line.x1
            if near and beneath and same_style(last, line) and line.text[:1] not in "-–—":
                group.append(line)
                break
        else:
            groups.append([line])
    return [Group(tuple(group)) for group in groups]


def _title_claims(groups: Sequence[Group], lines: Sequence[Segment], *, is_cover: bool) -> list[Claim]:
    candidates = [group for group in groups if _may_be_title(group)]
    if not is_cover:
        candidates = _below_dateline(candidates, lines)
    if not candidates:
        return []
    title = max(candidates, key=lambda group: (round(group.size), -group.top))
    broken = BROKEN if _overlaps(title.lines, lines) else ""
    whole = _with_beside(title, groups)
    printed = _tidy(whole.text)
    follows = _following(whole, groups)
    if follows and _PERIOD.match(follows[0].text):
        printed = f"{printed} {follows[0].text.strip('()')}"
        follows = _following(Group((*whole.lines, *follows[0].lines)), groups)
    own, rest = titles.split_title(printed)
    found = [Claim("title", own, SOURCE, fault=titles.title_fault(own) or broken)]
    below = " ".join(group.text for group in follows if is_cover)
    subtitle = rest or _tidy(below.lstrip("-–— "))
    if subtitle:
        found.append(Claim("subtitle", subtitle, SOURCE, fault=broken))
    return found


def _may_be_title(group: Group) -> bool:
    text = clean(group.text)
    if _NO_TITLE.search(text) or _SPACED.match(text) or _PERIOD.match(text) or len(text.split()) > _MOST_WORDS:
        return False
    if titles.title_fault(text) or find_number(text) or dates.iso_date(text):
        return False
    return not forms.is_label(text)


def _below_dateline(candidates: Sequence[Group], lines: Sequence[Segment]) -> list[Group]:
    """On a page of running text: what stands between a dateline and the text, for a masthead stands above the date.

    Without a dateline the largest type is believed as on a cover, when it is larger than most of the page.
    """
    words = [word.height for line in lines for word in line.words]
    usual = sorted(words)[len(words) // 2]
    headings = [group for group in candidates if group.size > 1.1 * usual]
    dateline = next((line.top for line in lines[:8] if dates.iso_date(line.text)), None)
    below = [group for group in headings if dateline is not None and group.top > dateline]
    return below or headings


def _with_beside(title: Group, groups: Sequence[Group]) -> Group:
    """The title with smaller lines that stand within its height, close beside its lines."""
    reach = 0.5 * title.size
    beside = [
        line
        for group in groups
        if group is not title
        for line in group.lines
        if group.top >= title.top - 0.3 * title.size and group.bottom <= title.bottom and group.size >= 0.3 * title.size
        if any(-1 <= line.x0 - other.x1 <= reach or -1 <= other.x0 - line.x1 <= reach for other in title.lines)
    ]
    return Group((*title.lines, *beside))


def _following(title: Group, groups: Sequence[Group]) -> list[Group]:
    """The groups below the title that are its subtitle: smaller, near, neither names nor numbers."""
    inside = set(title.lines)
    below = sorted(
        (group for group in groups if group.top >= title.bottom - 0.3 * title.size), key=lambda group: group.top
    )
    found: list[Group] = []
    end = title.bottom
    for group in below:
        if inside.intersection(group.lines):
            continue
        text = clean(group.text)
        if group.top - end > _TO_SUBTITLE * max(title.size if not found else found[-1].size, 14.0):
            break
        if _PERIOD.match(text) and not found:
            return [group]
        if (
            people(text)
            or is_organisation(text)
            or find_number(text)
            or forms.is_label(text)
            or _MONTH_YEAR.match(text)
        ):
            break
        if _NO_TITLE.search(text):
            end = max(end, group.bottom)
            continue
        if found and not same_style(found[-1].lines[-1], group.lines[0]):
            break
        if len(text.split()) > _MOST_WORDS or group.size < 0.35 * title.size:
            break
        found.append(group)
        end = group.bottom
    return found


def _overlaps(lines: Iterable[Segment], others: Sequence[Segment]) -> bool:
    """Whether other words are printed on top of a title's words: a hidden layer, or two texts in one place."""
    words = [word for line in lines for word in line.words]
    within = [
        (a, b) for a, b in pairwise(words) if a.x1 - b.x0 > 0.3 * a.height and abs(a.middle - b.middle) < 0.5 * a.height
    ]
    held = set(words)
    across = [
        (word, other)
        for word in words
        for line in others
        for other in line.words
        if other not in held
        and min(word.x1, other.x1) - max(word.x0, other.x0) > 0.3 * word.height
        and min(word.bottom, other.bottom) - max(word.top, other.top) > 0.5 * min(word.height, other.height)
    ]
    return bool(within or across)


def _tidy(text: str) -> str:
    """A title as it is cited, without the full stop that some typesetters print."""
    tidy = titles.tidy_title(text)
    return tidy.removesuffix(".") if not _ABBREVIATED.search(tidy) and tidy.count(".") == 1 else tidy


def _other_claims(lines: Sequence[Segment], title: Sequence[Claim]) -> Iterator[Claim]:
    """Authors, series, number, ISBN, publisher and year among the lines that are not the title."""
    said = fold(" ".join(claim.value for claim in title))
    rest = [line for line in lines if fold(line.text) not in said]
    for group in _groups(rest):
        text = clean(group.text)
        for name in people(text):
            yield Claim("author", name, SOURCE)
        if numbered := find_number(text):
            yield Claim("report_number", numbered.number, SOURCE)
            if numbered.series:
                yield Claim("series", numbered.series, SOURCE)
    yield from (claim for line in rest for claim in _line_claims(line.text))
    for claim in title:
        if claim.field == "title" and not claim.fault and (year := dates.year(claim.value)):
            yield Claim("year", str(year), f"{SOURCE}: title")


def _line_claims(text: str) -> Iterator[Claim]:
    for isbn in identifiers.find_isbns(text):
        yield Claim("isbn", isbn.value, SOURCE, isbn.qualifier, "" if isbn.valid else identifiers.WRONG_DIGIT)
    if "ISSN" in text and (issn := identifiers.find_issn(text)):
        yield Claim("issn", issn, SOURCE)
    if is_organisation(text):
        yield Claim("publisher", clean(text), SOURCE)
    if found := _year(text):
        yield Claim("year", str(found), SOURCE)


def _year(text: str) -> int | None:
    """The year of a line that is a date, or that holds one between bullets."""
    text = clean(text)
    if found := _MONTH_YEAR.match(text):
        return int(found[1])
    return dates.year(text) if dates.iso_date(text) else None
