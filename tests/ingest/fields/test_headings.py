import pytest

from catalogue.model import Matter
from ingest.fields.headings import is_aside, matter_of
from ingest.fields.text import clean, fold, plain_dashes


@pytest.mark.parametrize(
    ("heading", "matter"),
    [
        ("Samandrag", Matter.SUMMARY),
        ("1 Sammendrag og konklusjoner", Matter.SUMMARY),
        ("Hovudfunn", Matter.FINDINGS),
        ("Kapittel 7: Konklusjon", Matter.CONCLUSION),
        ("Litteratur", Matter.REFERENCES),
        ("Vedlegg 2. Spørsmål", Matter.APPENDIX),
        ("Innhald", Matter.CONTENTS),
        ("Forord", Matter.PREFACE),
        ("Små kommunar", None),
        ("Metode", None),
    ],
)
def test_what_a_heading_opens(heading: str, matter: Matter | None) -> None:
    assert matter_of(heading) is matter


def test_asides() -> None:
    assert is_aside("Metode")
    assert is_aside("7.1 Tilrådingar")
    assert not is_aside("Funn")


def test_text_as_it_is_compared() -> None:
    assert clean("  a\u00adb\u200b\n c ") == "ab c"
    assert clean("a\u030a") == "å"
    assert fold("Æ – «Ø», 3!") == "æ ø 3"
    assert plain_dashes("978–82—1") == "978-82-1"
