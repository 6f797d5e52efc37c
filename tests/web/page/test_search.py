"""The front page and the page of hits."""

import re
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from catalogue.store import Catalogue
from search.export.write import ENDINGS
from search.find import find
from search.options import Options
from tests.web.page.reading import first, page
from web.app import create_app
from web.desk import Desk
from web.language import Speaker
from web.page.asked import Asked, read
from web.page.front import front
from web.settings import Settings

MOST = 1_000


def text(tree: LexborHTMLParser, selector: str) -> str:
    return re.sub("[ \n]+", " ", first(tree, selector).text()).strip()


class TestFront:
    def test_each_example_finds_something(self, desk: Desk, t: Speaker) -> None:
        shown = front(desk, t)
        assert len(shown.examples) == 3
        for example in shown.examples:
            assert dict(parse_qsl(urlsplit(example.link).query)) == {"q": example.query}
            assert find(example.query, desk.catalogue, desk.engine).totals.all_words > 0

    def test_it_tells_what_there_is(self, client: TestClient, desk: Desk) -> None:
        tree = page(client, "/nn/")
        reports, passages = desk.catalogue.count()
        assert f"{reports} rapportar med {Speaker('nn').number(passages)} avsnitt" in text(tree, ".newest")
        newest = [one.text() for one in tree.css(".reports li .about")]
        assert len(newest) == 5
        assert all(one.endswith("2024") for one in newest[:3])
        assert first(tree, "h1").text() == "Finn det rapportane fann"

    def test_an_empty_collection_says_so(self, tmp_path: Path) -> None:
        from search.index import open_or_create

        with Catalogue.open(tmp_path, create=True) as catalogue:
            open_or_create(catalogue).close()
        with TestClient(create_app(Settings(tmp_path))) as client:
            tree = page(client, "/nb/")
            assert text(tree, ".empty").startswith("Samlingen er tom ennå")
            assert text(page(client, "/nb/?q=rektor"), "h1") == "Ingen avsnitt svarer på «rektor»"
            assert page(client, "/nb/reports").css_first(".reports") is None
            assert "Ingen rapport" in text(page(client, "/nb/series"), ".empty")


