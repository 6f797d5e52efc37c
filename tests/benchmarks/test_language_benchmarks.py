"""The benchmarks of the language: their names, what they count, and that they never pass on nothing."""

import json
from pathlib import Path

import pytest

from benchmarks import compounds, language, pairs, retrieval
from benchmarks.retrieval_systems import lacking

SENTENCES = {
    "nn": "Skuleleiarane seier at dei ikkje vart høyrde då kommunen skulle velje kva dei ville gjere.",
    "nb": "Skolelederne sier at de ikke ble hørt da kommunen skulle velge hva de ville gjøre.",
    "da": "Skolelederne siger, at de ikke blev hørt, da kommunen skulle vælge, hvad de ville gøre af sig selv.",
    "sv": "Rektorerna säger att de inte blev hörda när kommunen skulle välja vad de ville göra själva.",
    "en": "The school leaders say that they were not heard when the municipality chose what it would do.",
}
CUTS = {"short", "line", "c400", "c2000"}


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def printed(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    figures = json.loads(capsys.readouterr().out)
    assert isinstance(figures, dict)
    return figures


@pytest.fixture
def sentences(tmp_path: Path) -> Path:
    for code, sentence in SENTENCES.items():
        written(tmp_path / f"{code}.txt", *[sentence] * 30)
    return tmp_path


def test_language_names_and_shares(sentences: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert language.main([str(sentences), "--json"]) == 0
    figures = printed(capsys)
    assert {"nn_nb", "five_way", "foreign_as_norwegian", "texts_per_s"} <= figures.keys()
    for name in ("nn_nb", "five_way", "foreign_as_norwegian"):
        shares = figures[name]
        assert isinstance(shares, dict)
        assert shares.keys() == CUTS
    assert figures["nn_nb"]["c2000"] == figures["five_way"]["line"] == 1.0  # type: ignore[index]
    assert figures["foreign_as_norwegian"]["line"] == 0.0  # type: ignore[index]


@pytest.mark.parametrize("spoil", ["missing", "empty"])
def test_language_needs_all_files(sentences: Path, spoil: str) -> None:
    written(sentences / "sv.txt", "")
    if spoil == "missing":
        (sentences / "sv.txt").unlink()
    with pytest.raises(SystemExit, match="nothing was measured"):
        language.main([str(sentences)])


def test_windows_are_of_whole_words_and_of_the_right_length() -> None:
    found = language.windows([SENTENCES["nn"], "For kort"])
    assert len(found) == 1
    assert language.SHORTEST <= len(found[0]) <= language.LONGEST
    assert f" {found[0]} " in f" {SENTENCES['nn']} "


def test_runs_are_long_enough() -> None:
    assert [len(run) for run in language.runs(["x" * 150] * 7, 400)] == [452, 452]


def test_compounds_count_where_parts_begin(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(
        tmp_path / "c.tsv", "compound\tlang\tsplit", "skoleleder\tnb\tskole+leder", "arbeidsmarked\tnb\tarbeids+marked",
        "stikkontakt\tnb\tstikk+kontakt", "retning\tnb\tretning", "skulemåltid\tnn\tsku+lemåltid",
    )  # fmt: skip
    assert compounds.main([str(file), "--json"]) == 0
    figures = printed(capsys)
    assert figures["n"] == 5
    assert figures["exact"] == 0.8
    assert figures["precision"] == figures["recall"] == 0.75
    assert figures["whole_kept"] == 1.0


def test_parts_that_do_not_make_the_word_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "c.tsv", "compound\tlang\tsplit", "skoleleder\tnb\tskole+hage")
    assert compounds.main([str(file)]) == 1
    assert "does not make skoleleder" in capsys.readouterr().err


def test_pairs_count_what_meets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = written(
        tmp_path / "p.tsv", "nn\tnb\tpos", "leiar\tleder\tNOUN", "tilskota\ttilskuddene\tNOUN", "elv\tskole\tNOUN"
    )
    bad = written(tmp_path / "n.tsv", "one\ttwo\tnote", "rett\tretning\t", "skole\tskoleeigar\t")
    assert pairs.main([str(good), "--negatives", str(bad), "--json"]) == 0
    figures = printed(capsys)
    assert figures["n"] == 3
    assert figures["met"] == pytest.approx(2 / 3)
    assert (figures["negatives_n"], figures["negatives_apart"]) == (2, 1.0)


@pytest.mark.parametrize("benchmark", [compounds, pairs])
def test_tables_without_rows_fail(benchmark: "type", tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "t.tsv", "a\tb\tc")
    assert benchmark.main([str(file)]) == 1  # type: ignore[attr-defined]
    assert "nothing was measured" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="cannot be read"):
        benchmark.main([str(tmp_path / "none.tsv")])  # type: ignore[attr-defined]


def test_negatives_without_rows_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = written(tmp_path / "p.tsv", "nn\tnb\tpos", "leiar\tleder\tNOUN")
    assert pairs.main([str(good), "--negatives", str(written(tmp_path / "n.tsv", "one\ttwo"))]) == 1
    assert "nothing was measured" in capsys.readouterr().err


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    passages = [SENTENCES["nn"], "Kommunen gir tilskudd til barnehager.", "Elva renn gjennom dalen."]
    rows = [{"id": f"p{i}", "text": text, "lang": "nn"} for i, text in enumerate(passages)]
    written(tmp_path / "corpus.jsonl", *map(json.dumps, rows))
    written(
        tmp_path / "queries.jsonl", json.dumps({"id": "q1", "text": "skolelederne sier", "lang": "nb", "kind": "k"})
    )
    written(tmp_path / "qrels.tsv", "q1\tp0\t1")
    written(tmp_path / "exclude.tsv", "q1\tp1")
    return tmp_path


def test_retrieval_names_and_run(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = collection / "run.txt"
    assert retrieval.main([str(collection), "--json", "--run", str(run)]) == 0
    systems = printed(capsys)["systems"]
    assert isinstance(systems, dict)
    assert systems.keys() == {"funn", "whoosh_or", "whoosh_and", "tantivy_or"} - lacking()
    for system in systems.values():
        assert {"kinds", "build_cpu_s", "query_ms_p50", "query_ms_p95"} <= system.keys()
        assert system["kinds"]["k"].keys() == {"n", "ndcg10", "mrr10", "r10", "r100"}
    assert systems["funn"]["kinds"]["k"] == {"n": 1, "ndcg10": 1.0, "mrr10": 1.0, "r10": 1.0, "r100": 1.0}
    assert systems["whoosh_or"]["kinds"]["k"]["r10"] == 0.0  # its stemmer does not know the other standard
    assert run.read_text("utf-8").split()[:3] == ["q1", "p0", "1"]


def test_retrieval_without_answers_fails(collection: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(collection / "qrels.tsv", "")
    assert retrieval.main([str(collection)]) == 1
    assert "nothing was measured" in capsys.readouterr().err


def test_retrieval_without_a_collection_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert retrieval.main([str(tmp_path)]) == 1
    assert "nothing was measured" in capsys.readouterr().err
