"""Nothing is lost when a command is killed or the disk is full; `benchmarks.killing` does the same a hundred times."""

import random

import pytest

from benchmarks.killing import OPERATIONS, Bench, full, killed, searching


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("killing"), pages=10, held=("01",), measurements=1)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_killed_command_loses_nothing(bench: Bench, operation: str) -> None:
    chance = random.Random(f"killed {operation}")  # noqa: S311 - moments, no secrets
    trials = [killed(bench, operation, number, chance) for number in range(2)]
    assert [trial.wrong for trial in trials] == [(), ()]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_full_disk_loses_nothing(bench: Bench, operation: str) -> None:
    chance = random.Random(f"full {operation}")  # noqa: S311 - sizes, no secrets
    trial = full(bench, operation, 7, chance)
    assert trial.wrong == ()


@pytest.mark.parametrize("operation", ["ingest", "reindex"])
def test_searches_go_on_beside_a_writer(bench: Bench, operation: str) -> None:
    done = searching(bench, operation, rounds=1)
    assert done.errors == ()
    assert len(done.latencies) >= 1
