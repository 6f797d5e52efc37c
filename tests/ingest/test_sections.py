import pytest

from catalogue.model import Kind, Matter
from ingest.document import Block, Document
from ingest.sections import Placed, place

SENTENCE = "Skoleleiarane er for lite involverte i planlegginga."


def heading(text: str, level: int = 1, **more: object) -> Block:
    return Block(text, Kind.HEADING, level=level, **more)  # type: ignore[arg-type]


def placed(*blocks: Block) -> list[Placed]:
    return list(place(Document(blocks, ())))


def statement(*above: Block, kind: Kind = Kind.PARAGRAPH, text: str = SENTENCE) -> Placed:
    """How a sentence below some headings is placed."""
    return placed(*above, Block(text, kind))[-1]


def test_a_section_path_follows_the_levels() -> None:
    found = placed(
        heading("1 Innleiing"),
        Block(SENTENCE),
        heading("1.1 Bakgrunn", 2),
        Block(SENTENCE),
        heading("1.1.1 Ordninga", 3),
        Block(SENTENCE),
        heading("1.2 Mål", 2),
        Block(SENTENCE),
        heading("2 Metode"),
        Block(SENTENCE),
    )
    assert [one.section for one in found] == [
        (),
        ("1 Innleiing",),
        ("1 Innleiing",),
        ("1 Innleiing", "1.1 Bakgrunn"),
        ("1 Innleiing", "1.1 Bakgrunn"),
        ("1 Innleiing", "1.1 Bakgrunn", "1.1.1 Ordninga"),
        ("1 Innleiing",),
        ("1 Innleiing", "1.2 Mål"),
        (),
        ("2 Metode",),
    ]
    assert {one.matter for one in found} == {Matter.BODY}


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("Samandrag", Matter.SUMMARY),
        ("SAMMENDRAG", Matter.SUMMARY),
        ("English summary", Matter.SUMMARY),
        ("Hovedfunn", Matter.FINDINGS),
        ("Dei viktigaste funna", Matter.FINDINGS),
        ("7 Konklusjon og tilrådingar", Matter.CONCLUSION),
        ("Kapittel 8: Avsluttende drøfting", Matter.CONCLUSION),
    ],
)
def test_summaries_and_conclusions_state_findings(title: str, matter: Matter) -> None:
    found = statement(heading(title))
    assert (found.matter, found.finding) == (matter, True)


@pytest.mark.parametrize(
    ("title", "matter"),
    [
        ("Forord", Matter.PREFACE),
        ("3 Kven deltek?", Matter.BODY),
        ("Referansar", Matter.REFERENCES),
        ("Vedlegg 2: Spørjeskjema", Matter.APPENDIX),
    ],
)
def test_other_parts_state_none(title: str, matter: Matter) -> None:
    found = statement(heading(title))
    assert (found.matter, found.finding) == (matter, False)


def test_the_innermost_heading_that_names_a_part_counts() -> None:
    below = statement(heading("Sammendrag"), heading("Hovedfunn", 2))
    assert (below.matter, below.finding) == (Matter.FINDINGS, True)
    deep = statement(heading("5 Konklusjon"), heading("5.1 Skoleeierne", 2))
    assert (deep.matter, deep.finding) == (Matter.CONCLUSION, True)


@pytest.mark.parametrize("title", ["Bakgrunn", "7.1 Tilrådingar", "Metode", "8.1 Anbefalinger"])
def test_background_method_and_recommendations_state_no_findings(title: str) -> None:
    found = statement(heading("7 Konklusjon"), heading(title, 2))
    assert (found.matter, found.finding) == (Matter.CONCLUSION, False)


def test_a_conclusion_inside_an_appendix_is_not_the_reports() -> None:
    found = statement(heading("Vedlegg 1"), heading("Konklusjon", 2))
    assert (found.matter, found.finding) == (Matter.APPENDIX, False)


def test_after_an_appendix_a_heading_of_its_level_opens_another_part() -> None:
    assert statement(heading("Referansar"), heading("Summary")).matter is Matter.SUMMARY


@pytest.mark.parametrize("kind", [Kind.CAPTION, Kind.FOOTNOTE, Kind.TABLE, Kind.FIGURE])
def test_captions_notes_tables_and_figures_are_no_findings(kind: Kind) -> None:
    found = statement(heading("Samandrag"), kind=kind)
    assert (found.matter, found.finding) == (Matter.SUMMARY, False)


@pytest.mark.parametrize("kind", [Kind.LIST_ITEM, Kind.BOX, Kind.QUOTE])
def test_items_boxes_and_quotes_can_be_findings(kind: Kind) -> None:
    assert statement(heading("Samandrag"), kind=kind).finding


def test_names_are_no_findings_but_short_items_and_sentences_are() -> None:
    conclusion = heading("7 Konklusjon")
    assert not statement(conclusion, text="Marte Kvernhaugli og Hamid Nesvollen").finding
    assert not statement(conclusion, text="Til kommunane:").finding
    assert statement(conclusion, text="Ja, til dels.").finding
    assert statement(conclusion, kind=Kind.LIST_ITEM, text="• Tidspress hos rektorane").finding


def test_cover_colophon_and_contents_stand_in_no_section_and_open_none() -> None:
    found = placed(
        heading("Ved bordet eller på gangen?", matter=Matter.COVER),
        Block("Oppdragsgivar: Direktoratet", matter=Matter.COLOPHON),
        heading("Innhald", matter=Matter.CONTENTS),
        Block("Samandrag 4", matter=Matter.CONTENTS),
        heading("1 Innleiing"),
        Block(SENTENCE),
    )
    assert [one.section for one in found] == [(), (), (), (), (), ("1 Innleiing",)]
    assert [one.matter for one in found[:4]] == [Matter.COVER, Matter.COLOPHON, Matter.CONTENTS, Matter.CONTENTS]
    assert not any(one.finding for one in found)


def test_a_colophons_form_can_hold_the_summary() -> None:
    form = ("Sammendrag:", "Denne rapporten viser at kommunene bruker midlene svært ulikt.", "Antall sider:", "42")
    found = placed(*(Block(text, matter=Matter.COLOPHON) for text in form))
    assert [one.finding for one in found] == [False, True, False, False]
    assert found[1].matter is Matter.SUMMARY


def test_a_long_heading_is_a_paragraph_in_large_letters() -> None:
    long = "Vi har undersøkt korleis skoleleiarane blir involverte i arbeidet med lokal kompetanseutvikling."
    found = placed(heading("Samandrag"), heading(long), Block(SENTENCE))
    assert [one.kind for one in found] == [Kind.HEADING, Kind.PARAGRAPH, Kind.PARAGRAPH]
    assert [one.section for one in found[1:]] == [("Samandrag",), ("Samandrag",)]
    assert found[1].finding
