from collections.abc import Callable

from catalogue.model import Kind
from ingest.document import Block
from ingest.metadata.forms import entries
from ingest.metadata.printed import segments

Make = Callable[..., Block]


def read(*blocks: Block) -> list[tuple[str, str]]:
    return [(entry.label.field, entry.value) for entry in entries(blocks, segments(blocks, 1))]


def test_a_label_with_a_colon(make_block: Make) -> None:
    assert read(make_block(("Oppdragsgiver: Udir", 70, 80, 10))) == [("commissioned_by", "Udir")]


def test_lines_that_a_reader_made_one_paragraph_of(make_block: Make) -> None:
    glued = make_block(
        ("Utgiver: NIFU", 70, 80, 10), ("Dato: 3. mai 2023", 70, 94, 10), ("Antall sider: 40", 70, 108, 10)
    )
    assert read(glued) == [("publisher", "NIFU"), ("published", "3. mai 2023"), ("ignored", "40")]


def test_a_value_that_goes_on_over_the_line(make_block: Make) -> None:
    wrapped = make_block(
        ("Oppdragsgiver: Direktoratet for", 70, 80, 10), ("utdanningskvalitetsmålingsutvikling", 70, 94, 10)
    )
    assert read(wrapped) == [("commissioned_by", "Direktoratet for utdanningskvalitetsmålingsutvikling")]


def test_values_beside_their_labels(make_block: Make) -> None:
    labels = [make_block((text, 70, 80 + 15 * n, 10)) for n, text in enumerate(("Utgiver", "Oppdragsgiver", "Dato"))]
    values = [make_block((text, 200, 80 + 15 * n, 10)) for n, text in enumerate(("NIFU", "Udir", "3. mai 2023"))]
    assert read(*labels, *values) == [("publisher", "NIFU"), ("commissioned_by", "Udir"), ("published", "3. mai 2023")]


def test_an_unknown_label_below_is_no_value(make_block: Make) -> None:
    labels = [make_block((text, 70, 80 + 12 * n, 10)) for n, text in enumerate(("Forfattere", "Fagansvarlig"))]
    values = [make_block((text, 200, 80 + 12 * n, 10)) for n, text in enumerate(("Kari Nes", "Ola Ås"))]
    assert read(*labels, *values) == [("author", "Kari Nes")]


def test_a_row_of_labels_above_a_row_of_values(make_block: Make) -> None:
    head = [make_block((text, x, 80, 10)) for text, x in (("ISBN", 70), ("Dato", 170), ("Antall sider", 270))]
    below = [make_block((text, x, 92, 10)) for text, x in (("82-7846-309-3", 70), ("2007.09.10", 170), ("19", 270))]
    assert read(*head, *below) == [("isbn", "82-7846-309-3"), ("published", "2007.09.10"), ("ignored", "19")]


def test_rows_of_a_table(make_block: Make) -> None:
    rows = [
        make_block(("Utgiver | NIFU", 70, 80, 10), kind=Kind.TABLE),
        make_block(("Rapportnummer 8/07 | URL http://www.kith.no", 70, 95, 10), kind=Kind.TABLE),
        make_block(("ISBN | Dato", 70, 110, 10), kind=Kind.TABLE),
        make_block(("82-7846-309-3 | 2007.09.10", 70, 125, 10), kind=Kind.TABLE),
    ]
    assert read(*rows) == [
        ("publisher", "NIFU"),
        ("report_number", "8/07"),
        ("ignored", "http://www.kith.no"),
        ("isbn", "82-7846-309-3"),
        ("published", "2007.09.10"),
    ]


def test_names_on_a_line_each_get_commas(make_block: Make) -> None:
    names = make_block(
        ("Forfattere", 70, 80, 10),
        ("Kari Nes", 70, 92, 10),
        ("Ola Ås", 70, 104, 10),
        ("A much longer line", 70, 170, 10),
    )
    assert read(names) == [("author", "Kari Nes, Ola Ås")]


def test_labels_that_end_with_a_preposition_need_no_colon(make_block: Make) -> None:
    assert read(make_block(("På oppdrag fra Utdanningsdirektoratet", 70, 80, 10))) == [
        ("commissioned_by", "Utdanningsdirektoratet")
    ]


def test_prose_is_no_label(make_block: Make) -> None:
    prose = make_block(("Rapporten er skrevet av forskere som har lest mye.", 70, 80, 10))
    assert read(prose) == []
