"""Reports that are made, processes that are killed, rows that are kept: what the growth is measured with."""

import json
import signal
import time
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks import scale
from benchmarks.scale import Row
from benchmarks.scale_reports import source
from ingest.fields.identifiers import isbn13

TEXTS = {
    "nn": [f"Setning {n} seier noko om skulen." for n in range(40)],
    "nb": [f"Setning {n} sier noe." for n in range(40)],
}
ROW = Row(4, 64, 672, 58.4, 3.0, 0.1, 158.0, 69.0, 11520.0, 8393.0, 3.4, 6.0, 8.0, "rektor", 83.0, killed=False)


def test_a_report_is_the_same_each_time_and_like_no_other() -> None:
    made = [source(number, 2, TEXTS) for number in range(12)]
    assert made == [source(number, 2, TEXTS) for number in range(12)]
    numbers = {line.split()[1] for text in made for line in text.splitlines() if line.startswith("ISBN ")}
    assert len(numbers) == 12
    assert all(isbn13(number) for number in numbers)


def test_what_fails_apart_is_told() -> None:
    with pytest.raises(RuntimeError, match="sleep failed"):
        scale._apart(time.sleep, "not a number")


def test_what_is_watched_is_killed_when_it_is_time() -> None:
    assert scale._apart(range, 3, watch=lambda: False) == range(3)
    assert scale._apart(signal.pause, watch=lambda: True) is None
    assert scale._apart(abs, -3, watch=lambda: False) == 3


def test_the_table_tells_which_ingest_was_killed() -> None:
    plain = "\n".join(scale._table([ROW]))
    assert "| 4 | 64 | 672 | 58.4 |" in plain
    assert "†" not in plain
    assert "killed in the middle" in "\n".join(scale._table([Row(**{**asdict(ROW), "killed": True})]))


def test_rows_that_are_kept_are_gone_on_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "store.rows.jsonl"
    kept.write_text(json.dumps(asdict(ROW)) + "\n")
    begun: list[int] = []

    def batches(_store: Path, _given: SimpleNamespace, rows: list[Row]) -> Any:
        begun.append(rows[-1].reports)
        yield Row(**{**asdict(ROW), "reports": 8})
        raise KeyboardInterrupt

    monkeypatch.setattr(scale, "measure", batches)
    monkeypatch.setattr("sys.argv", ["scale", "--store", str(tmp_path / "store")])
    scale.main()
    assert begun == [4]
    assert [json.loads(line)["reports"] for line in kept.read_text().splitlines()] == [4, 8]
    assert "| 8 | 64 |" in capsys.readouterr().out
