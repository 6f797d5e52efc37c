"""Tuning measures both halves, searches with the weights that it tells, and does not pass on nothing."""

import json
from pathlib import Path

import pytest

from benchmarks import tune
from benchmarks.retrieval_data import Quality, Question
from benchmarks.retrieval_systems import Funn
from search import weights


def written(folder: Path, queries: int) -> Path:
    """Data in which the passage of a query repeats its words and the others hold one of them."""
    words = ["skoleleder", "tilskudd", "kompetanse", "barnehage", "nettverk", "elev", "lærer", "kommune"]
    asked = [f"{words[number % 8]} {words[(number + 1 + number // 8) % 8]}" for number in range(queries)]
    rows = {
        "corpus.jsonl": [{"id": f"p{number}", "text": f"Om {text}. Og {text}."} for number, text in enumerate(asked)]
        + [{"id": f"w{number}", "text": f"{word} her og der"} for number, word in enumerate(words)],
        "queries.jsonl": [{"id": f"q{number}", "text": text, "kind": "made"} for number, text in enumerate(asked)],
    }
    for name, lines in rows.items():
        (folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    (folder / "qrels.tsv").write_text("".join(f"q{number}\tp{number}\t1\n" for number in range(queries)))
    return folder


def test_both_halves_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tune.today()
    assert tune.main([str(written(tmp_path, 16)), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["queries"]["tuned"] + found["queries"]["other"] == 16
    assert len(found["tried"]) > len(tune.GRID)
    today, best = found["settings"]["today"], found["settings"]["best"]
    assert {name: today[name] for name in before._fields} == before._asdict()
    assert best["tuned"]["value"] >= today["tuned"]["value"] > 0
    assert best["other"]["kinds"]["made"]["n"] == found["queries"]["other"]
    assert tune.today() == before
    assert "| today |" in tune.table(found)


def test_better_weights_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {"k1": 1.5, "b": 0.5, "stop_words": 2.0, "together": 0.6}

    def measured(_funn: Funn, _asked: object, setting: tune.Setting, _depth: int) -> dict[str, Quality]:
        hits = sum(setting._asdict()[name] == one for name, one in wanted.items())
        return {"made": Quality(1, 0, 0, hits / len(wanted), 0)}

    monkeypatch.setattr(tune, "measured", measured)
    found, tried = tune.best(None, [], tune.today())  # type: ignore[arg-type]  # nothing is asked of it
    assert {name: found._asdict()[name] for name in wanted} == wanted
    assert len({one.setting for one in tried}) == len(tried)
    held, _ = tune.best(None, [], tune.today(), ["k1", "b"])  # type: ignore[arg-type]
    assert (held.k1, held.b, held.together) == (tune.today().k1, tune.today().b, 0.6)


def test_searches_use_the_weights() -> None:
    before = tune.today()
    setting = tune.Setting(0.9, 0.5, 0.2, whole_first=False, stop_words=2.0, together=0.6)
    with tune.in_force(setting):
        assert tune.today() == setting
        assert (weights.SCORING.k1, weights.STOP_WORDS, weights.TOGETHER) == (0.9, 2.0, 0.6)
    assert tune.today() == before


def test_halves_do_not_overlap() -> None:
    asked = [Question(f"q{number}", "", "made", frozenset("p"), frozenset()) for number in range(100)]
    tuned, other = tune.halves(asked)
    assert sorted(one.id for one in tuned + other) == sorted(one.id for one in asked)
    assert 30 < len(tuned) < 70


@pytest.mark.parametrize("queries", [0, 1])
def test_nothing_to_tune_on_fails(queries: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert tune.main([str(written(tmp_path, queries))]) == 1
    assert "nothing was measured" in capsys.readouterr().err
    assert tune.main([str(tmp_path / "none")]) == 1
    assert "cannot be read" in capsys.readouterr().err
