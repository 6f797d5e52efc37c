import pytest

from catalogue.errors import UsageError
from catalogue.model import Report
from search.similar import similar, telling
from tests.search.conftest import Collection

SOURCE = "Skoleleiarane kjenner seg lite involverte i arbeidet med kompetanseutvikling i kommunen."
NEAR = "Skolelederne er lite involvert i arbeidet med kompetanseutvikling."
FAR = "Barnehagen ligg ved sjøen, og arbeidet er i gang."


def put(collection: Collection) -> str:
    collection.put(Report("1" * 16, title="Ein"), SOURCE, "Noko heilt anna står her om vêr og vind.")
    collection.put(Report("2" * 16, title="To", year=2020), NEAR, FAR, "Kommunen har skoleleiarar.")
    passage = next(one for _, one in collection.catalogue.numbered_passages("1" * 16) if one.text == SOURCE)
    return passage.id


def ask(collection: Collection, passage: str) -> list[str]:
    return [hit.passage.text for hit in similar(passage, collection.catalogue, collection.engine).hits]


def test_the_nearest_comes_first_and_the_passage_itself_never(empty: Collection) -> None:
    found = ask(empty, put(empty))
    assert found[0] == NEAR
    assert SOURCE not in found
    assert "Kommunen har skoleleiarar." in found


def test_the_words_that_tell_are_those_that_few_others_have(empty: Collection) -> None:
    put(empty)
    words = [term.text for term in telling(SOURCE, empty.engine)]
    assert words == [
        "Skoleleiarane",
        "kjenner",
        "lite",
        "involverte",
        "arbeidet",
        "kompetanseutvikling",
        "kommunen",
    ] or ({"Skoleleiarane", "involverte", "kompetanseutvikling"} <= set(words))
    assert not {"i", "med", "seg"} & set(words)
    assert len(telling(SOURCE, empty.engine, 2)) == 2


def test_the_answer_is_one_like_others(empty: Collection) -> None:
    from search.options import Options

    passage = put(empty)
    answer = similar(passage, empty.catalogue, empty.engine, Options(limit=1, years=(2019, 2021), facets=True))
    assert answer.query == passage
    assert "kompetanseutvikling" in answer.read_as
    assert [hit.report.title for hit in answer.hits] == ["To"]
    assert answer.more
    assert answer.hits[0].marks
    assert {facet.name: dict(facet.values) for facet in answer.facets}["year"] == {"2020": answer.totals.some_words}


def test_a_passage_without_telling_words(empty: Collection) -> None:
    empty.put(Report("1" * 16), "Og det er så.", "Heilt åleine her.")
    answer = similar(empty.catalogue.numbered_passages("1" * 16)[0][1].id, empty.catalogue, empty.engine)
    assert answer.hits == ()
    assert [told.code for told in answer.complaints] == ["no-words"]


def test_an_unknown_passage(empty: Collection) -> None:
    with pytest.raises(UsageError, match="no passage x"):
        similar("x", empty.catalogue, empty.engine)
