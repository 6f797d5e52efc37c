"""The whole way of a query over a real catalogue, with the twin and with Whoosh."""

import time
from dataclasses import replace
from itertools import pairwise

import pytest

from catalogue.model import Matter, Report
from search import limits
from search.answer import Totals, answer_json
from search.options import Sort
from search.query import parse
from tests.search.conftest import Collection, Text

INVOLVED_NN = "Nokre skoleleiarar kjenner seg for lite involverte i arbeidet."
INVOLVED_NB = "Skolelederne ble involvert i planleggingen."
OWNERS = "Skuleeigarane la vekt på involvering av lærarane."
DUTY = "Kommunen har ansvar for barnehagane."
TOGETHER_NN = "Kollektiv kompetanseutvikling krev tid."
TOGETHER_NB = "Utvikling av kompetanse skjer kollektivt, og det tar tid."
ABSENT = "Barnehagens ledere deltar ikke i nettverk."
ENGLISH = "Teachers were not involved in school networks."
PARTNER = "Universitetet var ein god partnar."
LISTED = "Høydal, K. (2019). Leiing i skolen. Universitetsforlaget."


class TestWords:
    def test_all_words_come_first_in_either_standard(self, collection: Collection) -> None:
        answer = collection.ask("skoleleiarar involvering")
        assert {hit.passage.text for hit in answer.hits[:2]} == {INVOLVED_NN, INVOLVED_NB}
        assert [hit.missing for hit in answer.hits[:2]] == [(), ()]
        assert OWNERS in [hit.passage.text for hit in answer.hits[2:]]
        assert next(hit.missing for hit in answer.hits if hit.passage.text == OWNERS) == ("skoleleiarar",)
        assert answer.totals == Totals(2, len(answer.hits))

    @pytest.mark.parametrize("query", ["skoleleder", "skuleleiar", "skolelederen", "skoleleiarane"])
    def test_the_other_standard_and_every_form(self, collection: Collection, query: str) -> None:
        assert set(collection.texts(query)[:2]) == {INVOLVED_NN, INVOLVED_NB}

    def test_exact_takes_words_as_they_are_typed(self, collection: Collection) -> None:
        assert collection.texts("skoleleiarar", exact=True) == [INVOLVED_NN]
        assert collection.texts("skoleleder", exact=True) == []
        assert collection.texts("SKOLELEDERNE", exact=True) == [INVOLVED_NB]

    def test_marks_and_reasons(self, collection: Collection) -> None:
        hit = next(hit for hit in collection.ask("skoleleder involvering").hits if hit.passage.text == INVOLVED_NN)
        assert [INVOLVED_NN[start:end] for start, end in hit.marks] == ["skoleleiarar", "involverte"]
        assert {(match.query, match.text, match.why) for match in hit.matches} == {
            ("skoleleder", "skoleleiarar", "other standard"),
            ("involvering", "involverte", "word family"),
        }

    def test_stop_words_are_not_missed(self, collection: Collection) -> None:
        answer = collection.ask("hva er ansvar for barnehage")
        assert answer.hits[0].passage.text == DUTY
        assert answer.hits[0].missing == ()
        assert [DUTY[start:end] for start, end in answer.hits[0].marks] == ["ansvar", "barnehagane"]

    def test_stop_words_alone_are_searched(self, collection: Collection) -> None:
        assert INVOLVED_NN in collection.texts("i")

    def test_a_stated_finding_comes_before_a_listed_title(self, collection: Collection) -> None:
        assert collection.texts("leiing skole")[-1] != INVOLVED_NN


