import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Funn

ROOT = Path(__file__).parents[2]
ONE = "02-barnehagen-i-ordninga"


@pytest.fixture
def held(fresh: "Funn", tmp_path: Path) -> "Funn":
    """A collection of one report with its landing page, to be changed at will."""
    place = tmp_path / "reports"
    place.mkdir()
    for ending in (".pdf", ".md"):
        shutil.copy(ROOT / "corpus" / f"{ONE}{ending}", place)
    fresh("ingest", str(place))
    return fresh


def shown(funn: "Funn") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(funn("show", ONE, "--json").stdout)
    return found


def touch_page(funn: "Funn", before: str, after: str) -> None:
    """Changes the landing page and has the report read again."""
    page = funn.store.parent / "reports" / f"{ONE}.md"
    page.write_text(page.read_text("utf-8").replace(before, after), "utf-8")
    assert "1 updated" in funn("ingest", str(page.parent)).stderr


class TestEdit:
    def test_an_edit_is_in_force_at_once_and_names_its_source(self, held: "Funn") -> None:
        told = held("edit", ONE, "year=1999", "authors=Kari Ås; Ola Øy", "title=Eit anna namn").stderr
        assert "year: 2022 → 1999" in told
        report = shown(held)
        assert (report["year"], report["authors"], report["title"]) == (1999, ["Kari Ås", "Ola Øy"], "Eit anna namn")
        assert {report["sources"][field] for field in ("year", "authors", "title")} == {"edited"}
        overruled = [one for one in report["candidates"] if one["field"] == "year" and one["value"] == "2022"]
        assert overruled
        assert not any(one["chosen"] for one in overruled)
        assert held("search", "barnehage year:1999", "--jsonl").stdout
        assert held("search", "barnehage year:2022", code=1).stdout == ""

    def test_an_edit_outlives_a_new_reading(self, held: "Funn") -> None:
        held("edit", ONE, "year=1999")
        touch_page(held, "2022", "2021")
        assert shown(held)["year"] == 1999

    def test_an_edit_taken_back_leaves_what_the_sources_say_now(self, held: "Funn") -> None:
        before = shown(held)
        held("edit", ONE, "year=1999", "isbn=978-82-98990-11-1 (trykt)")
        held("edit", ONE, "isbn=82 9899 011 X", code=2)
        held("edit", ONE, "year=1998")
        held("edit", ONE, "year=", "isbn=")
        assert shown(held) == before
        held("edit", ONE, "year=1999")
        touch_page(held, "2022", "2021")
        held("edit", ONE, "year=")
        assert shown(held)["year"] == 2021
        assert "nothing to take back" in held("edit", ONE, "year=", code=2).stderr

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ("year=to tusen", "is no year"),
            ("year=20244", "is no year"),
            ("isbn=978-82-98990-11-2", "check digit"),
            ("issn=9998-4106", "check digit"),
            ("doi=https://example.org/1", "is not a DOI"),
            ("last_changed=17.05.2024", "is not a date"),
            ("pages=3", "sets no field"),
            ("year", "sets no field"),
        ],
    )
    def test_what_cannot_be_is_told_and_nothing_changes(self, held: "Funn", wrong: str, sentence: str) -> None:
        before = shown(held)
        assert sentence in held("edit", ONE, "title=Nytt", wrong, code=2).stderr
        assert shown(held) == before

    def test_edits_of_a_page_alone_go_over_to_its_pdf(self, fresh: "Funn", tmp_path: Path) -> None:
        place = tmp_path / "reports"
        place.mkdir()
        shutil.copy(ROOT / "corpus" / f"{ONE}.md", place)
        fresh("ingest", str(place))
        fresh("edit", ONE, "year=1999")
        shutil.copy(ROOT / "corpus" / f"{ONE}.pdf", place)
        fresh("ingest", str(place))
        assert shown(fresh)["year"] == 1999
        assert shown(fresh)["path"]


class TestRemove:
    def test_a_dry_run_removes_nothing(self, held: "Funn") -> None:
        before = shown(held)
        assert "would be removed" in held("remove", ONE, "--dry-run").stderr
        assert shown(held) == before

    def test_what_is_removed_is_found_no_more_and_its_file_stays(self, held: "Funn") -> None:
        path = Path(shown(held)["path"])
        held("edit", ONE, "year=1999")
        held("remove", ONE)
        assert path.is_file()
        held("search", "barnehage", code=1)
        held("show", ONE, code=2)
        held("ingest", str(path.parent))
        assert shown(held)["year"] == 2022  # its corrections went with it

    def test_an_unknown_report_is_told(self, held: "Funn") -> None:
        assert "No report answers" in held("remove", "noko anna heilt", code=2).stderr
