from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Document
from ingest.pdf import pages
from ingest.pdf.read import read
from ingest.pdf.shelf import Shelf

REPORT = Path(__file__).parents[3] / "corpus" / "01-skoleleiarar-involvering.pdf"


@given(st.lists(st.tuples(st.integers(1, 9), st.text())))
def test_a_shelf_is_a_mapping(items: list[tuple[int, str]]) -> None:
    shelf: Shelf[str] = Shelf()
    for number, value in items:
        shelf[number] = value
    assert dict(shelf) == dict(items)


def test_what_is_not_there_is_told() -> None:
    shelf: Shelf[str] = Shelf()
    with pytest.raises(KeyError):
        shelf[1]


def test_a_file_read_in_parts_is_read_as_a_whole_but_for_the_seams(monkeypatch: pytest.MonkeyPatch) -> None:
    def reading() -> Document:
        document = read(REPORT).document
        assert document is not None
        return document

    whole = reading()
    monkeypatch.setattr(pages, "_VOLUME", 6)
    parts = reading()
    assert [page.label for page in parts.pages] == [page.label for page in whole.pages]
    first, second = ([(block.text, block.kind, block.matter) for block in one.blocks] for one in (whole, parts))
    assert SequenceMatcher(None, first, second, autojunk=False).ratio() > 0.98
    letters, others = (Counter("".join(block.text for block in one.blocks).replace("-", "")) for one in (whole, parts))
    del letters[" "]
    assert letters - others == Counter()  # nothing is lost; a running head that a part cannot know may be left in
