from functools import cache
from pathlib import Path

import pytest

from catalogue.model import Kind, Matter, Passage, Place, Run
from ingest.document import Block, Document
from ingest.landing.page import LandingPage
from ingest.passages import language_shares, split
from ingest.pdf.pagetext import page_text
from ingest.pdf.read import read

CORPUS = Path(__file__).parents[2] / "corpus"
REPORTS = sorted(CORPUS.glob("*.pdf"))
NYNORSK = "Skoleleiarane seier at dei ikkje er involverte i arbeidet med ordninga, og dei veit ikkje kvifor."
BOKMAAL = "Skolelederne sier at de ikke er involvert i arbeidet med ordningen, og de vet ikke hvorfor."


def document(*blocks: Block) -> Document:
    return Document(blocks, ())


def run(start: int, end: int, page: int = 1) -> Run:
    return Run(start, end, page, 10.0 * start, 100, 10.0 * end, 112)


def test_nothing_gives_no_passages() -> None:
    assert split(None, None, "r") == ()
    assert split(document(), None, "r") == ()


def test_every_block_of_words_becomes_a_passage_in_order() -> None:
    found = split(
        document(
            Block("Samandrag", Kind.HEADING, level=1),
            Block(NYNORSK),
            Block("12"),
            Block("– 5"),
            Block("Kjønn | Jenter | 52", Kind.TABLE),
        ),
        None,
        "r",
    )
    assert [one.text for one in found] == ["Samandrag", NYNORSK, "Kjønn | Jenter | 52"]
    assert [one.kind for one in found] == [Kind.HEADING, Kind.PARAGRAPH, Kind.TABLE]
    assert [one.finding for one in found] == [False, True, False]
    assert found[1].section == ("Samandrag",)
    assert {one.report for one in found} == {"r"}


def test_bullets_of_the_landing_page_come_first_and_are_findings() -> None:
    landing = LandingPage("side.html", "0" * 64, bullets=("Skoleleiarane er for lite involverte.",))
    found = split(document(Block(BOKMAAL)), landing, "r")
    assert [(one.kind, one.finding, one.matter) for one in found] == [
        (Kind.BULLET, True, Matter.FINDINGS),
        (Kind.PARAGRAPH, False, Matter.BODY),
    ]
    assert found[0].places == ()


def test_a_list_items_sign_goes_and_its_words_keep_their_places() -> None:
    for sign in ("•", "–", "▪", "o"):
        text = f"{sign} Tidspress hos rektorane"
        runs = (run(0, 1), run(2, 11), run(12, 15), run(16, 25))
        [found] = split(document(Block(text, Kind.LIST_ITEM, runs)), None, "r")
        assert found.text == "Tidspress hos rektorane"
        assert [found.text[r.start : r.end] for r in found.runs] == ["Tidspress", "hos", "rektorane"]
        assert [r.x0 for r in found.runs] == [20, 120, 160]
    [numbered] = split(document(Block("1. Tidspress hos rektorane", Kind.LIST_ITEM)), None, "r")
    assert numbered.text == "1. Tidspress hos rektorane"


def test_a_passage_stands_on_each_of_its_pages_with_the_printed_label() -> None:
    runs = (run(0, 9, 5), run(10, 13, 5), run(14, 23, 6))
    block = Block("Tidspress hos rektorane", runs=runs, labels=((5, "iv"), (6, None)))
    [found] = split(document(block), None, "r")
    assert found.places == (Place(5, "iv"), Place(6, None))


def test_ids_are_stable_and_tell_equal_texts_apart() -> None:
    blocks = (Block(NYNORSK), Block(BOKMAAL), Block(NYNORSK))
    one, other = split(document(*blocks), None, "r"), split(document(Block("Forord", Kind.HEADING), *blocks), None, "r")
    assert len({passage.id for passage in one}) == 3
    assert [passage.id for passage in one] == [passage.id for passage in other[1:]]
    assert {passage.id for passage in split(document(*blocks), None, "x")}.isdisjoint(passage.id for passage in one)


def test_each_passage_has_its_own_written_standard() -> None:
    found = split(document(Block(NYNORSK), Block(BOKMAAL)), None, "r")
    assert [one.standard for one in found] == ["nn", "nb"]
    assert all(one.margin > 0 for one in found)


def test_language_shares_are_those_of_the_running_text() -> None:
    def passage(text: str, standard: str, matter: Matter, kind: Kind = Kind.PARAGRAPH) -> Passage:
        return Passage("", "r", text, kind, matter=matter, standard=standard, margin=0.9)

    body = passage(NYNORSK, "nn", Matter.BODY)
    sources = passage(BOKMAAL * 5, "nb", Matter.REFERENCES)
    bullet = passage(BOKMAAL * 5, "nb", Matter.FINDINGS, Kind.BULLET)
    assert language_shares([body, sources, bullet])[0] == ("nn", 1.0)
    assert language_shares([sources])[0][0] == "nb"
    assert language_shares([]) == ()


# --- the sample series ------------------------------------------------------------------------------------------------


