import pytest

from ingest.fields.labels import IGNORED, Label, match, split
from ingest.fields.vocabulary import load


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Forfatter(e):", "author"),
        ("FORFATTAR", "author"),
        ("Oppdragsgiver(e)", "commissioned_by"),
        ("Utgjevar:", "publisher"),
        ("Rapportnr.", "report_number"),
        ("Sist endra", "last_changed"),
        ("Antall sider", IGNORED),
    ],
)
def test_labels(text: str, field: str) -> None:
    found = match(text)
    assert found
    assert found.field == field


def test_a_label_can_name_the_edition() -> None:
    assert match("ISBN (trykt utgave)") == Label("isbn", "ISBN (trykt utgave)", "trykt utgave")
    assert match("ISBN nett:") == Label("isbn", "ISBN nett", "nett")
    assert match("ISSN online") == Label("issn", "ISSN online", "online")


@pytest.mark.parametrize("text", ["Kommunen", "", ":", "Forfatterne har lest mye", "x" * 200])
def test_what_is_no_label(text: str) -> None:
    assert match(text) is None


def test_a_line_with_label_and_value() -> None:
    found = split("Utgiver: Høgskulen: eit forsøk")
    assert found
    assert (found[0].field, found[1]) == ("publisher", "Høgskulen: eit forsøk")
    assert split("Kommunen: ein aktør") is None
    assert split("Utgiver Høgskulen") is None


def test_no_word_stands_for_two_fields() -> None:
    words = [word for words in load("labels").values() for word in words]
    assert sorted(words) == sorted(set(words))
    assert all(word == word.casefold() for word in words)
