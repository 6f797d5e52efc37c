"""How things look in a terminal: width, wrapping, marks. Colour only where click finds a terminal."""

import os
import re
import sys
from collections.abc import Iterable

import click

from catalogue.model import Passage

MIN_WIDTH = 40
_NO_TERMINAL = 80
MAX_TEXT = 100  # a line of running text longer than this is hard to read
_WORD = re.compile(r"[^ \t\n\r\f\v]+")


def width() -> int:
    """Columns of the terminal, or those that COLUMNS tells; 80 where there is none."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        columns = int(told)
    else:  # as shutil does it, whose import is slow
        try:
            columns = os.get_terminal_size(sys.stdout.fileno()).columns or _NO_TERMINAL
        except (OSError, ValueError):
            columns = _NO_TERMINAL
    return max(MIN_WIDTH, columns)


def is_terminal() -> bool:
    """Whether somebody reads along, rather than a file or a program."""
    return sys.stdout.isatty()


def coloured() -> bool:
    """Whether styles reach the reader: a terminal, and no NO_COLOR."""
    return click.get_current_context().color is not False and is_terminal()


def wrap(text: str, columns: int, indent: str = "") -> str:
    """The text in lines of at most `columns`, each indented; words are never broken, nor parted at no-break spaces."""
    return _lines(((word, len(word)) for word in _WORD.findall(text)), max(columns, MIN_WIDTH), indent)


def _lines(words: Iterable[tuple[str, int]], columns: int, indent: str) -> str:
    """Words in lines of as many as have room.

    Args:
        words: each with how many columns it takes.
        columns: width with the indent.
        indent: before each line.
    """
    lines: list[str] = []
    room = 0
    for word, size in words:
        if lines and size < room:
            lines[-1] += f" {word}"
            room -= 1 + size
        else:
            lines.append(indent + word)
            room = columns - len(indent) - size
    return "\n".join(lines)


def authors(names: Iterable[str], at_most: int = 4) -> str:
    """Names as a reader writes them: "A, B og C"; many become "A mfl."."""
    all_names = list(names)
    if len(all_names) > at_most:
        return f"{all_names[0]} mfl."
    return " og ".join(filter(None, (", ".join(all_names[:-1]), *all_names[-1:])))


def place_of(passage: Passage) -> str:
    """Where it stands, for a reader: "p. 41 (PDF 43)"; a landing page's bullet has no page."""
    if not passage.places:
        return "landing page"
    first = passage.places[0]
    return f"p. {first.label} (PDF {first.page})" if first.label else f"PDF p. {first.page}"


def strong(text: str) -> str:
    """In bold, where styles reach the reader."""
    return click.style(text, bold=True) if coloured() else text


def dim(text: str) -> str:
    """Less prominent, where styles reach the reader."""
    return click.style(text, dim=True) if coloured() else text


def table(rows: Iterable[tuple[str, ...]], gap: str = "  ") -> list[str]:
    """Rows as lines with aligned columns; the last column is as long as it is."""
    cells = [tuple(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)][:-1]
    return [
        gap.join([*(cell.ljust(size) for cell, size in zip(row, widths, strict=False)), row[-1]]).rstrip()
        for row in cells
    ]


def note(text: str) -> None:
    """A message to the user, on stderr."""
    click.echo(text, err=True)


def marked(text: str, marks: Iterable[tuple[int, int]], columns: int, indent: str = "") -> str:
    """The text wrapped, with the marked spans in bold colour, or between asterisks where styles do not reach.

    Args:
        text: one line.
        marks: half-open spans of its code points.
        columns: width with the indent; lines longer than MAX_TEXT are not made.
        indent: before each line.
    """
    styled = coloured()
    spans = sorted(marks)
    words = (_decorate(text, word.span(), spans, styled=styled) for word in re.finditer(r"\S+", text))
    return _lines(words, min(columns, MAX_TEXT), indent)


def _decorate(text: str, word: tuple[int, int], spans: list[tuple[int, int]], *, styled: bool) -> tuple[str, int]:
    """A word with its marks, and how many columns it takes."""
    start, end = word
    shown, size, at = "", end - start, start
    for left, right in spans:
        a, b = max(left, at), min(right, end)
        if a < b:
            piece = text[a:b]
            shown += text[at:a] + (click.style(piece, fg="yellow", bold=True) if styled else f"*{piece}*")
            size += 0 if styled else 2
            at = b
    return shown + text[at:end], size
