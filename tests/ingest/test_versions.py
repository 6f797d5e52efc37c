import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typst
from click.testing import CliRunner

import cli
from catalogue import edits, indexed
from catalogue.editions import are_editions, relatives
from catalogue.model import Isbn, Passage, Report, passage_ids
from catalogue.store import Catalogue
from ingest.versions import settle, share, sketch

ROOT = Path(__file__).parents[2]
ONE = "02-barnehagen-i-ordninga"
LATER = (("46 prosent", "47 prosent"), ("9. desember 2022", "12. desember 2022"))
OTHER_COVER = (("978-82-98992-10-8", ""), ("978-82-98992-11-5", ""), ('number: "2022:7"', 'number: ""'))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    with Catalogue.open(tmp_path / "store", create=True) as opened:
        yield opened


def made(id_: str, texts: range, **fields: Any) -> tuple[Report, list[Passage]]:
    values = {"title": f"Rapport {id_}", "sha256": id_ * 8, "language": "nn", "path": f"/r/{id_}.pdf", **fields}
    own = [f"Avsnitt {number} seier noko som er langt nok til å vere rapporten sitt eige." for number in texts]
    ids = passage_ids(f"{id_:0<8}", own)
    return Report(id=id_, **values), [Passage(one, id_, text) for one, text in zip(ids, own, strict=True)]


class TestSettle:
    ISBN = (Isbn("978-82-98992-11-5"),)

    @pytest.mark.parametrize(
        "same",
        [
            {"isbn": ISBN},
            {"doi": "10.1000/Rapport"},
            {"handle": "https://hdl.handle.net/11250/1"},
            {"landing_page": "https://example.org/rapport"},
            {"path": "/r/rapport.pdf"},
        ],
    )
    def test_the_same_identity_and_some_text_is_a_newer_version(
        self, catalogue: Catalogue, same: dict[str, Any]
    ) -> None:
        catalogue.save(*made("a", range(10), **same), 1)
        report, passages = made("b", range(5, 15), **same)
        settled = settle(catalogue, report, passages)
        assert (settled.report, settled.supersedes) == (report, ("a",))
        assert "newer version of a (Rapport a)" in settled.sentences[0]
        catalogue.save(settled.report, passages, 1, settled.supersedes)
        headers = catalogue.headers(["a", "b"])
        assert (headers["a"].superseded_by, headers["b"].superseded_by) == ("b", "")
        assert headers["a"].path != headers["b"].path
        assert set(indexed.pending(catalogue)) == {"a", "b"}  # the index learns of both

    def test_an_isbn_of_ten_digits_is_the_same(self, catalogue: Catalogue) -> None:
        catalogue.save(*made("a", range(10), isbn=(Isbn("82-98992-11-3"),)), 1)
        both = settle(catalogue, *made("b", range(10), isbn=(Isbn("9788298992114"), Isbn("978-82-98992-11-5"))))
        assert both.supersedes == ("a",)

    def test_one_of_an_earlier_year_is_an_older_version(self, catalogue: Catalogue) -> None:
        catalogue.save(*made("a", range(10), isbn=self.ISBN, year=2024), 1)
        settled = settle(catalogue, *made("b", range(10), isbn=self.ISBN, year=2022))
        assert (settled.report.superseded_by, settled.supersedes) == ("a", ())
        assert "older version" in settled.sentences[0]

    def test_another_text_under_the_same_isbn_is_another_report(self, catalogue: Catalogue) -> None:
        catalogue.save(*made("a", range(10), isbn=self.ISBN), 1)
        settled = settle(catalogue, *made("b", range(50, 60), isbn=self.ISBN))
        assert (settled.supersedes, settled.sentences) == ((), ())

    def test_a_scan_without_text_is_known_by_its_title(self, catalogue: Catalogue) -> None:
        catalogue.save(*made("a", range(10), isbn=self.ISBN, title="Same namn"), 1)
        assert settle(catalogue, *made("b", range(0), isbn=self.ISBN, title="Same namn")).supersedes == ("a",)
        assert settle(catalogue, *made("c", range(0), isbn=self.ISBN, title="Anna namn")).supersedes == ()

    def test_read_again_it_stays_as_it_stood(self, catalogue: Catalogue) -> None:
        catalogue.save(*made("a", range(10), isbn=self.ISBN, superseded_by="b"), 1)
        catalogue.save(*made("b", range(10), isbn=self.ISBN), 1)
        assert settle(catalogue, *made("a", range(10), isbn=self.ISBN)).report.superseded_by == "b"
        assert settle(catalogue, *made("b", range(10), isbn=self.ISBN)).supersedes == ()

    def test_a_corrected_isbn_or_year_hides_no_newer_version(self, catalogue: Catalogue) -> None:
        """The new file says what the old one said before it was corrected."""
        catalogue.save(*made("a", range(10), isbn=self.ISBN, year=2022), 1)
        held = catalogue.report("a")
        assert held is not None
        edits.change(catalogue, held, [("isbn", (Isbn("978-82-98992-10-8"),)), ("year", 2023)])
        assert settle(catalogue, *made("b", range(10), isbn=self.ISBN, year=2022)).supersedes == ("a",)
        assert settle(catalogue, *made("b", range(10), isbn=self.ISBN, year=2021)).report.superseded_by == "a"
        assert settle(catalogue, *made("b", range(10), doi="10.1000/182")).supersedes == ()

    def test_nine_of_ten_passages_are_a_copy_and_eight_are_not(self, catalogue: Catalogue) -> None:
        catalogue.save(*made("a", range(100)), 1)
        copy = settle(catalogue, *made("b", range(8, 100)))
        assert copy.supersedes == ()
        assert copy.sentences == ("It says the same as a (Rapport a) (92% of the passages): likely a copy of it.",)
        assert settle(catalogue, *made("b", range(15, 100))).sentences == ()
        assert settle(catalogue, *made("b", range(30))).sentences == ()  # an excerpt
        assert settle(catalogue, *made("b", range(0))).sentences == ()

    def test_a_sketch_follows_its_report(self, catalogue: Catalogue) -> None:
        catalogue.save(*made("a", range(100)), 1)
        before = sketch(catalogue, "a")
        assert len(before) == 16
        catalogue.save(*made("a", range(100, 200)), 1)
        assert sketch(catalogue, "a").isdisjoint(before)
        catalogue.remove("a")
        assert catalogue.meta("sketch a") is None

    def test_share(self) -> None:
        assert share(frozenset("abcd"), frozenset("cdef")) == 0.5
        assert share(frozenset(), frozenset()) == 0.0


