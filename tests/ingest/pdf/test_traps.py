"""What real reports do to a reader: each trap as a test, on the whole file where a page does not show it."""

import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from catalogue.model import Kind, Matter
from ingest.document import Document
from ingest.passages import language_shares, split
from ingest.pdf import ocr
from ingest.pdf.check import agreement, words
from ingest.pdf.layout import read_page
from ingest.pdf.pagetext import page_text
from ingest.pdf.pdfium import PdfiumFile
from ingest.pdf.read import read
from ingest.pdf.reading import Limits, Status
from norwegian.lexicon import lexicon
from tests.ingest.pdf.conftest import PDFS

pytestmark = pytest.mark.skipif(not PDFS.is_dir(), reason="the shared PDFs are not on this machine")

SUSPENDING = "og|eller|samt|til|men"


def known(word: str) -> bool:
    return lexicon().entry(word) is not None


def path(name: str) -> Path:
    return PDFS / f"{name}.pdf"


@cache
def document(name: str) -> Document:
    found = read(path(name), known=known).document
    assert found is not None
    return found


def text(name: str) -> str:
    return " ".join(block.text for block in document(name).blocks)


def labels(name: str) -> list[str | None]:
    return [page.label for page in document(name).pages]


# --- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["venstre_program", "sp_program_nn"])
def test_line_end_hyphens_are_joined_and_suspended_ones_kept(name: str) -> None:
    found = text(name)
    seen: Counter[str] = Counter()
    with PdfiumFile(path(name), Limits()) as file:
        for page in range(1, len(file) + 1):
            for before, line in pairwise(read_page(file.page(page)).lines):
                left, right = re.search(r"\w+$", before.text[:-1]), re.match(r"\w+", line.text)
                if before.text[-1] != "-" or left is None or right is None or before.column != line.column:
                    continue
                if re.fullmatch(SUSPENDING, right[0].lower()):
                    seen["kept" if f"{left[0]}- {right[0]}" in found else "broken"] += 1
                else:
                    whole = f"{left[0]}{right[0]}" in found or f"{left[0]}-{right[0]}" in found
                    seen["joined" if whole else "left"] += 1
    assert seen["broken"] == 0
    assert seen["left"] <= 0.02 * seen["joined"]
    assert seen["joined"] >= (400 if name == "venstre_program" else 10)
    suspended = len(re.findall(rf"\w- (?:{SUSPENDING})\b", found))
    assert suspended >= (130 if name == "venstre_program" else 250)
    assert not re.findall(rf"[a-zæøå]- (?!{SUSPENDING}|elles|så)[a-zæøå]", found)


@pytest.mark.parametrize(
    ("name", "pages"), [("mdg_program", (14,)), ("sp_program_nn", (47, 87, 116)), ("noark5_spes", (21,))]
)
def test_letters_with_loose_accents_are_composed(name: str, pages: tuple[int, ...]) -> None:
    for page in pages:
        found = page_text(document(name), page)
        assert found == unicodedata.normalize("NFC", found)
        assert not re.search("[\u0300-\u036f˚]", found)
        assert found.count("å") > 3


@pytest.mark.parametrize("name", ["udir_s1_v18", "noark5_spes", "kith_r09_07", "mdg_program", "nsm_risiko_2021"])
def test_no_private_ligature_or_control_character_is_left(name: str) -> None:
    assert not re.search("[\ue000-\uf8ff\ufffd\ufb00-\ufb06\u00ad\u00a0\u200b-\u200f\x00-\x1f]", text(name))


def test_private_use_bullets_open_list_items() -> None:
    items = [b for b in document("udir_s1_v18").blocks if b.kind is Kind.LIST_ITEM and b.text.startswith("•")]
    pages = Counter(item.runs[0].page for item in items)
    assert (pages[7], pages[14]) == (4, 4)  # the same task in each written standard


def test_lost_spaces_are_found_again() -> None:
    name = "nina_vedlegg1"
    with PdfiumFile(path(name), Limits()) as file:
        for page in range(1, len(file) + 1):
            assert agreement(words(page_text(document(name), page)), words(file.text(page))) > 0.9
    long = [word for word in words(text(name)) if len(word) > 24 and not known(word)]
    assert len(long) <= 0.002 * len(words(text(name)))


