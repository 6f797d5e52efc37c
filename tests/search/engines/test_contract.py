"""One suite for every engine: what the port promises, and that all give the twin's hits and scores."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines import arrays, packed, plain
from search.engines.memory import MemoryEngine
from search.engines.port import (
    All,
    Among,
    Any,
    Clause,
    Engine,
    Entry,
    Hits,
    Key,
    Known,
    Maybe,
    Not,
    Plan,
    Scoring,
    Word,
    report_mark,
)
from search.engines.whoosh_engine import WhooshEngine

ENGINES: dict[str, Callable[[Path], Engine]] = {
    "memory": lambda _: MemoryEngine(),
    "whoosh": lambda folder: WhooshEngine.create(folder / "index", "1"),
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made = ENGINES[request.param](tmp_path)
    yield made
    made.close()


def put(engine: Engine, **reports: dict[int, str]) -> None:
    """Puts reports in; a passage is its keys between blanks, marks with a '#'."""
    with engine.writing() as batch:
        for report, passages in reports.items():
            batch.replace(report, [entry(number, text) for number, text in passages.items()])


def entry(number: int, text: str) -> Entry:
    words = text.split()
    return Entry(number, [word for word in words if "#" not in word], [word for word in words if "#" in word])


def word(*keys: str, need: float = 0.0) -> Word:
    return Word((tuple(map(Key, keys)),), need=need)


def found(engine: Engine, clause: Clause, **settings: object) -> list[int]:
    hits = engine.search(Plan(clause, **settings), limit=None).hits  # type: ignore[arg-type]
    return [hit.number for hit in hits]


class TestWriting:
    def test_an_empty_engine_finds_nothing(self, engine: Engine) -> None:
        assert engine.search(Plan(word("leiar"))) == Hits((), 0, 0)
        assert engine.size() == engine.frequency("leiar") == 0
        assert engine.starting("", 10) == engine.near("", "leiar", 2, 10) == []

    def test_a_report_is_replaced_whole(self, engine: Engine) -> None:
        put(engine, a={1: "leiar skule", 2: "leiar"}, b={3: "leiar"})
        put(engine, a={2: "barnehage", 4: "leiar"})
        assert found(engine, word("leiar")) == [3, 4]
        assert found(engine, word("skule")) == []
        assert engine.size() == 3

    def test_a_report_can_come_twice_in_one_batch(self, engine: Engine) -> None:
        with engine.writing() as batch:
            batch.replace("a", [entry(1, "leiar")])
            batch.replace("a", [entry(1, "lærar"), entry(2, "leiar")])
        assert (found(engine, word("leiar")), found(engine, word("lærar"))) == ([2], [1])

    def test_a_deleted_report_is_gone_from_all_counts(self, engine: Engine) -> None:
        put(engine, a={1: "leiar sjeldan"}, b={2: "leiar"})
        with engine.writing() as batch:
            batch.delete("a")
            batch.delete("unknown")
        assert found(engine, word("leiar", "sjeldan")) == [2]
        assert (engine.size(), engine.frequency("leiar"), engine.frequency("sjeldan")) == (1, 1, 0)
        assert engine.starting("s", 9) == engine.near("", "sjeldan", 1, 9) == []

    def test_all_can_be_deleted_and_put_in_again(self, engine: Engine) -> None:
        put(engine, a={1: "leiar"})
        with engine.writing() as batch:
            batch.delete("a")
        assert engine.size() == 0
        assert found(engine, Not(word("x"))) == []
        put(engine, a={1: "leiar"})
        assert found(engine, word("leiar")) == [1]

    def test_an_error_leaves_what_was_held(self, engine: Engine) -> None:
        put(engine, a={1: "leiar"})
        with pytest.raises(ZeroDivisionError), engine.writing() as batch:
            batch.replace("a", (entry(1 // number, "lærar") for number in (1, 0)))
        assert found(engine, word("leiar")) == [1]
        put(engine, b={2: "leiar"})
        assert found(engine, word("leiar")) == [1, 2]

    def test_a_report_without_passages_is_no_passage(self, engine: Engine) -> None:
        put(engine, a={})
        assert engine.size() == 0

    def test_a_passage_without_keys_is_held(self, engine: Engine) -> None:
        put(engine, a={7: "", 8: "leiar"})
        assert found(engine, Not(word("leiar"))) == [7]

    def test_many_commits_stay_one_collection(self, engine: Engine) -> None:
        for number in range(25):
            put(engine, **{f"r{number % 10}": {number: f"leiar k{number}"}})
        assert found(engine, word("leiar")) == list(range(15, 25))

    def test_any_text_is_a_key(self, engine: Engine) -> None:
        keys = ["", " ", "æøå", "\x00", "𝕏", "\ud800", "a" * 500]
        with engine.writing() as batch:
            batch.replace("r", [Entry(number, [key]) for number, key in enumerate(keys)])
        assert [found(engine, word(key)) for key in keys] == [[number] for number in range(len(keys))]


class TestSearch:
    @pytest.fixture
    def engine(self, engine: Engine) -> Engine:
        put(
            engine,
            a={1: "skule leiar #nn", 2: "leiar leiar leiar og #nn", 3: "skule og #nb"},
            b={4: "skuleleiar #nn #funn", 5: "og og #nb #funn"},
        )
        return engine

    @pytest.mark.parametrize(
        ("clause", "numbers"),
        [
            (word("skule"), {1, 3}),
            (word("skule", "skuleleiar"), {1, 3, 4}),
            (Any((word("skule"), word("leiar"))), {1, 2, 3}),
            (All((word("skule"), word("leiar"))), {1}),
            (All((word("leiar"), Not(word("skule")))), {2}),
            (Not(Not(Not(word("og")))), {1, 4}),
            (Any((word("skuleleiar"), Not(word("og")))), {1, 4}),
            (All((word("og"), Maybe(word("skule")))), {2, 3, 5}),
            (Maybe(word("nothing")), {1, 2, 3, 4, 5}),
            (Among(frozenset({2, 3, 99})), {2, 3}),
            (All((word("leiar"), Among(frozenset({2, 3})))), {2}),
            (Any((word("leiar"), Among(frozenset({3})))), {1, 2, 3}),
            (All((word("leiar"), Not(Among(frozenset({2}))))), {1}),
            (All(()), {1, 2, 3, 4, 5}),
            (Any(()), set()),
            (Word(((Key("skule", prefix=True),),)), {1, 3, 4}),
            (Word(()), set()),
            (Word(((),)), set()),
        ],
    )
    def test_clauses(self, engine: Engine, clause: Clause, numbers: set[int]) -> None:
        assert set(found(engine, clause)) == numbers

    def test_parts_hold_a_word_together(self, engine: Engine) -> None:
        parts = ((Key("skuleleiar"),), (Key("skule", 0.35, 0.5),), (Key("leiar", 0.35, 0.5),))
        assert set(found(engine, Word(parts))) == {1, 2, 3, 4}
        assert set(found(engine, Word(parts, need=1.0))) == {1, 4}

    def test_whole_hits_come_first(self, engine: Engine) -> None:
        asked = Any((word("leiar"), word("skule")))
        hits = engine.search(Plan(asked))
        assert (hits.hits[0].number, hits.hits[0].whole, hits.whole, hits.total) == (1, True, 1, 3)
        assert not any(hit.whole for hit in hits.hits[1:])

    def test_filters_allowed_and_counts(self, engine: Engine) -> None:
        everything = All(())
        assert set(found(engine, everything, filters=(("#nn",),))) == {1, 2, 4}
        assert set(found(engine, everything, filters=(("#nn",), ("#funn", "#x")))) == {4}
        assert set(found(engine, everything, filters=((report_mark("b"),),))) == {4, 5}
        assert set(found(engine, everything, allowed=frozenset({2, 5, 99}))) == {2, 5}
        assert engine.search(Plan(word("og")), limit=0, count=("#nn", "#nb", "#x")).counts == (1, 2, 0)

    def test_a_boost_lifts(self, engine: Engine) -> None:
        plain_score = {hit.number: hit.score for hit in engine.search(Plan(word("og"))).hits}
        lifted = {hit.number: hit.score for hit in engine.search(Plan(word("og"), boosts=(("#funn", 2.0),))).hits}
        assert lifted == {2: plain_score[2], 3: plain_score[3], 5: 2 * plain_score[5]}

    def test_a_bonus_lifts_and_finds_nothing(self, engine: Engine) -> None:
        hits = engine.search(Plan(word("skule"), bonus=(word("leiar"), word("skuleleiar")))).hits
        assert [hit.number for hit in hits] == [1, 3]

    def test_pages_are_parts_of_the_whole(self, engine: Engine) -> None:
        asked = Plan(Any((word("og"), word("leiar"))))
        every = engine.search(asked, limit=None).hits
        assert [engine.search(asked, limit=1, offset=n).hits for n in range(5)] == [every[n : n + 1] for n in range(5)]

    def test_no_time_means_no_answer_that_says_so(self, engine: Engine) -> None:
        hits = engine.search(Plan(word("og")), within_s=0, count=("#nn", "#nb"))
        assert (hits.hits, hits.counts, hits.complete) == ((), (0, 0), False)
        counts = engine.search(Plan(word("og")), count=("#nn", "#nb")).counts
        assert counts == (1, 2)  # what there was no time for is not remembered

    def test_what_is_asked_together_is_answered_from_one_state(self, engine: Engine) -> None:
        before = engine.search(Plan(word("og")))
        with engine.still():
            put(engine, d={40: "s:ny og"})
            with engine.still():
                assert engine.search(Plan(word("og"))) == before
            assert engine.starting("s:ny", 1) == []
            assert (engine.size(), engine.frequency("s:ny")) == (5, 0)
        assert engine.starting("s:ny", 1) == [Known("s:ny", 1)]
        assert engine.search(Plan(word("og"))).total == before.total + 1

    def test_equal_scores_come_by_number(self, engine: Engine) -> None:
        put(engine, c=dict.fromkeys((30, 10, 20), "lik"))
        assert [hit.number for hit in engine.search(Plan(word("lik")), limit=2).hits] == [10, 20]


class TestWords:
    @pytest.fixture
    def engine(self, engine: Engine) -> Engine:
        put(engine, a={1: "s:skule s:skular l:skule", 2: "s:skule s:skole s:ksule s:leiar"})
        return engine

    def test_starting(self, engine: Engine) -> None:
        assert engine.starting("s:sku", 9) == [Known("s:skular", 1), Known("s:skule", 2)]
        assert engine.starting("s:", 1) == [Known("s:ksule", 1)]

    def test_near(self, engine: Engine) -> None:
        assert engine.near("s:", "skule", 1, 9) == [
            Known("s:skule", 2, 0),
            Known("s:ksule", 1, 1),
            Known("s:skole", 1, 1),
        ]
        assert engine.near("s:", "skule", 2, 9)[-1] == Known("s:skular", 1, 2)
        assert len(engine.near("s:", "skule", 2, 2)) == 2


# Generated collections and plans

KEYS = ["a", "b", "c", "ab", "abc", "ba", "bå"]
MARKS = ["#x", "#y"]
keys = st.builds(
    Key, st.sampled_from(KEYS), st.sampled_from([0.0, 0.35, 1.0, 1.5]), st.sampled_from([0.0, 1 / 3, 0.5, 1.0]), st.booleans()
)  # fmt: skip
words = st.builds(
    Word,
    st.lists(st.lists(keys, max_size=3).map(tuple), max_size=3).map(tuple),
    st.sampled_from([0.5, 1.0]),
    st.sampled_from([0.0, 0.5, 1.0]),
)
clauses: st.SearchStrategy[Clause] = st.recursive(
    words | st.frozensets(st.integers(0, 12)).map(Among),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple).map(All),
        st.lists(inner, max_size=3).map(tuple).map(Any),
        inner.map(Not),
        inner.map(Maybe),
    ),
    max_leaves=6,
)
plans = st.builds(
    Plan,
    clauses,
    st.lists(words, max_size=1).map(tuple),
    st.lists(st.lists(st.sampled_from(MARKS), max_size=2).map(tuple), max_size=1).map(tuple),
    st.none() | st.frozensets(st.integers(0, 12)),
    st.lists(st.tuples(st.sampled_from(MARKS), st.sampled_from([0.5, 1.2])), max_size=2).map(tuple),
    st.builds(Scoring, st.just(1.2), st.just(0.75), st.sampled_from([0.0, 0.3]), st.booleans()),
)
passages = st.tuples(st.lists(st.sampled_from(KEYS), max_size=6), st.lists(st.sampled_from(MARKS), unique=True))
batches = st.lists(
    st.dictionaries(st.sampled_from("pqr"), st.none() | st.lists(passages, max_size=4), max_size=3), min_size=1, max_size=4
)  # fmt: skip
Batches = list[dict[str, list[tuple[list[str], list[str]]] | None]]


@contextmanager
def filled(engine: Engine, changes: Batches) -> Iterator[Engine]:
    """The engine after the changes, each a commit; None deletes a report. Each report has numbers of its own."""
    with patch.object(packed, "_sync"):  # hundreds of commits that need not outlive this test
        fill(engine, changes)
    yield engine
    engine.close()


def fill(engine: Engine, changes: Batches) -> None:
    for change in changes:
        with engine.writing() as batch:
            for report, texts in change.items():
                if texts is None:
                    batch.delete(report)
                else:
                    first = 4 * "pqr".index(report)
                    batch.replace(report, [Entry(first + n, *text) for n, text in enumerate(texts)])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(batches, st.lists(plans, min_size=1, max_size=4), st.integers(0, 5), st.sampled_from([0, 3]))
def test_both_scorers_give_the_twins_hits(changes: Batches, asked: list[Plan], limit: int, ratio: int) -> None:
    with (
        TemporaryDirectory() as folder,
        patch.object(packed, "MERGE_RATIO", ratio),
        patch.object(packed, "DELETED_LIMIT", 0.25 if ratio else 1.0),
        filled(MemoryEngine(), changes) as twin,
        filled(WhooshEngine.create(Path(folder), "1"), changes) as engine,
    ):
        assert isinstance(engine, WhooshEngine)
        for plan in asked:
            for size in (None, limit):
                expected = twin.search(plan, size, 1, count=MARKS)
                snapshot = engine._snapshot()
                settings = {"limit": size, "offset": 1, "count": MARKS, "within_s": 60.0}
                assert plain.search(snapshot, plan, **settings) == expected  # type: ignore[arg-type]
                assert arrays.search(arrays.Arrays(snapshot), plan, **settings) == expected  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None)
@given(batches, st.text("abcå", max_size=4), st.integers(1, 2))
def test_the_same_words_are_known(changes: Batches, word: str, distance: int) -> None:
    with (
        TemporaryDirectory() as folder,
        filled(MemoryEngine(), changes) as twin,
        filled(WhooshEngine.create(Path(folder), "1"), changes) as engine,
    ):
        assert engine.size() == twin.size()
        for prefix in ("", "a"):
            assert engine.starting(prefix, 5) == twin.starting(prefix, 5)
            assert engine.near(prefix, word, distance, 5) == twin.near(prefix, word, distance, 5)


def test_numpy_is_not_needed_for_small_collections(tmp_path: Path) -> None:
    """A fresh `search` must not pay for its import."""
    import subprocess

    put(WhooshEngine.create(tmp_path, "1"), a={1: "leiar"})
    script = (
        "import sys; from pathlib import Path; from search.engines.whoosh_engine import WhooshEngine; "
        "from search.engines.port import Key, Plan, Word; "
        f"engine = WhooshEngine.open(Path({str(tmp_path)!r}), '1'); "
        "assert engine.search(Plan(Word(((Key('leiar'),),)))).total == 1; "
        "print([name for name in ('numpy', 'urllib.request', 'whoosh.index') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
