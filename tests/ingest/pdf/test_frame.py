from hypothesis import given
from hypothesis import strategies as st

from ingest.pdf.frame import Frame, product

side = st.floats(1, 2000)
corner = st.floats(-1000, 1000)


@given(corner, corner, side, side, st.sampled_from([0, 90, 180, 270, -90, 450]))
def test_the_frame_itself_fills_the_page(x: float, y: float, width: float, height: float, rotation: int) -> None:
    frame = Frame.of(x + width, y, x, y + height, rotation)
    x0, top, x1, bottom = frame.box(frame.x0, frame.y0, frame.x1, frame.y1)
    assert (x0, top) == (0, 0)
    assert (x1, bottom) == (frame.width, frame.height)


@given(corner, corner, side, side, st.sampled_from([0, 90, 180, 270]))
def test_boxes_keep_their_order_and_size(x: float, y: float, width: float, height: float, rotation: int) -> None:
    frame = Frame.of(x, y, x + width, y + height, rotation)
    left, bottom = x + width / 5, y + height / 3
    x0, top, x1, low = frame.box(left, bottom, left + width / 2, bottom + height / 2)
    assert x0 <= x1
    assert top <= low
    extent = (x1 - x0, low - top)
    expected = (height / 2, width / 2) if rotation in {90, 270} else (width / 2, height / 2)
    assert all(abs(one - other) < 1e-6 for one, other in zip(extent, expected, strict=True))


def test_turning_four_times_is_not_turning() -> None:
    quarter = Frame(0, 0, 1, 1, 90).turn
    half = product(quarter, quarter)
    assert half == Frame(0, 0, 1, 1, 180).turn
    assert product(half, half) == Frame(0, 0, 1, 1, 0).turn
