"""What the cover says: the title in the largest type, the subtitle below it, authors, publisher, year."""

import re
from collections.abc import Iterator, Sequence

from catalogue.model import Kind, Matter
from ingest.document import Document
from ingest.fields import dates, titles
from ingest.fields.claim import Claim
from ingest.fields.text import clean, fold
from ingest.metadata import forms
from ingest.metadata.lines import Group, overlaps, same_style
from ingest.metadata.lines import groups as grouped
from ingest.metadata.numbering import find_number
from ingest.metadata.people import is_organisation, people
from ingest.metadata.printed import Segment, blocks_on, matter_on, segments

SOURCE = "cover"
BACK = "back cover"
BROKEN = "the cover's text is broken"
_ADDRESS_WORDS = 60  # of a back cover that holds an address and no more
_FIRST = 3  # pages among which the first with text is the cover
_TO_SUBTITLE = 3.0  # of the title's size: how far below it the subtitle begins
_SMALL = 0.35  # of the title's size, and
_READABLE = 10.0  # points: what is smaller than both is no subtitle
_MOST_WORDS = 40  # of a title
_PERIOD = re.compile(r"^\(?(?:19|20)\d\d\s?[-–—]\s?(?:(?:19|20)?\d\d)\)?$")
_NO_TITLE = re.compile(
    r"^(?:versjon|version|utg[aå]ve|vedlegg til|ISBN|ISSN|www\.|https?:|postboks|\W*$)|@|\bISBN\b|^\W*\d[\d\W]*$|^\W+$",
    re.IGNORECASE,
)
_SPACED = re.compile(r"^(?:\w\s){2,}\w$")  # a logo: "K I T H"
_MONTH_YEAR = re.compile(  # "Oslo, mai 2022", "mai 2022", "Oslo 2022", "2022"
    r"^(?:[A-ZÆØÅ]\w+(?:\s\w+)?,\s+|[A-ZÆØÅ][a-zæøå]+\s+)?"
    r"(?:(?i:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)\s+)?((?:19|20)\d\d)$"
)


def claims(document: Document) -> list[Claim]:
    """What the first page with text says."""
    page = next((info.page for info in document.pages[:_FIRST] if blocks_on(document, info.page)), 0)
    blocks = [block for block in blocks_on(document, page) if block.kind is not Kind.FOOTNOTE]
    if not blocks:
        return []
    lines = [line for line in segments(blocks, page, tables=True) if not line.turned]
    if not lines:  # blocks without places
        return []
    is_cover = matter_on(document, page) is Matter.COVER
    found = _title_claims(grouped(lines), lines, is_cover=is_cover)
    return [*found, *(_other_claims(lines, found) if is_cover else [])]


def back_claims(document: Document) -> list[Claim]:
    """The publisher whose name and address stand alone on the last page."""
    page = document.pages[-1].page if len(document.pages) > 1 else 0
    blocks = blocks_on(document, page)
    if sum(len(block.text.split()) for block in blocks) > _ADDRESS_WORDS:
        return []
    named = next((line.text for line in segments(blocks, page) if is_organisation(line.text)), "")
    return [Claim("publisher", clean(named), BACK)] if named else []


def _title_claims(groups: Sequence[Group], lines: Sequence[Segment], *, is_cover: bool) -> list[Claim]:
    candidates = [group for group in groups if _may_be_title(group)]
    if not is_cover:
        candidates = _below_dateline(candidates, lines)
    if not candidates:
        return []
    ordered = sorted(candidates, key=lambda group: (-round(group.size), group.top))
    title = next((group for group in ordered if not overlaps(group.lines, lines)), ordered[0])
    broken = BROKEN if overlaps(title.lines, lines) else ""
    whole = _with_beside(title, groups)
    printed = titles.tidy_title(whole.text)
    follows = _following(whole, groups)
    if follows and _PERIOD.match(follows[0].text):
        printed = f"{printed} {follows[0].text.strip('()')}"
        follows = _following(Group((*whole.lines, *follows[0].lines)), groups)
    own, rest = titles.split_title(printed)
    found = [Claim("title", own, SOURCE, fault=titles.title_fault(own) or broken)]
    if not is_cover and (masthead := max(groups, key=lambda group: group.size)).size > title.size:
        found.append(Claim("series", clean(masthead.text), f"{SOURCE}: masthead"))
    below = " ".join(group.text for group in follows if is_cover)
    subtitle = rest or titles.tidy_title(below.lstrip("-–— "))
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
    """The groups below the title that are its subtitle: near, of one style, neither names nor numbers nor small print."""
    inside = set(title.lines)
    below = [g for g in groups if g.top >= title.bottom - 0.3 * title.size and not inside.intersection(g.lines)]
    found: list[Group] = []
    last = title
    for group in sorted(below, key=lambda group: group.top):
        text = clean(group.text)
        far = group.top - last.bottom > _TO_SUBTITLE * max(title.size if not found else found[-1].size, _READABLE)
        small = group.size < min(_READABLE, _SMALL * title.size) or len(text.split()) > _MOST_WORDS
        if far or small or _is_other(text):
            break
        if _PERIOD.match(text) and not found:
            return [group]
        if not _NO_TITLE.search(text):
            if found and not same_style(found[-1].lines[-1], group.lines[0]):
                break
            found.append(group)
        last = group
    return found


def _is_other(text: str) -> bool:
    """Whether a line below a title is plainly no part of it: names, an institution, a number, a label, a date."""
    return bool(
        people(text)
        or is_organisation(text)
        or find_number(text)
        or forms.is_label(text)
        or (_MONTH_YEAR.match(text) and not _PERIOD.match(text))
    )


def _other_claims(lines: Sequence[Segment], title: Sequence[Claim]) -> Iterator[Claim]:
    """Authors, publisher and year among the lines that are not the title; the colophon's reader takes the numbers."""
    said = f" {fold(' '.join(claim.value for claim in title))} "
    rest = [line for line in lines if f" {fold(line.text)} " not in said]
    for group in grouped(rest):
        yield from (Claim("author", name, SOURCE) for name in _authors(group))
    for line in rest:
        if is_organisation(line.text):
            yield Claim("publisher", clean(line.text), SOURCE)
        if found := _year(line.text):
            yield Claim("year", str(found), SOURCE)
    for claim in title:
        if claim.field == "title" and not claim.fault and (year := dates.year(claim.value)):
            yield Claim("year", str(year), f"{SOURCE}: title")


def _authors(group: Group) -> tuple[str, ...]:
    """The names that lines hold: a list that goes on over lines, or a name or more on each."""
    alone = [people(clean(line.text)) for line in group.lines]
    return tuple(name for names in alone for name in names) if all(alone) else people(clean(group.text))


def _year(text: str) -> int | None:
    """The year of a line that is a date, or that holds one between bullets."""
    text = clean(text)
    if found := _MONTH_YEAR.match(text):
        return int(found[1])
    return dates.year(text) if dates.iso_date(text) else None
