"""Marks stand on the words that they mark: compared with the picture that is shown and with pdfium's own text."""

import io
import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from catalogue.model import Kind
from catalogue.store import Catalogue
from search.find import find
from search.index import open_engine
from search.options import Options

Open = Callable[..., Page]
_INK = 140  # of 255: what is darker is printed


class Box(NamedTuple):
    """In CSS pixels, from the picture's top left."""

    x: float
    y: float
    width: float
    height: float


_BOXES = """() => {
  const picture = document.querySelector('.paper img').getBoundingClientRect();
  return Array.from(document.querySelectorAll('.marks .word'), mark => {
    const box = mark.getBoundingClientRect();
    return [box.x - picture.x, box.y - picture.y, box.width, box.height];
  });
}"""
_SIZE = "() => { const box = document.querySelector('.paper img').getBoundingClientRect(); return [box.width, box.height]; }"


@pytest.fixture(scope="module")
def answers(store: Path) -> list[tuple[str, str]]:
    """Passages of several reports that answer, each with the query."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    with Catalogue.open(store) as catalogue:
        engine = open_engine(catalogue)
        for query in ("skoleleiarar involvering", "kompetanseutvikling", '"for lite"', "kommun*"):
            for hit in find(query, catalogue, engine, Options(limit=40)).hits:
                if hit.passage.places and hit.passage.kind is not Kind.FIGURE:
                    found.setdefault((hit.report.id, query), (hit.passage.id, query))
        engine.close()
    return list(found.values())


def test_there_is_something_to_look_at(answers: list[tuple[str, str]]) -> None:
    assert len(answers) > 15


@pytest.mark.parametrize("width", [1280, 400])
def test_marks_stand_on_their_words(width: int, opened: Open, answers: list[tuple[str, str]], store: Path) -> None:
    page = opened("/nn/", width=width, device_scale_factor=1.5)
    looked_at = clean = 0
    for passage, query in answers[:: 1 if width > 1000 else 4]:
        page.goto(re.sub("/nn/.*", "", page.url) + f"/nn/passage/{passage}?q={query}", wait_until="load")
        boxes = [Box(*box) for box in page.evaluate(_BOXES)]
        shown = Box(0, 0, *page.evaluate(_SIZE))
        picture = _picture(page)
        scale = picture.width / shown.width
        assert abs(picture.height / shown.height - scale) < 0.02
        inside = [_ink(picture, box, scale) for box in boxes]
        assert min(inside) > 0.05, (passage, query, inside)
        beside = [_ink(picture, _left_of(box), scale) for box in boxes]
        looked_at += len(boxes)
        clean += sum(ink < 0.02 for ink in beside)
        read, marked = _in_pdf(page, store, boxes, shown), _marked(page)
        # A word or phrase may be divided at a line's end; the text of a passage is shown whole, also what of it stands
        # on another page.
        assert all(any(part in whole for whole in marked) for part in read), (passage, query, read, marked)
        letters, wanted = Counter("".join(read)), Counter("".join(marked))
        assert letters <= wanted if _goes_on(page, store) else letters == wanted, (passage, query, read, marked)
    assert looked_at > (30 if width > 1000 else 8)
    assert clean > 0.85 * looked_at  # before a word stands a space, or a sign


def _picture(page: Page) -> Image.Image:
    address = page.locator(".paper img").evaluate("picture => picture.currentSrc")
    return Image.open(io.BytesIO(page.request.get(address).body())).convert("L")


def _ink(picture: Image.Image, box: Box, scale: float) -> float:
    """Share of the box that is printed."""
    left, top, right, bottom = (round(scale * side) for side in (box.x, box.y, box.x + box.width, box.y + box.height))
    cut = picture.crop((left, top, right, bottom))
    shades = cut.histogram()
    return sum(shades[:_INK]) / max(1, sum(shades))


def _left_of(box: Box) -> Box:
    """A strip of the half of a space."""
    return Box(box.x - box.height / 14, box.y, box.height / 14, box.height)


def _marked(page: Page) -> list[str]:
    """The marked words of the passages on the page that answer, as the text beside the picture marks them."""
    texts = page.locator(".page-text .passage mark").all_inner_texts()
    return [_plain(text) for text in texts]


def _place(page: Page) -> tuple[str, int]:
    """Report and page that are shown."""
    found = re.search(r"report/([0-9a-f]+)/page/(\d+)", page.locator(".paper img").get_attribute("src") or "")
    assert found
    return found[1], int(found[2])


def _goes_on(page: Page, store: Path) -> bool:
    """Whether a passage on the page stands on another page too."""
    id_, number = _place(page)
    with Catalogue.open(store) as catalogue:
        places = [[place.page for place in passage.places] for passage in catalogue.passages_of(id_)]
    return any(number in pages and len(pages) > 1 for pages in places)


def _in_pdf(page: Page, store: Path, boxes: list[Box], shown: Box) -> list[str]:
    """What pdfium reads in each of the boxes."""
    id_, number = _place(page)
    with Catalogue.open(store) as catalogue:
        report = catalogue.report(id_)
    assert report
    pdf = pypdfium2.PdfDocument(report.path)
    leaf = pdf[number - 1]
    width, height = leaf.get_size()
    text = leaf.get_textpage()
    unit = width / shown.width
    told = []
    for box in boxes:
        # A sixth of the height away from the edge, so that a letter that only touches the box does not count.
        inset = box.height / 6
        left, right = (box.x + inset / 2) * unit, (box.x + box.width - inset / 2) * unit
        told.append(
            text.get_text_bounded(
                left, height - (box.y + box.height - inset) * unit, right, height - (box.y + inset) * unit
            )
        )
    text.close()
    leaf.close()
    pdf.close()
    return [_plain(one) for one in told]


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.replace("ﬁ", "fi").replace("ﬂ", "fl")).casefold()


def test_a_passages_outline_holds_its_words(opened: Open, kinds: dict[str, str]) -> None:
    page = opened(kinds["page"].format(l="nb"))
    outline, *others = page.locator(".marks .chosen .outline").all()
    assert not others
    frame = outline.bounding_box()
    assert frame
    words = [word.bounding_box() for word in page.locator(".marks .chosen .word").all()]
    assert words
    assert all(
        word
        and frame["x"] <= word["x"]
        and frame["y"] <= word["y"]
        and word["x"] + word["width"] <= frame["x"] + frame["width"]
        and word["y"] + word["height"] <= frame["y"] + frame["height"]
        for word in words
    )


def test_marks_follow_the_picture_when_it_is_enlarged(opened: Open, kinds: dict[str, str]) -> None:
    page = opened(kinds["page"].format(l="nn"))
    places = []
    for zoom in page.locator(".zoom a").evaluate_all("links => links.map(link => link.href)"):
        page.goto(zoom, wait_until="load")
        shown = page.evaluate(_SIZE)
        box = page.evaluate(_BOXES)[0]
        places.append((shown[0], box[0] / shown[0], box[1] / shown[1], box[2] / shown[0]))
    assert all(one[0] < other[0] for one, other in pairwise(places[1:]))
    for place in places:
        assert place[1:] == pytest.approx(places[0][1:], abs=0.002)


def test_where_the_picture_is_lost_the_text_is_there(opened: Open, kinds: dict[str, str]) -> None:
    page = opened("/nn/", expected=["net::ERR_FAILED"])
    page.route(re.compile(r"\.(webp|png)(\?|$)"), lambda route: route.abort())
    page.goto(re.sub("/nn/$", "", page.url) + kinds["page"].format(l="nn"))
    expect(page.locator("#no-picture")).to_be_visible()
    expect(page.locator(".page-text .chosen .text")).to_be_visible()
