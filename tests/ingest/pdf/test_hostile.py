from pathlib import Path

import pypdfium2
import pytest

from ingest.pdf.reading import Limits, Reading, Status
from ingest.pdf.workers import read_all
from tests.ingest.pdf.hostile import PAGES, builders, make

LIMITS = Limits(cpu_s=30, wall_s=60, page_cpu_s=2)
READ = {Status.READ, Status.PARTLY_READ}
EXPECTED = {
    "empty": Status.EMPTY,
    "text_named_pdf": Status.NOT_A_PDF,
    "html_named_pdf": Status.NOT_A_PDF,
    "zip_named_pdf": Status.NOT_A_PDF,
    "random_bytes": Status.NOT_A_PDF,
    "header_only": Status.DAMAGED,
    "zero_pages": Status.DAMAGED,
    "password": Status.ENCRYPTED,
    "password_empty": Status.READ,
    "javascript": Status.READ,
    "launch": Status.READ,
    "xmp_laughing": Status.READ,
    "twice_in_one_file": Status.READ,
    "truncated_at_03": Status.DAMAGED,
    "truncated_at_50": Status.PARTLY_READ,
    "truncated_at_98": Status.PARTLY_READ,
    "truncated_squeezed_at_75": Status.PARTLY_READ,
    "filter_unknown": Status.PARTLY_READ,
    "tree_count_absurd": Status.PARTLY_READ,
    "tree_count_too_low": Status.READ,
    "form_of_itself": Status.READ,
}


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    paths = make(tmp_path_factory.mktemp("hostile"), slow=False)
    found = list(read_all(paths, workers=2, limits=LIMITS))
    assert sorted(reading.path for reading in found) == sorted(paths)
    return {reading.path.stem: reading for reading in found}


def test_there_are_enough_files() -> None:
    assert len(builders()) >= 60


def test_every_file_ends_in_a_status_and_a_sentence(readings: dict[str, Reading]) -> None:
    for name, reading in readings.items():
        assert reading.status is not Status.CRASHED, reading.reason
        assert (reading.document is not None) == (reading.status in READ), name
        if reading.status is not Status.READ:
            assert reading.reason.startswith(f"{name}.pdf: ")
            assert reading.reason.rstrip(")").endswith((".", "notes"))


@pytest.mark.parametrize(("name", "status"), EXPECTED.items())
def test_known_ends(readings: dict[str, Reading], name: str, status: Status) -> None:
    assert readings[name].status is status, readings[name].reason


def test_the_others_are_unharmed(readings: dict[str, Reading]) -> None:
    for number in (1, 2):
        reading = readings[f"whole_{number}"]
        assert reading.status is Status.READ
        assert reading.document is not None
        assert len(reading.document.pages) == PAGES
        assert not reading.document.notes


def test_no_page_is_lost_silently(readings: dict[str, Reading]) -> None:
    for name, reading in readings.items():
        if reading.status is Status.READ:
            assert reading.document is not None
            assert len(reading.document.pages) >= _pages_seen(reading.path), name


def test_what_stands_before_a_cut_is_read(readings: dict[str, Reading]) -> None:
    document = readings["truncated_at_50"].document
    assert document is not None
    assert document.blocks[0].text.startswith("Skoleleiarar i heile landet seier")
    assert {note.code for note in document.notes} == {"damaged"}


def test_a_page_that_the_tree_hides_is_read(readings: dict[str, Reading]) -> None:
    document = readings["tree_count_too_low"].document
    assert document is not None
    assert len(document.pages) == PAGES


def _pages_seen(path: Path) -> int:
    try:
        with pypdfium2.PdfDocument(path) as file:
            return len(file)
    except pypdfium2.PdfiumError:
        return 0