def test_line_numbers_are_no_text() -> None:
    for page in (60, 100, 140):
        lines = page_text(document("noark5_spes"), page).split("\n")
        assert not [line for line in lines if line.strip().isdigit()]
        numbers = re.findall(r"(?<![\w.§-])(?:5|10|15|20|25|30|35|40)(?![\w.-])", " ".join(lines))
        assert len(numbers) < 4


def test_superscripts_are_not_fused_to_words() -> None:
    found = text("nsm_risiko_2021")
    assert re.search(r"[a-zæøå.,] [¹²³⁴⁵⁶⁷⁸⁹⁰]", found)
    assert not re.search(r"[a-zæøå]{3}\d{1,2}[ .,]", re.sub(r"\S*(?:https?|www|\.\w\w)\S*", "", found))


# --- pages ------------------------------------------------------------------------------------------------------------


def test_two_printed_pages_on_one() -> None:
    found = labels("venstre_program")
    assert found[11] == "22–23"
    assert found[17] == "34–35"
    [start] = [block for block in document("venstre_program").blocks if block.text == "Lærersatsning"]
    assert start.labels == ((18, "34"),)
    assert {label for b in document("venstre_program").blocks for page, label in b.labels if page == 18} == {"34", "35"}


def test_printed_numbers_two_behind() -> None:
    found = labels("sp_program_nn")
    assert {number: label for number, label in enumerate(found, 1) if label not in {None, str(number - 2)}} == {}
    assert found.count(None) < 6


def test_roman_then_arabic() -> None:
    found = labels("noark5_spes")
    assert found[:18] == [
        None,
        "ii",
        "iii",
        "iv",
        "v",
        "vi",
        "vii",
        "viii",
        "ix",
        "x",
        "xi",
        "xii",
        *["xiii", "xiv", "xv", "xvi", "1", "2"],
    ]
    assert found[16:] == [str(number) for number in range(1, len(found) - 15)]


@pytest.mark.parametrize(
    "name", ["frp_program", "mdg_program", "kith_r08_07", "kith_r09_07", "nina_vedlegg1", "udir_s1_v18"]
)
def test_elsewhere_the_printed_number_is_the_pages_or_none(name: str) -> None:
    wrong = {number: label for number, label in enumerate(labels(name), 1) if label not in {None, str(number)}}
    assert wrong == {}


# --- parts ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "isbn"), [("kith_r08_07", "82-7846-309-3"), ("kith_r09_07", "82-7846-310-7")])
def test_a_colophons_grid_is_read_field_by_field(name: str, isbn: str) -> None:
    fields = " ".join(block.text for block in document(name).blocks if block.matter is Matter.COLOPHON)
    assert re.search(rf"ISBN:? {isbn}", fields)


def test_a_junk_outline_makes_no_headings() -> None:
    found = document("mdg_program")
    assert any(title.startswith("_") for _, title, _ in found.info.outline)
    headings = [block.text for block in found.blocks if block.kind is Kind.HEADING]
    assert "1.7 Dyrevern og dyrevelferd" in headings
    assert not [heading for heading in headings if heading.startswith("_")]


def test_half_nynorsk_half_bokmaal() -> None:
    passages = split(document("udir_s1_v18"), None, "r")
    shares = dict(language_shares(passages))
    assert 0.35 < shares["nn"] < 0.65
    assert 0.35 < shares["nb"] < 0.65

    def standards(first: int, last: int) -> Counter[str]:
        return Counter(p.standard for p in passages if p.places and first <= p.places[0].page <= last)

    assert standards(2, 8)["nn"] > 4 * standards(2, 8)["nb"]
    assert standards(10, 15)["nb"] > 4 * standards(10, 15)["nn"]


def test_a_scan_is_told_page_by_page() -> None:
    reading = read(path("udir_s2_v18_scan"), known=known)
    assert reading.document is not None
    pages = len(reading.document.pages)
    assert {note.page for note in reading.document.notes if note.code == "scan"} == set(range(1, pages + 1))
    if not ocr.available():
        assert reading.status is Status.READ
        assert reading.document.blocks == ()


@pytest.mark.parametrize("name", ["nsm_risiko_2021", "venstre_program", "frp_program"])
def test_sentences_go_on_over_columns_and_pages(name: str) -> None:
    prose = [b for b in document(name).blocks if b.kind is Kind.PARAGRAPH and len(b.text) > 80 and b.matter is None]
    broken = [block.text[:40] for block in prose if block.text[0].islower() or block.text[-1] == "-"]
    assert len(broken) <= 0.05 * len(prose), broken
