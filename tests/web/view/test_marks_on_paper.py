"""The marks of a served page stand on the words that they mark: compared with the picture, and with pdfium's own text."""

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.testclient import TestClient

from catalogue.model import Report
from catalogue.store import Catalogue
from tests.ingest.pdf.pdfwriter import prose, report
from tests.web.view.conftest import Ingest
from web.app import create_app
from web.settings import Settings
from web.view.sheet import Box

REAL = Path(__file__).parents[4] / "shared" / "data" / "pdfs"
LINES = [
    "Undersøkelsen viser at skoleledere i hele landet er for lite involvert i arbeidet",
    "med lokal kompetanseutvikling. Kommunene bruker midlene ulikt, og de små kommunene",
    "trenger støtte fra større naboer for å få utbytte av tilskuddet til skolene sine.",
]
DARK = 60  # of 255: how much darker a word's darkest pixel is than its paper


class Paper:
    """A served page, and pdfium's view of the same."""

    def __init__(self, client: TestClient, held: Report, number: int, query: str) -> None:
        self.html = LexborHTMLParser(client.get(f"/nb/report/{held.id}/page/{number}", params={"q": query}).text)
        served = client.get(f"/report/{held.id}/page/{number}.png?scale=2")
        self.picture = Image.open(io.BytesIO(served.content)).convert("L")
        self._file = pdfium.PdfDocument(held.path)
        self._page = self._file[number - 1]
        bitmap = self._page.render(scale=2)
        assert (bitmap.width, bitmap.height) == self.picture.size
        self._turn = bitmap.get_posconv(self._page)

    def close(self) -> None:
        self._file.close()

    def marks(self) -> Iterator[Box]:
        """The boxes of marked words, in pixels of the picture."""
        svg = self._one("svg.marks")
        *_, width, height = map(float, str(svg.attributes["viewBox"]).split())
        assert width / height == pytest.approx(self.picture.width / self.picture.height, rel=0.005)
        across, down = self.picture.width / width, self.picture.height / height
        for rect in svg.css("rect.word"):
            x, y, wide, high = (float(str(rect.attributes[name])) for name in ("x", "y", "width", "height"))
            yield Box(x * across, y * down, wide * across, high * down)

    def text_in(self, box: Box) -> str:
        """What pdfium says is printed there."""
        (x0, y0), (x1, y1) = (
            self._turn.to_page(round(x), round(y)) for x, y in ((box.x, box.y), (box.right, box.bottom))
        )
        text = self._page.get_textpage().get_text_bounded(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        return letters(str(text))

    def is_printed_on(self, box: Box) -> bool:
        dark, light = self.picture.crop(tuple(map(round, (box.x, box.y, box.right, box.bottom)))).getextrema()  # type: ignore[arg-type]
        return float(light) - float(dark) > DARK  # type: ignore[arg-type]

    def marked_words(self) -> list[str]:
        return [letters(mark.text()) for mark in self.html.css(".page-text mark")]

    def _one(self, selector: str) -> LexborNode:
        [node] = self.html.css(selector)
        return node


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def check(paper: Paper) -> int:
    """Whether every mark stands on ink and the marks together on the marked words; how many marks there are.

    The first and the last passage may have words on the pages before and after.
    """
    boxes = list(paper.marks())
    assert all(paper.is_printed_on(box) for box in boxes)
    printed = "".join(paper.text_in(box) for box in boxes)
    words = "".join(paper.marked_words())
    assert printed in words
    assert len(printed) >= 0.7 * len(words)
    return len(boxes)


def test_on_the_sample_reports(client: TestClient, store: Path) -> None:
    catalogue = Catalogue.open(store)
    reports = catalogue.reports()
    catalogue.close()
    marks = 0
    for held in reports:
        for number in (6, 7, 8, 9):
            paper = Paper(client, held, number, "skoleleder OR kommune OR opplæring OR lærer")
            marks += check(paper)
            paper.close()
    assert marks > 250


# What is drawn is turned against the page's rotation, so that it is shown upright.
UPRIGHT = {0: b"1 0 0 1 0 0", 90: b"0 1 -1 0 595 0", 180: b"-1 0 0 -1 595 842", 270: b"0 -1 1 0 0 842"}


@pytest.mark.parametrize("crop", ["", "/CropBox [20 30 580 820] "])
@pytest.mark.parametrize("rotation", UPRIGHT)
def test_on_turned_and_cropped_pages(ingest: Ingest, tmp_path: Path, rotation: int, crop: str) -> None:
    folder = tmp_path / "made"
    folder.mkdir()
    content = b"q %s cm %s Q" % (UPRIGHT[rotation], prose(LINES).replace(b"72 770 Td", b"72 500 Td"))
    (folder / "made.pdf").write_bytes(report([content], page_more=f"/Rotate {rotation} {crop}"))
    store, [held] = ingest(folder)
    with TestClient(create_app(Settings(store))) as client:
        paper = Paper(client, held, 1, "skoleledere OR kommunene")
        assert check(paper) == 3
        assert (paper.picture.width > paper.picture.height) == (rotation in {90, 270})
        paper.close()


@pytest.mark.skipif(not REAL.is_dir(), reason="the shared PDFs are not on this machine")
@pytest.mark.parametrize(
    ("name", "number", "query"),
    [
        ("venstre_program", 17, "skole OR elev"),  # two printed pages on one
        ("lovtidend", 2, "finansforetak OR lov"),  # columns
        ("sp_program_nn", 30, "kommune OR land"),
        ("udir_s1_v18", 3, "oppgåve OR oppgave"),
    ],
)
def test_on_real_reports(real: tuple[Path, dict[str, Report]], name: str, number: int, query: str) -> None:
    store, reports = real
    with TestClient(create_app(Settings(store))) as client:
        paper = Paper(client, reports[name], number, query)
        assert check(paper) > 0
        paper.close()


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Report]]:
    from click.testing import CliRunner

    import cli

    store = tmp_path_factory.mktemp("real") / "store"
    names = ("venstre_program", "lovtidend", "sp_program_nn", "udir_s1_v18")
    result = CliRunner().invoke(
        cli.cli, ["--store", str(store), "ingest", *(str(REAL / f"{name}.pdf") for name in names)]
    )
    assert result.exit_code == 0, result.output
    catalogue = Catalogue.open(store)
    reports = {Path(one.path).stem: one for one in catalogue.reports()}
    catalogue.close()
    return store, reports
