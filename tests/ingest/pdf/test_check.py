import pytest

from ingest.pdf.check import agreement, garbage, strange, words, worth

NORWEGIAN = """Skoleleiarar i heile landet seier at dei er for lite involverte i arbeidet med lokal kompetanseutvikling.
Undersøkelsen viser at kommunene bruker midlene ulikt, og at små kommuner trenger støtte fra større naboer."""
ENGLISH = """The evaluation shows that local school leaders feel less involved than they would like to be in planning,
while municipalities report that national grants have strengthened their cooperation with universities since then."""
KNOWN = frozenset(words(NORWEGIAN))


def known(word: str) -> bool:
    return word in KNOWN


def shifted(text: str) -> str:
    """What a font without a character map gives: other letters."""
    return "".join(
        chr((ord(char.lower()) - 97 + 3) % 26 + 97) if char.isascii() and char.isalpha() else char for char in text
    )


def test_words_hold_letters_and_are_whole() -> None:
    assert words("Ordninga ﬁnst i 2024, kap. 3a\xad b") == ["ordninga", "finst", "i", "kap", "3a", "b"]


def test_agreement() -> None:
    assert agreement([], []) == 1
    assert agreement(["a"], []) == 0
    assert agreement(["a", "a", "b"], ["b", "a"]) == 1
    assert agreement(["lokal", "kompetanse"], ["lokalkompetanse"]) == 0


@pytest.mark.parametrize("text", [NORWEGIAN, ENGLISH, "", "1 234 5 678", "Tabell 3"])
def test_text_is_no_garbage(text: str) -> None:
    assert not garbage(text, None)
    assert not garbage(text, known)


@pytest.mark.parametrize(
    "text",
    [
        "\ufffd" * 40,
        "(cid:12)(cid:40) " * 30,
        "\uf0b7\ue001\ue002 " * 20,
        "wk2r8 bcdfgh x7y8z qwrtp " * 10,
        shifted(NORWEGIAN),
    ],
)
def test_garbage_is_told(text: str) -> None:
    assert garbage(text, known)


def test_norwegian_compounds_are_not_strange() -> None:
    assert not [word for word in ("angstskrik", "forskningsstrategi", "nynorsk", "års", "sfo", "by") if strange(word)]


def test_words_run_together_are_worth_less() -> None:
    assert worth(NORWEGIAN, known) > worth(NORWEGIAN.replace(" ", ""), known)
    assert worth(NORWEGIAN, None) > worth("\ufffd".join(NORWEGIAN), None)
