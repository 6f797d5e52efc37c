"""Pages as tests read them."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.testclient import TestClient


def page(client: TestClient, address: str) -> LexborHTMLParser:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return LexborHTMLParser(answer.text)


def first(tree: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = tree.css_first(selector)
    assert found is not None, selector
    return found


def plain(node: LexborNode) -> str:
    return re.sub(r"\s+", " ", node.text()).strip()
