"""The benchmark of pictures measures something, and says so when there is nothing to measure."""

from pathlib import Path
from shutil import copy

import pytest

from benchmarks import pictures

SAMPLE = Path(__file__).parents[2] / "corpus" / "01-skoleleiarar-involvering.pdf"


def test_every_form_and_the_service_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy(SAMPLE, tmp_path / "one.pdf")
    assert pictures.main([str(tmp_path), "--pictures", "8", "--scale", "0.5"]) == 0
    told = capsys.readouterr().out
    assert all(f"| {form} |" in told for form in pictures.FORMS)
    assert "must be drawn (7)" in told
    assert "| 8 |" in told


def test_nothing_is_not_measured(tmp_path: Path) -> None:
    assert pictures.main([str(tmp_path)]) == 1