class TestEditions:
    NN, _ = made("a", range(1), series="Serien", report_number="2024:7")

    @pytest.mark.parametrize(
        ("other", "tied"),
        [
            ({"language": "nb"}, True),
            ({"language": "nn"}, False),
            ({"language": "en"}, False),
            ({"language": "nb", "report_number": "2024:8"}, False),
            ({"language": "nb", "report_number": "", "series": ""}, False),
        ],
    )
    def test_by_number(self, other: dict[str, Any], tied: bool) -> None:  # noqa: FBT001 - a case of the table
        assert are_editions(self.NN, replace(self.NN, id="b", **other)) is tied

    @pytest.mark.parametrize(
        ("one", "other", "tied"),
        [
            ("https://a.no/nynorsk/rapport", "https://a.no/bokmaal/rapport", True),
            ("https://a.no/rapport?lang=nn-NO", "https://a.no/rapport?lang=nb-NO", True),
            ("/r/rapport-nn.html", "/r/rapport-nb.html", True),
            ("https://a.no/funn", "https://a.no/fubb", False),
            ("", "", False),
        ],
    )
    def test_by_landing_page(self, one: str, other: str, tied: bool) -> None:  # noqa: FBT001 - a case of the table
        first, _ = made("a", range(1), landing_page=one)
        second, _ = made("b", range(1), landing_page=other, language="nb")
        assert are_editions(first, second) is tied

    def test_they_are_no_versions_of_each_other(self, catalogue: Catalogue) -> None:
        catalogue.save(*made("a", range(10), isbn=TestSettle.ISBN), 1)
        report, passages = made("b", range(10), isbn=TestSettle.ISBN, language="nb")
        assert settle(catalogue, report, passages).supersedes == ()
        catalogue.save(report, passages, 1)
        assert [other.id for other in relatives(catalogue, report).editions] == ["a"]


