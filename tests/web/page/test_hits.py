"""What is shown of a hit."""

import pytest

from search.find import find
from search.options import Options
from web.desk import Desk
from web.language import Speaker
from web.page.asked import Links
from web.page.hits import authors, hit_view, lang_of, sections, standard_name


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
