"""The benchmark of speed measures every system for every kind of query, and does not pass on nothing."""

import pytest

from benchmarks.passages import passages
from benchmarks.speed import asked, measure, run, table
from benchmarks.speed_systems import KINDS, SYSTEMS, Funn


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_kind_of_query_finds_what_it_is_made_of(name: str) -> None:
    texts = passages(300, None)
    queries = asked(texts, 6)
    system = SYSTEMS[name]()
    system.prepare(texts)
    system.build(texts)
    for kind in KINDS:
        ask = system.asker(kind)
        assert (ask is None) is (name == "fts5" and kind == "fuzzy")
        if ask is not None:
            assert sum(map(ask, queries[kind])) > 0
    assert system.index_bytes() > 0
    system.replace([text.swapcase() for text in texts])
    system.close()


def test_the_figures_have_the_documented_shape() -> None:
    found = run([300], ["funn", "fts5"], 3, None)
    systems = found["sizes"]["300"]["systems"]
    for figures in systems.values():
        assert {"build_cpu_s", "index_ratio", "query_ms", "replace_s", "cold_ms"} <= figures.keys()
        assert all(one is None or one.keys() == {"p50", "p95"} for one in figures["query_ms"].values())
    assert "| build, CPU s |" in table(found)


def test_queries_that_find_nothing_fail() -> None:
    texts = passages(300, None)
    nothing = {kind: [["qqqqxzw"], ["zzqqwwx"]] for kind in KINDS}
    system = Funn()
    with pytest.raises(RuntimeError, match="found nothing"):
        measure(system, texts, nothing)
    system.close()
