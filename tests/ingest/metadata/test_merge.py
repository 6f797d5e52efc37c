from collections.abc import Callable
from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from catalogue.model import Isbn, Matter, Report
from ingest.document import Block, DocInfo, Document
from ingest.fields.claim import Claim
from ingest.landing import LandingPage
from ingest.metadata import Fields, merge, same_report

PAGE = LandingPage(path="x.html", sha256="")


def test_every_field_is_one_of_the_reports() -> None:
    assert {field.name for field in fields(Fields)} <= {field.name for field in fields(Report)}


def test_a_landing_page_alone() -> None:
    page = replace(
        PAGE,
        title="Ved bordet?",
        authors=("Kari Nes",),
        year=2022,
        last_changed="2023-01-02",
        heading="Rektorane ventar",
    )
    found = merge(None, page, "x.html")
    assert (found.title, found.authors, found.year) == ("Ved bordet?", ("Kari Nes",), 2022)
    assert (found.last_changed, found.heading) == ("2023-01-02", "Rektorane ventar")


def test_nothing_but_a_file_name() -> None:
    assert merge(None, None, "ein-rapport.pdf").title == "ein rapport"


def test_the_date_of_the_last_change_is_not_the_year() -> None:
    found = merge(None, replace(PAGE, title="Ved bordet?", last_changed="2024-02-27"), "x.html")
    assert found.year is None


def test_a_heading_is_a_title_only_after_the_printed_one(colophon_of: Callable[..., Document]) -> None:
    heading = Claim("title", "Rektorane ventar", "landing page: heading")
    page = replace(PAGE, heading="Rektorane ventar", title="Rektorane ventar", claims=(heading,))
    found = merge(colophon_of("Tittel: Ved bordet", "Utgiver: NIFU"), page, "x.pdf")
    assert (found.title, found.heading) == ("Ved bordet", "Rektorane ventar")
    alone = merge(None, page, "x.html")
    assert (alone.title, alone.heading) == ("Rektorane ventar", "")


def test_print_tells_where_the_subtitle_begins(colophon_of: Callable[..., Document]) -> None:
    page = replace(PAGE, title="Ny modell: for alle", subtitle="delrapport 3")
    found = merge(colophon_of("Tittel: Ny modell", "Undertittel: For alle – delrapport 3"), page, "x.pdf")
    assert (found.title, found.subtitle) == ("Ny modell", "For alle – delrapport 3")


def test_a_shouted_title_is_written_as_another_source_writes_it(
    make_block: Callable[..., Block], make_document: Callable[..., Document]
) -> None:
    shouted = make_block(("RISIKO I NORD", 70, 200, 30), matter=Matter.COVER)
    info = DocInfo(xmp=(("dc:title", "Risiko i nord"),))
    assert merge(make_document([shouted], info=info), None, "x.pdf").title == "Risiko i nord"


def test_candidates_say_why_they_lost(colophon_of: Callable[..., Document]) -> None:
    page = replace(PAGE, publisher="NIFU", claims=(Claim("publisher", "NIFU", "landing page: Utgiver"),))
    found = merge(colophon_of("Utgiver: NINA", "ISSN 9998-4105"), page, "x.pdf")
    told = [(c.value, c.source, c.chosen, c.reason) for c in found.candidates if c.field == "publisher"]
    assert told == [
        ("NIFU", "landing page: Utgiver", True, ""),
        ("NINA", "colophon p. 2: Utgiver", False, "landing page: Utgiver is believed first"),
    ]


def test_editions_of_page_and_print_are_joined(colophon_of: Callable[..., Document]) -> None:
    page = replace(PAGE, title="Ved bordet?", isbns=(Isbn("978-82-98990-11-1", "Nettutgave"),))
    printed = colophon_of("ISBN 978-82-98990-10-4 (trykt)", "ISBN 9788298990111")
    assert merge(printed, page, "x.pdf").isbn == (
        Isbn("978-82-98990-11-1", "Nettutgave"),
        Isbn("978-82-98990-10-4", "trykt"),
    )


def test_pairing_by_isbn() -> None:
    printed = Fields(isbn=(Isbn("82-7846-309-3"),))
    assert same_report(printed, replace(PAGE, isbns=(Isbn("978-82-7846-309-3"),)))
    assert not same_report(printed, replace(PAGE, isbns=(Isbn("82-7846-310-7"),)))
    assert not same_report(Fields(), PAGE)


@given(st.lists(st.text(max_size=60), max_size=8), st.text(max_size=40))
def test_any_colophon_is_read(lines: list[str], name: str) -> None:
    blocks = [Block(line, matter=Matter.COLOPHON, labels=((1, None),)) for line in lines]
    found = merge(Document(tuple(blocks), ()), None, name)
    chosen = {candidate.value for candidate in found.candidates if candidate.chosen}
    assert not found.title or found.title in chosen
    assert all(c.reason for c in found.candidates if not c.chosen)
