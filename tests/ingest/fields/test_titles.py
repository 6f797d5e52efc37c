import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fields.titles import split_title, tidy_title, title_fault


@pytest.mark.parametrize(
    ("text", "title", "subtitle"),
    [
        ("Ved bordet? Skoleleiarar si involvering", "Ved bordet?", "Skoleleiarar si involvering"),
        ("Ny modell – Delrapport 3: Har det hjulpet?", "Ny modell", "Delrapport 3: Har det hjulpet?"),
        ("Delrapport 3: Har det hjulpet?", "Delrapport 3: Har det hjulpet?", ""),
        ("NOU 2023: 1", "NOU 2023: 1", ""),
        ("Program 2020 – 2024", "Program 2020 – 2024", ""),
        ("Skole mv. Ein rapport", "Skole mv. Ein rapport", ""),
        ("Skole (om skole: i dag)", "Skole (om skole: i dag)", ""),
        ("Små hus, store oppgåver. Barnehagen i ordninga", "Små hus, store oppgåver", "Barnehagen i ordninga"),
    ],
)
def test_where_a_subtitle_begins(text: str, title: str, subtitle: str) -> None:
    assert split_title(text) == (title, subtitle)


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("  Ein   tittel: ", "Ein tittel"),
        ("Framover.", "Framover"),
        ("Skole mv.", "Skole mv."),
        ("Skole m.m.", "Skole m.m."),
        ("Melding om skadeMelding om skade", "Melding om skade"),
        ("Kva no?", "Kva no?"),
    ],
)
def test_a_title_as_it_is_cited(text: str, tidy: str) -> None:
    assert tidy_title(text) == tidy


@pytest.mark.parametrize(
    "text",
    [
        "Microsoft Word - Rapport_v3.docx", "Untitled", "Uten navn", "rapport.pdf", "Dokument1", "C:\\tmp\\x", "x", "12", "IMG_1234",
        "PowerPoint-presentasjon", "final_v2", "Side 3",
    ],
)  # fmt: skip
def test_junk_is_no_title(text: str) -> None:
    assert title_fault(text)


@pytest.mark.parametrize(
    "text", ["Arbeid til alle", "Risiko 2021", "Hva nå?", "NOU 2023: 1", "Dokumentasjon i barnehagen"]
)
def test_what_can_be_a_title(text: str) -> None:
    assert title_fault(text) == ""


@given(st.text(max_size=80))
def test_splitting_loses_no_words(text: str) -> None:
    title, subtitle = split_title(text)
    letters = [char for char in title + subtitle if char.isalnum()]
    assert letters == [char for char in tidy_title(text) if char.isalnum()]
