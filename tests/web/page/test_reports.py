"""The pages of reports and series, words in context, help and what Funn is."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from starlette.testclient import TestClient

from catalogue.model import Candidate, Kind, Matter, Passage, Place, Report
from search.concordance import concordance
from search.find import find
from search.query import parse
from tests.web.page.reading import first, page, plain
from web.desk import Desk
from web.language import LANGUAGES, Speaker
from web.page.asked import Asked, Links
from web.page.help import parts
from web.page.report import contents, facts, known_of, reference, report_view, within
from web.page.series import labels
from web.page.shares import shares
from web.page.sources import candidate_views, source_text


@pytest.fixture(scope="session")
def ids(desk: Desk) -> dict[str, str]:
    """The reports' ids by their numbers."""
    return {report.report_number: report.id for report in desk.catalogue.reports()}


class TestReport:
    def test_details_have_their_sources(self, desk: Desk, ids: dict[str, str]) -> None:
        known = known_of(desk, ids["2022:3"], Asked())
        told = {fact.name: fact for fact in facts(known.report, Speaker("nn"))}
        assert told["ISBN"].values == ("978-82-98990-11-1 (Nettutgave)", "978-82-98990-10-4 (trykt utgåve)")
        assert told["Nummer"].source == "kolofonen, PDF-side 2: Rapportnummer; omslaget"
        assert told["Nettsida sist endra"].values == ("21. november 2022",)
        assert dict(parse_qsl(urlsplit(told["Serie"].link).query))["name"] == known.report.series
        assert "" not in {value for fact in told.values() for value in fact.values}

    def test_sources_are_told_in_the_readers_language(self) -> None:
        said = {
            "landing page: Tittel": "nettsiden: Tittel",
            "colophon p. 2: Utgiver": "kolofonen, PDF-side 2: Utgiver",
            "cover": "omslaget",
            "preface p. 3": "forordet, PDF-side 3",
            "info dictionary Title": "PDF-egenskaper Title",
            "XMP dc:title": "XMP dc:title",
            "file name": "filnavnet",
            "edited": "rettet for hånd",
        }
        assert {source: source_text(source, Speaker("nb")) for source in said} == said

    def test_a_value_is_told_once_with_all_the_places_that_say_it(self) -> None:
        views = candidate_views(
            [
                Candidate("title", "A", "cover", True),
                Candidate("year", "2020", "cover", True),
                Candidate("title", "A", "file name", True),
                Candidate("title", "B", "XMP", False, "cover is believed first"),
            ],
            Speaker("en"),
        )
        assert [(view.field, view.value, view.source, view.chosen) for view in views] == [
            ("Title", "A", "cover; file name", True),
            ("Title", "B", "XMP", False),
            ("Year", "2020", "cover", True),
        ]

    def test_contents_stand_within_each_other(self, desk: Desk, ids: dict[str, str]) -> None:
        known = known_of(desk, ids["2024:6"], Asked())
        nodes = contents(known.report, known.passages, Speaker("nb"), Links("nb"))
        headings = {node.heading: node for node in nodes}
        summary = headings["Sammendrag"]
        assert [part.heading for part in summary.parts] == ["Hovedfunn"]
        assert (summary.label, summary.kind, summary.findings) == ("s. iii", "", summary.passages)
        assert headings["Referanser"].findings == 0

        def total(several: object) -> int:
            return sum(node.passages + total(node.parts) for node in several)  # type: ignore[attr-defined]

        on_pages = [one for one in known.passages if one.places and one.kind is not Kind.HEADING]
        assert total(nodes) == len(on_pages)

    def test_a_section_that_begins_again_is_told_again(self) -> None:
        texts = [("A", "1 Om"), ("B", "2 Data"), ("C", "1 Om")]
        passages = [
            Passage(str(number), "r", text, section=(heading,), places=(Place(number),))
            for number, (text, heading) in enumerate(texts, 1)
        ]
        nodes = contents(Report("r"), passages, Speaker("en"), Links("en"))
        assert [(node.heading, node.label) for node in nodes] == [
            ("1 Om", "PDF page 1"),
            ("2 Data", "PDF page 2"),
            ("1 Om", "PDF page 3"),
        ]

    def test_what_stands_under_no_heading_is_called_by_its_part(self) -> None:
        passages = [
            Passage("1", "r", "A", matter=Matter.COVER, places=(Place(1),)),
            Passage("2", "r", "B", matter=Matter.COLOPHON, places=(Place(2, "ii"),)),
        ]
        nodes = contents(Report("r"), passages, Speaker("nn"), Links("nn"))
        assert [(node.heading, node.kind, node.label) for node in nodes] == [
            ("", "Omslag", "PDF-side 1"),
            ("", "Kolofon", "s. ii"),
        ]

    def test_what_answers_is_of_this_report_alone_and_all_of_it(self, desk: Desk, ids: dict[str, str]) -> None:
        everywhere = find("rektor", desk.catalogue, desk.engine)
        found = {number: within(desk, id_, Asked("rektor")) for number, id_ in ids.items()}
        assert sum(answer.totals.some_words for answer in found.values()) == everywhere.totals.some_words
        for number, answer in found.items():
            assert {hit.report.id for hit in answer.hits} <= {ids[number]}
        assert within(desk, ids["2022:3"], Asked("")).hits == ()

    def test_the_last_query_is_answered_on_the_page(self, client: TestClient, ids: dict[str, str]) -> None:
        tree = page(client, f"/nn/report/{ids['2022:3']}?q=rektor")
        assert plain(first(tree, "#found")) == "Treff på «rektor» i denne rapporten"
        assert len(tree.css(".within .hit")) == 10
        onward = str(first(tree, ".within a[rel=next]").attributes["href"])
        assert plain(first(page(client, onward), ".within h3")) != plain(first(tree, ".within h3"))
        assert page(client, f"/nn/report/{ids['2022:3']}").css_first(".within") is None
        none = page(client, f"/nb/report/{ids['2022:3']}?q=zzzqx")
        assert plain(first(none, ".within .totals")) == "Ingenting i denne rapporten svarer på «zzzqx»."

    def test_key_findings_are_in_their_own_language(self, desk: Desk, ids: dict[str, str], t: Speaker) -> None:
        view = report_view(known_of(desk, ids["2022:3"], Asked()), Asked(), t)
        assert {finding.lang for finding in view.findings} == {"nb", "nn"}  # the landing page is in Bokmål
        assert view.more_findings
        assert all(finding.where.passage.startswith(f"/{t.language}/passage/") for finding in view.findings)

    def test_the_reference_has_its_title_in_italics(self, desk: Desk, ids: dict[str, str]) -> None:
        known = known_of(desk, ids["2024:6"], Asked())
        (title,) = [piece.text for piece in reference(known.report, "nb") if piece.marked]
        assert title == known.report.full_title

    def test_nothing_tells_where_files_lie(self, client: TestClient, ids: dict[str, str], desk: Desk) -> None:
        for id_ in ids.values():
            held = desk.catalogue.report(id_)
            assert held is not None
            shown = client.get(f"/en/report/{id_}?q=rektor").text
            assert held.path.rpartition("/")[0] not in shown
            assert "file:" not in shown

    def test_shares_fill_a_bar(self) -> None:
        told = shares((("nb", 0.5), ("nn", 0.3), ("en", 0.196), ("da", 0.004)), Speaker("nn"))
        assert [(one.code, one.percent, one.start, one.width) for one in told] == [
            ("nn", "30\N{NO-BREAK SPACE}%", 0, 30),
            ("nb", "50\N{NO-BREAK SPACE}%", 30, 50),
            ("other", "20\N{NO-BREAK SPACE}%", 80, 19.6),
        ]


