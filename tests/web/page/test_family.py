"""Reports that belong together, what went wrong in reading, and numbers that are missing."""

from collections.abc import Iterator

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from catalogue.model import Note, PageInfo, Passage, Place, Report, passage_ids
from catalogue.series import series_of
from catalogue.store import Catalogue
from search.index import open_or_create, update
from web.app import create_app
from web.language import Speaker
from web.page.series import series_view
from web.settings import Settings

OLD, NEW, OTHER, LATER, FAR = "0" * 16, "1" * 16, "2" * 16, "3" * 16, "4" * 16


def report(id_: str, language: str, number: str, **more: object) -> Report:
    pages = (PageInfo(1, None, 595, 842, "pdfium"),)
    given = {
        "title": f"Skule {'ABCDE'[int(id_[0])]}",
        "series": "Notat frå Funn",
        "year": 2020,
        "publisher": "Funn",
        **more,
    }
    return Report(id_, language=language, report_number=number, pages=pages, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Two versions of a report, its edition in Bokmål, and a report with a later number."""
    store = tmp_path_factory.mktemp("family")
    notes = (
        Note("lost-page", "Page 2 is lost: it is no page.", 2),
        Note("new-code", "Something that this version has no words for."),
    )
    reports = (
        report(OLD, "nn", "2020:1"),
        report(NEW, "nn", "2020:1", path="/somewhere/new.pdf", notes=notes),
        report(OTHER, "nb", "2020:1"),
        report(LATER, "nn", "2020:4"),
        report(FAR, "nn", "2020:5", pdf="https://example.no/far.pdf"),
    )
    with Catalogue.open(store, create=True) as catalogue:
        engine = open_or_create(catalogue)
        for one in reports:
            text = f"ein rektor i rapport {one.id[0]}"
            (id_,) = passage_ids(one.id, [text])
            passage = Passage(id_, one.id, text, standard=one.language, places=(Place(1),))
            catalogue.save(one, [passage], 1, supersedes=(OLD,) if one.id == NEW else ())
        update(engine, catalogue)
        engine.close()
    with TestClient(create_app(Settings(store))) as client:
        yield client


def read(client: TestClient, address: str) -> LexborHTMLParser:
    answer = client.get(address)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def texts(tree: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in tree.css(selector)]


def test_a_report_leads_to_its_versions_and_editions(family: TestClient) -> None:
    tree = read(family, f"/nn/report/{NEW}")
    assert texts(tree, "section[aria-labelledby=versions] li") == [
        "Skule A 2020 · Eldre utgåve",
        "Skule C 2020 · Utgåve på bokmål",
    ]
    assert tree.css_first(".newer") is None
    links = [str(node.attributes["href"]) for node in tree.css("section[aria-labelledby=versions] a")]
    assert links == [f"/nn/report/{OLD}", f"/nn/report/{OTHER}"]


def test_an_older_version_says_so_and_can_still_be_searched(family: TestClient) -> None:
    tree = read(family, f"/nb/report/{OLD}?q=rektor")
    assert texts(tree, ".newer") == ["Det finnes en nyere utgave av denne rapporten: Skule B 2020"]
    assert len(tree.css(".within .hit")) == 1
    assert len(read(family, "/nb/?q=rektor").css(".hit")) == 4
    assert len(read(family, "/nb/?q=rektor&all_versions=true").css(".hit")) == 5
    assert "Skule A 2020 · eldre utgave" in texts(read(family, "/nb/reports"), ".reports li")


def test_what_went_wrong_in_reading_is_told_with_its_page(family: TestClient) -> None:
    tree = read(family, f"/nn/report/{NEW}")
    assert texts(tree, ".remarks li") == [
        "PDF-side 2: Ei side gjekk tapt under lesinga.",
        "Something that this version has no words for.",
    ]
    assert [node.attributes["href"] for node in tree.css(".remarks a")] == [f"/nn/report/{NEW}/page/2"]
    assert [node.attributes.get("lang") for node in tree.css(".remarks li span")] == [None, "en"]


def test_a_report_without_a_file_offers_none(family: TestClient) -> None:
    assert texts(read(family, f"/nn/report/{NEW}"), "a.button") == ["Opne PDF"]
    assert texts(read(family, f"/nn/report/{LATER}"), "a.button") == []
    tree = read(family, f"/nn/report/{LATER}?q=rektor")
    assert len(tree.css(".within .hit")) == 1
    assert tree.css(".within .hit .ways a") == []


def test_a_file_that_is_not_here_is_had_from_its_publisher(family: TestClient) -> None:
    (link,) = (str(node.attributes["href"]) for node in read(family, f"/nn/report/{FAR}").css("a.button"))
    answer = family.get(link, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "https://example.no/far.pdf")
    assert family.get(f"/report/{LATER}.pdf", follow_redirects=False).status_code == 404


def test_missing_numbers_are_told(family: TestClient) -> None:
    tree = read(family, "/nb/series")
    assert texts(tree, ".gaps") == ["Mangler i nummereringen: 2020:2–3"]
    assert texts(tree, ".timeline .when") == ["2020:1", "2020:1", "2020:2–3", "2020:4", "2020:5"]
    assert texts(tree, ".timeline .gap p") == ["2020:2–3", "Ikke i samlingen"]


def test_missing_parts_stand_where_they_would_be() -> None:
    titles = ("Delrapport 2 om A", "Delrapport 5 om B", "Sluttrapport")
    reports = [Report(str(place), title=title, series="S", year=2020 + place) for place, title in enumerate(titles)]
    (one,) = series_of(reports, {}, lambda name: [frozenset({name})])
    view = series_view(one, Speaker("nn"))
    assert [(entry.when, entry.line is None) for entry in view.timeline] == [
        ("delrapport 1", True),
        ("Del 2", False),
        ("delrapport 3–4", True),
        ("Del 5", False),
        ("", False),
    ]
