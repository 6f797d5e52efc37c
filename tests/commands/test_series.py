import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from search.export.picture import Year, svg
from search.series import _meaning

if TYPE_CHECKING:
    from tests.commands.conftest import Funn

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "series.svg"
_NUMBER = re.compile(r"(?<![#\w.])(\d+(?:\.\d+)?)")
SVG = "{http://www.w3.org/2000/svg}"


def drawn(years: list[Year], title: str = "Rapportar") -> ET.Element:
    return ET.fromstring(svg(title, years))  # noqa: S314 - our own


def words(picture: ET.Element) -> list[str]:
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


class TestSample:
    def test_the_two_names_are_one_series_with_its_parts_in_order(self, sample: "Funn") -> None:
        (one,) = json.loads(sample("series", "--json").stdout)
        assert {name["name"] for name in one["names"]} == {"Følgjestudien Læring lokalt", "Følgestudien Læring lokalt"}
        assert [report["part"] for report in one["reports"]] == [[1], [2], [3], [4], [5], [6], [7], []]
        assert one["missing"] == []
        assert one["years"] == [2022, 2023, 2024]
        assert sum(publisher["reports"] for publisher in one["publishers"]) == 8
        for shares in (one["statistics"]["words"], one["statistics"]["pages"]):
            assert sum(shares.values()) == pytest.approx(1, abs=0.001)
            assert 0.3 < shares["nn"] < shares["nb"] < 0.7
        assert one["statistics"]["note"] == "statistics, not compliance"

    def test_for_a_reader(self, sample: "Funn") -> None:
        out = sample("series", "følgjestudien").stdout
        assert "8 reports, 2022–2024" in out
        assert "(statistics, not compliance)" in " ".join(out.split())
        assert [line for line in out.splitlines() if len(line) > 80] == []
        assert out.index("Ved bordet") < out.index("Små hus") < out.index("Det som ble igjen")

    def test_a_series_that_is_not_there(self, sample: "Funn") -> None:
        assert "no such series" in sample("series", "xyzzy", code=1).stderr
        assert json.loads(sample("series", "xyzzy", "--json", code=1).stdout) == []

    def test_the_picture_in_the_readme_is_what_is_drawn(self, sample: "Funn", tmp_path: Path) -> None:
        file = tmp_path / "serie.svg"
        assert sample("series", "--picture", str(file)).stdout == ""
        if os.environ.get("FUNN_UPDATE_GOLDEN"):
            EXAMPLE.write_bytes(file.read_bytes())
        # The model that tells nn from nb may learn; what is drawn of it may then move by a little.
        is_drawn, is_shown = (_NUMBER.split(one.read_text("utf-8")) for one in (file, EXAMPLE))
        assert is_drawn[::2] == is_shown[::2]
        pairs = zip(is_drawn[1::2], is_shown[1::2], strict=True)
        assert [(one, other) for one, other in pairs if abs(float(one) - float(other)) > 4] == []

    def test_png(self, sample: "Funn", tmp_path: Path) -> None:
        pytest.importorskip("resvg_py")
        from PIL import Image

        file = tmp_path / "serie.png"
        sample("series", "--picture", str(file))
        with Image.open(file) as image:
            assert image.size == (1520, 924)
            colours = {colour for _, colour in image.convert("RGB").getcolors(100_000) or ()}
        assert {(0x00, 0x72, 0xB2), (0xE6, 0x9F, 0x00)} <= colours

    def test_png_without_its_extra_is_told(
        self, sample: "Funn", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "resvg_py", None)
        told = sample("series", "--picture", str(tmp_path / "serie.png"), code=2).stderr
        assert "pip install 'funn[picture]'" in told
        assert list(tmp_path.iterdir()) == []

    def test_another_ending_is_told(self, sample: "Funn") -> None:
        assert ".svg .png" in sample("series", "--picture", "serie.gif", code=2).stderr


class TestMeaning:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (
                "Evaluering av tilskot til lokal kompetanseutvikling",
                "Evaluering av tilskudd til lokal kompetanseutvikling",
            ),
            ("Noregs offentlege utgreiingar", "Norges offentlige utredninger"),
            ("Rapportar frå Statistisk sentralbyrå", "Rapporter fra Statistisk sentralbyrå"),
        ],
    )
    def test_names_that_say_the_same(self, one: str, other: str) -> None:
        assert all(left & right for left, right in zip(_meaning(one), _meaning(other), strict=True))

    @pytest.mark.parametrize(
        ("one", "other"), [("NIFU-rapport", "NIFU-notat"), ("Serie 1", "Serie 2"), ("Fafo", "Nova")]
    )
    def test_names_that_do_not(self, one: str, other: str) -> None:
        assert not all(left & right for left, right in zip(_meaning(one), _meaning(other), strict=True))


class TestPicture:
    def test_bars_are_as_high_as_the_shares(self) -> None:
        picture = drawn([Year(2022, 2, (("nn", 0.25), ("nb", 0.5), ("en", 0.15), ("no", 0.1)))])
        bars = [rect for rect in picture.iter(f"{SVG}rect") if rect.get("x") and rect.get("width") != "13"]
        assert [float(bar.get("height", "")) for bar in bars[:3]] == [42.5, 85, 42.5]
        assert {"25 %", "50 %", "2022"} <= set(words(picture))
        assert "Nynorsk 25 %" in (picture.findtext(f"{SVG}desc") or "")

    def test_only_what_there_is_has_a_colour(self) -> None:
        assert "Bokmål" not in words(drawn([Year(2022, 1, (("nn", 1.0),))]))

    def test_many_years_do_not_write_over_each_other(self) -> None:
        picture = drawn([Year(year, 300, (("nn", 0.5), ("nb", 0.5))) for year in range(1950, 2026)])
        years = [text for text in words(picture) if text.isdecimal() and len(text) == 4]
        assert years == [str(year) for year in range(1950, 2026, 10)]
        assert "50 %" in words(picture)  # of the axis only
        assert words(picture).count("50 %") == 1

    def test_a_year_without_reports_is_an_empty_place(self) -> None:
        full = drawn([Year(2020, 1, (("nn", 1.0),)), Year(2021, 0, ()), Year(2022, 1, (("nn", 1.0),))])
        assert {"2020", "2021", "2022"} <= set(words(full))
        assert words(full).count("100 %") == 3  # the axis and two bars

    def test_titles_are_no_markup_and_are_cut(self) -> None:
        picture = drawn([Year(2022, 1, ())], "<b>&" + "x" * 100)
        title = words(picture)[0]
        assert title.startswith("<b>&x")
        assert title.endswith("…")
        assert picture.findtext(f"{SVG}title") == "<b>&" + "x" * 100
