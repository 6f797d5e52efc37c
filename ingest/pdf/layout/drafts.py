"""Lines on their way to blocks: which belong together, in one column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalogue.model import Kind, Matter
from ingest.pdf.join import Placed
from ingest.pdf.layout.hanging import hanging
from ingest.pdf.layout.model import Line, Role
from ingest.pdf.layout.sentences import ends
from ingest.pdf.layout.sizes import pitch

_BULLETS = "•●▪■◦○·–—-−*→➢✓✔►▶□➔"
_ITEM = re.compile(
    rf"^(?:[{re.escape(_BULLETS)}]\s|\(?\d{{1,2}}[.)]\s(?!\w+\s\d{{4}}\b)|\(?[a-zæøå][.)]\s|\(?[ivx]{{1,4}}\)\s)"
)
_LABEL = re.compile(r"^[A-ZÆØÅ][\w/()-]*(?: [\w/()-]+){0,2}:(?: |$)")  # "ISBN:", "Utførende institusjon:"
_CAPTION = re.compile(r"^(?:figur|tabell|figure|table)\s+[A-Z]?\d+(?:[.-]\d+)*\s*[.:]\s", re.IGNORECASE)
_LABELS = (3, 0.4)  # lines, and share of a column's lines, that begin with a label in a form
_COUNT = re.compile(r"^\(?(\d{1,2})[.)]\s")
_LOOSE = 1.22  # of the usual pitch: a wider step begins a paragraph
_INSET = 0.8  # of the font size
_INDENT = 0.8  # of the font size
_SLACK = 1.5  # of the font size: so much room left on a line means that the paragraph ended there
_SENTENCE = 60  # characters: headings are shorter
_RESIZED = 0.08  # of the font size


@dataclass(slots=True, eq=False)
class Draft:
    """Lines that make one block.

    Attributes:
        lines: with their pages; more than one column's when the paragraph goes on.
        kind: what it is.
        level: of a heading.
        note: mark of a footnote.
        matter: the part of the report, where the layout tells it.
        full: whether its last line runs to the column's right edge.
        first: whether it opens its column.
        last: whether it closes its column.
        indented: whether its first line is indented.
        inset: whether all of its lines are, on both sides of the column, as block quotations are.
        size: font size of its longest line, in points.
        bold: whether most of its letters are bold.
    """

    lines: list[Placed]
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    note: str = ""
    matter: Matter | None = None
    full: bool = False
    first: bool = False
    last: bool = False
    indented: bool = False
    inset: bool = False
    size: float = field(default=0.0)
    bold: bool = field(default=False)

    @property
    def text(self) -> str:
        """Its lines, not yet joined: good enough to look at."""
        return " ".join(placed.line.text for placed in self.lines)

    def measure(self) -> None:
        """Sets size and weight by most letters."""
        longest = max(self.lines, key=lambda placed: len(placed.line.text)).line
        self.size = longest.size
        letters = sum(len(placed.line.text) for placed in self.lines)
        self.bold = 2 * sum(len(placed.line.text) for placed in self.lines if placed.line.bold) > letters


def is_item(text: str) -> bool:
    """Whether a text begins with a bullet, or with the number or letter of a list."""
    return _ITEM.match(text) is not None


def drafts(page: int, lines: Sequence[Line]) -> list[Draft]:
    """A page's lines as drafts of blocks, in reading order."""
    found: list[Draft] = []
    start = 0
    for index in range(1, len(lines) + 1):
        if index == len(lines) or lines[index].column != lines[start].column:
            found += _column(page, lines[start:index])
            start = index
    return found


def _column(page: int, lines: Sequence[Line]) -> list[Draft]:
    role = lines[0].role
    if role is Role.TABLE:
        return _table(page, lines)
    if role is Role.FIGURE:
        return _figure(page, lines)
    sizes = {line.size for line in lines}
    pitches = {size: pitch([line for line in lines if line.size == size]) for size in sizes}
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    found: list[Draft] = []
    entries, goes_on = hanging(lines)
    labels = [index for index, line in enumerate(lines) if _LABEL.match(line.text)]
    if len(labels) >= max(_LABELS[0], _LABELS[1] * len(lines)):
        entries.update(labels)
    for index, line in enumerate(lines):
        begins = index in entries or (
            index not in goes_on and (not found or _begins(found[-1], line, pitches[line.size], (left, right)))
        )
        if begins:
            found.append(Draft([Placed(page, line)], indented=line.x0 - left > _INDENT * line.size))
        else:
            found[-1].lines.append(Placed(page, line))
    for draft in found:
        last = draft.lines[-1].line
        draft.inset = len(draft.lines) > 1 and all(
            min(line.x0 - left, right - line.x1) > _INSET * line.size for _, line in draft.lines
        )
        draft.full = right - last.x1 < 3 * _SLACK * last.size
        draft.kind = Kind.BOX if role is Role.BOX else Kind.LIST_ITEM if is_item(draft.text) else Kind.PARAGRAPH
        draft.measure()
    found[0].first = found[-1].last = True
    return found


