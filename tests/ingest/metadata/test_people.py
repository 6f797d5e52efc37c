import pytest

from ingest.metadata.people import is_organisation, people


@pytest.mark.parametrize(
    "text",
    [
        "Fjordglimt forsking", "Høgskulen i Storvassdal, Senter for barnehageforsking", "Norsk institutt for vannforskning", "NTNU Samfunnsforskning",
        "Oslo Economics", "Vista Analyse AS", "Statens vegvesen", "Utdanningsdirektoratet", "Arbeidsforskningsinstituttet, OsloMet", "Oslo kommune",
    ],
)  # fmt: skip
def test_institutions(text: str) -> None:
    assert is_organisation(text)
    assert people(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Små kommunar i nettverk", "Evaluering og analyse", "En analyse av kommunale barnehager", "Skolene i Bergen kommune",
        "Universiteter og høgskoler i Læring lokalt", "Forskning på barnehagen", "Kari Nordmann", "Dette programmet er også", "",
    ],
)  # fmt: skip
def test_what_is_no_institution(text: str) -> None:
    assert not is_organisation(text)


def test_names() -> None:
    assert people("Kari Nordmann, Ola de Vibe og A. B. Cé") == ("Kari Nordmann", "Ola de Vibe", "A. B. Cé")
    assert people("Anne-Lise Øye") == ("Anne-Lise Øye",)
    assert people("Det er mulig") == ()
    assert people("FOR HELSE OG VELFERD") == ()
    assert people("Kari Nordmann, 2020") == ()
