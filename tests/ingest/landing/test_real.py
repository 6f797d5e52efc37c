"""The founding series' landing page: short facts of it, when it is here."""

from pathlib import Path

import pytest

from catalogue.model import Isbn
from ingest import landing

PAGE = Path(__file__).parents[4] / "shared" / "data" / "landing" / "000_569444f973790813.md"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="the real landing page is not here")


def test_the_facts() -> None:
    page = landing.read(PAGE)
    assert page.title == "Evaluering av ny kompetansemodell"
    assert page.subtitle.startswith("Delrapport 3: Har endringene i oppfølgingsordningen")
    assert page.authors == ("Øyunn Syrstad Høydal", "Trine Myrvold", "Selma Lyng", "Elin Borg")
    assert page.isbns == (Isbn("978-82-7609-476-3", "Nettutgave"),)
    assert page.publisher == "Arbeidsforskningsinstituttet, OsloMet"
    assert (page.year, page.last_changed) == (2024, "2024-02-27")
    assert page.series == "Evaluering av tilskudd til lokal kompetanseutvikling"
    assert page.heading == "Skoleeigarane er fornøgde med oppfølgingsordninga"
    assert page.describes_report


def test_the_bullets_and_the_broken_one_among_them() -> None:
    bullets = landing.read(PAGE).bullets
    assert [bullet.split()[0] for bullet in bullets] == ["Skoleeigarane", "Dei", "Skolen", "Evalueringa"]
    assert "har gitt dei betre kompetanse til å drive" in bullets[0]
    assert all(bullet.endswith(".") for bullet in bullets)
