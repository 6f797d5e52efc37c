import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.model import Run
from web.view.sheet import blocks, words

TEXT = "Skuleleiarane seier at dei er for lite involverte, ikkje sant"


def line(start: int, end: int, top: float, x0: float = 72.0, page: int = 1) -> Run:
    """A run on a line of its own height, 6 points a letter."""
    return Run(start, end, page, x0, top, x0 + 6 * (end - start), top + 10)


def test_a_word_is_marked_where_it_is_printed() -> None:
    [box] = words(TEXT, [line(0, 13, 100), line(14, 19, 100, 156)], [(14, 19)], 1)
    assert (box.x, box.y, box.right, box.bottom) == pytest.approx((155.2, 99.2, 186.8, 110.8))


def test_a_comma_that_stands_in_the_words_box_is_not_marked() -> None:
    start = TEXT.index("involverte")
    run = line(start, start + 11, 100)  # "involverte,"
    [box] = words(TEXT, [run], [(start, start + 10)], 1)
    assert box.x == pytest.approx(run.x0 - 0.8)
    assert 3 < run.x1 - (box.right - 0.8) < 6


def test_a_word_divided_at_a_lines_end_is_marked_in_both_places() -> None:
    runs = [line(0, 5, 100, 300), line(5, 13, 115)]
    first, second = words(TEXT, runs, [(0, 13)], 1)
    assert (first.y, second.y) == pytest.approx((99.2, 114.2))


def test_words_of_a_phrase_are_marked_as_one() -> None:
    runs = [line(0, 13, 100), line(14, 19, 100, 156), line(20, 22, 100, 192)]
    assert len(words(TEXT, runs, [(0, 22)], 1)) == 1
    assert len(words(TEXT, runs, [(0, 13), (20, 22)], 1)) == 2


def test_a_word_that_is_printed_upwards_is_marked_whole() -> None:
    upwards = Run(0, 13, 1, 50, 100, 60, 190)
    [box] = words(TEXT, [upwards], [(0, 6)], 1)
    assert (box.width, box.height) == pytest.approx((11.6, 91.6))


def test_only_what_stands_on_the_page_is_marked() -> None:
    runs = [line(0, 13, 700), line(14, 19, 60, page=2)]
    assert len(blocks(runs, 1)) == len(blocks(runs, 2)) == 1
    assert words(TEXT, runs, [(14, 19)], 1) == []
    assert len(words(TEXT, runs, [(14, 19)], 2)) == 1


def test_an_outline_holds_the_lines_of_a_paragraph() -> None:
    runs = [line(0, 13, 100), line(14, 19, 100, 156), line(20, 22, 114), line(23, 26, 114, 100)]
    [box] = blocks(runs, 1)
    assert (box.x, box.y, box.right, box.bottom) == pytest.approx((68.5, 96.5, 189.5, 127.5))


def test_a_paragraph_in_two_columns_has_two_outlines() -> None:
    runs = [line(0, 13, 700), line(14, 19, 714), line(20, 22, 80, 320), line(23, 26, 94, 320)]
    assert [(box.x, box.y) for box in blocks(runs, 1)] == [(68.5, 696.5), (316.5, 76.5)]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40),
            st.integers(1, 12),
            st.floats(0, 800),
            st.floats(0, 500),
            st.floats(0, 90),
            st.floats(0, 90),
        ),
        max_size=12,
    ),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), max_size=5),
)
def test_every_mark_lies_within_the_runs_that_it_marks(
    printed: list[tuple[int, int, float, float, float, float]], spans: list[tuple[int, int]]
) -> None:
    runs = [Run(at, at + long, 1, x, top, x + wide, top + high) for at, long, top, x, wide, high in printed]
    marked = [run for run in runs if any(start < run.end and run.start < start + n for start, n in spans)]
    found = words(TEXT, runs, [(start, start + n) for start, n in spans], 1)
    assert bool(found) == bool(marked)
    for box in found:
        assert box.width >= 0
        assert box.height >= 0
        assert min(run.x0 for run in marked) - 1 <= box.x <= box.right <= max(run.x1 for run in marked) + 1
        assert min(run.top for run in marked) - 1 <= box.y <= box.bottom <= max(run.bottom for run in marked) + 1