class TestHits:
    def test_the_flagship(self, client: TestClient) -> None:
        tree = page(client, "/nn/?q=skoleleiarar+involvering")
        marked = {one.text().casefold() for one in tree.css(".hit mark")}
        assert {"skolelederne", "involverte", "skuleleiarane"} <= marked
        assert len(tree.css(".hit")) == 10
        assert "har alle orda" in text(tree, "[role=status]")
        assert {one.attributes.get("lang") for one in tree.css(".hit > .text")} == {"nn", "nb"}

    def test_a_long_passage_can_be_unfolded(self, client: TestClient, desk: Desk) -> None:
        answer = find("rektor", desk.catalogue, desk.engine, Options(limit=10))
        cut = {hit.passage.id: hit for hit in answer.hits if hit.snippets != ((0, len(hit.passage.text)),)}
        tree = page(client, "/nn/?q=rektor")
        unfolded = tree.css(".hit .whole .text")
        assert [one.text() for one in unfolded] == [hit.passage.text for hit in cut.values()]
        assert cut

    def test_other_places_of_the_same_text_are_told(self, client: TestClient, desk: Desk) -> None:
        queries = ("læring lokalt", "innhold", "forord", "rektor", "kommune")
        told = 0
        for query in queries:
            answer = find(query, desk.catalogue, desk.engine)
            others = [place.passage.id for hit in answer.hits for place in hit.other_places]
            links = [str(one.attributes["href"]) for one in page(client, f"/nb/?q={query}").css(".hit .ways a")]
            assert all(any(f"/passage/{other}?" in link for link in links) for other in others)
            told += len(others)
        assert told

    def test_what_could_not_be_read_is_pointed_out(self, client: TestClient) -> None:
        tree = page(client, "/nn/?q=leiar+year:nyleg")
        assert text(tree, ".complaints li p").startswith("Feltet «year» vil ha eit år")
        assert first(tree, ".complaints mark").text() == "year:nyleg"
        assert text(tree, ".complaints .query") == "leiar year:nyleg"

    def test_every_complaint_is_said_without_its_code(self, client: TestClient) -> None:
        for query in ('"lokal', "lokal»", "(leiar", "leiar)", "leiar AND", "sk*", "* leiar", "på~", "kommune~9",
                      '"a b"~500', "title: leiar", "år:x y", "isbn:1 y"):  # fmt: skip
            for language in ("nn", "nb", "en"):
                tree = page(client, f"/{language}/?q={query.replace('+', '%2B')}")
                told = tree.css(".complaints li p:first-child")
                assert told, query
                assert all("lang" not in one.attributes and "{" not in one.text() for one in told)

    def test_what_may_be_meant(self, client: TestClient) -> None:
        tree = page(client, "/nb/?q=univercitet+zzzqx")
        assert text(tree, "h1") == "Ingen avsnitt svarer på «univercitet zzzqx»"
        assert text(tree, ".mean") == "Mente du universitet zzzqx?"
        words = [" ".join(one.text().split()) for one in tree.css(".words li")]
        assert words[0].startswith("univercitet finnes ikke i rapportene; lignende ord: universitet")
        assert words[1] == "zzzqx finnes ikke i rapportene"
        assert "Meinte du" in text(page(client, "/nn/?q=univercitet"), ".mean")

    def test_when_nothing_is_found_what_narrows_can_be_taken_away(self, client: TestClient) -> None:
        tree = page(client, "/nn/?q=rektor&year=1950&findings=true")
        links = [dict(parse_qsl(urlsplit(str(one.attributes["href"])).query)) for one in tree.css(".removable a")]
        assert links == [{"q": "rektor", "year": "1950"}, {"q": "rektor", "findings": "true"}]

    def test_filters_are_kept_by_the_form(self, client: TestClient) -> None:
        tree = page(client, "/nb/?q=rektor&standard=nb&year=2023-&findings=true&sort=year&group=true&series=lokalt")
        form = first(tree, "form.search")
        given = {
            str(field.attributes["name"]): field.attributes.get("value")
            for field in form.css("input")
            if field.attributes.get("type") != "checkbox" or "checked" in field.attributes
        }
        given |= {
            str(field.attributes["name"]): first(field, "option[selected]").attributes["value"]
            for field in form.css("select")
        }
        assert read({name: value or "" for name, value in given.items()}, MOST) == Asked(
            "rektor", "nb", True, "lokalt", "2023-", False, False, "year", True
        )

    def test_the_answer_can_be_taken_along_in_every_format(self, client: TestClient, t: Speaker) -> None:
        tree = page(client, f"/{t.language}/?q=rektor&standard=nn&year=2022&offset=10")
        told = [parse_qs(urlsplit(str(one.attributes["href"])).query) for one in tree.css(".take a[download]")]
        assert {f".{one['format'][0]}" for one in told} == set(ENDINGS)
        assert len(told) == len(ENDINGS) + 1
        assert [one["format"] for one in told if "excel" in one] == [["csv"]]
        for one in told:
            assert (one["q"], one["standard"], one["year"]) == (["rektor"], ["nn"], ["2022"])
            assert "offset" not in one
            assert one["language"] == [t.language if t.language != "en" else "nb"]
        assert [one.attributes["href"] for one in tree.css(".take > ul a")] == [
            f"/{t.language}/{name}?q=rektor&standard=nn&year=2022" for name in ("concordance", "feed.atom")
        ]

    def test_totals_are_sentences(self, client: TestClient) -> None:
        assert text(page(client, "/nn/?q=%22ved+bordet%22"), ".totals").endswith("avsnitt svarer")
        assert text(page(client, "/en/?q=skoleleiarar+zzzqx"), ".totals").startswith("No passage holds all words, but ")
        assert text(page(client, "/nn/?q=zzzqx"), ".totals") == ""


@pytest.mark.parametrize("language", ["nn", "nb", "en"])
class TestProblems:
    def test_a_bad_parameter_is_told_in_the_readers_language(self, client: TestClient, language: str) -> None:
        for given in ("year=nyleg", "standard=nynorsk", "sort=pris", "offset=-1", "offset=99999", "findings=kanskje",
                      "q=" + "a" * 1001, "series=" + "a" * 201):  # fmt: skip
            answer = client.get(f"/{language}/?q=rektor&{given}")
            assert answer.status_code == 422, given
            tree = LexborHTMLParser(answer.text)
            name = given.partition("=")[0]
            assert Speaker(language)(f"parameter.{name}") in text(tree, ".lead")
            assert first(tree, "html").attributes["lang"] == language
            assert tree.css_first("form.search input[name=q]") is not None

    def test_what_is_not_there_is_told_in_the_readers_language(self, client: TestClient, language: str) -> None:
        t = Speaker(language)
        for address, name in (("report/nothing", "unknown_report"), ("nowhere", "not_found"), ("a/b/c", "not_found")):
            answer = client.get(f"/{language}/{address}")
            assert answer.status_code == 404
            assert text(LexborHTMLParser(answer.text), ".lead") == t(f"problem.{name}")