class TestReports:
    def test_all_are_listed_the_newest_of_a_series_first(self, client: TestClient) -> None:
        tree = page(client, "/nn/reports")
        assert plain(first(tree, ".totals")) == "8 rapportar"
        assert [plain(one) for one in tree.css("main h2")] == [
            "Følgestudien Læring lokalt",
            "Følgjestudien Læring lokalt",
        ]
        for group in tree.css("main section"):
            years = [plain(one)[-4:] for one in group.css(".about")]
            assert years == sorted(years, reverse=True)

    @pytest.mark.parametrize(
        ("filters", "count"),
        [("year=2023", 3), ("year=2023-", 6), ("year=-2022", 2), ("standard=nb", 4), ("text=barnehagen", 1),
         ("text=NORDHAV+2023", 1), ("text=kvernhaugli&year=2024", 1), ("text=zzzqx", 0)],
    )  # fmt: skip
    def test_they_can_be_filtered(self, client: TestClient, filters: str, count: int) -> None:
        tree = page(client, f"/nb/reports?{filters}")
        assert len(tree.css(".reports li")) == count
        told = plain(first(tree, ".totals"))
        assert told.startswith("Ingen rapporter passer." if not count else f"{count} rapport")
        assert "Vis alle rapportene" in told

    def test_a_filter_that_cannot_be_read(self, client: TestClient) -> None:
        assert client.get("/nn/reports?year=i+fjor").status_code == 422


