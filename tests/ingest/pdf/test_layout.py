"""The layout's parts on made lines and words."""

from array import array

import pytest

from catalogue.model import Kind
from ingest.pdf.join import Placed
from ingest.pdf.layout.captioned import captioned_tables
from ingest.pdf.layout.chapter_heads import chapter_heads
from ingest.pdf.layout.drafts import Draft, drafts
from ingest.pdf.layout.figures import gather_figures
from ingest.pdf.layout.furniture import furniture
from ingest.pdf.layout.hanging import hanging
from ingest.pdf.layout.lines import rows
from ingest.pdf.layout.model import Line, PageLayout, Word
from ingest.pdf.layout.spots import margin_rows, spots

SIZE = 10.0
LETTER = 5.0  # points


def line(text: str, top: float, x0: float = 72.0, size: float = SIZE, *, bold: bool = False) -> Line:
    """A line with letters of one width; two blanks make a wide gap."""
    edges, x = array("f"), x0
    for word in text.replace("  ", " \t ").split(" "):
        if word == "\t":
            x += 4 * size
            continue
        edges.extend((x, x + LETTER * len(word)))
        x += LETTER * (len(word) + 1)
    return Line(" ".join(text.split()), edges, top, top + size, size, bold)


def lines(*texts: tuple[str, float]) -> list[Line]:
    return [line(text, 100 + 12 * number, x0) for number, (text, x0) in enumerate(texts)]


def words(*texts: str, x0: float = 72.0, top: float = 100.0) -> list[Word]:
    found = []
    for number, text in enumerate(texts):
        made = line(text, top + 14 * number, x0)
        found += [Word(word, a, made.top, b, made.bottom, SIZE, bold=False, blank=True) for word, a, b in made.words()]
    return found


# --- hanging indents --------------------------------------------------------------------------------------------------

FULL = "Tveitmyr, R. og Hovdestøl, A. (2022). Ved bordet eller på gangen? Skole"


def test_first_lines_that_stand_out_begin_entries() -> None:
    column = lines(
        (FULL, 72), ("leiarar i planlegginga. Rapport.", 90), ("Berg, A. (2019). Kort.", 72), (FULL, 72), ("meir.", 90)
    )
    assert hanging(column) == ({0, 2, 3}, {1, 4})
    assert [len(draft.lines) for draft in drafts(1, column)] == [2, 1, 2]


def test_indented_first_lines_are_no_hanging_indents() -> None:
    prose = lines((FULL, 90), (FULL, 72), ("og så sluttar det.", 72), (FULL, 90), (FULL, 72), ("Slutt.", 72))
    assert hanging(prose) == (set(), set())
    assert [len(draft.lines) for draft in drafts(1, prose)] == [3, 3]


def test_ragged_text_with_full_lines_before_its_indents_is_none() -> None:
    ragged = lines((FULL, 72), (FULL, 72), (FULL, 90), (FULL, 72), (FULL, 72), (FULL, 90), (FULL, 72))
    assert hanging(ragged) == (set(), set())


# --- forms and captions -----------------------------------------------------------------------------------------------


def test_each_field_of_a_form_is_a_block() -> None:
    form = lines(
        ("Tittel: Små hus, store oppgåver og ei lang rad av ord", 72),
        ("ISBN: 978-82-98992-10-8", 72),
        ("Dato: 2022", 72),
    )
    assert [draft.text.split(":")[0] for draft in drafts(1, form)] == ["Tittel", "ISBN", "Dato"]


def test_a_caption_begins_a_block() -> None:
    found = drafts(
        1, lines(("Rektorar (n = 324) Lærarar", 72), ("Figur 1. Kven avgjorde kva tiltaket skulle handle om?", 72))
    )
    assert len(found) == 2


# --- tables and figures -----------------------------------------------------------------------------------------------

TABLE = (
    "Tabell 3. Status eitt år etter oppstart",
    "Påstand                              Lite  Mykje",
    "Arbeidet går framleis som planlagt   38    72",
    "Tiltaket står på planen              41    68",
    "Vi veit kvifor                       29    66",
)


def table_words(*texts: str) -> list[Word]:
    """Words at the columns of the text, as a typewriter sets them."""
    found = []
    for number, text in enumerate(texts):
        at = 0
        for word in text.split():
            at = text.index(word, at)
            x0 = 72 + LETTER * at
            found.append(
                Word(word, x0, 100 + 14 * number, x0 + LETTER * len(word), 110 + 14 * number, SIZE, False, True)
            )
            at += len(word)
    return found


