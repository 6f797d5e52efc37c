import json
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from catalogue import follows
from catalogue.errors import UsageError
from catalogue.follows import Follow
from catalogue.model import Report
from search import alerts, limits
from search.alerts import News
from search.export.atom import NAMESPACE, atom
from search.options import Options

if TYPE_CHECKING:
    from tests.search.conftest import Collection

NOW = "2026-11-24T10:00:00Z"
NEW = Report("c1b2c3d4e5f60718", title="Ny <rapport> & meir", authors=("Åse Ø",), year=2025, path="/r/ny.pdf")


def follow(query: str, **options: object) -> Follow:
    return Follow("leiing", query, alerts.saved(Options(**options)), NOW)  # type: ignore[arg-type]


def texts(collection: "Collection", one: Follow, among: frozenset[int] | None = None) -> set[str]:
    found = alerts.matching(one, collection.catalogue, collection.engine, among)
    assert found.complete
    return {passage.text for passage in collection.catalogue.passages(found.numbers).values()}


def test_only_passages_with_all_words_answer(collection: "Collection") -> None:
    assert texts(collection, follow("skoleleiar involvering")) == {
        "Nokre skoleleiarar kjenner seg for lite involverte i arbeidet.",
        "Skolelederne ble involvert i planleggingen.",
    }
    some = collection.ask("skoleleiar involvering").totals.some_words
    assert some > 2


def test_words_that_are_alternatives_are_each_enough(collection: "Collection") -> None:
    assert len(texts(collection, follow('"i arbeidet" OR partnar'))) == 2


def test_filters_are_kept(collection: "Collection") -> None:
    one = follow("leiar", standard="nb", findings=True, years=(2019, None), series="nifu", exact=False)
    assert alerts.options_of(one) == Options(standard="nb", findings=True, years=(2019, None), series="nifu")
    assert json.loads(one.options).keys() == {"standard", "findings", "years", "series"}
    assert texts(collection, one) == {"Barnehagens ledere deltar ikke i nettverk."}


def test_words_as_typed_stay_so(collection: "Collection") -> None:
    assert texts(collection, follow("involvert", exact=True)) == {"Skolelederne ble involvert i planleggingen."}


def test_a_query_that_asks_for_nothing_is_told(collection: "Collection") -> None:
    with pytest.raises(UsageError, match="asks for nothing"):
        texts(collection, follow("+ -"))


def test_only_some_passages_are_looked_at(collection: "Collection") -> None:
    follows.add(collection.catalogue, follow("tid"), ())
    collection.put(NEW, "Det tek tid å endre skolen.", "Ingenting her.")
    among = follows.unseen(collection.catalogue, "leiing")
    assert texts(collection, follow("tid"), among) == {"Det tek tid å endre skolen."}
    assert texts(collection, follow("-tid skole"), among) == set()
    assert texts(collection, follow("tid"), frozenset()) == set()


