import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pypdfium2
import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Funn

FLAGSHIP = ("skoleleiarar involvering", "skoleledere involvert", "skuleleiar involvere")
HIT_KEYS = {
    "rank", "score", "report", "title", "authors", "year", "series", "publisher", "isbn", "page", "page_label", "pages",
    "section", "standard", "finding", "kind", "text", "marks", "matches", "missing", "link",
}  # fmt: skip


def hits(funn: "Funn", *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    out = funn("search", *arguments, "--jsonl", code=code).stdout
    return [json.loads(line) for line in out.splitlines()]


def letters(text: str) -> str:
    """What is left of a text when typesetting is taken away: line ends and the hyphens at them."""
    return "".join(char for char in text.casefold() if char.isalnum())


class TestFlagship:
    @pytest.mark.parametrize("query", FLAGSHIP)
    def test_passages_in_both_standards_hold_all_words(self, sample: "Funn", query: str) -> None:
        found = [hit for hit in hits(sample, query, "--limit", "20") if not hit["missing"]]
        assert {hit["standard"] for hit in found} >= {"nn", "nb"}
        assert all(hit["page"] or hit["kind"] == "bullet" for hit in found)

    def test_every_way_of_asking_finds_the_same_passages(self, sample: "Funn") -> None:
        sets = [
            {hit["id"] for hit in hits(sample, query, "--limit", "100") if not hit["missing"]} for query in FLAGSHIP
        ]
        assert sets[0] == sets[1] == sets[2]
        assert len(sets[0]) >= 10

    def test_the_passage_stands_on_the_page_of_the_link(self, sample: "Funn") -> None:
        printed = [hit for hit in hits(sample, FLAGSHIP[0], "--limit", "20") if hit["page"]]
        assert len(printed) >= 5
        for hit in printed:
            address = urlsplit(hit["link"])
            assert address.fragment == f"page={hit['page']}"
            with pypdfium2.PdfDocument(unquote(address.path)) as document:
                page = document[hit["page"] - 1]
                textpage = page.get_textpage()
                text = letters(textpage.get_text_range().replace("\ufffe", ""))
                textpage.close()
                page.close()
            start = letters(" ".join(hit["text"].split()[:6]))
            assert start in text, (hit["link"], hit["text"][:80])


class TestJson:
    def test_a_hit_has_the_keys_of_the_contract(self, sample: "Funn") -> None:
        for hit in hits(sample, FLAGSHIP[0]):
            assert set(hit) >= HIT_KEYS

    def test_marks_are_spans_of_the_words_that_answer(self, sample: "Funn") -> None:
        for hit in hits(sample, "skoleleiar"):
            for start, end in hit["marks"]:
                assert hit["text"][start:end].strip() == hit["text"][start:end] != ""
            said = {match["text"] for match in hit["matches"]}
            assert said == {hit["text"][start:end] for start, end in hit["marks"]}

    def test_what_is_missing_is_named(self, sample: "Funn") -> None:
        some = hits(sample, "skoleleiarar dinosaur", "--limit", "3")
        assert some
        assert all(hit["missing"] == ["dinosaur"] for hit in some)

    def test_the_whole_answer(self, sample: "Funn") -> None:
        answer = json.loads(sample("search", "rektor", "--json", "--facets").stdout)
        assert answer["totals"]["all_words"] >= len(answer["hits"]) > 0
        assert {"value": "nn", "count": answer["facets"]["standard"][0]["count"]} in answer["facets"]["standard"] or (
            answer["facets"]["standard"][0]["value"] == "nb"
        )


class TestFilters:
    @pytest.mark.parametrize("standard", ["nn", "nb"])
    def test_standard(self, sample: "Funn", standard: str) -> None:
        found = hits(sample, "kommune", "--standard", standard)
        assert found
        assert {hit["standard"] for hit in found} == {standard}

    def test_findings(self, sample: "Funn") -> None:
        found = hits(sample, "kommune", "--findings")
        assert found
        assert all(hit["finding"] for hit in found)

    @pytest.mark.parametrize(
        ("asked", "years"), [("2022", {2022}), ("2020-2022", {2022}), ("2024-", {2024}), ("-2022", {2022})]
    )
    def test_year(self, sample: "Funn", asked: str, years: set[int]) -> None:
        found = hits(sample, "kommune", f"--year={asked}")
        assert {hit["year"] for hit in found} == years

    def test_series(self, sample: "Funn") -> None:
        assert hits(sample, "kommune", "--series", "LÆRING LOKALT")
        assert not hits(sample, "kommune", "--series", "ein annan serie", code=1)

    def test_odd_years_are_told(self, sample: "Funn") -> None:
        assert "give a year or a range" in sample("search", "kommune", "--year", "i fjor", code=2).stderr


class TestForReaders:
    def test_marks_without_colour_off_a_terminal(self, sample: "Funn") -> None:
        out = sample("search", FLAGSHIP[0]).stdout
        assert "\x1b" not in out
        assert "*involver" in out.casefold() or "*skole" in out.casefold()

    @pytest.mark.parametrize("columns", [40, 80, 200])
    def test_no_line_is_wider_than_the_terminal_but_links(self, sample: "Funn", columns: int) -> None:
        out = sample("search", FLAGSHIP[0], COLUMNS=str(columns)).stdout
        assert [line for line in out.splitlines() if len(line) > columns and "file:" not in line] == []

    def test_plain_is_a_line_a_hit(self, sample: "Funn") -> None:
        lines = sample("search", FLAGSHIP[0], "--plain", "--limit", "4").stdout.splitlines()
        assert len(lines) == 4
        assert all(len(line.split("\t")) == 4 for line in lines)

    def test_nothing_found_is_exit_code_1_with_what_may_help(self, sample: "Funn") -> None:
        told = sample("search", "xyzzyplugh", code=1)
        assert told.stdout == ""
        assert "Nothing found" in told.stderr

    def test_a_malformed_query_points_at_the_place(self, sample: "Funn") -> None:
        told = sample("search", "rektor AND (tid").stderr
        assert "^" in told

    def test_groups(self, sample: "Funn") -> None:
        out = sample("search", "kommune", "--group", "report", "--limit", "2").stdout
        assert out.count("shown") >= 1


class TestErrors:
    def test_no_store(self, fresh: "Funn") -> None:
        assert "funn ingest" in fresh("search", "rektor", code=5).stderr

    def test_an_index_of_another_version_wants_a_rebuild_and_gets_it(
        self, fresh: "Funn", monkeypatch: pytest.MonkeyPatch
    ) -> None:
        corpus = Path(__file__).parents[2] / "corpus"
        fresh("ingest", str(corpus / "03-smaa-kommunar-i-nettverk.pdf"))
        monkeypatch.setattr("norwegian.ANALYSIS_VERSION", "another")
        assert "reindex" in fresh("search", "nettverk", code=4).stderr
        fresh("reindex")
        assert hits(fresh, "nettverk")


class TestExport:
    def test_csv_rows_are_the_hits(self, sample: "Funn", tmp_path: Path) -> None:
        sample("export", FLAGSHIP[0], "-o", str(tmp_path / "f.csv"), "--limit", "5")
        with (tmp_path / "f.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [row["quotation"] for row in rows] == [hit["text"] for hit in hits(sample, FLAGSHIP[0], "-n", "5")]

    def test_without_a_limit_only_what_holds_every_word(self, sample: "Funn", tmp_path: Path) -> None:
        sample("export", FLAGSHIP[0], "-o", str(tmp_path / "f.jsonl"))
        ids = {json.loads(line)["id"] for line in (tmp_path / "f.jsonl").read_text("utf-8").splitlines()}
        whole = {hit["id"] for hit in hits(sample, FLAGSHIP[0], "-n", "1000") if not hit["missing"]}
        assert ids == whole

    @pytest.mark.parametrize(
        "ending", [".csv", ".jsonl", ".md", ".html", ".xlsx", ".docx", ".ris", ".bib", ".json", ".txt"]
    )
    def test_every_format_is_written(self, sample: "Funn", tmp_path: Path, ending: str) -> None:
        path = tmp_path / f"f{ending}"
        assert str(path) in sample("search", FLAGSHIP[0], "-o", str(path)).stderr.replace("\n", "")
        assert path.stat().st_size > 200

    def test_an_unknown_ending_is_told_before_anything_is_searched(self, sample: "Funn", tmp_path: Path) -> None:
        assert ".csv" in sample("export", "rektor", "-o", str(tmp_path / "f.pdf"), code=2).stderr

    def test_nothing_found_writes_nothing(self, sample: "Funn", tmp_path: Path) -> None:
        sample("export", "xyzzyplugh", "-o", str(tmp_path / "f.csv"), code=1)
        assert not list(tmp_path.iterdir())

    def test_a_folder_that_is_not_there_is_told(self, sample: "Funn", tmp_path: Path) -> None:
        assert "cannot be written" in sample("export", "rektor", "-o", str(tmp_path / "no/f.csv"), code=3).stderr
