import pytest

from ingest.pdf.join import glue

KNOWN = frozenset(
    [
        "utvikling",
        "kompetanseutvikling",
        "kompetanse",
        "kontor",
        "éin",
        "til",
        "teknisk",
        "økonomisk",
        "verktøy",
        "verk",
        "tøy",
        "statlig",
        "ordningen",
        "bærekraft",
    ]
)


def joined(left: str, right: str) -> str:
    drop, between = glue(left, right, KNOWN.__contains__)
    return left[: len(left) - drop] + between + right


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("kompetanse-", "utvikling", "kompetanseutvikling"),
        ("bærekraft.", "Neste", "bærekraft. Neste"),
        ("involve-", "ringa.", "involveringa."),
        ("barnehage-", "og", "barnehage- og"),
        ("Barnehage-", "eller", "Barnehage- eller"),
        ("NAV-", "kontor", "NAV-kontor"),
        ("e-", "helse", "e-helse"),
        ("covid-19-", "pandemien", "covid-19-pandemien"),
        ("Midt-", "Noreg", "Midt-Noreg"),
        ("éin-til-", "éin", "éin-til-éin"),
        ("teknisk-", "økonomisk", "teknisk-økonomisk"),
        ("ikke-", "statlig", "ikke-statlig"),
        ("KI-verk-", "tøy", "KI-verktøy"),
        ("2019–", "2021", "2019–2021"),
        ("skole/", "hjem", "skole/hjem"),
        ("https://eksempel.no/rapport-", "om-skole", "https://eksempel.no/rapport-om-skole"),
        ("–", "og", "– og"),
    ],
)
def test_how_a_line_end_is_read(left: str, right: str, whole: str) -> None:
    assert joined(left, right) == whole
