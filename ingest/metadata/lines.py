"""Printed lines as the parts that their typesetter made of them: a title and what stands below it."""

from collections.abc import Sequence

from ingest.metadata.printed import Segment, breaks_freely, join

_SIZES = 0.06  # share by which two lines' sizes may differ and still look like one


def same_style(line: Segment, following: Segment) -> bool:
    """Whether two lines look alike in size and weight."""
    return line.bold == following.bold and abs(line.size - following.size) <= _SIZES * max(line.size, following.size)


def parts(lines: Sequence[Segment]) -> tuple[str, str]:
    """Lines of a title as title and subtitle.

    The subtitle begins where the style changes, with a line that opens with a dash, or with a capital behind a line that
    ended though there was room.
    """
    right = max(line.x1 for line in lines)
    cut = next(
        (
            index
            for index in range(1, len(lines))
            if not same_style(lines[index - 1], lines[index])
            or lines[index].text[:1] in "-–—"
            or (lines[index].text[:1].isupper() and breaks_freely(lines[index - 1], lines[index], right))
        ),
        len(lines),
    )
    return join(lines[:cut]), join(lines[cut:])
