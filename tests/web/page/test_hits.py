"""What is shown of a hit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.find import find
from search.options import Options
from web.desk import Desk
from web.language import Speaker
from web.page.asked import Links
from web.page.hits import Piece, authors, hit_view, lang_of, pieces, sections, snippet_pieces, standard_name


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


def test_a_hit_tells_where_and_why(desk: Desk) -> None:
    answer = find("skoleleiarar involvering", desk.catalogue, desk.engine)
    t = Speaker("nn")
    views = [hit_view(hit, t, Links("nn", "skoleleiarar involvering")) for hit in answer.hits]
    for view, hit in zip(views, answer.hits, strict=True):
        assert "".join(piece.text for piece in view.shown if piece.marked)
        assert view.where.passage == f"/nn/passage/{hit.passage.id}?q=skoleleiarar+involvering"
        assert view.lang == hit.passage.standard
        if hit.passage.places:
            first = hit.passage.places[0]
            assert view.where.text == f"s. {first.label} (PDF-side {first.page})"
            assert view.where.pdf == f"/report/{hit.report.id}.pdf#page={first.page}"
        else:
            assert (view.where.text, view.where.pdf) == ("nettsida til rapporten", "")
    whys = {why.why for view in views for why in view.whys}
    assert {"ordfamilie", "anna målform"} <= whys
    assert not any("_" in why for why in whys)


def test_passages_with_all_words_stand_apart_from_those_with_some(desk: Desk) -> None:
    query = "rektor bygdeutvalg skoleleiar"
    answer = find(query, desk.catalogue, desk.engine, Options(limit=40))
    shown = sections(answer, Speaker("nb"), Links("nb", query))
    assert sum(len(section.hits) for section in shown) == len(answer.hits)
    for section in shown:
        assert len({bool(hit.missing) for hit in section.hits}) == 1
    assert [section.first for section in shown] == sorted(section.first for section in shown)


def test_hits_stand_under_their_reports(desk: Desk) -> None:
    answer = find("rektor", desk.catalogue, desk.engine, Options(group=True))
    shown = sections(answer, Speaker("en"), Links("en", "rektor"))
    assert len(shown) == len(answer.groups) > 1
    for section, group in zip(shown, answer.groups, strict=True):
        assert section.report == f"/en/report/{group.report.id}?q=rektor"
        assert section.lang == group.report.language
        assert bool(section.note) == (group.found > len(group.hits))


@pytest.mark.parametrize(
    ("names", "told"),
    [(("A B",), "A B"), (("A", "B", "C"), "A, B og C"), (("A", "B", "C", "D"), "A mfl."), ((), "")],
)
def test_authors(names: tuple[str, ...], told: str) -> None:
    assert authors(names, Speaker("nn")) == told


def test_languages() -> None:
    assert (lang_of("nn"), lang_of("und")) == ("nn", "")
    assert (standard_name("nb", Speaker("en")), standard_name("xx", Speaker("en"))) == ("Bokmål", "xx")
