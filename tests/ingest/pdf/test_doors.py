from collections import Counter
from pathlib import Path

import pytest

from ingest.pdf import pdfium
from ingest.pdf.check import AGREE, agreement, text_of, words
from ingest.pdf.glyphs import PageGlyphs
from ingest.pdf.layout import read_page
from ingest.pdf.pdfium import PdfiumFile
from ingest.pdf.plumber import PlumberFile
from ingest.pdf.reading import Limits, ReadError, Status
from tests.ingest.pdf.pdfwriter import Writer, prose, report

SHARED = Path(__file__).parents[4] / "shared" / "data" / "pdfs"
SAMPLE = {"sp_program_nn": 12, "nsm_risiko_2021": 8, "noark5_spes": 60, "kith_r09_07": 10, "mdg_program": 14}
NEAR = 0.05  # points
LIMITS = Limits()

Door = type[PdfiumFile] | type[PlumberFile]
both = pytest.mark.parametrize("door", [PdfiumFile, PlumberFile])


def page(door: Door, path: Path, number: int = 1, limits: Limits = LIMITS) -> PageGlyphs:
    with door(path, limits) as file:
        return file.page(number)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    return tmp_path / "report.pdf"


@both
def test_characters_stand_where_they_are_printed(door: Door, pdf: Path) -> None:
    pdf.write_bytes(report([b"BT /F1 20 Tf 100 700 Td (\xc5r) Tj ET"]))
    seen = page(door, pdf)
    first, second = seen.glyphs
    assert (seen.page, seen.width, seen.height, seen.reader) == (1, 595, 842, door.reader)
    assert (first.text, second.text) == ("Å", "r")
    assert first.x0 == pytest.approx(100, abs=NEAR)
    assert first.x1 == pytest.approx(100 + 0.667 * 20, abs=NEAR)  # Helvetica's advance for Å
    assert second.x0 == pytest.approx(first.x1, abs=NEAR)
    assert first.size == pytest.approx(20, abs=NEAR)
    assert (first.upright, first.font) == (True, "Helvetica")
    assert first.bottom - first.top == pytest.approx(20, abs=NEAR)
    assert first.top < 842 - 700 < first.bottom


@both
def test_the_page_is_seen_as_it_is_shown(door: Door, pdf: Path) -> None:
    for rotation, (x, y) in {0: (50, 242), 90: (600, 50), 180: (350, 600), 270: (242, 350)}.items():
        more = f"/Rotate {rotation} /CropBox [50 0 450 842] "
        pdf.write_bytes(report([b"BT /F1 20 Tf 100 600 Td (o) Tj ET"], page_more=more))
        seen = page(door, pdf)
        turned = rotation in {90, 270}
        assert (seen.width, seen.height) == ((842, 400) if turned else (400, 842))
        [glyph] = seen.glyphs
        assert glyph.x0 - 1 <= x <= glyph.x1 + 5
        assert glyph.top - 5 <= y <= glyph.bottom + 1
        assert glyph.upright == (rotation == 0)


@both
def test_scaled_text_has_the_size_that_is_shown(door: Door, pdf: Path) -> None:
    pdf.write_bytes(report([b"q 2 0 0 2 0 0 cm BT /F1 1 Tf 6 0 0 6 10 100 Tm (x) Tj ET Q"]))
    [glyph] = page(door, pdf).glyphs
    assert glyph.size == pytest.approx(12, abs=NEAR)
    assert glyph.x0 == pytest.approx(20, abs=NEAR)