class TestOperators:
    @pytest.mark.parametrize(
        ("query", "texts"),
        [
            ('"for lite involverte"', {INVOLVED_NN}),
            ('"FOR LITE"', {INVOLVED_NN}),
            ('"lite for"', set()),
            ('"lærarane"', {OWNERS}),
            ('"lærar"', set()),
            ("+involvering +lærar", {OWNERS}),
            ("+lærar", {OWNERS}),
            ("involvering -lærar", {INVOLVED_NN, INVOLVED_NB}),
            ("involvering NOT skoleleiar", {OWNERS}),
            ('involvering -"for lite"', {OWNERS, INVOLVED_NB}),
            ("involvering AND lærar", {OWNERS}),
            ("partnar OR ansvar", {PARTNER, DUTY}),
            ("(partnar OR ansvar) AND universitet", {PARTNER}),
            ("+(partnar OR ansvar) -universitet", {DUTY}),
            ("univers*", {PARTNER, LISTED}),
            ("universitetet~1", {PARTNER}),
            ("universitet~2", {PARTNER}),
            ("unversitetet~1", {PARTNER}),
            ("inolverte~1", {INVOLVED_NN}),
            ('"skoleleder involvering"~5', {INVOLVED_NN, INVOLVED_NB}),
            ('"skoleleder involvering"~4', {INVOLVED_NN, INVOLVED_NB}),
            ('"skoleleder involvering"~3', {INVOLVED_NB}),
            ('"involvering skoleleder"~1', {INVOLVED_NB}),
        ],
    )
    def test_what_matches(self, collection: Collection, query: str, texts: set[str]) -> None:
        answer = collection.ask(query, limit=None)
        assert {hit.passage.text for hit in answer.hits} == texts
        assert answer.complaints == ()
        assert answer.totals.some_words == len(texts)

    def test_an_excluded_word_takes_no_compound_away(self, collection: Collection) -> None:
        assert INVOLVED_NN in collection.texts("involvering -skole")

    def test_a_phrase_beside_words_is_required(self, collection: Collection) -> None:
        answer = collection.ask('"for lite" barnehage')
        assert [hit.passage.text for hit in answer.hits] == [INVOLVED_NN]
        assert answer.hits[0].missing == ("barnehage",)

    def test_excluded_words_are_neither_marked_nor_missed(self, collection: Collection) -> None:
        hit = collection.ask("involvering -lærar").hits[0]
        assert hit.missing == ()
        assert {match.query for match in hit.matches} == {"involvering"}

    def test_marks_of_phrase_prefix_and_alternatives(self, collection: Collection) -> None:
        def marked(query: str) -> list[str]:
            hit = collection.ask(query).hits[0]
            return [hit.passage.text[start:end] for start, end in hit.marks]

        assert marked('"for lite involverte"') == ["for lite involverte"]
        assert marked("ansv*") == ["ansvar"]
        assert marked("ansvar OR tilbod") == ["ansvar"]
        assert collection.ask("ansvar OR tilbod").hits[0].missing == ()


class TestFields:
    @pytest.mark.parametrize(
        ("query", "texts"),
        [
            ("title:leiing +skoleleder", {INVOLVED_NN}),
            ("title:(delrapport leiing) +skoleleder", {INVOLVED_NN}),
            ("title:(barnehagens delrapport) +skoleleder", set()),
            ("author:høydal +involvering", {INVOLVED_NN, OWNERS}),
            ("author:nifu +involvering", {INVOLVED_NB}),
            ("series:nifu kompetanse", {TOGETHER_NB}),
            ("publisher:utdanningsdirektoratet ansvar", {DUTY}),
            ("year:2024 ansvar", {DUTY}),
            ("year:2020-2023 +involvering", {INVOLVED_NB}),
            ("year:-2020 +involvering", {INVOLVED_NB}),
            ("year:1999 ansvar", set()),
            ("standard:nb +involvering", {INVOLVED_NB}),
            ("standard:en", {ENGLISH}),
            ("section:summary", {INVOLVED_NN}),
            ("section:verkemiddel", {OWNERS, DUTY}),
            ("section:kommunen", {OWNERS}),
            ("isbn:9788232705431 ansvar", {DUTY}),
            ("isbn:9788232705432 ansvar", set()),
            ("finding:yes", {INVOLVED_NN, PARTNER, ABSENT}),
            ("finding:no +involvering", {OWNERS, INVOLVED_NB}),
            ("+involvering -year:2020", {INVOLVED_NN, OWNERS}),
            ("+involvering -standard:nn", {INVOLVED_NB}),
            ("(standard:en OR section:summary)", {ENGLISH, INVOLVED_NN}),
            ("standard:nn AND finding:yes AND NOT universitet", {INVOLVED_NN}),
            ("ansvar OR standard:en", {DUTY, ENGLISH}),
        ],
    )
    def test_what_matches(self, collection: Collection, query: str, texts: set[str]) -> None:
        assert set(collection.texts(query, limit=None)) == texts

    def test_options_filter_too(self, collection: Collection) -> None:
        assert set(collection.texts("involvering", standard="nb")) == {INVOLVED_NB}
        assert set(collection.texts("involvering", findings=True)) == {INVOLVED_NN}
        assert set(collection.texts("involvering", series="TILSKOT")) == {INVOLVED_NN, OWNERS}
        assert set(collection.texts("involvering", years=(2021, None))) == {INVOLVED_NN, OWNERS}
        assert set(collection.texts("", standard="en")) == {ENGLISH}
        assert collection.texts('"for lite"', standard="nb") == []


