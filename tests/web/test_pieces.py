"""A text in pieces, and as HTML."""

from hypothesis import given
from hypothesis import strategies as st

from web.pieces import Piece, marked, pieces, snippet_pieces


def test_marks_part_a_text() -> None:
    assert pieces("to av tre", ((3, 5),)) == (Piece("to "), Piece("av", True), Piece(" tre"))
    assert pieces("av tre", ((0, 2), (2, 6))) == (Piece("av", True), Piece(" tre", True))
    assert pieces("to av tre", ((3, 5),), 4, 9) == (Piece("v", True), Piece(" tre"))


def test_what_is_left_out_has_an_ellipsis() -> None:
    text = "En setning. To setninger. Tre setninger."
    shown = "".join(piece.text for piece in snippet_pieces(text, ((12, 25),), ()))
    assert shown == "… To setninger. …"
    assert (
        "".join(piece.text for piece in snippet_pieces(text, ((0, 11), (26, 40)), ())) == "En setning. … Tre setninger."
    )
    assert snippet_pieces(text, ((0, 40),), ()) == (Piece(text),)


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4))
def test_pieces_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    shown = pieces(text, tuple(sorted(spans)))
    assert "".join(piece.text for piece in shown) == text
    assert all(piece.text for piece in shown)


def test_what_is_marked_stands_in_a_mark_and_no_text_is_html() -> None:
    assert marked(pieces("a <b> & c", ((2, 5),))) == "a <mark>&lt;b&gt;</mark> &amp; c"
    assert marked(()) == ""
