"""Nothing of the machine leaves it with a report."""

import json

import pytest

from catalogue.describe import full
from catalogue.model import Candidate, Note, Passage, Place, Report
from search.answer import Answer, Group, Hit, Location, answer_json, passage_json
from web.public import address, cited, public, public_answer

FILE = "/home/kari/rapportar/ved-bordet.pdf"
PAGE = "/home/kari/rapportar/ved-bordet.html"
LOCAL = Report(
    "0123456789abcdef",
    title="Ved bordet",
    pdf=FILE,
    path=FILE,
    landing_page=PAGE,
    landing_path=PAGE,
    candidates=(
        Candidate("pdf", FILE, "landing page", chosen=True),
        Candidate("title", f"file://{FILE}", "info dictionary Title", chosen=False),
        Candidate("title", r"C:\Users\kari\rapport.doc", "info dictionary Title", chosen=False),
        Candidate("title", "Ved bordet", "cover", chosen=True),
    ),
    notes=(Note("damaged", f"{FILE} is damaged."),),
)


def test_no_path_of_a_local_report_is_told() -> None:
    told = public(LOCAL, "https://funn.example.no")
    for passage in (Passage("p", LOCAL.id, "tekst", places=(Place(3),)), Passage("p", LOCAL.id, "tekst")):
        text = json.dumps([full(told), passage_json(passage, told)])
        assert "kari" not in text
        assert "file:" not in text
    assert told.pdf == "https://funn.example.no/report/0123456789abcdef.pdf"
    assert told.landing_page == ""
    assert [candidate.value for candidate in told.candidates] == ["Ved bordet"]
    assert told.notes[0].text == "ved-bordet.pdf is damaged."


def test_what_came_from_the_web_keeps_its_address() -> None:
    fetched = Report("a", pdf="https://a.no/b.pdf", path=FILE, landing_page="http://a.no/b", landing_path=PAGE)
    told = public(fetched)
    assert (told.pdf, told.landing_page) == ("https://a.no/b.pdf", "http://a.no/b")


def test_a_reference_never_names_our_address() -> None:
    assert cited(LOCAL).pdf == ""
    assert cited(Report("a", pdf="https://a.no/b.pdf", path=FILE)).pdf == "https://a.no/b.pdf"


def test_a_report_without_a_file_has_no_pdf() -> None:
    assert public(Report("a", landing_page=PAGE, landing_path=PAGE)).pdf == ""


def test_no_path_is_told_by_an_answer() -> None:
    passage = Passage("p", LOCAL.id, "tekst", places=(Place(3),))
    hit = Hit(1, 1.0, passage, LOCAL, other_places=(Location(passage, LOCAL),))
    told = public_answer(Answer("q", "q", hits=(hit,), groups=(Group(LOCAL, (hit,), 1),)), "https://a.no")
    link = "https://a.no/report/0123456789abcdef.pdf#page=3"
    assert told.groups[0].report.path == ""
    assert [told.hits[0].link, told.hits[0].other_places[0].link, told.groups[0].hits[0].link] == [link] * 3
    assert "kari" not in json.dumps(answer_json(told))


@pytest.mark.parametrize(
    "place",
    [
        "",
        FILE,
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://kari:løyndom@a.no/",
        "https://a.no/\r\nx",
        "https:///x",
        "http://[",
        "//a.no/x",
        "https://a.no/a b",
    ],
)
def test_what_is_no_address_for_all(place: str) -> None:
    assert address(place) == ""