class TestSeries:
    def test_reports_stand_in_order(self, client: TestClient) -> None:
        tree = page(client, "/nn/series")
        whens = [plain(one) for one in tree.css(".timeline .when")]
        assert whens == [
            "Del 1 · 2022:3", "Del 2 · 2022:7", "Del 3 · 2023:2", "Del 4 · 2023:5", "Del 5 · 2023:8", "Del 6 · 2024:1",
            "Del 7 · 2024:4", "2024:6",
        ]  # fmt: skip
        assert "statistikk" in plain(first(tree, ".series .hint"))
        assert "not compliance" in page(client, "/en/series").text()
        assert plain(first(tree, ".also")) == "Heiter òg: Følgestudien Læring lokalt"

    def test_one_alone_by_either_name(self, client: TestClient) -> None:
        for name in ("Følgjestudien Læring lokalt", "følgestudien  læring lokalt", "læring"):
            tree = page(client, f"/nb/series?name={name}")
            assert plain(first(tree, "h1")) == "Følgjestudien Læring lokalt"
        assert "«zzz»" in plain(first(page(client, "/nb/series?name=zzz"), ".empty"))

    def test_the_picture_speaks_the_readers_language(self, client: TestClient) -> None:
        for language, word in (("nn", "Del av orda"), ("nb", "Andel av ordene"), ("en", "Share of words")):
            address = str(first(page(client, f"/{language}/series"), "figure img").attributes["src"])
            answer = client.get(address)
            assert answer.headers["content-type"] == "image/svg+xml"
            assert word in answer.text
            assert "style=" not in answer.text
        assert client.get("/series.svg?name=zzz").status_code == 404
        assert labels(Speaker("nn")).counted(1) == "1 rapport"


class TestWordsInContext:
    def test_lines_are_sorted_by_what_follows(self, client: TestClient) -> None:
        tree = page(client, "/en/concordance?q=rektor&order=right&width=30")
        rows = tree.css(".concordance tbody tr")
        assert len(rows) == 50
        after = ["".join(filter(str.isalnum, first(row, ".right").text().split(" ")[-1])) for row in rows]
        assert after
        words = [first(row, ".right").text().lstrip(" .,:;»«()|").casefold() for row in rows]
        letters = [word[0] for word in words if word[:1].isalpha() and word[0].isascii()]
        assert letters == sorted(letters)
        assert first(tree, "#order option[selected]").attributes["value"] == "right"

    def test_the_blank_beside_the_word_is_that_of_the_text(self, client: TestClient, desk: Desk) -> None:
        tree = page(client, "/nn/concordance?q=%22ved+bordet%22")
        texts = [" ".join(passage.text.split()) for report in desk.catalogue.reports()
                 for _, passage in desk.catalogue.numbered_passages(report.id)]  # fmt: skip
        rows = tree.css(".concordance tbody tr")
        assert rows
        for row in rows:
            line = "".join(first(row, f".{part}").text() for part in ("left", "key", "right"))
            assert any(line in text for text in texts), line

    def test_all_lines_can_be_walked(self, client: TestClient, desk: Desk) -> None:
        seen, address = 0, "/nb/concordance?q=rektor"
        while True:
            tree = page(client, address)
            seen += len(tree.css(".concordance tbody tr"))
            onward = tree.css_first("a[rel=next]")
            if onward is None:
                break
            address = str(onward.attributes["href"])
        assert seen == len(concordance("rektor", desk.catalogue, desk.engine).lines) > 50

    def test_without_a_query_it_says_what_it_is(self, client: TestClient) -> None:
        assert "linje" in plain(first(page(client, "/nn/concordance"), ".lead"))
        assert client.get("/nn/concordance?q=a&width=5").status_code == 422


class TestHelp:
    def test_every_example_can_be_read(self, t: Speaker) -> None:
        for part in parts(t):
            for row in part.rows:
                read = parse(row.query)
                assert read.complaints == (), row.query
                assert dict(parse_qsl(urlsplit(row.link).query)) == {"q": row.query}

    def test_the_examples_mean_the_same_kind_of_thing_in_each_language(self) -> None:
        several = [[row for part in parts(Speaker(language)) for row in part.rows] for language in LANGUAGES]
        for rows in zip(*several, strict=True):
            assert len({type(parse(row.query).tree) for row in rows}) == 1

    def test_what_it_is(self, client: TestClient) -> None:
        tree = page(client, "/nn/about")
        assert "WCAG 2.1" in plain(first(tree, "#accessibility"))
        assert "informasjonskapslar" in plain(first(tree, "#privacy"))
