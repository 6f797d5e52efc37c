from collections.abc import Callable

from catalogue.model import Matter, Run
from ingest.document import Block, DocInfo, Document
from ingest.metadata import merge
from ingest.metadata.cover import claims
from ingest.metadata.lines import in_order
from ingest.metadata.printed import segments

Make = Callable[..., Block]
MakeDocument = Callable[..., Document]


def cover(make_document: MakeDocument, *blocks: Block, info: DocInfo | None = None) -> Document:
    return make_document(blocks, info=info)


def line(make: Make, text: str, top: float, size: float, *, bold: bool = False, x0: float = 70) -> Block:
    return make((text, x0, top, size), matter=Matter.COVER, bold=bold)


def test_the_largest_type_is_the_title_and_what_follows_its_subtitle(
    make_block: Make, make_document: MakeDocument
) -> None:
    title = make_block(("Med kunnskap i", 70, 200, 30), ("ryggsekken", 70, 233, 30), matter=Matter.COVER)
    rest = [
        line(make_block, "Kompetanse i barnehagen", 290, 16),
        line(make_block, "Kari Nes, Ola Ås og Pia de Vibe", 340, 12),
        line(make_block, "Høgskulen i Storvassdal", 780, 12),
    ]
    found = merge(cover(make_document, line(make_block, "Rapport 2023:5", 100, 12), title, *rest), None, "x.pdf")
    assert (found.title, found.subtitle) == ("Med kunnskap i ryggsekken", "Kompetanse i barnehagen")
    assert found.authors == ("Kari Nes", "Ola Ås", "Pia de Vibe")
    assert (found.report_number, found.year, found.publisher) == ("2023:5", 2023, "Høgskulen i Storvassdal")


def test_authors_on_a_line_each_and_above_the_title(make_block: Make, make_document: MakeDocument) -> None:
    authors = make_block(("Kari Nes", 70, 60, 12), ("Ola Ås", 70, 75, 12), matter=Matter.COVER)
    found = merge(cover(make_document, authors, line(make_block, "Arbeid til alle", 200, 30)), None, "x.pdf")
    assert (found.title, found.authors) == ("Arbeid til alle", ("Kari Nes", "Ola Ås"))


def test_logos_dates_and_versions_are_no_titles(make_block: Make, make_document: MakeDocument) -> None:
    blocks = [
        line(make_block, "K I T H", 60, 36),
        line(make_block, "12. mai 2021", 120, 30),
        line(make_block, "Versjon 1.0", 160, 30),
        line(make_block, "Melding om skade", 300, 20),
    ]
    found = merge(cover(make_document, *blocks), None, "x.pdf")
    assert (found.title, found.year) == ("Melding om skade", 2021)


def test_a_period_below_belongs_to_the_title(make_block: Make, make_document: MakeDocument) -> None:
    blocks = [line(make_block, "Arbeidsprogram", 60, 40), line(make_block, "2025–2029", 110, 16)]
    assert merge(cover(make_document, *blocks), None, "x.pdf").title == "Arbeidsprogram 2025–2029"


def test_a_slogan_far_below_is_no_subtitle(make_block: Make, make_document: MakeDocument) -> None:
    blocks = [line(make_block, "Arbeidsprogram", 60, 40), line(make_block, "Det er mulig", 700, 24)]
    assert merge(cover(make_document, *blocks), None, "x.pdf").subtitle == ""


def test_the_cover_is_believed_over_xmp(make_block: Make, make_document: MakeDocument) -> None:
    info = DocInfo(xmp=(("dc:title", "Mal for rapporter i Word"),))
    found = merge(cover(make_document, line(make_block, "Arbeid til alle", 200, 30), info=info), None, "x.pdf")
    assert found.title == "Arbeid til alle"


def test_a_broken_cover_is_not_believed(make_block: Make, make_document: MakeDocument) -> None:
    hidden = line(make_block, "Standard for hodemelding", 200, 30)
    seen = line(make_block, "Standard for journaler", 203, 30)
    found = merge(
        cover(make_document, hidden, seen, info=DocInfo(xmp=(("dc:title", "Standard for journaler"),))), None, "x.pdf"
    )
    assert found.title == "Standard for journaler"
    assert [c.reason for c in found.candidates if c.source == "cover" and c.field == "title"] == [
        "the cover's text is broken"
    ]


def test_a_small_subtitle_that_a_reader_put_into_the_titles_line(make_block: Make, make_document: MakeDocument) -> None:
    large = make_block(("Framover.", 50, 100, 70), matter=Matter.COVER)
    small = make_block(("Program for 2025", 55, 150, 14), matter=Matter.COVER)
    shift = len(large.text) + 1
    runs = [type(r)(r.start + shift, r.end + shift, 1, r.x0, 100, r.x1, 170) for r in small.runs]
    glued = Block(f"{large.text} {small.text}", runs=(*large.runs, *runs), matter=Matter.COVER, size=14)
    found = merge(cover(make_document, glued), None, "x.pdf")
    assert (found.title, found.subtitle) == ("Framover", "Program for 2025")


def test_a_masthead_above_the_date_is_the_series(make_block: Make, make_document: MakeDocument) -> None:
    blocks = [
        make_block(("NORSK TIDEND", 70, 60, 40)),
        make_block(("Kunngjort 27. mai 2025", 70, 120, 11)),
        make_block(("Lov om noe viktig", 70, 150, 16), bold=True),
        *(make_block((f"Dette er brødtekst nummer {n} med mange ord i.", 70, 180 + 14 * n, 11)) for n in range(20)),
    ]
    found = merge(make_document(blocks), None, "x.pdf")
    assert (found.title, found.series) == ("Lov om noe viktig", "NORSK TIDEND")


def test_type_in_two_heights_side_by_side_is_read_across_and_down(make_block: Make) -> None:
    blocks = [
        make_block(("NÆR", 70, 100, 30)),
        make_block(("FOLK I", 70, 132, 30)),
        make_block(("HEILE", 200, 98, 70)),
        make_block(("NOREG", 70, 180, 70)),
    ]
    assert [s.text for s in in_order(segments(blocks, 1))] == ["NÆR", "FOLK I", "HEILE", "NOREG"]


def test_type_that_runs_up_the_page_is_no_title(make_block: Make, make_document: MakeDocument) -> None:
    title = line(make_block, "Arbeid til alle", 200, 30)
    turned = Block("Notat", runs=(Run(0, 5, 1, 20, 500, 32, 560),), matter=Matter.COVER)
    assert merge(cover(make_document, turned, title), None, "x.pdf").title == "Arbeid til alle"


def test_a_document_without_places_or_pages_has_no_cover(make_document: MakeDocument) -> None:
    assert claims(Document((), ())) == []
    assert claims(make_document([Block("Ein tittel", labels=((1, None),))])) == []