@both
def test_lines_rectangles_and_pictures_are_seen(door: Door, pdf: Path) -> None:
    out = Writer()
    picture = out.stream(
        b"\xff", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    content = b"10 20 m 110 20 l S 10 30 100 50 re f 10 100 m 20 110 l 30 100 l h 50 100 m 60 100 l B q 40 0 0 30 200 300 cm /I Do Q"
    more = f"/Resources << /XObject << /I {picture} 0 R >> >> "
    pdf.write_bytes(
        report([content], writer=out, page_more=more).replace(b"/Resources << /Font << /F1 2 0 R >> >>", b"", 1)
    )
    seen = page(door, pdf)
    boxes = [tuple(round(value) for value in shape[:4]) + shape[4:] for shape in seen.shapes]
    assert boxes == [
        (10, 822, 110, 822, False, True),
        (10, 762, 110, 812, True, False),
        (10, 732, 30, 742, True, True),
        (50, 742, 60, 742, True, True),
    ]
    assert [tuple(round(value) for value in box) for box in seen.pictures] == [(200, 512, 240, 542)]


@both
def test_a_page_is_read_up_to_the_limits(door: Door, pdf: Path) -> None:
    pdf.write_bytes(report([prose(["skoleleiar"] * 20) + b" 0 0 m 9 9 l S" * 20]))
    seen = page(door, pdf, limits=Limits(page_chars=50, page_shapes=5))
    assert len(seen.glyphs) == 50
    assert len(seen.shapes) == 5


@both
def test_what_is_no_pdf_and_what_is_locked_is_told(door: Door, pdf: Path) -> None:
    pdf.write_bytes(b"%PDF-1.4 nothing")
    with pytest.raises(ReadError) as caught:
        door(pdf, Limits())
    assert caught.value.status is Status.DAMAGED
    out = Writer()
    out.lock(b"hemmeleg")
    pdf.write_bytes(report([prose(["x"])], writer=out))
    with pytest.raises(ReadError) as caught:
        door(pdf, Limits())
    assert caught.value.status is Status.ENCRYPTED
    with pytest.raises(ReadError) as caught:
        door(pdf.with_name("missing.pdf"), Limits())
    assert caught.value.status is Status.UNREADABLE


def test_a_lock_is_not_blamed_on_the_next_file(pdf: Path) -> None:
    out = Writer()
    out.lock(b"hemmeleg")
    pdf.write_bytes(report([prose(["x"])], writer=out))
    with pytest.raises(ReadError):
        PdfiumFile(pdf, Limits())
    pdf.write_bytes(report([]))
    with pytest.raises(ReadError) as caught:
        PdfiumFile(pdf, Limits())
    assert caught.value.status is Status.DAMAGED


@both
def test_a_page_that_is_not_there_is_told(door: Door, pdf: Path) -> None:
    pdf.write_bytes(report([prose(["x"])]))
    with door(pdf, Limits()) as file:
        assert len(file) == 1
        with pytest.raises(ReadError):
            file.page(2)


@pytest.mark.parametrize("name", SAMPLE)
def test_both_see_the_same_words_and_places_on_real_pages(name: str) -> None:
    path = SHARED / f"{name}.pdf"
    if not path.exists():
        pytest.skip("the shared PDFs are not on this machine")
    one, other = page(PdfiumFile, path, SAMPLE[name]), page(PlumberFile, path, SAMPLE[name])
    assert (one.width, one.height) == pytest.approx((other.width, other.height), abs=NEAR)
    assert agreement(words(text_of(read_page(one))), words(text_of(read_page(other)))) >= AGREE
    ours, theirs = _places(one), _places(other)
    assert len(ours.keys() & theirs.keys()) > 0.9 * len(theirs)
    for text in ours.keys() & theirs.keys():
        assert ours[text] == pytest.approx(theirs[text], abs=1), text


def _places(seen: PageGlyphs) -> dict[str, tuple[float, float, float, float]]:
    """Lines that stand on the page once, and where."""
    lines = read_page(seen).lines
    often = Counter(line.text for line in lines)
    return {line.text: (line.x0, line.x1, line.top, line.bottom) for line in lines if often[line.text] == 1}


def test_what_the_file_says_of_itself(pdf: Path) -> None:
    out = Writer()
    xmp = out.stream(
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Rapport</rdf:li></rdf:Alt>'
        b"</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>",
        "/Type /Metadata /Subtype /XML",
    )
    info = out.add("<< /Title (Evaluering) /Author (\xc5se Berg) >>")
    outline, entry = out.reserve(), out.reserve()
    out.put(outline, f"<< /Type /Outlines /First {entry} 0 R /Last {entry} 0 R /Count 1 >>")
    out.put(entry, f"<< /Title (Kapittel 1) /Parent {outline} 0 R /Dest [9 0 R /Fit] >>")
    more = f"/Lang (nn-NO) /Metadata {xmp} 0 R /Outlines {outline} 0 R /PageLabels << /Nums [0 << /S /r >> 1 << /S /D >>] >>"
    pdf.write_bytes(report([prose(["x"])] * 3, writer=out, catalogue_more=more, trailer_more=f"/Info {info} 0 R"))
    with PdfiumFile(pdf, Limits()) as file:
        told = file.info()
        assert file.labels() == ("i", "1", "2")
        assert file.sound
    assert dict(told.info) == {"Title": "Evaluering", "Author": "Åse Berg"}
    assert told.lang == "nn-NO"
    assert told.outline == ((1, "Kapittel 1", 1),)
    with PlumberFile(pdf, Limits()) as other:
        assert b"Rapport" in other.xmp
        assert other.stated == len(other) == 3


def test_a_page_is_rendered_as_png(pdf: Path) -> None:
    pdf.write_bytes(report([prose(["Skoleleiarar"])]))
    assert pdfium.render(pdf, 1, 1.0).startswith(b"\x89PNG")
    with pytest.raises(ReadError):
        pdfium.render(pdf, 2)
