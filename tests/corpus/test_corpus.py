"""The sample series is whole: each report has its landing page, valid numbers, and the bytes that the script makes."""

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest
from stdnum import isbn, issn

CORPUS = Path(__file__).parents[2] / "corpus"
PDFS = sorted(CORPUS.glob("[0-9][0-9]-*.pdf"))
LARGEST_SERIES = 3_000_000  # bytes of all PDFs together

each_report = pytest.mark.parametrize("pdf", PDFS, ids=lambda path: path.stem)


def landing_page(pdf: Path) -> Path:
    (page,) = (path for ending in (".html", ".md") if (path := pdf.with_suffix(ending)).exists())
    return page


def pages(pdf: Path) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        texts = []
        for page in document:
            textpage = page.get_textpage()
            texts.append(textpage.get_text_range())
            textpage.close()
            page.close()
        return texts


def isbns(text: str) -> list[str]:
    return re.findall(r"97[89](?:-\d+){4}", text)


def typesetting() -> ModuleType:
    pytest.importorskip("typst", reason="typst is a development dependency")
    spec = importlib.util.spec_from_file_location("typeset", CORPUS / "typeset.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_series_holds_eight_reports_of_at_most_three_megabytes() -> None:
    assert len(PDFS) >= 8
    assert sum(pdf.stat().st_size for pdf in PDFS) <= LARGEST_SERIES
    assert [pdf.stem for pdf in PDFS] == sorted(path.stem for path in CORPUS.glob("sources/[0-9][0-9]-*.typ"))


@each_report
def test_a_report_is_of_a_reports_length(pdf: Path) -> None:
    assert 10 <= len(pages(pdf)) <= 40


@each_report
def test_the_colophon_holds_two_valid_isbns_and_an_issn(pdf: Path) -> None:
    colophon = pages(pdf)[1]
    numbers = isbns(colophon)
    assert len(set(numbers)) == 2
    for number in numbers:
        assert isbn.is_valid(number)
        assert isbn.format(number) == number
    (serial,) = re.findall(r"\b\d{4}-\d{3}[\dX]\b", re.sub(r"97[89](?:-\d+){4}", "", colophon))
    assert issn.is_valid(serial)


@each_report
def test_the_landing_page_names_the_net_edition_and_the_pdf(pdf: Path) -> None:
    page = landing_page(pdf).read_text("utf-8")
    assert pdf.name in page
    (number,) = set(isbns(page))
    net_edition = re.search(r"(97[89](?:-\d+){4})\s*\(nettutg[aå]ve\)", pages(pdf)[1])
    assert net_edition is not None
    assert number == net_edition[1]


def test_no_isbn_stands_for_two_editions() -> None:
    numbers = [number for pdf in PDFS for number in set(isbns(pages(pdf)[1]))]
    assert len(numbers) == len(set(numbers))


@each_report
def test_a_committed_pdf_is_what_the_script_makes(pdf: Path) -> None:
    script = typesetting()
    made = script.typeset(CORPUS / "sources" / f"{pdf.stem}.typ")
    assert made == pdf.read_bytes(), (
        f"{pdf.name} differs: run {Path(sys.executable).name} corpus/typeset.py and commit it."
    )
