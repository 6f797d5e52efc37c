"""kwic, similar, verify: from the command line."""

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Funn

QUERY = "skoleleiar involvering"


class TestKwic:
    def test_keys_stand_below_each_other(self, sample: "Funn") -> None:
        lines = [json.loads(line) for line in sample("kwic", "involvering", "--jsonl", "-n", "5").stdout.splitlines()]
        shown = sample("kwic", "involvering", "-n", "5").stdout.splitlines()
        columns = {text.index(f"  {line['key']}  ") for text, line in zip(shown, lines, strict=True)}
        assert len(columns) == 1

    def test_a_table(self, sample: "Funn", tmp_path: Path) -> None:
        sample("kwic", QUERY, "-o", str(tmp_path / "k.csv"))
        with (tmp_path / "k.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) > 50
        assert all(row["key"] and row["citation"] for row in rows)

    def test_sorted_by_what_stands_before(self, sample: "Funn") -> None:
        lines = [json.loads(line) for line in sample("kwic", "rektor", "--sort", "left", "--jsonl").stdout.splitlines()]
        words = [line["left"].split()[-1].strip("«».,:;–").casefold() for line in lines if line["left"].split()]
        plain = [word for word in words if word.isascii() and word.isalpha()]
        assert plain == sorted(plain)

    def test_nothing(self, sample: "Funn") -> None:
        assert "Nothing found" in sample("kwic", "xyzzyplugh", code=1).stderr

    def test_an_unknown_ending(self, sample: "Funn") -> None:
        assert ".csv" in sample("kwic", "rektor", "-o", "k.pdf", code=2).stderr


class TestSimilar:
    def test_another_passage_on_the_same_matter(self, sample: "Funn") -> None:
        first = json.loads(sample("search", QUERY, "--jsonl", "-n", "1").stdout)
        found = [json.loads(line) for line in sample("similar", first["id"], "--jsonl").stdout.splitlines()]
        assert found
        assert first["id"] not in {hit["id"] for hit in found}

    def test_an_unknown_passage(self, sample: "Funn") -> None:
        assert "There is no passage" in sample("similar", "nothing", code=2).stderr


class TestVerify:
    @pytest.mark.parametrize("ending", [".csv", ".jsonl", ".md", ".xlsx"])
    def test_what_was_exported_is_verbatim_in_catalogue_and_pdf(
        self, sample: "Funn", tmp_path: Path, ending: str
    ) -> None:
        path = tmp_path / f"f{ending}"
        sample("export", QUERY, "-o", str(path), "-n", "40")
        assert "40 verbatim, 0 moved, 0 changed, 0 gone." in sample("verify", str(path)).stderr

    def test_an_altered_quotation_is_told_and_no_other(self, sample: "Funn", tmp_path: Path) -> None:
        path = tmp_path / "f.jsonl"
        sample("export", QUERY, "-o", str(path), "-n", "20")
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        rows[3]["quotation"] = rows[3]["quotation"].replace(" ", " ikkje ", 1)
        rows[7]["page"] = (rows[7]["page"] or 1) + 30
        rows[9]["quotation"] = "Månen er laga av grøn ost, og det er alle samde om."
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
        result = sample("verify", str(path), "--jsonl", code=1)
        found = [json.loads(line) for line in result.stdout.splitlines()]
        other = {row["row"]: row["status"] for row in found if row["status"] != "verbatim"}
        assert other == {4: "changed", 8: "moved", 10: "gone"}
        assert "row 4: changed" in sample("verify", str(path), "--catalogue-only", code=1).stdout

    def test_a_file_that_is_no_export_is_told(self, sample: "Funn", tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("one,two\n1,2\n")
        assert "a.csv" in sample("verify", str(tmp_path / "a.csv"), code=2).stderr
