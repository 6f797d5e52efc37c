from pathlib import Path
from statistics import mean

import pdfplumber
import pytest

from catalogue.model import Kind
from ingest.pdf.pagetext import page_text
from tests.ingest.pdf.conftest import PDFS, Read
from tests.ingest.pdf.reading import FOLDER, PageTruth, pages, similarity

NAMES = sorted(path.stem for path in FOLDER.glob("*.tsv"))
TRUTH = [page for name in NAMES for page in pages(name)]
LEAST_PAGES = 40
LEAST_MEAN = 0.95
WORSE = 0.02


def ours(read: Read, truth: PageTruth) -> float:
    numbers = tuple(page.page for page in pages(truth.name))
    return similarity(page_text(read(truth.name, numbers), truth.page), truth.starts)


def plain(truth: PageTruth) -> float:
    with pdfplumber.open(PDFS / f"{truth.name}.pdf") as pdf:
        return similarity(pdf.pages[truth.page - 1].extract_text() or "", truth.starts)


def test_similarity_tells_order_from_disorder() -> None:
    assert similarity("en to\ntre fire", ("en", "to", "tre", "fire")) == 1
    assert similarity("tre fire en to", ("en", "to", "tre", "fire")) == 0.5
    assert similarity("en fire", ("en", "to", "tre", "fire")) == 0.5


def test_reading_order(read: Read) -> None:
    assert len(TRUTH) >= LEAST_PAGES
    assert mean(ours(read, truth) for truth in TRUTH) >= LEAST_MEAN


def test_single_columns_are_as_good_as_plain_extraction(read: Read) -> None:
    single = [truth for truth in TRUTH if truth.columns == 1]
    assert single
    for truth in single:
        assert ours(read, truth) >= plain(truth) - WORSE, (truth.name, truth.page)


@pytest.mark.parametrize("name", NAMES)
def test_headings_furniture_and_labels(read: Read, name: str) -> None:
    numbers = tuple(page.page for page in pages(name))
    document = read(name, numbers)
    labels = {page.page: page.label for page in document.pages}
    for truth in pages(name):
        headings = [block.text for block in document.blocks if block.kind is Kind.HEADING]
        text = " ".join(page_text(document, truth.page).split())
        assert [start for start in truth.headings if start not in headings] == [], truth.page
        assert [line for line in truth.furniture if line in text] == [], truth.page
        assert labels[truth.page] in {truth.label, None}, truth.page
        assert truth.label is None or labels[truth.page] == truth.label, truth.page


def test_truth_holds_no_running_text() -> None:
    longest = max(len(start.split()) for truth in TRUTH for start in truth.starts)
    assert longest <= 14
    assert Path(FOLDER).is_dir()
