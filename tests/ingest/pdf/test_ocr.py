from pathlib import Path

import pytest

from ingest.pdf import ocr
from ingest.pdf.pdfium import render
from ingest.pdf.read import read
from ingest.pdf.reading import Status
from tests.ingest.pdf.pdfwriter import Writer, prose, report

HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
LINE = "4\t1\t1\t1\t1\t0\t300\t600\t900\t50\t-1\t\n"
TABLE = (
    HEAD
    + LINE
    + '5\t1\t1\t1\t1\t1\t300\t610\t200\t40\t90\t"Lite\n5\t1\t1\t1\t1\t2\t600\t610\t100\t30\t60\tno\n5\t1\t1\t1\t1\t3\t800\t610\t10\t30\t0\t \n'
)


def test_words_become_glyphs_on_their_line() -> None:
    glyphs, sure = ocr.from_tsv(TABLE)
    assert "".join(glyph.text for glyph in glyphs) == '"Lite no '
    assert glyphs[0][1:5] == pytest.approx((72, 144, 72 + 200 / 5 * 72 / 300, 156))
    assert {round(glyph.size, 1) for glyph in glyphs} == {12}
    assert sure == pytest.approx((90 * 5 + 60 * 2) / 7 / 100)


def test_no_table_no_glyphs() -> None:
    assert ocr.from_tsv("") == ((), 0.0)
    assert ocr.from_tsv(HEAD) == ((), 0.0)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A page that is a picture of text."""
    text = tmp_path / "text.pdf"
    text.write_bytes(
        report([prose(["Skoleleiarar er for lite involverte.", "Barnehagane deltek meir enn venta."], 20)])
    )
    from PIL import Image

    picture = tmp_path / "scan.pdf"
    (tmp_path / "page.png").write_bytes(render(text, 1, ocr.SCALE))
    with Image.open(tmp_path / "page.png") as image:
        image.convert("L").save(picture, resolution=300)
    return picture


def test_a_scan_is_told_where_tesseract_is_missing(scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    reading = read(scan)
    assert reading.status is Status.READ
    assert reading.document is not None
    assert reading.document.blocks == ()
    assert [(note.code, note.page) for note in reading.document.notes] == [("scan", 1)]
    assert "Tesseract" in reading.document.notes[0].text


@pytest.mark.skipif(not ocr.available(), reason="Tesseract with Norwegian is not on this machine")
def test_a_scan_is_read_by_tesseract(scan: Path) -> None:
    document = read(scan).document
    assert document is not None
    assert "Skoleleiarar er for lite involverte." in " ".join(block.text for block in document.blocks)
    assert document.pages[0].reader == "tesseract"
    assert all(block.note.startswith("ocr:0.") for block in document.blocks)
    assert [note.code for note in document.notes] == ["scan"]


def test_a_blank_page_is_no_scan(tmp_path: Path) -> None:
    path = tmp_path / "blank.pdf"
    path.write_bytes(report([prose(["Tekst"]), b"", b"BT /F1 11 Tf 72 700 Td (  ) Tj ET"], writer=Writer()))
    reading = read(path)
    assert reading.status is Status.READ
    assert reading.document is not None
    assert reading.document.notes == ()
