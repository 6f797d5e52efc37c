from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.net.names import name_of, safe_name


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\windows\\system32.pdf", "system32.pdf"),
        ("..", "report.pdf"),
        (".pdf", "report.pdf"),
        ("", "report.pdf"),
        (".bashrc", "bashrc.pdf"),
        ("Årsrapport 2024.PDF", "Årsrapport 2024.pdf"),
        ("a\x00b\n.pdf", "a_b.pdf"),
        ("rapport.pdf.exe", "rapport.pdf.exe.pdf"),
        ("å" * 300, "å" * 58 + ".pdf"),
    ],
)
def test_names(given_: str, expected: str) -> None:
    assert safe_name(given_, ".pdf") == expected


@given(st.text())
def test_no_name_leaves_its_folder_or_hides_in_it(text: str) -> None:
    name = safe_name(text, ".pdf")
    assert Path(name).name == name
    assert not name.startswith(".")
    assert name.endswith(".pdf")
    assert len(name.encode()) <= 120
    assert "\0" not in name


def test_what_a_file_is_called() -> None:
    url = "https://x.example/last/ned/rapport%20%C3%A5.pdf?x=1"
    assert name_of(url, "") == "rapport å.pdf"
    assert name_of(url, 'attachment; filename="../../r.pdf"') == "../../r.pdf"
    assert name_of(url, "attachment; filename*=UTF-8''%C3%A5r.pdf") == "år.pdf"
    assert name_of(url, "attachment\r\nX: y") == "rapport å.pdf"
