"""The report's usual letters and distances, against which headings, notes and paragraphs stand out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ingest.pdf.layout.model import Line, PageLayout, Role


def body_size(pages: Iterable[PageLayout]) -> float:
    """The font size of most letters, tables and figures left out; 0 when there are none."""
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            if line.role not in {Role.TABLE, Role.FIGURE}:
                letters[line.size] += len(line.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def pitch(lines: Sequence[Line]) -> float:
    """The usual distance from one line to the next in a column, in points; 0 when there is none."""
    steps: Counter[float] = Counter()
    for before, after in pairwise(lines):
        step = after.bottom - before.bottom
        if 0 < step < 3 * after.size and abs(after.size - before.size) < 0.1 * after.size:
            steps[round(step * 2) / 2] += 1
    return max(steps, key=lambda step: (steps[step], -step)) if steps else 0.0
