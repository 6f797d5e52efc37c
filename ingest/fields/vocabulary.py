"""The word lists under ingest/data, read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[1] / "data"


@cache
def load(name: str) -> dict[str, Any]:
    """The table of a list, such as "labels", by its name.

    Raises:
        OSError: the installation lacks the file.
    """
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