def _figure(page: int, lines: Sequence[Line]) -> list[Draft]:
    draft = Draft([Placed(page, line) for line in lines], Kind.FIGURE)
    draft.measure()
    return [draft]


def _table(page: int, lines: Sequence[Line]) -> list[Draft]:
    found: list[Draft] = []
    for line in lines:
        if found and found[-1].lines[-1].line.row == line.row:
            found[-1].lines.append(Placed(page, line))
        else:
            found.append(Draft([Placed(page, line)], Kind.TABLE))
    for draft in found:
        draft.measure()
    return found


def _begins(draft: Draft, line: Line, usual: float, edges: tuple[float, float]) -> bool:
    """Whether a line begins a new block below the draft's last line, in a column with these edges."""
    before, (left, right) = draft.lines[-1].line, edges
    step = line.bottom - before.bottom
    resized = abs(line.size - before.size) > _RESIZED * before.size
    reweighted = line.bold != before.bold and _all_bold(draft) != line.bold and not _inside(before, line, right)
    if resized or reweighted:
        return not (resized and _continues_small(before, line))
    limit = _LOOSE * usual if usual else 1.5 * line.size
    if step > limit or step < -line.size or _opens(draft, line, right):
        return True
    if is_item(line.text) and (ends(before.text) or not _wraps(before, line, right, 0) or is_item(draft.text)):
        return _counts_on(draft, line) or not _number_in_sentence(before, line)
    if line.x0 - before.x0 > _INDENT * line.size and len(draft.lines) == 1 and is_item(draft.text):
        return False
    if line.x0 - before.x0 > _INDENT * line.size and before.x0 - left < _INDENT * line.size:
        return ends(before.text) or not _wraps(before, line, right, 1)
    return _ended(before, line, right)


def _opens(draft: Draft, line: Line, right: float) -> bool:
    """Whether a line's own words say that it opens something: a field of a form, or a caption."""
    before = draft.lines[-1].line
    label = _LABEL.match(line.text)
    if label and (_LABEL.match(draft.text) or label.end() == len(line.text)):
        return True
    return _CAPTION.match(line.text) is not None and (ends(before.text) or not _wraps(before, line, right, 0))


def _ended(before: Line, line: Line, right: float) -> bool:
    """Whether the paragraph ended with the line before: a sentence's end, and room for the next word."""
    if line.text[0].islower():
        return False
    slack = _SLACK if ends(before.text) else 3 * _SLACK
    return not _wraps(before, line, right, slack)


def _wraps(before: Line, line: Line, right: float, slack: float) -> bool:
    """Whether the line's first word would not have fitted on the line before it."""
    first = line.edges[1] - line.edges[0]
    return before.x1 + first + 0.3 * line.size + slack * line.size > right


def _inside(before: Line, line: Line, right: float) -> bool:
    """Whether weight changes within a running sentence."""
    if ends(before.text) or not _wraps(before, line, right, 0):
        return False
    return line.text[0].islower() or before.text[-1] == "-" or len(before.text) > _SENTENCE


def _all_bold(draft: Draft) -> bool:
    return all(placed.line.bold for placed in draft.lines)


def _continues_small(before: Line, line: Line) -> bool:
    """Whether a line of other letters (a formula, small capitals) goes on in the same sentence."""
    close = abs(line.size - before.size) < 0.2 * before.size
    return close and line.text[0].islower() and not ends(before.text)


def _number_in_sentence(before: Line, line: Line) -> bool:
    """Whether "12. mai" or "3. trinn" only happens to stand at the beginning of a line."""
    return line.text[0].isdigit() and not ends(before.text) and line.x0 <= before.x0 + 1 and not is_item(before.text)


def _counts_on(draft: Draft, line: Line) -> bool:
    """Whether the line carries the number after the draft's: the next item of a numbered list."""
    first, second = (_COUNT.match(text) for text in (draft.lines[0].line.text, line.text))
    return first is not None and second is not None and int(second[1]) == int(first[1]) + 1