class Reports:
    """A folder of reports that are typeset anew, and `funn` on a store beside it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.folder = place / "reports"
        self.folder.mkdir()
        shutil.copytree(ROOT / "corpus" / "sources", place / "sources")

    def typeset(self, name: str, changes: tuple[tuple[str, str], ...]) -> None:
        source = self.place / "sources" / f"{ONE}.typ"
        text = (ROOT / "corpus" / "sources" / source.name).read_text("utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        source.write_text(text, "utf-8")
        pdf = typst.compile(source, root=self.place / "sources", ignore_system_fonts=True, format="pdf")
        assert isinstance(pdf, bytes)
        (self.folder / name).write_bytes(pdf)

    def __call__(self, *arguments: str, code: int = 0) -> Any:
        result = CliRunner().invoke(cli.cli, ["--store", str(self.place / "store"), *arguments])
        assert result.exit_code == code, result.output
        return result

    def show(self, report: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self("show", report, "--json").stdout)
        return found


@pytest.fixture
def reports(tmp_path: Path) -> Reports:
    return Reports(tmp_path)


@pytest.mark.parametrize("name", [f"{ONE}.pdf", "ny.pdf"])
def test_a_new_version_takes_over_and_the_old_one_stays_citable(reports: Reports, name: str) -> None:
    reports.typeset(f"{ONE}.pdf", ())
    reports("ingest", str(reports.folder))
    old = reports.show(ONE)["id"]
    quotations = str(reports.place / "funn.csv")
    reports("export", "barnehagane i desse kommunane", "-o", quotations)
    assert "46 prosent" in Path(quotations).read_text("utf-8-sig")

    reports.typeset(name, LATER)
    told = " ".join(reports("ingest", str(reports.folder)).stderr.split())
    assert f"newer version of {old}" in told
    new = reports.show("978-82-98992-11-5")
    assert new["id"] != old
    assert new["supersedes"] == [old]
    assert reports.show(old)["superseded_by"] == new["id"]
    assert "Newer version" in reports("show", old).stdout
    assert f"older version of {new['id'][:8]}" in reports("list").stdout

    found = [json.loads(line) for line in reports("search", '"47 prosent"', "--jsonl").stdout.splitlines()]
    assert {hit["report"] for hit in found} == {new["id"]}
    reports("search", '"46 prosent"', code=1)
    older = reports("search", '"46 prosent"', "--all-versions", "--jsonl").stdout.splitlines()
    assert {json.loads(line)["report"] for line in older} == {old}

    verified = reports("verify", quotations)  # the old citation still stands
    assert ", 0 moved, 0 changed, 0 gone" in verified.stderr
    assert "All is well" in reports("doctor").stderr
    assert "0 new, 0 updated" in reports("ingest", str(reports.folder)).stderr
    assert reports.show(old)["superseded_by"] == new["id"]


def test_what_was_corrected_by_hand_holds_for_the_newer_version(reports: Reports) -> None:
    reports.typeset(f"{ONE}.pdf", ())
    reports("ingest", str(reports.folder))
    reports("edit", ONE, "title=Barnehagane i ordninga", "last_changed=2022-12-10")
    reports.typeset("ny.pdf", LATER)
    told = " ".join(reports("ingest", str(reports.folder)).stderr.split())
    assert "What was corrected by hand holds for it too: " in told
    assert "title" in told.partition("holds for it too: ")[2]
    new = reports.show("ny")
    assert new["title"] == "Barnehagane i ordninga"
    assert new["supersedes"]
    assert "0 updated" in reports("ingest", str(reports.folder)).stderr
    reports("edit", "ny", "title=")
    assert reports.show("ny")["title"] != "Barnehagane i ordninga"
    assert reports.show(new["supersedes"][0])["title"] == "Barnehagane i ordninga"


def test_removing_the_new_version_puts_the_old_one_in_force(reports: Reports) -> None:
    reports.typeset("gammal.pdf", ())
    reports("ingest", str(reports.folder))
    reports.typeset("ny.pdf", LATER)
    reports("ingest", str(reports.folder))
    reports("remove", "ny")
    assert reports("search", '"46 prosent"', "--jsonl").stdout


def test_the_same_text_under_another_cover_is_told(reports: Reports) -> None:
    reports.typeset("eitt.pdf", ())
    reports("ingest", str(reports.folder))
    reports.typeset("to.pdf", OTHER_COVER)
    told = " ".join(reports("ingest", str(reports.folder)).stderr.split())
    assert "likely a copy" in told
    assert json.loads(reports("list", "--json").stdout)[1]["superseded_by"] == ""
