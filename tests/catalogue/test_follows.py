from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from catalogue import follows
from catalogue.errors import UsageError
from catalogue.follows import Follow, Told
from catalogue.model import Kind, Passage, Place, Report, passage_ids
from catalogue.store import Catalogue

NOW, LATER = "2026-11-24T10:00:00Z", "2026-11-25T10:00:00Z"
FOLLOW = Follow("leiing", "skoleleiar", "{}", "2026-11-23T10:00:00Z")
REPORT = Report("a" * 16, title="Ein rapport", sha256="a" * 64)
OTHER = Report("b" * 16, title="Ein annan", sha256="b" * 64)
TEXTS = (
    "Skoleleiarar er lite involverte.",
    "Rektor har kort tid.",
    "Kommunen eig skolen.",
    "Lærarane deler erfaringar.",
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "store", create=True) as store:
        yield store


def save(
    catalogue: Catalogue, report: Report = REPORT, texts: tuple[str, ...] = TEXTS, bullets: tuple[str, ...] = ()
) -> list[int]:
    """The numbers of the report's passages, bullets first."""
    ids = passage_ids(report.id, [*bullets, *texts])
    passages = [
        Passage(id_, report.id, text, Kind.BULLET if text in bullets else Kind.PARAGRAPH)
        if text in bullets
        else Passage(id_, report.id, text, places=(Place(1),))
        for id_, text in zip(ids, [*bullets, *texts], strict=True)
    ]
    catalogue.save(report, passages, 1)
    return [number for number, _ in catalogue.numbered_passages(report.id)]


def news(catalogue: Catalogue, matching: list[int], at: str = NOW) -> tuple[int, ...]:
    """What would be told, were these the passages of the collection that answer; and it is told."""
    among = [number for number in matching if number in follows.unseen(catalogue, FOLLOW.name)]
    found = follows.untold(catalogue, FOLLOW.name, among)
    follows.tell(catalogue, FOLLOW.name, among, found, at)
    return found


def test_a_follow_comes_back_and_can_be_taken_out(catalogue: Catalogue) -> None:
    follows.add(catalogue, FOLLOW, ())
    assert follows.follows(catalogue) == [FOLLOW]
    with pytest.raises(UsageError, match="followed already"):
        follows.add(catalogue, replace(FOLLOW, query="anna"), ())
    assert follows.follows(catalogue) == [FOLLOW]
    assert follows.remove(catalogue, "leiing")
    assert not follows.remove(catalogue, "leiing")
    assert catalogue.db.execute("SELECT count(*) FROM told").fetchone() == (0,)


def test_what_was_there_before_is_no_news(catalogue: Catalogue) -> None:
    held = save(catalogue)
    follows.add(catalogue, FOLLOW, held[:1])
    assert follows.unseen(catalogue, "leiing") == frozenset()
    assert news(catalogue, held) == ()
    assert follows.told(catalogue) == []


def test_what_comes_is_told_once_in_the_order_given(catalogue: Catalogue) -> None:
    follows.add(catalogue, FOLLOW, ())
    held = save(catalogue)
    assert follows.unseen(catalogue, "leiing") == frozenset(held)
    assert news(catalogue, [held[2], held[0]]) == (held[2], held[0])
    assert news(catalogue, [held[2], held[0]], LATER) == ()
    passages = catalogue.passages(held)
    assert follows.told(catalogue) == [
        Told("leiing", passages[number].id, REPORT.id, NOW) for number in (held[2], held[0])
    ]


def test_told_can_be_asked_by_name_and_day(catalogue: Catalogue) -> None:
    follows.add(catalogue, FOLLOW, ())
    news(catalogue, save(catalogue)[:1])
    news(catalogue, save(catalogue, OTHER, ("Noko nytt.", *TEXTS[:1]))[:1], LATER)
    assert [one.at for one in follows.told(catalogue, "leiing")] == [LATER, NOW]
    assert [one.at for one in follows.told(catalogue, "leiing", "2026-11-25")] == [LATER]
    assert follows.told(catalogue, "andre") == []


def test_a_reader_that_divides_the_text_otherwise_makes_no_news(catalogue: Catalogue) -> None:
    follows.add(catalogue, FOLLOW, ())
    assert news(catalogue, save(catalogue)[:1])
    again = save(catalogue, REPORT, ("Skoleleiarar er lite", "involverte. Rektor har kort tid."))
    assert news(catalogue, again) == ()


def test_another_file_with_the_same_text_is_no_news(catalogue: Catalogue) -> None:
    follows.add(catalogue, FOLLOW, ())
    assert news(catalogue, save(catalogue)[:1])
    copy = save(catalogue, OTHER, (*TEXTS, "Eit nytt omslag."))
    assert news(catalogue, copy[:1]) == ()


def test_spaces_and_hyphens_do_not_make_a_text_new(catalogue: Catalogue) -> None:
    follows.add(catalogue, FOLLOW, ())
    assert news(catalogue, save(catalogue)[:1])
    catalogue.remove(REPORT.id)
    assert news(catalogue, save(catalogue, OTHER, ("Skole-leiarar  er lite invol\u00adverte.",))) == ()


@pytest.mark.parametrize("fate", ["removed", "superseded"])
def test_a_newer_version_tells_only_what_it_says_anew(catalogue: Catalogue, fate: str) -> None:
    held = save(catalogue, REPORT, TEXTS[:2])
    follows.add(catalogue, FOLLOW, held)
    if fate == "removed":
        catalogue.remove(REPORT.id)
    else:
        save(catalogue, replace(REPORT, superseded_by=OTHER.id), TEXTS[:2])
    newer = save(catalogue, OTHER, (TEXTS[0], "Skoleleiarar er no meir involverte.", "Noko heilt anna står her."))
    assert news(catalogue, newer[:2]) == (newer[1],)


def test_the_same_sentence_in_a_report_of_its_own_is_news(catalogue: Catalogue) -> None:
    follows.add(catalogue, FOLLOW, save(catalogue))
    cites = save(catalogue, OTHER, (TEXTS[0], "Alt anna er nytt her.", "Det òg."))
    assert news(catalogue, cites[:1]) == (cites[0],)


def test_superseded_reports_are_not_told(catalogue: Catalogue) -> None:
    follows.add(catalogue, FOLLOW, ())
    save(catalogue, replace(REPORT, superseded_by=OTHER.id))
    assert follows.unseen(catalogue, "leiing") == frozenset()


def test_bullets_of_a_landing_page_that_comes_later_are_news_and_the_report_is_not(catalogue: Catalogue) -> None:
    follows.add(catalogue, FOLLOW, save(catalogue)[:1])
    with_page = replace(REPORT, landing_sha256="c" * 64)
    held = save(catalogue, with_page, TEXTS, bullets=("Leiarane er lite med.",))
    assert follows.unseen(catalogue, "leiing") == {held[0]}
    assert news(catalogue, held) == (held[0],)
    changed = save(catalogue, replace(REPORT, landing_sha256="d" * 64), TEXTS, bullets=("Leiarane er lite med.",))
    assert news(catalogue, changed, LATER) == ()
