"""What to show of a long passage: the sentences with the densest matches, whole, in their order."""

import re
from collections.abc import Iterable, Sequence

from search.highlight import Place

LENGTH = 320  # characters of all snippets of a passage; one sentence is shown whole however long it is
# After a full stop and a blank, before a capital, a number or a quotation mark; not after an ordinal or an abbreviation.
_BORDER = (  # compiled when the first long passage is shown: that takes a millisecond
    r"(?<=[.!?…])(?<!\b\w\.)(?<!\d\.)(?<!\b(?:nr|jf|Jf|kl|ca|pr|bl|st|St|Dr)\.)(?<!\b(?:kap|dvs|evt|Kap|tlf)\.)"
    r"[»”\"')]?\s+(?=[«“\"'(–-]?[A-ZÆØÅ\d])"
)

Spans = tuple[tuple[int, int], ...]


def sentences(text: str) -> Spans:
    """The sentences of a text as half-open spans, without the blanks between."""
    spans = []
    start = 0
    for border in re.finditer(_BORDER, text):
        end = border.end()
        spans.append((start, start + len(text[start:end].rstrip())))
        start = end
    if start < len(text):
        spans.append((start, len(text)))
    return tuple(spans)


def snippets(text: str, places: Iterable[Place], length: int = LENGTH) -> Spans:
    """The parts of a text to show, in order: all of it when it is short, else sentences that hold most.

    Args:
        text: of the passage.
        places: what was found in it.
        length: characters to show, about.
    """
    if len(text) <= length:
        return ((0, len(text)),) if text else ()
    all_sentences = sentences(text)
    worth = _worth(all_sentences, list(places))
    order = sorted(range(len(all_sentences)), key=lambda number: (-worth[number], number))
    chosen: list[int] = []
    room = length
    for number in order:
        start, end = all_sentences[number]
        if chosen and (end - start > room or not worth[number]):
            continue
        chosen.append(number)
        room -= end - start
    return _merged([all_sentences[number] for number in sorted(chosen)])


def _worth(spans: Sequence[tuple[int, int]], places: Sequence[Place]) -> list[float]:
    """How much each sentence tells: different things found count most, then how often, then closeness to the best."""
    worth = []
    for start, end in spans:
        inside = [place for place in places if start <= place.start < end]
        worth.append(len({place.number for place in inside}) + 0.1 * min(len(inside), 5))
    return worth


def _merged(spans: Iterable[tuple[int, int]]) -> Spans:
    """Neighbours with only a blank between become one."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start - merged[-1][1] <= 1:
            merged[-1] = merged[-1][0], end
        else:
            merged.append((start, end))
    return tuple(merged)
