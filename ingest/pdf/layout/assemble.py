"""All pages: what repeats, what goes on, what it is → the Document."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from catalogue.model import Kind, PageInfo, Run
from ingest.document import Block, DocInfo, Document
from ingest.pdf.join import join, vocabulary
from ingest.pdf.layout.drafts import Draft, drafts, is_item
from ingest.pdf.layout.figures import gather_figures
from ingest.pdf.layout.furniture import furniture
from ingest.pdf.layout.headings import mark_captions, mark_headings
from ingest.pdf.layout.labels import PageLabel, page_labels
from ingest.pdf.layout.matter import mark_matter
from ingest.pdf.layout.model import PageLayout
from ingest.pdf.layout.notes import split_notes
from ingest.pdf.layout.sentences import ends
from ingest.pdf.layout.sizes import body_size

CELL = " | "  # between the cells of a table row
_SAID_BY = re.compile(r"^[(–—].*[^.]$|^\(.*\)\.?$")
_RESIZED = 0.06  # of the font size
_SENTENCE = 80  # characters: running text, not a label
_FAR = 2  # pages: a paragraph never goes on further away
_OPEN = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM})
_BETWEEN = frozenset({Kind.FOOTNOTE, Kind.FIGURE, Kind.CAPTION, Kind.TABLE, Kind.BOX})


def assemble(
    pages: Sequence[PageLayout],
    info: DocInfo,
    pdf_labels: tuple[str | None, ...] = (),
    known: Callable[[str], bool] | None = None,
) -> Document:
    """The Document of all pages; the arguments are those of `layout`."""
    blocks, infos = stream(pages, info, pdf_labels, known)
    return Document(tuple(blocks), infos, info)


def stream(
    pages: Sequence[PageLayout],
    info: DocInfo,
    pdf_labels: tuple[str | None, ...] = (),
    known: Callable[[str], bool] | None = None,
    last_page: int | None = None,
) -> tuple[Iterator[Block], tuple[PageInfo, ...]]:
    """The blocks one by one, and the pages: a long report's blocks, with every word's box, need not be held together.

    Args:
        pages: in order; of a very long file a part.
        info: see `layout`.
        pdf_labels: of the whole file.
        known: see `layout`.
        last_page: of the whole file; that of `pages` when not given.
    """
    running = furniture(pages)
    labels = page_labels(pages, running, pdf_labels)
    found = _drafts(pages, running)
    seen = vocabulary(placed.line for draft in found for placed in draft.lines)
    body = body_size(pages)
    found = split_notes(found, body)
    found = mark_matter(found, last_page or len(pages))
    mark_captions(found, body)
    found = gather_figures(found, body)
    mark_headings(found, body, info)
    evident = seen.__contains__ if known is None else lambda word: word in seen or known(word)
    heights = {page.page: (page.width, page.height) for page in pages}
    blocks = (_block(draft, labels, heights, evident) for draft in _quotations(_joined(found)))
    infos = tuple(
        PageInfo(p.page, labels[p.page].text if p.page in labels else None, p.width, p.height, p.reader) for p in pages
    )
    return blocks, infos


def _drafts(pages: Sequence[PageLayout], running: set[tuple[int, int]]) -> list[Draft]:
    found: list[Draft] = []
    for place, page in enumerate(pages):
        lines = [line for index, line in enumerate(page.lines) if (place, index) not in running]
        if lines:
            found += drafts(page.page, lines)
    return found


def _quotations(found: Sequence[Draft]) -> list[Draft]:
    """Drafts with block quotations marked, each with the line in brackets below it that says whose words they are.

    A quotation stands between paragraphs that run over the whole column; several insets in a row are a list.
    """
    result: list[Draft] = []
    for index, draft in enumerate(found):
        beside = [other for other in found[max(0, index - 1) : index + 2] if other is not draft]
        spoken = draft.text[0].isupper() or draft.text[0] in '«“"…'
        if draft.kind is Kind.PARAGRAPH and draft.inset and spoken and draft.matter is None:
            draft.kind = Kind.PARAGRAPH if any(other.inset for other in beside) else Kind.QUOTE
        said_by = draft.kind is Kind.PARAGRAPH and len(draft.lines) == 1 and _SAID_BY.match(draft.text)
        if said_by and result and result[-1].kind is Kind.QUOTE and not draft.first:
            result[-1].lines += draft.lines
        else:
            result.append(draft)
    return result


def _joined(found: Iterable[Draft]) -> list[Draft]:
    """Drafts with paragraphs made whole that go on in the next column or on the next page."""
    result: list[Draft] = []
    opened: Draft | None = None
    interrupted = False
    for draft in found:
        if draft.kind in _BETWEEN or (opened is not None and _pulled(opened, draft)):
            result.append(draft)
            interrupted = True
            continue
        if opened is not None and draft.kind in _OPEN and _goes_on(opened, draft, interrupted=interrupted):
            opened.lines += draft.lines
            opened.full, opened.last, opened.inset = draft.full, draft.last, False
        else:
            result.append(draft)
            opened = draft if draft.kind in _OPEN else None
        interrupted = False
    return result


def _pulled(opened: Draft, draft: Draft) -> bool:
    """Whether a draft in larger letters stands between the halves of a sentence, as a pulled quotation does."""
    larger = draft.kind is Kind.PARAGRAPH and draft.size > (1 + _RESIZED) * opened.size
    running = opened.last and len(opened.text) > _SENTENCE and not ends(opened.lines[-1].line.text)
    return larger and running


def _goes_on(before: Draft, draft: Draft, *, interrupted: bool) -> bool:
    """Whether a draft goes on with the one before: over a column's or page's end, or round a note, figure or table."""
    page, after = before.lines[-1].page, draft.lines[0].page
    turned = (before.last or (interrupted and page < after)) and (draft.first or (interrupted and page < after))
    if not (turned or interrupted) or draft.matter is not before.matter or is_item(draft.text):
        return False
    if abs(draft.size - before.size) > _RESIZED * before.size or after - page > _FAR:
        return False
    text, start = before.lines[-1].line.text, draft.lines[0].line.text
    if ends(text):
        return False
    if text[-1] in "-,–" or start[0].islower():
        return True
    if draft.matter is not None:
        return False  # fields of a colophon, titles of a cover
    return (
        turned
        and before.full
        and not draft.indented
        and len(before.lines) > 1
        and (start[0].isalnum() or start[0] in "«(")
    )


def _block(
    draft: Draft,
    labels: dict[int, PageLabel],
    sizes: dict[int, tuple[float, float]],
    known: Callable[[str], bool],
) -> Block:
    text, runs = join(draft.lines, known, CELL if draft.kind is Kind.TABLE else " ")
    if any(placed.line.turn for placed in draft.lines):
        runs = _turned_back(draft, runs, sizes)
    return Block(
        text=text,
        kind=draft.kind,
        runs=runs,
        labels=_labels(runs, labels),
        level=draft.level,
        matter=draft.matter,
        size=draft.size,
        bold=draft.bold,
        note=draft.note,
    )


def _labels(runs: Sequence[Run], labels: dict[int, PageLabel]) -> tuple[tuple[int, str | None], ...]:
    """Each page of the runs with the label of the side on which they stand."""
    extents: dict[int, tuple[float, float]] = {}
    for run in runs:
        x0, x1 = extents.get(run.page, (run.x0, run.x1))
        extents[run.page] = (min(x0, run.x0), max(x1, run.x1))
    return tuple((page, labels[page].at(*extent) if page in labels else None) for page, extent in extents.items())


def _turned_back(draft: Draft, runs: tuple[Run, ...], sizes: dict[int, tuple[float, float]]) -> tuple[Run, ...]:
    """Boxes of turned text in the points of the page as it is shown."""
    turn = draft.lines[0].line.turn
    found = []
    for run in runs:
        width, height = sizes[run.page]
        if turn > 0:
            box = (run.top, height - run.x1, run.bottom, height - run.x0)
        else:
            box = (width - run.bottom, run.x0, width - run.top, run.x1)
        found.append(Run(run.start, run.end, run.page, *box))
    return tuple(found)
