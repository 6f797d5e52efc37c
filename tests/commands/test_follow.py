import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from catalogue.lock import writing

if TYPE_CHECKING:
    from tests.commands.conftest import Funn

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
OLD, NEW = "02-barnehagen-i-ordninga", "01-skoleleiarar-involvering"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One report and its landing page."""
    place = tmp_path / "reports"
    place.mkdir()
    put(place, OLD)
    return place


def put(folder: Path, name: str) -> None:
    for file in CORPUS.glob(f"{name}.*"):
        shutil.copy(file, folder)


def told(text: str) -> list[str]:
    """The lines that tell of news."""
    return [line for line in text.splitlines() if re.match(r"\d+ new passages? for ", line)]


def test_what_is_new_is_told_once(fresh: "Funn", folder: Path, tmp_path: Path) -> None:
    fresh("ingest", str(folder))
    said = fresh("follow", "barnehage", "involvering", "--name", "leiing").stderr
    assert "leiing is followed from now on" in said
    assert told(fresh("ingest", str(folder)).stderr) == []  # nothing of what was there
    assert "No news." in fresh("news").stderr
    put(folder, NEW)
    first = fresh("ingest", str(folder)).stderr
    (line,) = told(first)
    assert "for leiing:" in line
    flat = " ".join(first.split())
    assert "Ved bordet eller på gangen?" in flat
    assert re.search(r"p\. \w+ \(PDF \d+\)", flat)
    assert re.search(
        r"why: \w+ ~ \w+ \((inflection|same word|other standard|other word|word family|compound part)\)", flat
    )
    assert told(fresh("ingest", str(folder)).stderr) == []
    with (folder / f"{NEW}.pdf").open("ab") as file:
        file.write(b"\n% the same text in other bytes\n")
    again = fresh("ingest", str(folder)).stderr
    assert "1 new" in again or "1 updated" in again
    assert told(again) == []
    every = json.loads(fresh("news", "--json").stdout)
    assert len(every) >= 1
    assert {one["follow"] for one in every} == {"leiing"}
    assert all(one["matches"] and not one["missing"] for one in every)
    feed = tmp_path / "nytt.xml"
    assert fresh("news", "leiing", "--atom", str(feed)).stdout == ""
    assert len(ET.parse(feed).getroot().findall("{*}entry")) == len(every)  # noqa: S314 - our own
    assert "leiing · 20" in fresh("news").stdout
    assert "No news." in fresh("news", "--since", "2999-01-01").stderr


def test_a_report_that_is_removed_and_comes_again_is_no_news(fresh: "Funn", folder: Path) -> None:
    fresh("ingest", str(folder))
    fresh("follow", "skoleleiar")
    put(folder, NEW)
    assert told(fresh("ingest", str(folder)).stderr)
    from catalogue.store import Catalogue

    with Catalogue.open(fresh.store) as catalogue:
        for report in catalogue.reports():
            catalogue.remove(report.id)
    assert told(fresh("ingest", str(folder)).stderr) == []


def test_news_that_cannot_be_told_now_is_told_next_time(
    fresh: "Funn", folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from commands import follow

    fresh("ingest", str(folder))
    fresh("follow", "skoleleiar")
    put(folder, NEW)
    monkeypatch.setattr(follow, "_WAIT_S", 0.0)
    monkeypatch.setattr("commands.ingest.tell_news", lambda _: None)
    fresh("ingest", str(folder))
    monkeypatch.undo()
    monkeypatch.setattr(follow, "_WAIT_S", 0.0)
    with writing(fresh.store, "another ingest"):
        follow.tell_news(fresh.store)
    assert "No news." in fresh("news").stderr
    assert len(told(fresh("ingest", str(folder)).stderr)) == 1


def test_follows_are_listed_and_removed(sample: "Funn", tmp_path: Path) -> None:
    shutil.copytree(sample.store, tmp_path / "copy")
    sample.store = tmp_path / "copy"
    assert "Nothing is followed yet" in sample("follow", "--list").stderr
    sample("follow", "rektor", "--findings", "--year", "2020-")
    sample("follow", "rektor", "--name", "alle")
    assert "followed already" in sample("follow", "rektor", code=2).stderr
    lines = sample("follow", "--list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["alle", "rektor"]
    assert "(findings True, years [2020, None])" in lines[1]
    sample("follow", "--remove", "rektor")
    assert "no more" not in sample("follow", "--remove", "rektor", code=2).stderr
    assert len(sample("follow", "--list").stdout.splitlines()) == 1
    assert "no news" in sample("news", "alle").stderr.lower()
    assert "Nothing is followed under the name 'rektor'" in sample("news", "rektor", code=2).stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Give a query to follow"),
        (("rektor", "--list"), "Give a query to follow"),
        (("--list", "--remove", "x"), "Give a query to follow"),
        (("+",), "asks for nothing"),
    ],
)
def test_odd_follows_are_told(sample: "Funn", arguments: tuple[str, ...], sentence: str) -> None:
    assert sentence in sample("follow", *arguments, code=2).stderr


def test_an_odd_day_is_told(sample: "Funn") -> None:
    assert "give a day" in sample("news", "--since", "i går", code=2).stderr
