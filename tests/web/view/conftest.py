"""Stores with files that tests may change."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli
from catalogue.model import Report
from catalogue.store import Catalogue

Ingest = Callable[[Path], tuple[Path, list[Report]]]


@pytest.fixture
def ingest(tmp_path: Path) -> Ingest:
    """Reads a folder into a store of its own; answers the store and its reports with their details."""

    def read(folder: Path) -> tuple[Path, list[Report]]:
        store = tmp_path / "store"
        result = CliRunner().invoke(cli.cli, ["--store", str(store), "ingest", str(folder)])
        assert result.exit_code == 0, result.output
        catalogue = Catalogue.open(store)
        reports = [catalogue.report(report.id) or report for report in catalogue.reports()]
        catalogue.close()
        return store, reports

    return read