def test_other_passages_do_not_cut_the_search_for_a_phrase_short(
    collection: "Collection", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PHRASE_CANDIDATES", 2)
    collection.put(NEW, "Skolen til rektor er ny.", "Og her står det om skolen at rektor styrer alt.")
    before = [number for number, _ in collection.catalogue.numbered_passages(NEW.id)]
    collection.put(
        replace(NEW, id="d1b2c3d4e5f60718"), "Dette er eit langt avsnitt om mangt, og skolen og rektor til slutt."
    )
    among = frozenset(number for number, _ in collection.catalogue.numbered_passages("d1b2c3d4e5f60718"))
    assert len(before) == 2
    assert len(texts(collection, follow('"skolen og rektor"'), among)) == 1


def test_hits_tell_which_word_matched_and_why(collection: "Collection") -> None:
    one = follow("skoleleiar involvering")
    numbers = alerts.matching(one, collection.catalogue, collection.engine).numbers
    hits = alerts.hits(one, numbers, collection.catalogue, collection.engine)
    assert [hit.rank for hit in hits] == [1, 2]
    nynorsk = next(hit for hit in hits if hit.passage.standard == "nn")
    assert [tuple(match) for match in nynorsk.matches] == [
        ("skoleleiar", "skoleleiarar", "inflection"),
        ("involvering", "involverte", "word family"),
    ]
    assert [nynorsk.passage.text[start:end] for start, end in nynorsk.marks] == ["skoleleiarar", "involverte"]
    assert nynorsk.missing == ()


def test_the_same_text_twice_is_one_hit(collection: "Collection") -> None:
    sentence = "Skoleleiarane vart involverte tidleg i arbeidet, men fekk lite att for det."
    collection.put(NEW, sentence, sentence)
    one = follow("skoleleiar involvering")
    numbers = [number for number, _ in collection.catalogue.numbered_passages(NEW.id)]
    (hit,) = alerts.hits(one, [*numbers, 999_999], collection.catalogue, collection.engine)
    assert len(hit.other_places) == 1


def found_news(collection: "Collection") -> list[News]:
    collection.put(NEW, "Skoleleiarar\x0b seier: «a < b & c» om involvering.", "Involvering av skoleledere.")
    one = follow("skoleleiar involvering")
    numbers = [number for number, _ in collection.catalogue.numbered_passages(NEW.id)]
    return [News(one, NOW, hit) for hit in alerts.hits(one, numbers, collection.catalogue, collection.engine)]


def test_json(collection: "Collection") -> None:
    (first, _) = (alerts.news_json(one) for one in found_news(collection))
    assert (first["follow"], first["query"], first["told"]) == ("leiing", "skoleleiar involvering", NOW)
    assert first["matches"][0] == {"query": "skoleleiar", "text": "Skoleleiarar", "why": "inflection"}
    assert (first["page"], first["report"], first["title"]) == (1, NEW.id, NEW.title)
    assert "rank" not in first
    assert "score" not in first


def test_an_atom_feed_holds_what_the_standard_asks_for(collection: "Collection") -> None:
    news = found_news(collection)
    feed = ET.fromstring(atom(news, "2026-11-24T11:00:00Z"))  # noqa: S314 - our own
    name = f"{{{NAMESPACE}}}"
    assert feed.tag == f"{name}feed"
    for element in (feed, *feed.findall(f"{name}entry")):  # RFC 4287, 4.1.1 and 4.1.2
        assert all(len(element.findall(name + child)) == 1 for child in ("id", "title", "updated"))
        assert all(author.findtext(f"{name}name") for author in element.findall(f"{name}author"))
        assert element.findall(f"{name}author")
        assert element.findtext(f"{name}updated") == NOW
        assert (element.findtext(f"{name}id") or "").startswith("urn:uuid:")
    first, second = feed.findall(f"{name}entry")
    assert first.findtext(f"{name}title") == "Ny <rapport> & meir, PDF-side 1"
    link = first.find(f"{name}link")
    assert link is not None
    assert link.get("href") == "file:///r/ny.pdf#page=1"
    content = first.find(f"{name}content")
    assert content is not None
    assert content.get("type") == "html"
    assert "<mark>Skoleleiarar</mark> seier: «a &lt; b &amp; c»" in (content.text or "")
    assert "skoleleiar ~ Skoleleiarar (inflection)" in (first.findtext(f"{name}summary") or "")
    assert first.findtext(f"{name}id") != second.findtext(f"{name}id")


def test_a_feed_is_the_same_when_it_is_made_again(collection: "Collection") -> None:
    news = found_news(collection)
    assert atom(news, "2026-11-24T11:00:00Z") == atom(news, "2026-11-25T11:00:00Z")


def test_a_feed_without_news_is_a_feed() -> None:
    feed = ET.fromstring(atom([], NOW))  # noqa: S314 - our own
    assert feed.findtext(f"{{{NAMESPACE}}}updated") == NOW
    assert feed.findall(f"{{{NAMESPACE}}}entry") == []
