"""Plain Python scores only what can be among the best, and finds what numpy finds."""

import random
from collections.abc import Iterator
from unittest.mock import patch

import pytest

from search.engines import arrays, plain
from search.engines.port import All, Any, Clause, Entry, Key, Maybe, Not, Plan, Scoring, Word
from search.engines.snapshot import Snapshot
from search.engines.whoosh_engine import WhooshEngine

SIZE = 3_000
KEYS = [f"k{number}" for number in range(40)]
COMMONNESS = [1 / rank for rank in range(1, len(KEYS) + 1)]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    chance = random.Random(7)  # noqa: S311 - to test, not to hide
    made = [
        Entry(
            number,
            chance.choices(KEYS, COMMONNESS, k=chance.randint(2, 30)),
            [mark for mark in ("#a", "#b") if chance.random() < 0.2],
        )
        for number in range(SIZE)
    ]
    engine = WhooshEngine.create(tmp_path_factory.mktemp("plain") / "index", "1")
    with engine.writing() as batch:
        batch.replace("r", made)
    yield engine._snapshot()
    engine.close()


def plans(chance: random.Random) -> Iterator[Plan]:
    def word() -> Word:
        groups = [
            tuple(
                Key(key, chance.choice([0.0, 0.3, 1.0]), chance.choice([1.0, 1.0, 0.5]))
                for key in chance.sample(KEYS, chance.randint(1, 4))
            )
            for _ in range(chance.choice([1, 1, 2]))
        ]
        return Word(tuple(groups), chance.choice([1.0, 0.2]), chance.choice([0.0, 0.0, 1.0]))

    while True:
        clause: Clause = Any(tuple(word() for _ in range(chance.randint(1, 4))))
        clause = chance.choice([clause, clause, All((word(), Maybe(clause))), All((clause, Not(word())))])
        yield Plan(
            clause,
            bonus=tuple(word() for _ in range(chance.randint(0, 1))),
            filters=(("#a",),) if chance.random() < 0.2 else (),
            boosts=(("#b", chance.choice([0.4, 1.5])),),
            scoring=Scoring(floor=chance.choice([0.0, 0.2, 1.0]), whole_first=chance.random() < 0.5),
        )


@pytest.mark.parametrize("seed", range(4))
def test_the_best_are_those_of_all(snapshot: Snapshot, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - to test, not to hide
    dense = arrays.Arrays(snapshot)
    for _, plan in zip(range(60), plans(chance), strict=False):
        settings = {"limit": chance.choice([1, 3, 20, None]), "offset": chance.randint(0, 3), "count": ("#a",)}
        expected = arrays.search(dense, plan, within_s=60.0, **settings)  # type: ignore[arg-type]
        assert plain.search(snapshot, plan, within_s=60.0, **settings) == expected  # type: ignore[arg-type]


def test_what_cannot_be_among_the_best_is_not_scored(snapshot: Snapshot) -> None:
    plan = Plan(Any((Word(((Key("k39"),),)), Word(((Key("k0", 0.1),),)))), scoring=Scoring(whole_first=False))
    with patch.object(plain._Formula, "_scores", autospec=True, side_effect=plain._Formula._scores) as scores:
        found = plain.search(snapshot, plan, limit=5, offset=0, count=(), within_s=60.0)
    assert found.total > SIZE / 2
    assert 5 <= sum(len(call.args[1]) for call in scores.call_args_list) < SIZE / 4
