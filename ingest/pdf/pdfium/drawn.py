"""The lines, rectangles, curves and pictures of a page."""

import ctypes
from collections.abc import Iterator
from typing import Any

from pypdfium2 import raw

from ingest.pdf.frame import IDENTITY, Frame, Matrix, product
from ingest.pdf.glyphs import Picture, Shape

_DEEPEST = 8  # forms within forms
_MOST_SEGMENTS = 1000  # of a path; one with more is a drawing, and only its extent is told


class Drawn:
    """Collects what is drawn on a page, forms within forms included."""

    def __init__(self, frame: Frame, shapes: list[Shape], pictures: list[Picture], most: int) -> None:
        self._frame = frame
        self._shapes = shapes
        self._pictures = pictures
        self._most = most

    def page(self, page: Any) -> None:
        """All objects of a page."""
        for index in range(raw.FPDFPage_CountObjects(page)):
            self._object(raw.FPDFPage_GetObject(page, index), IDENTITY, 0)
            if len(self._shapes) >= self._most:
                return

    def _object(self, thing: Any, outer: Matrix, depth: int) -> None:
        match raw.FPDFPageObj_GetType(thing):
            case raw.FPDF_PAGEOBJ_PATH:
                self._path(thing, outer)
            case raw.FPDF_PAGEOBJ_IMAGE:
                self._pictures.append(Picture(*self._extent(thing, outer)))
            case raw.FPDF_PAGEOBJ_FORM if depth < _DEEPEST:
                inner = product(_matrix(thing), outer)
                for index in range(raw.FPDFFormObj_CountObjects(thing)):
                    if len(self._shapes) >= self._most:
                        return
                    self._object(raw.FPDFFormObj_GetObject(thing, index), inner, depth + 1)

    def _path(self, path: Any, outer: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
        if not fill.value and not stroke.value:
            return  # a clip
        count = raw.FPDFPath_CountSegments(path)
        if count > _MOST_SEGMENTS:
            self._shapes.append(Shape(*self._extent(path, outer), bool(fill.value), bool(stroke.value)))
            return
        for points in _subpaths(path, count, product(_matrix(path), outer)):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            box = self._frame.box(min(xs), min(ys), max(xs), max(ys))
            self._shapes.append(Shape(*box, bool(fill.value), bool(stroke.value)))

    def _extent(self, thing: Any, outer: Matrix) -> tuple[float, float, float, float]:
        left, bottom, right, top = ctypes.c_float(), ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
        raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
        corners = [_moved(outer, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return self._frame.box(min(xs), min(ys), max(xs), max(ys))


def _subpaths(path: Any, count: int, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The points of each line, rectangle or curve that a path is made of."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        if raw.FPDFPathSegment_GetPoint(segment, at_x, at_y):
            points.append(_moved(matrix, x.value, y.value))
    if len(points) > 1:
        yield points


def _matrix(thing: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(thing, ctypes.byref(matrix)):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
