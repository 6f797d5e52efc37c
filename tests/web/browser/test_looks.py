"""Every page fits a phone, is dark by night, prints on paper, and asks nothing of anybody else."""

import re
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page

Open = Callable[..., Page]


@pytest.mark.parametrize("language", ["nn", "nb", "en"])
@pytest.mark.parametrize("width", [320, 360, 768, 1920])
def test_nothing_is_wider_than_the_window(width: int, language: str, opened: Open, kinds: dict[str, str]) -> None:
    page = opened(kinds["front"].format(l=language), width=width, height=740)
    base = page.url.removesuffix(f"/{language}/")
    for kind, address in kinds.items():
        page.goto(base + address.format(l=language), wait_until="load")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= page.evaluate("innerWidth"), (kind, wide)


def test_texts_twice_as_large_fit_too(opened: Open, kinds: dict[str, str]) -> None:
    page = opened(kinds["front"].format(l="nn"), width=640)  # 1280 at 200 %
    base = page.url.removesuffix("/nn/")
    for kind, address in kinds.items():
        page.goto(base + address.format(l="nn"), wait_until="load")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), kind


def _shade(page: Page, element: str, what: str) -> float:
    """Brightness of a colour, 0 to 255."""
    colour = page.locator(element).first.evaluate(f"one => getComputedStyle(one).{what}")
    return sum(map(float, re.findall(r"[\d.]+", colour)[:3])) / 3


@pytest.mark.parametrize("kind", ["front", "hits", "page", "series"])
def test_it_is_dark_by_night(kind: str, opened: Open, kinds: dict[str, str]) -> None:
    for scheme, dark in (("light", False), ("dark", True)):
        page = opened(kinds[kind].format(l="nn"), color_scheme=scheme)
        assert (_shade(page, "html", "backgroundColor") < 60) is dark
        assert (_shade(page, "h1", "color") > 180) is dark
    if kind == "page":
        assert _shade(page, ".paper", "backgroundColor") == 255  # paper stays white


@pytest.mark.parametrize("kind", ["hits", "page", "report"])
def test_what_is_printed_holds_the_text_and_its_source(
    kind: str, opened: Open, kinds: dict[str, str], tmp_path: Path
) -> None:
    page = opened(kinds[kind].format(l="nn"))
    file = tmp_path / "printed.pdf"
    page.pdf(path=str(file), format="A4")
    pdf = pypdfium2.PdfDocument(file)
    text = ""
    for leaf in pdf:
        words = leaf.get_textpage()
        text += words.get_text_range()
        words.close()
        leaf.close()
    pdf.close()
    text = " ".join(text.split())
    passage = page.locator("article.hit .text, .chosen-passage .text").first.inner_text()
    assert passage[:30] in text
    assert re.search(r"\((\w.*?), \d{4}, s\. \w+\)", text)
    for left_out in ("Hovudmeny", "Kopier", "Last ned", "Gå til innhaldet"):
        assert left_out not in text


def test_no_page_asks_anybody_else_or_keeps_anything(opened: Open, kinds: dict[str, str]) -> None:
    page = opened(kinds["front"].format(l="nb"))  # `opened` fails on what goes elsewhere
    base = page.url.removesuffix("/nb/")
    for address in kinds.values():
        page.goto(base + address.format(l="nb"), wait_until="load")
        assert page.evaluate("document.cookie + Object.keys(localStorage) + Object.keys(sessionStorage)") == ""
    assert not page.context.cookies()


def test_links_of_a_page_lead_somewhere(opened: Open, kinds: dict[str, str]) -> None:
    page = opened(kinds["front"].format(l="nn"))
    base = page.url.removesuffix("/nn/")
    links = set()
    for kind, address in kinds.items():
        page.goto(base + address.format(l="nn"), wait_until="load")
        hrefs = page.locator("a[href], link[href], img[src], script[src]").evaluate_all(
            "all => all.map(one => one.href?.baseVal ?? one.href ?? one.src).map(one => new URL(one, location.href).href)"
        )
        assert len(hrefs) > 10, kind
        links |= {href.partition("#")[0] for href in hrefs[:60]}
    ours = sorted(link for link in links if link.startswith(base))
    assert len(ours) > 60
    wrong = {
        link: status for link in ours[:: max(1, len(ours) // 60)] if (status := page.request.get(link).status) != 200
    }
    assert not wrong
