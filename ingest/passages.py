"""A Document and its landing page → the report's passages, in reading order, the landing page's bullets first."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from catalogue.model import Kind, Matter, Passage, Place, Run, passage_ids
from ingest.document import Block, Document
from ingest.landing import LandingPage
from ingest.sections import Placed, place
from norwegian.standard import Judgement, judge_passages, shares

_SIGN = re.compile(r"^(?:[•●▪■◦‣∙·–—*\uE000-\uF8FF-]|o(?=\s+[A-ZÆØÅ]))\s+")
_FEWEST_LETTERS = 3  # less is a lone number, a page's furniture or a figure's tick
_LETTER = re.compile(r"[^\W\d_]")
_NO_PROSE = frozenset({Matter.COVER, Matter.COLOPHON, Matter.CONTENTS, Matter.REFERENCES})


def split(document: Document | None, landing: LandingPage | None, report: str) -> tuple[Passage, ...]:
    """The passages of a report.

    Every block that holds words becomes a passage, headings too (kind "heading"; they are also the section path of what
    stands below). Blocks with fewer than three letters are left out; `funn text` still shows them.

    Args:
        document: the PDF, or None where there is only a landing page.
        landing: its landing page, or None.
        report: the report's id.
    """
    bullets = (
        [Passage("", report, text, Kind.BULLET, finding=True, matter=Matter.FINDINGS) for text in landing.bullets]
        if landing
        else []
    )
    printed = [_passage(placed, report) for placed in place(document) if _worth(placed.block)] if document else []
    judged = [*_judged(bullets), *_judged(printed)]
    ids = passage_ids(report, [passage.text for passage in judged])
    return tuple(replace(passage, id=id_) for id_, passage in zip(ids, judged, strict=True))


def language_shares(passages: Iterable[Passage]) -> tuple[tuple[str, float], ...]:
    """The share of a report's words in each language or standard, largest first.

    Counted in the PDF's running text: cover, colophon, contents and references hold names and titles that are not the
    report's own prose. A report that holds nothing else, or has no PDF, is judged by what it has.
    """
    every = list(passages)
    prose = [p for p in every if p.kind is not Kind.BULLET and p.matter not in _NO_PROSE] or every
    return shares([p.text for p in prose], [Judgement(p.standard, p.margin) for p in prose])


def _worth(block: Block) -> bool:
    return len(_LETTER.findall(block.text)) >= _FEWEST_LETTERS


def _passage(placed: Placed, report: str) -> Passage:
    block = placed.block
    text, runs = _without_sign(block) if placed.kind is Kind.LIST_ITEM else (block.text, block.runs)
    return Passage(
        id="",
        report=report,
        text=text,
        kind=placed.kind,
        section=placed.section,
        matter=placed.matter,
        finding=placed.finding,
        places=_places(block),
        runs=runs,
        note=block.note,
    )


def _without_sign(block: Block) -> tuple[str, tuple[Run, ...]]:
    """A list item's text without its bullet sign; numbers and letters stay, for the text may refer to them."""
    found = _SIGN.match(block.text)
    if not found:
        return block.text, block.runs
    cut = found.end()
    runs = tuple(replace(run, start=run.start - cut, end=run.end - cut) for run in block.runs if run.start >= cut)
    return block.text[cut:], runs


def _places(block: Block) -> tuple[Place, ...]:
    labels = dict(block.labels)
    pages = dict.fromkeys([*(page for page, _ in block.labels), *(run.page for run in block.runs)])
    return tuple(Place(page, labels.get(page)) for page in pages)


def _judged(passages: Sequence[Passage]) -> list[Passage]:
    judgements = judge_passages([passage.text for passage in passages])
    return [
        replace(passage, standard=judgement.code, margin=judgement.margin)
        for passage, judgement in zip(passages, judgements, strict=True)
    ]
