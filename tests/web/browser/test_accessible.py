"""axe-core finds nothing on any kind of page, by day and by night, on a phone and on a desk; keys reach everything."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # ships no types
from playwright.sync_api import Page, expect

from web.language import Speaker

Open = Callable[..., Page]
_RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


_ALL: tuple[str, ...] = ()


def violations(page: Page) -> list[str]:
    """What axe-core finds, a line each."""
    found = Axe().run(page, options=_RULES).response["violations"]
    return [f"{one['id']}: {one['help']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize(
    ("width", "scheme", "some"),
    [
        (360, "light", _ALL),
        (1280, "dark", _ALL),
        (360, "dark", ("hits", "page", "report")),
        (1280, "light", ("hits", "page", "series")),
    ],
)
def test_axe_finds_nothing(width: int, scheme: str, some: tuple[str, ...], opened: Open, kinds: dict[str, str]) -> None:
    language = "nn" if width == 360 else "nb"
    page = opened(kinds["front"].format(l=language), width=width, color_scheme=scheme)
    base = page.url.removesuffix(f"/{language}/")
    found = {}
    for kind, address in kinds.items():
        if some and kind not in some:
            continue
        page.goto(base + address.format(l=language), wait_until="load")
        # What is folded is looked at too.
        page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
        found[kind] = violations(page)
    assert len(found) == len(some or kinds)
    assert not {kind: lines for kind, lines in found.items() if lines}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/en/?q=skoleleiarar", "/nn/finst-ikkje", "/api/v1/docs"])
def test_axe_finds_nothing_elsewhere(address: str, scheme: str, opened: Open) -> None:
    page = opened(address, color_scheme=scheme, expected=["404"])
    assert not violations(page)


def test_axe_is_at_work(opened: Open) -> None:
    page = opened("/nn/")
    page.evaluate("document.querySelector('#q').labels[0].remove()")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert {line.partition(":")[0] for line in violations(page)} >= {"label", "html-has-lang"}


def _focused(page: Page) -> str:
    """The element that has the focus, told by its text or name."""
    told: str = page.evaluate(
        "() => { const one = document.activeElement; return one.id || one.name || one.textContent.trim().slice(0, 60); }"
    )
    return told


@pytest.mark.parametrize("language", ["nn", "nb"])
def test_search_and_read_with_the_keyboard_only(language: str, opened: Open) -> None:
    said = Speaker(language)
    page = opened(f"/{language}/reports")
    page.keyboard.press("Tab")
    assert _focused(page) == said("site.skip")
    expect(page.locator("a.skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert _focused(page) == "content"
    page.keyboard.press("Tab")
    assert _focused(page) == "q"  # the first in the content
    page.keyboard.type("skoleleiarar involvering")
    page.keyboard.press("Enter")
    expect(page.locator("article.hit").first).to_be_visible()
    _tab_to(page, page.locator("article.hit h3 a").first.inner_text()[:60])
    page.keyboard.press("Enter")
    expect(page.locator(".chosen-passage")).to_be_visible()


def _tab_to(page: Page, text: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if _focused(page) == text:
            return
    pytest.fail(f"{text} cannot be reached")


_ORDER = """() => {
  const all = Array.from(document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]'))
    .filter(one => one.tabIndex >= 0 && one.checkVisibility({visibilityProperty: true}) && !one.closest('svg'));
  return all.map(one => one.outerHTML.slice(0, 120));
}"""
_NOW = "() => document.activeElement.outerHTML.slice(0, 120)"
_OUTLINED = """() => {
  const style = getComputedStyle(document.activeElement);
  const seen = document.activeElement.getBoundingClientRect();
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && seen.width > 0
    && seen.bottom > 0 && seen.top < innerHeight;
}"""


@pytest.mark.parametrize("kind", ["front", "hits", "page", "report", "series", "concordance"])
def test_the_focus_goes_through_everything_in_order_and_is_seen(kind: str, opened: Open, kinds: dict[str, str]) -> None:
    page = opened(kinds[kind].format(l="nn"), reduced_motion="reduce")
    wanted = page.evaluate(_ORDER)
    assert len(wanted) > 10
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(_NOW))
        assert page.evaluate(_OUTLINED), reached[-1]
    assert reached == wanted


def test_every_passage_names_its_language(opened: Open, kinds: dict[str, str]) -> None:
    page = opened(kinds["hits"].format(l="en"))
    languages = page.locator("article.hit .text").evaluate_all("all => all.map(one => one.lang)")
    assert set(languages) == {"nn", "nb"}
    page = opened(kinds["page"].format(l="en"))
    assert all(page.locator(".page-text .text").evaluate_all("all => all.map(one => one.lang)"))


@pytest.mark.parametrize("kind", ["hits", "page", "report", "reports"])
def test_there_is_one_heading_of_the_first_level_and_none_is_left_out(
    kind: str, opened: Open, kinds: dict[str, str]
) -> None:
    page = opened(kinds[kind].format(l="nb"))
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
