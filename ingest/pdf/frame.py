"""From a PDF's own coordinates (origin low and left, page unturned) to the page as it is shown."""

from dataclasses import dataclass
from typing import Self

Matrix = tuple[float, float, float, float, float, float]
"""PDF's six numbers (a, b, c, d, e, f): x' = a·x + c·y + e, y' = b·x + d·y + f."""

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_TURNS: dict[int, Matrix] = {
    0: IDENTITY,
    90: (0.0, -1.0, 1.0, 0.0, 0.0, 0.0),
    180: (-1.0, 0.0, 0.0, -1.0, 0.0, 0.0),
    270: (0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
}


def product(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does `first` and then `second`."""
    a, b, c, d, e, f = first
    a2, b2, c2, d2, e2, f2 = second
    return (
        a * a2 + b * c2,
        a * b2 + b * d2,
        c * a2 + d * c2,
        c * b2 + d * d2,
        e * a2 + f * c2 + e2,
        e * b2 + f * d2 + f2,
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a page that is shown, and how it is turned.

    Attributes:
        x0: left edge of the crop box, in the PDF's coordinates.
        y0: its lower edge.
        x1: its right edge.
        y1: its upper edge.
        rotation: clockwise, one of 0, 90, 180 and 270.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    rotation: int = 0

    @classmethod
    def of(cls, x0: float, y0: float, x1: float, y1: float, rotation: int) -> Self:
        """The frame of a box with its corners in any order; an odd rotation counts as the next quarter below."""
        return cls(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), rotation % 360 // 90 * 90)

    @property
    def width(self) -> float:
        """In points, as shown."""
        return self.y1 - self.y0 if self.rotation in {90, 270} else self.x1 - self.x0

    @property
    def height(self) -> float:
        """In points, as shown."""
        return self.x1 - self.x0 if self.rotation in {90, 270} else self.y1 - self.y0

    @property
    def turn(self) -> Matrix:
        """The rotation alone, as a matrix."""
        return _TURNS[self.rotation]

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box of the PDF's as (x0, top, x1, bottom) of the shown page."""
        match self.rotation:
            case 90:
                return bottom - self.y0, left - self.x0, top - self.y0, right - self.x0
            case 180:
                return self.x1 - right, bottom - self.y0, self.x1 - left, top - self.y0
            case 270:
                return self.y1 - top, self.x1 - right, self.y1 - bottom, self.x1 - left
            case _:
                return left - self.x0, self.y1 - top, right - self.x0, self.y1 - bottom
