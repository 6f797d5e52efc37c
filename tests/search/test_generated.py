"""A few hundred made and mangled queries; `benchmarks.queries` asks thousands."""

from itertools import islice, pairwise
from unittest.mock import Mock

import pytest

from benchmarks.passages import _generated
from benchmarks.queries import Maker, Outcome, ask, collection, run, twin_of
from norwegian.tokens import tokens
from search import ranking
from search.engines.memory import MemoryEngine
from search.engines.port import Hits
from search.find import find
from search.options import Options

TEXTS = [
    "Nokre skoleleiarar kjenner seg for lite involverte i arbeidet med kompetanseutvikling i kommunen.",
    "Skolelederne ble involvert i planleggingen, og 41 prosent av dem deltok i nettverk.",
    "Barnehage- og skoleeigarar la vekt på partnarskap; universitetet (UH) stilte spørsmål ved ordninga.",
    "I 2023/24 fekk 10 000 lærarar vidareutdanning, jf. St.meld. nr. 21 § 5.",
    *islice(_generated(), 40),
]


def test_no_query_crashes_or_finds_what_the_twin_does_not() -> None:
    outcome = run(TEXTS, 400, seed=1)
    assert outcome.figures()["faults"] == []
    assert (outcome.queries, outcome.compared) == (400, 400)
    assert outcome.answered > 100


def test_queries_follow_from_the_seed_and_differ() -> None:
    words = [token.text for text in TEXTS for token in tokens(text)]
    made = list(islice(Maker(words, 7).queries(), 200))
    assert made == list(islice(Maker(words, 7).queries(), 200))
    assert made != list(islice(Maker(words, 8).queries(), 200))
    assert len({query for query, _ in made}) > 150


def test_faults_are_seen() -> None:
    class Forgetful(MemoryEngine):
        def search(self, *args: object, **settings: object) -> Hits:
            found = super().search(*args, **settings)  # type: ignore[arg-type]
            return Hits(found.hits[1:], found.whole, found.total, found.counts)

    class Broken(MemoryEngine):
        def search(self, *_: object, **__: object) -> Hits:
            raise ZeroDivisionError

    outcome = Outcome()
    with collection(TEXTS) as (catalogue, engine):
        ask(("skoleleiar", Options()), catalogue, engine, Forgetful(twin_of(catalogue)._passages), outcome)
        ask(("skoleleiar", Options()), catalogue, Broken(), None, outcome)
        ask(("skoleleiar", Options()), catalogue, engine, twin_of(catalogue), outcome)
    assert [fault.kind for fault in outcome.faults] == ["hits", "exception"]
    assert "ZeroDivisionError" in outcome.faults[1].what
    assert outcome.queries == 3


def test_a_text_that_is_not_looked_at_has_no_words_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [token.text for text in TEXTS[:4] for token in tokens(text)]
    queries = [*islice(Maker(words, 3).queries(), 150), *((f"{one} {two}", Options()) for one, two in pairwise(words))]
    with collection(TEXTS) as (catalogue, engine):
        answers = [find(query, catalogue, engine, options) for query, options in queries]
        monkeypatch.setattr(ranking, "_can_hold_two", Mock(return_value=True))
        assert [find(query, catalogue, engine, options) for query, options in queries] == answers
