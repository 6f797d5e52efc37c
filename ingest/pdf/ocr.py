"""Tesseract's door: pictures of pages → glyphs, where the command `tesseract` and its Norwegian data are installed."""

import csv
import io
import os
import shutil
import subprocess
from functools import cache
from statistics import median

from ingest.pdf.glyphs import Glyph, PageGlyphs

SCALE = 300 / 72  # pixels a point: what Tesseract was trained on
READER = "tesseract"

_LANGUAGE = "nor"
_TIMEOUT_S = 120.0  # for a page
_LINE_LEVEL, _WORD_LEVEL = "4", "5"
_SAME_SIZE = 0.4  # a line's box is as high as its letters reach, so lines of one size differ by so much
_SURE = 100.0  # Tesseract counts its confidence to this


@cache
def available() -> bool:
    """Whether pages can be read: the command is there and knows Norwegian."""
    command = shutil.which("tesseract")
    if command is None:
        return False
    try:
        listed = subprocess.run([command, "--list-langs"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return _LANGUAGE in listed.stdout.split()


def read_picture(picture: bytes, page: int, width: float, height: float) -> tuple[PageGlyphs, float]:
    """The text of a page's picture.

    Args:
        picture: the page at SCALE, in a format that Tesseract knows.
        page: its number, from 1.
        width: of the page, in points.
        height: of the page, in points.

    Returns:
        The glyphs, each letter given its share of the word's box, and how sure Tesseract is of the words, 0 to 1. No
        glyphs where Tesseract fails or takes too long.
    """
    try:
        done = subprocess.run(
            [shutil.which("tesseract") or "tesseract", "-", "-", "-l", _LANGUAGE, "--dpi", "300", "tsv"],
            input=picture,
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        table = done.stdout.decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired):
        table = ""
    glyphs, sure = from_tsv(table)
    return PageGlyphs(page, width, height, glyphs, reader=READER), sure


def from_tsv(table: str) -> tuple[tuple[Glyph, ...], float]:
    """Tesseract's table of lines and words as glyphs, and the mean confidence of the letters, 0 to 1."""
    glyphs: list[Glyph] = []
    sure = letters = top = height = 0.0
    rows = list(csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE))
    usual = median([float(row["height"]) / SCALE for row in rows if row["level"] == _LINE_LEVEL] or [0.0])
    for row in rows:
        text = (row.get("text") or "").strip()
        if row["level"] == _LINE_LEVEL:
            top, height = float(row["top"]) / SCALE, float(row["height"]) / SCALE
        if row["level"] != _WORD_LEVEL or not text:
            continue
        size = usual if abs(height - usual) < _SAME_SIZE * usual else height
        left, step = float(row["left"]) / SCALE, float(row["width"]) / SCALE / len(text)
        edges = [left + index * step for index in range(len(text) + 1)]
        glyphs += [
            Glyph(char, x0, top, x1, top + height, "", size)
            for char, x0, x1 in zip(text, edges, edges[1:], strict=False)
        ]
        glyphs.append(Glyph(" ", edges[-1], top, edges[-1], top + height, "", size))
        sure += float(row["conf"]) * len(text)
        letters += len(text)
    return tuple(glyphs), sure / letters / _SURE if letters else 0.0
