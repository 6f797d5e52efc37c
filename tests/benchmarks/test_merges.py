"""A judged sample of merges, counted again."""

from pathlib import Path

import pytest

from benchmarks.merges import JUDGED, Verdict, judged

HEADING = "word1\tword2\twhy\tverdict\tcomment\n"


def test_what_still_meets_is_told_by_verdict(tmp_path: Path) -> None:
    file = tmp_path / "judged.tsv"
    rows = (
        "leiar\tlederne\t\tright\t",
        "bok\tbøker\t\tright\t",
        "hus\tbåt\t\tright\t",
        "løyper\tstopper\t\twrong\tmended",
    )
    file.write_text(HEADING + "".join(f"{row}\n" for row in rows), "utf-8")
    assert judged(file) == {"right": Verdict(3, 2), "wrong": Verdict(1, 0)}
    assert judged(JUDGED)["right"] == Verdict(193, 193)


@pytest.mark.parametrize(("rows", "told"), [("", "no pairs"), ("hus\tbåt\t\t\t\n", "without a verdict.*: hus, båt")])
def test_a_sample_that_is_not_judged_is_refused(tmp_path: Path, rows: str, told: str) -> None:
    file = tmp_path / "judged.tsv"
    file.write_text(HEADING + rows, "utf-8")
    with pytest.raises(SystemExit, match=told):
        judged(file)
