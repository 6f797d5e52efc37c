"""What is made once for each state of a collection, and the addresses of what could be asked next."""

from pathlib import Path

from catalogue.model import Passage, Report
from catalogue.store import Catalogue
from search.index import open_engine, open_or_create, update
from web.desk import Desk
from web.page.asked import Asked, Links, address, pdf
from web.page.kept import Kept


def test_it_is_made_again_when_the_collection_has_changed(tmp_path: Path) -> None:
    made: list[object] = []

    def make(desk: Desk, about: str) -> int:
        made.append(about)
        return desk.catalogue.count()[0]

    with Catalogue.open(tmp_path, create=True) as catalogue:
        engine = open_or_create(catalogue)
        kept = Kept(make, most=2)
        desk = Desk(catalogue, engine)
        assert [kept(desk, "a"), kept(desk, "a"), kept(desk, "b")] == [0, 0, 0]
        assert made == ["a", "b"]
        catalogue.save(Report("r"), [Passage("p", "r", "ein rektor")], 1)
        update(engine, catalogue)
        engine.close()
        desk = Desk(catalogue, open_engine(catalogue))
        assert [kept(desk, "a"), kept(desk, "a")] == [1, 1]
        assert made == ["a", "b", "a"]
        kept(desk, "b")
        kept(desk, "c")
        kept(desk, "a")  # the oldest has fallen out
        assert made == ["a", "b", "a", "b", "c", "a"]
        desk.engine.close()


def test_addresses_say_only_what_is_not_meant_anyway() -> None:
    asked = Asked("kor mykje & kven?", findings=True, offset=20)
    assert asked.at("/nn/") == "/nn/?q=kor+mykje+%26+kven%3F&findings=true"
    assert asked.at("/nn/", offset=30, findings=False) == "/nn/?q=kor+mykje+%26+kven%3F&offset=30"
    assert Asked("a", sort="year", group=True).at("/nb/", sort="relevance") == "/nb/?q=a&group=true"
    assert address("/x", {"a": None, "b": "", "c": 0, "d": False}) == "/x"
    assert Links("nb").passage("12-ab") == "/nb/passage/12-ab"
    assert Links("nb", "a b").page("12", 3) == "/nb/report/12/page/3?q=a+b"
    assert (pdf("12"), pdf("12", 3)) == ("/report/12.pdf", "/report/12.pdf#page=3")


def test_what_is_asked_beside_the_query_is_seen_by_the_form() -> None:
    assert Asked("a", offset=10).is_plain
    assert not Asked(series="lokalt").is_plain