class TestAnswers:
    def test_folding_keeps_the_other_places(self, collection: Collection) -> None:
        again = Report("c1b2c3d4e5f60718", title="Sluttrapport", year=2025)
        collection.put(again, INVOLVED_NN)
        answer = collection.ask("skoleleiarar lite involverte arbeidet")
        assert [hit.passage.text for hit in answer.hits].count(INVOLVED_NN) == 1
        hit = next(hit for hit in answer.hits if hit.passage.text == INVOLVED_NN)
        assert {hit.report.title, *(place.report.title for place in hit.other_places)} == {
            "Leiing og kompetanse", "Sluttrapport",
        }  # fmt: skip
        assert answer.totals.all_words == 2

    def test_facets_count_all_that_match(self, collection: Collection) -> None:
        facets = {
            facet.name: dict(facet.values) for facet in collection.ask("+involvering", limit=1, facets=True).facets
        }
        assert facets == {
            "series": {"Evaluering av tilskot": 2, "NIFU-rapport": 1},
            "year": {"2024": 2, "2020": 1},
            "publisher": {"Utdanningsdirektoratet": 2, "NIFU": 1},
            "standard": {"nn": 2, "nb": 1},
            "section_kind": {"body": 2, "summary": 1},
            "finding": {"yes": 1, "no": 2},
        }

    def test_groups_by_report(self, collection: Collection) -> None:
        answer = collection.ask("+involvering", group=True)
        assert {group.report.title: group.found for group in answer.groups} == {
            "Leiing og kompetanse": 2, "Barnehagens ledere": 1,
        }  # fmt: skip
        assert [hit.rank for hit in answer.hits] == [1, 2, 3]
        assert answer.hits == tuple(hit for group in answer.groups for hit in group.hits)
        first = collection.ask("+involvering", group=True, limit=1)
        assert [group.report for group in first.groups] == [answer.groups[0].report]
        assert first.more

    def test_sorting(self, collection: Collection) -> None:
        by_year = collection.ask("+involvering", sort=Sort.YEAR)
        assert [hit.report.year for hit in by_year.hits] == [2024, 2024, 2020]
        by_report = collection.ask("+involvering", sort=Sort.REPORT)
        assert [hit.report.series for hit in by_report.hits] == ["Evaluering av tilskot"] * 2 + ["NIFU-rapport"]
        assert [hit.passage.text for hit in by_report.hits] == [INVOLVED_NN, OWNERS, INVOLVED_NB]

    def test_pages_make_up_the_whole(self, collection: Collection) -> None:
        whole = collection.ask("involvering skole leiar tid", limit=None).hits
        pages = [collection.ask("involvering skole leiar tid", limit=2, offset=start) for start in range(0, 12, 2)]
        assert tuple(hit for page in pages for hit in page.hits) == whole
        assert [page.more for page in pages] == [start + 2 < len(whole) for start in range(0, 12, 2)]

    def test_scores_fall(self, collection: Collection) -> None:
        hits = collection.ask("involvering skole leiar tid", limit=None).hits
        assert all(one.score >= two.score for one, two in pairwise(hits) if bool(one.missing) == bool(two.missing))

    def test_links(self, collection: Collection) -> None:
        links = {hit.passage.text: hit.link for hit in collection.ask("finding:yes").hits}
        assert links == {
            INVOLVED_NN: "https://www.udir.no/leiing.pdf#page=41",
            PARTNER: "https://www.udir.no/leiing/",
            ABSENT: "file:///rapporter/barnehage.pdf#page=4",
        }

    def test_a_misspelt_word_gets_a_suggestion(self, collection: Collection) -> None:
        answer = collection.ask("univercitetet partnar")
        assert answer.suggestion.query == "universitetet partnar"
        assert [(word.text, word.found) for word in answer.suggestion.words] == [("univercitetet", 0), ("partnar", 1)]
        assert answer.suggestion.words[0].near[0] == ("universitetet", 1)

    def test_nothing_found_tells_what_each_word_finds(self, collection: Collection) -> None:
        answer = collection.ask("+ansvar +partnar")
        assert answer.hits == ()
        assert [(word.text, word.found) for word in answer.suggestion.words] == [("ansvar", 1), ("partnar", 1)]

    def test_no_suggestion_where_all_is_known(self, collection: Collection) -> None:
        assert collection.ask("ansvar partnar").suggestion.query == ""

    @pytest.mark.parametrize("query", ["", "   ", "()", "-", "«»"])
    def test_an_empty_query_is_told(self, collection: Collection, query: str) -> None:
        answer = collection.ask(query)
        assert answer.hits == ()
        assert "empty-query" in [complaint.code for complaint in answer.complaints]

    def test_only_exclusions_find_the_rest(self, collection: Collection) -> None:
        assert set(collection.texts("-standard:nn -standard:nb", limit=None)) == {ENGLISH}

    def test_a_query_that_was_read_before(self, collection: Collection) -> None:
        from search.find import find

        read = parse("ansvar")
        assert find(read, collection.catalogue, collection.engine).hits == collection.ask("ansvar").hits

    def test_json_is_json(self, collection: Collection) -> None:
        import json

        answer = collection.ask("skoleleder (partnar OR univercitet) «for lite", facets=True, group=True, limit=None)
        read = json.loads(json.dumps(answer_json(answer)))
        assert read["totals"]["some_words"] == answer.totals.some_words
        assert read["complaints"][0]["code"] == "unclosed-quote"
        for hit, told in zip(answer.hits, read["hits"], strict=True):
            assert told["id"] == hit.passage.id
            assert [told["text"][start:end] for start, end in told["marks"]]

    def test_passages_removed_since_are_left_out(self, collection: Collection) -> None:
        collection.catalogue.remove("b1b2c3d4e5f60718")
        assert set(collection.texts("involvering", limit=None)) == {INVOLVED_NN, OWNERS}