@cache
def sample(path: Path) -> Document:
    found = read(path).document
    assert found is not None
    return found


@cache
def passages(path: Path) -> tuple[Passage, ...]:
    return split(sample(path), None, path.stem)


each = pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem[:2])


def test_there_is_a_series() -> None:
    assert len(REPORTS) >= 3


@each
def test_findings_stand_in_summaries_and_conclusions_alone(path: Path) -> None:
    found = passages(path)
    findings = [one for one in found if one.finding]
    assert {one.matter for one in findings} <= {Matter.SUMMARY, Matter.FINDINGS, Matter.CONCLUSION}
    assert sum(one.matter is Matter.CONCLUSION for one in findings) >= 1
    assert sum(one.matter in {Matter.SUMMARY, Matter.FINDINGS} for one in findings) >= 4
    for part in (Matter.COVER, Matter.COLOPHON, Matter.CONTENTS, Matter.REFERENCES):
        assert [one for one in found if one.matter is part], part
        assert not any(one.finding for one in found if one.matter is part)
    assert not any("ilråding" in name or "nbefaling" in name for one in findings for name in one.section[1:])


@each
def test_parts_follow_each_other_as_in_a_report(path: Path) -> None:
    order = [Matter.COVER, Matter.COLOPHON, Matter.BODY, Matter.CONCLUSION, Matter.REFERENCES]
    firsts = {matter: min(i for i, one in enumerate(passages(path)) if one.matter is matter) for matter in order}
    assert sorted(order, key=lambda matter: firsts[matter]) == order
    body = [one for one in passages(path) if one.matter is Matter.BODY and one.kind is not Kind.HEADING]
    assert all(one.section for one in body)


@each
def test_printed_numbers_are_roman_then_arabic_and_count_with_the_pages(path: Path) -> None:
    labels = [page.label for page in sample(path).pages]
    printed = [label for label in labels if label is not None]
    roman = [label for label in printed if not label.isdigit()]
    assert set(roman) <= {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii"}
    assert printed == roman + [label for label in printed if label.isdigit()]
    first = next(i for i, label in enumerate(labels) if label and label.isdigit())
    assert [label for label in labels[first:] if label] == [
        str(number) for number, label in enumerate(labels[first:], int(labels[first] or 0)) if label
    ]
    assert len(printed) > 0.7 * len(labels)
    assert labels[0] is None


@each
def test_words_stand_where_they_are_said_to(path: Path) -> None:
    pages = {page.page: page for page in sample(path).pages}
    for one in passages(path):
        assert one.runs
        assert {place.page for place in one.places} == {r.page for r in one.runs}
        ends = 0
        for r in one.runs:
            assert ends <= r.start < r.end <= len(one.text)
            assert 0 <= r.x0 <= r.x1 <= pages[r.page].width
            assert 0 <= r.top < r.bottom <= pages[r.page].height
            ends = r.end
        assert not one.text[ends:].strip()


@each
def test_running_heads_and_page_numbers_are_no_passages(path: Path) -> None:
    texts = [one.text for one in passages(path) if one.kind is not Kind.HEADING and one.matter is Matter.BODY]
    headings = {one.text.split(" ", 1)[-1] for one in passages(path) if one.kind is Kind.HEADING}
    assert not headings & set(texts)
    assert not [text for text in texts if text.isdigit()]


@each
def test_text_is_whole(path: Path) -> None:
    for one in passages(path):
        assert one.text == " ".join(one.text.split())
        assert "\u00ad" not in one.text
        assert "\ufffd" not in one.text
    prose = [
        one
        for one in passages(path)
        if one.kind is Kind.PARAGRAPH and one.matter in {Matter.BODY, Matter.SUMMARY} and len(one.text.split()) > 12
    ]
    whole = [one for one in prose if one.text.rstrip(" »”)¹²³⁴⁵⁶⁷⁸⁹⁰")[-1] in ".!?:"]
    assert len(whole) >= 0.98 * len(prose)


def test_the_sample_reports_read_as_they_are_printed() -> None:
    path = CORPUS / "01-skoleleiarar-involvering.pdf"
    found = sample(path)
    fourth = page_text(found, 4).split("\n")
    assert [line.split()[0] for line in fourth] == [
        "Samandrag",
        "Tilskotsordninga",
        "Vi",
        "Hovudfunn",
        *["•"] * 6,
        "Vi",
    ]
    table = [line for line in page_text(found, 8).split("\n") if line.startswith(("Skoleeigarar  ", "Rektorar  "))]
    assert table == ["Skoleeigarar  94  81  86", "Rektorar  612  355  58"]
    kinds = {one.kind for one in passages(path)}
    assert {Kind.TABLE, Kind.CAPTION, Kind.FOOTNOTE, Kind.BOX, Kind.FIGURE, Kind.QUOTE, Kind.LIST_ITEM} <= kinds
    [note] = [one for one in passages(path) if one.note == "1"]
    assert note.text.startswith("¹ Solbrekkhaug (2015, s. 44)")
    assert any("informasjon. ¹" in one.text for one in passages(path))
