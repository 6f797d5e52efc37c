"""A reader's way: search, narrow, open the page, see the marks, copy the citation, take the answer along."""

import csv
import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from web.language import Speaker

Open = Callable[..., Page]


def _searched(page: Page, said: Speaker, query: str) -> None:
    page.get_by_role("searchbox", name=said("search.label")).fill(query)
    page.get_by_role("button", name=said("search.button"), exact=True).click()
    expect(page).to_have_title(re.compile(re.escape(query)))


@pytest.mark.parametrize("language", ["nn", "nb"])
@pytest.mark.parametrize("query", ["skoleleiarar involvering", "skoleledere involvert"])
def test_from_a_question_to_a_citation_and_a_file(language: str, query: str, opened: Open) -> None:
    said = Speaker(language)
    page = opened(f"/{language}/", permissions=["clipboard-read", "clipboard-write"], accept_downloads=True)
    _searched(page, said, query)
    status = page.locator(".totals[role=status]")
    expect(status).to_be_visible()
    before = status.inner_text()
    assert set(page.locator("article.hit .text").evaluate_all("all => all.map(one => one.lang)")) >= {"nn", "nb"}

    page.locator(".facets").get_by_role("link", name=re.compile(f"^{said('standard.nb')}")).click()
    expect(page.locator(".chips")).to_contain_text(said("standard.nb"))
    assert status.inner_text() != before
    narrowed = page.locator("article.hit .text")
    assert set(narrowed.evaluate_all("all => all.map(one => one.lang)")) == {"nb"}

    hit = page.locator("article.hit").filter(has=page.locator(".place", has_text="PDF")).first
    text = hit.locator(".text").inner_text()
    hit.locator("h3 a").click()
    expect(page.locator(".chosen-passage .text")).to_have_text(re.compile(re.escape(text.strip("… ")[:40])))
    expect(page.locator(".marks .chosen .word").first).to_be_visible()

    quotation = page.locator("#cite-quotation").input_value()
    page.locator("[data-copy=cite-quotation]").click()
    expect(page.locator(".copied")).to_have_text(said("view.copied", what=said("view.quotation")))
    assert page.evaluate("navigator.clipboard.readText()") == quotation
    assert page.locator(".chosen-passage .text").inner_text()[:40] in quotation

    page.locator("a", has_text=said("view.back", query=query)).click()
    expect(page.locator(".chips")).to_contain_text(said("standard.nb"))
    page.locator(".take summary").click()
    with page.expect_download() as waiting:
        page.locator(".take").get_by_role("link", name=re.compile("CSV")).first.click()
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig"))))
    assert len(rows) > 3
    assert {row["standard"] for row in rows} == {"nb"}


@pytest.mark.parametrize("language", ["nn", "nb", "en"])
def test_all_of_it_without_javascript(language: str, opened: Open) -> None:
    said = Speaker(language)
    page = opened(f"/{language}/", java_script_enabled=False, accept_downloads=True)
    _searched(page, said, "skoleleiarar involvering")
    page.locator(".facets").get_by_role("link", name=re.compile(f"^{said('standard.nn')}")).click()
    expect(page.locator(".chips")).to_contain_text(said("standard.nn"))
    page.locator(".chips a").first.click()
    expect(page.locator(".chips")).to_have_count(0)
    page.locator("details.choices summary").click()
    page.get_by_label(said("search.findings")).check()
    page.get_by_role("button", name=said("search.button"), exact=True).click()
    assert page.locator("article.hit").count() == page.locator("article.hit .badge.finding").count() > 0
    page.locator("article.hit").filter(has=page.locator(".place", has_text="PDF")).first.locator("h3 a").click()
    expect(page.locator(".marks .chosen .word").first).to_be_visible()
    expect(page.locator("[data-copy]").first).to_be_hidden()  # nothing is offered that would do nothing
    expect(page.locator("#cite-quotation")).to_be_visible()
    page.locator("a[rel=prev]").click()
    expect(page.locator(".paper img")).to_be_visible()
    with page.expect_download() as waiting:
        page.locator(".downloads a", has_text="BibTeX").click()
    assert "@techreport{" in waiting.value.path().read_text("utf-8")


def test_languages_are_changed_in_place(opened: Open) -> None:
    page = opened("/nn/?q=skoleleiarar&standard=nb")
    hits = page.locator("article.hit h3").all_inner_texts()
    for name, language in (("Bokmål", "nb"), ("English", "en"), ("Nynorsk", "nn")):
        page.locator("nav.languages").get_by_role("link", name=name).click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert page.locator("article.hit h3").all_inner_texts() == hits


@pytest.mark.parametrize(("wish", "language"), [("nn-NO", "nn"), ("nb-NO", "nb"), ("de-DE", "nb"), ("en-GB", "en")])
def test_the_visitors_language_is_chosen(wish: str, language: str, opened: Open) -> None:
    page = opened("/", locale=wish)
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_arrows_turn_pages(opened: Open, kinds: dict[str, str]) -> None:
    page = opened(kinds["page"].format(l="nn"))
    place = page.locator("h2.place").inner_text()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("h2.place")).not_to_have_text(place)
    page.locator("#number").focus()
    page.keyboard.press("ArrowRight")  # moves within the field
    before = page.locator("h2.place").inner_text()
    page.wait_for_timeout(300)
    assert page.locator("h2.place").inner_text() == before