class TestLimits:
    def test_time_that_is_over_is_told(self, collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "TIME_S", 0.0)
        answer = collection.ask('"for lite" involvering skoleleder~1 unknwon')
        assert answer.hits == ()
        assert {"time", "phrase-cut"} <= {complaint.code for complaint in answer.complaints}

    def test_what_was_found_in_time_is_kept(self, collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
        """The second look, for more hits after folding, may come too late."""
        for number in range(40):
            collection.put(Report(f"{number:016x}", title=f"R{number}"), INVOLVED_NN)
        clock = time.monotonic
        late = [0.0]
        search = type(collection.engine).search

        def slow(engine: object, *args: object, **settings: object) -> object:
            found = search(engine, *args, **settings)  # type: ignore[arg-type]
            late[0] = 10.0
            return found

        monkeypatch.setattr(type(collection.engine), "search", slow)
        monkeypatch.setattr(time, "monotonic", lambda: clock() + late[0])
        answer = collection.ask("skoleleiarar lite involverte arbeidet", limit=30)
        assert answer.hits
        assert "time" in [complaint.code for complaint in answer.complaints]

    def test_sorting_is_cut_and_told(self, collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "SORTED", 1)
        assert "sorted-cut" in [told.code for told in collection.ask("involvering", sort=Sort.YEAR).complaints]

    def test_many_spellings_are_cut_and_told(self, collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "FUZZY_WORDS", 1)
        assert "fuzzy-cut" in [told.code for told in collection.ask("involvert~2").complaints]


def test_headings_and_references_stand_back(empty: Collection) -> None:
    report = Report("a" * 16)
    text = "Lokal kompetanse i barnehagen"
    empty.put(
        replace(report),
        Text(f"{text} ein", matter=Matter.REFERENCES),
        Text(f"{text} to"),
        Text(f"{text} tre", finding=True),
    )
    assert empty.texts("lokal kompetanse barnehage") == [f"{text} tre", f"{text} to", f"{text} ein"]
