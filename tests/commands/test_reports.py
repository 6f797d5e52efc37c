import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Funn

KEYS = {
    "title", "subtitle", "authors", "publisher", "commissioned_by", "series", "report_number", "year", "isbn", "issn",
    "standard", "last_changed", "landing_page", "pdf",
}  # fmt: skip
ONE = "01-skoleleiarar-involvering"


def shown(funn: "Funn", wanted: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(funn("show", wanted, "--json").stdout)
    return report


def test_list_names_every_report(sample: "Funn") -> None:
    reports = [json.loads(line) for line in sample("list", "--jsonl").stdout.splitlines()]
    assert len(reports) == 8
    assert json.loads(sample("list", "--json").stdout) == reports
    assert all(report["title"] in sample("list").stdout for report in reports)
    standards = [report["standard"] for report in reports]
    assert standards.count("nn") >= 3
    assert standards.count("nb") >= 3


def test_an_empty_collection_is_told(fresh: "Funn", tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    fresh("ingest", str(tmp_path / "none"))
    assert "empty" in fresh("list", code=1).stderr


class TestShow:
    def test_json_has_the_keys_of_the_contract_and_where_each_value_comes_from(self, sample: "Funn") -> None:
        report = shown(sample, ONE)
        assert set(report) >= KEYS
        assert report["sources"]["title"]
        assert report["isbn"][0].keys() == {"value", "qualifier"}
        assert report["last_changed"]
        assert report["landing_page"].endswith(f"{ONE}.html")

    @pytest.mark.parametrize("by", ["id", "beginning", "file", "stem", "isbn", "title"])
    def test_a_report_answers_to(self, sample: "Funn", by: str) -> None:
        report = shown(sample, ONE)
        names = {
            "id": report["id"],
            "beginning": report["id"][:6],
            "file": f"{ONE}.pdf",
            "stem": ONE,
            "isbn": report["isbn"][0]["value"].replace("-", ""),
            "title": report["title"],
        }
        assert shown(sample, names[by])["id"] == report["id"]

    def test_for_a_reader(self, sample: "Funn") -> None:
        out = sample("show", ONE).stdout
        assert "Title" in out
        assert "[landing page" in out
        assert "Passages:" in out

    def test_one_that_is_not_there_is_told(self, sample: "Funn") -> None:
        assert "funn list" in sample("show", "finst ikkje", code=2).stderr


class TestPassages:
    def test_every_passage_has_the_keys_of_a_hit(self, sample: "Funn") -> None:
        found = [json.loads(line) for line in sample("passages", ONE, "--jsonl").stdout.splitlines()]
        assert len(found) > 80
        pages = [one["page"] for one in found if one["page"]]
        assert pages == sorted(pages) or sum(a > b for a, b in pairwise(pages)) <= 3
        assert len({one["id"] for one in found}) == len(found)
        assert {"text", "section", "standard", "finding", "kind", "page_label", "link"} <= found[0].keys()
        assert len(sample("passages", ONE).stdout.splitlines()) == len(found)
