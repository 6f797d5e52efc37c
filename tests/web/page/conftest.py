"""The sample series at a desk, for what pages show; and pages that are read as a browser reads them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.store import Catalogue
from search.index import open_engine
from web.desk import Desk
from web.language import Speaker


@pytest.fixture(scope="session")
def desk(store: Path) -> Iterator[Desk]:
    with Catalogue.open(store) as catalogue:
        yield Desk(catalogue, open_engine(catalogue))


@pytest.fixture(params=["nn", "nb", "en"])
def t(request: pytest.FixtureRequest) -> Speaker:
    return Speaker(request.param)