def test_a_table_without_rules_is_found_below_its_caption() -> None:
    after = "Skilnadene mellom lite og mykje er tydelege og held seg når vi tek omsyn til alt."
    [table] = captioned_tables(table_words(*TABLE, after), SIZE)
    assert [[" ".join(word.text for word in cell) for cell in row] for row in table.rows] == [
        ["Påstand", "Lite", "Mykje"],
        ["Arbeidet går framleis som planlagt", "38", "72"],
        ["Tiltaket står på planen", "41", "68"],
        ["Vi veit kvifor", "29", "66"],
    ]


def test_the_same_rows_without_a_caption_are_no_table() -> None:
    assert captioned_tables(table_words(*TABLE[1:]), SIZE) == []


def test_the_next_column_of_text_is_no_column_of_a_table() -> None:
    prose = "i kommunane som har fått støtte"
    columns = [f"{'ord i ein smal spalte':40}{prose}" for _ in range(6)]
    assert captioned_tables(table_words("Tabell 3. Status", *columns), SIZE) == []


def draft(text: str, kind: Kind = Kind.PARAGRAPH, top: float = 100.0, size: float = SIZE) -> Draft:
    made = Draft([Placed(1, line(text, top, size=size))], kind)
    made.measure()
    return made


def test_labels_above_a_caption_become_one_figure() -> None:
    prose = draft("I figur 1 ser vi at to av tre skoleeigarar meiner at rektorane var involverte.")
    heading = draft("3.1 To bilete av den same prosessen", size=14)
    found = gather_figures(
        [
            prose,
            heading,
            draft("Ingenting 29 %"),
            draft("14 | 27", Kind.TABLE),
            draft("Kva for ein høgskole eller eit universitet det var 44 %"),
            draft("Skoleeigarar (n = 81)  Rektorar (n = 355)"),
            draft("Kjelde: rekneskap", Kind.CAPTION),
            draft("Figur 1. Kva var avgjort?", Kind.CAPTION),
            draft("Det er stor variasjon."),
        ],
        SIZE,
    )
    kinds = [Kind.PARAGRAPH, Kind.PARAGRAPH, Kind.FIGURE, Kind.CAPTION, Kind.CAPTION, Kind.PARAGRAPH]
    assert [one.kind for one in found] == kinds
    assert len(found[2].lines) == 4


def test_a_table_with_its_own_caption_is_no_part_of_the_next_figure() -> None:
    rows_ = [
        draft("Tabell 1. Svar", Kind.CAPTION),
        draft("Rektorar | 355", Kind.TABLE),
        draft("Lærarar | 1 128", Kind.TABLE),
    ]
    found = gather_figures([*rows_, draft("Figur 1. Kart", Kind.CAPTION)], SIZE)
    assert [one.kind for one in found] == [Kind.CAPTION, Kind.TABLE, Kind.TABLE, Kind.CAPTION]


# --- running heads ----------------------------------------------------------------------------------------------------


def page(number: int, *more: Line) -> PageLayout:
    text = [
        line(f"Brødtekst nummer {chr(96 + number)} som fyller ei linje på sida", 150 + 12 * row) for row in range(6)
    ]
    return PageLayout(number, 595, 842, (*more, *text))


def test_heads_that_repeat_the_chapters_title_are_furniture() -> None:
    pages = [
        page(1, line("1 Innleiing", 90, size=20)),
        page(2, line("Innleiing", 40, size=9)),
        page(3, line("2 Kven sit ved bordet?", 90, size=20)),
        page(4, line("Kven sit ved bordet?", 40, size=9)),
    ]
    found = furniture(pages)
    assert {(1, 0), (3, 0)} <= found
    assert not {(0, 0), (2, 0)} & found


def test_a_line_in_the_margin_that_repeats_no_heading_stays() -> None:
    pages = [page(1, line("1 Innleiing", 90, size=20)), page(2, line("Metode", 40, size=9)), page(3)]
    assert furniture(pages) == set()
    margins = spots(pages, [margin_rows(one) for one in pages])
    assert chapter_heads(pages, margins, set(), SIZE) == set()


@pytest.mark.parametrize("numbers", [(5, 6, 7, 8), (5, 8, 20, 21)])
def test_page_numbers_count_with_the_pages_also_where_pages_are_missing(numbers: tuple[int, ...]) -> None:
    pages = [page(number, line(f"RISIKO 2021 | {number}", 800, size=8)) for number in numbers]
    assert furniture(pages) == {(index, 0) for index in range(len(numbers))}


# --- overprinting -----------------------------------------------------------------------------------------------------


def test_texts_printed_over_each_other_are_read_one_after_the_other() -> None:
    hidden = words("Standard for hodemelding", x0=80)
    shown = words("Standard for kommunikasjon")
    found = [" ".join(word.text for word in row) for row in rows([*hidden, *shown])]
    assert found == ["Standard for hodemelding", "Standard for kommunikasjon"]
