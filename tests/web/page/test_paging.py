"""The pages of a long answer."""

from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from web.page.paging import Page, Pages, pages_of


def numbers(pages: Pages) -> list[str]:
    return [
        "…" if page is None else f"[{page.number}]" if not page.link else str(page.number) for page in pages.numbers
    ]


def link(offset: int) -> str:
    return f"?offset={offset}"


def test_the_only_page_leads_nowhere() -> None:
    assert pages_of(0, 10, 7, link, more=False) == Pages("", "", (Page(1, ""),))


def test_some_numbers_around_the_page_are_shown() -> None:
    pages = pages_of(50, 10, 200, link, more=True)
    assert numbers(pages) == ["1", "…", "4", "5", "[6]", "7", "8"]
    assert (pages.previous, pages.next) == ("?offset=40", "?offset=60")
    assert numbers(pages_of(0, 10, 25, link, more=True)) == ["[1]", "2", "3"]
    assert numbers(pages_of(20, 10, 200, link, more=False)) == ["1", "2", "[3]"]


def test_without_a_total_only_the_next_page_is_known() -> None:
    assert numbers(pages_of(0, 10, None, link, more=True)) == ["[1]", "2"]


def test_no_page_is_offered_that_cannot_be_asked_for() -> None:
    pages = pages_of(2_000, 10, 5_000, link, more=True)
    assert pages.next == ""
    assert numbers(pages)[-1] == "[201]"
    assert pages_of(45, 10, 60, link, more=True).next == "?offset=55"


def test_walking_the_pages_shows_each_hit_once(client: TestClient) -> None:
    address, seen = "/nn/?q=statsforvalteren", list[str]()
    for page in range(1, 40):
        tree = LexborHTMLParser(client.get(address).text)
        shown = [str(one.attributes["href"]) for one in tree.css(".hit h3 a")]
        assert shown
        seen += shown
        assert [one.text() for one in tree.css(".paging [aria-current=page]")] in ([str(page)], [])
        onward = tree.css_first("a[rel=next]")
        if onward is None:
            break
        address = str(onward.attributes["href"])
    else:
        raise AssertionError("the pages have no end")
    assert len(seen) == len(set(seen)) > 20


def test_behind_the_last_page_a_way_back_is_offered(client: TestClient) -> None:
    tree = LexborHTMLParser(client.get("/nb/?q=statsforvalteren&offset=1990").text)
    assert ["ikke flere treff" in one.text() for one in tree.css(".nothing")] == [True]
    assert [one.attributes["href"] for one in tree.css(".nothing a")] == ["/nb/?q=statsforvalteren"]
