"""Every page as HTML: well made, labelled, in its language, and without a link that leads nowhere."""

from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from web.app import create_app
from web.desk import Desk
from web.language import LANGUAGES
from web.settings import Settings

PAGES = (
    "", "?q=skoleleiarar+involvering", "?q=rektor&group=true&standard=nn&findings=true&year=2022", "?q=zzzqx+univercitet",
    "?q=%22rektor", "?q=rektor&offset=20", "reports", "reports?text=zzz", "series", "series?name=lokalt", "concordance",
    "concordance?q=rektor", "help", "about", "nowhere", "?q=a&year=x",
)  # fmt: skip
VOID = {"meta", "link", "input", "img", "br", "hr", "area", "source", "wbr", "col"}
SVG = {"rect"}
Trees = dict[str, LexborHTMLParser]


@pytest.fixture(scope="module")
def shown(desk: Desk, store: Path) -> dict[str, str]:
    """Every kind of page in every language, by its address."""
    reports = [f"report/{report.id}{query}" for report in desk.catalogue.reports()[:4] for query in ("", "?q=rektor")]
    addresses = [f"/{language}/{page}" for language in LANGUAGES for page in (*PAGES, *reports)]
    with TestClient(create_app(Settings(store))) as client:
        return {address: client.get(address).text for address in addresses}


@pytest.fixture(scope="module")
def trees(shown: dict[str, str]) -> dict[str, LexborHTMLParser]:
    """The same, as a browser reads them."""
    return {address: LexborHTMLParser(text) for address, text in shown.items()}


class Balance(HTMLParser):
    """Sees that each element is closed by its own end."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, _: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, _: object) -> None:
        if tag not in VOID | SVG:
            self.faults.append(f"<{tag}/>")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")


def test_each_element_is_closed(shown: dict[str, str]) -> None:
    for address, text in shown.items():
        balance = Balance()
        balance.feed(text)
        assert (balance.faults, balance.open) == ([], []), address


def test_ids_are_unique_and_what_refers_to_them_finds_them(trees: Trees) -> None:
    for address, tree in trees.items():
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids)), address
        for name in ("for", "aria-labelledby", "aria-describedby"):
            for node in tree.css(f"[{name}]"):
                assert set(str(node.attributes[name]).split()) <= set(ids), (address, node.html)
        for link in tree.css("a[href^='#']"):
            assert str(link.attributes["href"])[1:] in ids, address


def test_each_field_has_a_label_and_each_link_a_text(trees: Trees) -> None:
    for address, tree in trees.items():
        labelled = {node.attributes["for"] for node in tree.css("label[for]")}
        for field in tree.css("input:not([type=hidden]), select, textarea"):
            assert field.attributes["id"] in labelled, (address, field.html)
        for link in tree.css("a, button, summary, th"):
            assert link.text().strip() or link.attributes.get("aria-label"), (address, link.html)
        for image in tree.css("img"):
            assert "alt" in image.attributes, address


def test_headings_step_down_one_at_a_time(trees: Trees) -> None:
    for address, tree in trees.items():
        levels = [int((node.tag or "")[1]) for node in tree.css("h1, h2, h3, h4")]
        assert levels.count(1) == 1, address
        assert levels[0] == 1, address
        assert all(after - before <= 1 for before, after in pairwise(levels)), (address, levels)


def test_there_are_landmarks_and_a_way_past_them(trees: Trees) -> None:
    for address, tree in trees.items():
        assert [len(tree.css(name)) for name in ("main#content", "header.site", "footer.site", "a.skip")] == [
            1,
            1,
            1,
            1,
        ]
        navs = [nav.attributes.get("aria-label") for nav in tree.css("nav")]
        assert None not in navs
        assert len(navs) == len(set(navs)), address


def test_nothing_is_inline_and_nothing_comes_from_elsewhere(trees: Trees) -> None:
    for address, tree in trees.items():
        assert tree.css("style, script:not([src]), iframe, object, embed, base") == [], address
        for node in tree.css("*"):
            for name, value in node.attributes.items():
                assert name != "style", (address, node.html)
                assert not name.startswith("on"), (address, node.html)
                if name in {"src", "href", "action"} and (node.tag or "") != "a":
                    assert str(value).startswith("/"), (address, value)


def test_each_page_says_its_language_and_leads_to_the_others(trees: Trees) -> None:
    for address, tree in trees.items():
        language, rest = address[1:3], address[3:]
        assert [node.attributes["lang"] for node in tree.css("html")] == [language]
        links = {node.attributes["lang"]: node.attributes["href"] for node in tree.css(".languages a")}
        assert set(links) == set(LANGUAGES)
        for other, link in links.items():
            assert str(link).replace("%20", "+") == f"/{other}{rest}", address
        current = [node.attributes["lang"] for node in tree.css(".languages [aria-current]")]
        assert current == [language]


def test_each_title_is_its_own(trees: Trees) -> None:
    alike = {"nowhere", "?q=a&year=x", "?q=rektor&offset=20", "?q=rektor&group=true&standard=nn&findings=true&year=2022",
             "reports?text=zzz"}  # fmt: skip
    for language in LANGUAGES:
        titles = [trees[f"/{language}/{page}"].css("title")[0].text() for page in PAGES if page not in alike]
        assert len(titles) == len(set(titles)) > 8
        assert all("Funn" in title for title in titles)


def test_no_link_leads_nowhere(client: TestClient, trees: Trees) -> None:
    links: set[str] = set()
    for address, tree in trees.items():
        if address.startswith("/nn/") and "nowhere" not in address and "year=x" not in address:
            for node in tree.css("a[href], link[href], img[src]"):
                link = urljoin(address, str(node.attributes.get("href") or node.attributes.get("src")))
                if not urlsplit(link).netloc and not link.startswith("/api/"):  # which has tests of its own
                    links.add(link.partition("#")[0])
    kinds: dict[str, list[str]] = {}
    for link in sorted(links):
        path = urlsplit(link).path
        kinds.setdefault("/".join(path.split("/")[:3]) if path.startswith("/nn") else path.split("/")[1], []).append(
            link
        )
    asked = [link for several in kinds.values() for link in several[:12]]
    assert len(asked) > 60
    dead = {link: status for link in asked if (status := client.get(link).status_code) != 200}
    assert dead == {}
