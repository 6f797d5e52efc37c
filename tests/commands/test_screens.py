"""What a reader sees, as golden texts. FUNN_UPDATE_GOLDEN=1 writes them anew."""

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.commands.conftest import Funn

GOLDEN = Path(__file__).parent / "golden"
CORPUS = Path(__file__).parents[2] / "corpus"
SCREENS = {
    "search-80": (("search", "skoleleiarar involvering", "--limit", "4"), 80),
    "search-200": (("search", "skoleleiarar involvering", "--limit", "4"), 200),
    "search-facets-80": (("search", "skoleledere involvert", "--findings", "--facets", "--limit", "1"), 80),
    "search-groups-80": (("search", "samarbeidsråd", "--group", "report", "--limit", "2"), 80),
    "search-misspelt-80": (("search", "skoleleiarar involvering kompetanseutviklling", "--limit", "1"), 80),
    "list-80": (("list",), 80),
    "show-80": (("show", "02-barnehagen-i-ordninga"), 80),
    "why": (("why", "skoleleiarar"), 80),
}


def without_places(text: str) -> str:
    """The text with the folder of the sample series left out, which differs from machine to machine."""
    return re.sub(r"(file://)?" + re.escape(str(CORPUS)) + "/", "corpus/", text)


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_is_as_it_was_when_somebody_looked_at_it(sample: "Funn", name: str) -> None:
    arguments, columns = SCREENS[name]
    result = sample(*arguments, COLUMNS=str(columns))
    seen = without_places(f"{result.stdout}--- stderr\n{result.stderr}")
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("FUNN_UPDATE_GOLDEN"):
        path.write_text(seen, "utf-8")
    assert seen == path.read_text("utf-8"), f"look at it, then FUNN_UPDATE_GOLDEN=1 to take it as {path.name}"
