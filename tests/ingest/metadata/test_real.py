"""Real reports: facts written down while looking at the rendered pages (titles, names, numbers, years)."""

from pathlib import Path

import pytest

from ingest.metadata import Fields, merge
from ingest.pdf.read import read

PDFS = Path(__file__).parents[4] / "shared" / "data" / "pdfs"
pytestmark = pytest.mark.skipif(not PDFS.is_dir(), reason="the real PDFs are not here")

TRUTH: dict[str, dict[str, object]] = {
    "frp_program": {"title": "Fremskrittspartiets partiprogram 2025-2029", "subtitle": "", "authors": (), "year": 2025, "isbn": ()},
    "his_moas_2008": {
        "title": "Elektronisk melding om arbeidsrelatert sykdom eller skade",
        "subtitle": "Informasjonsmodell og XML meldingsbeskrivelse",
        "authors": ("Espen Stranger Seland",),
        "publisher": "Helsedirektoratet",
        "commissioned_by": "Direktoratet for arbeidstilsynet",
        "report_number": "HIS 80820:2008",
        "year": 2008,
        "isbn": (),
    },
    "kith_r08_07": {
        "title": "Kommunikasjon av EPJ-innhold",
        "subtitle": "Løsningsskisse",
        "authors": ("Torbjørn Nystadnes",),
        "publisher": "KITH",
        "commissioned_by": "Sosial- og helsedirektoratet, SSP",
        "series": "KITH-rapport",
        "report_number": "8/07",
        "year": 2007,
        "isbn": ("82-7846-309-3",),
    },
    "kith_r09_07": {
        "title": "Standard for administrativ kommunikasjon mot kjernejournal",
        "subtitle": "Informasjonsmodell og XML meldingsbeskrivelse",
        "authors": ("Magnus Alsaker", "Annebeth Askevold"),
        "publisher": "KITH",
        "commissioned_by": "Sosial- og Helsedirektoratet, Standardiserings- og samordningsprogrammet",
        "series": "KITH-rapport",
        "report_number": "R09/07",
        "year": 2008,
        "isbn": ("82-7846-310-7",),
    },
    "lovtidend": {
        "title": "Lov om digital operasjonell motstandsdyktighet i finanssektoren (DORA-loven)",
        "subtitle": "",
        "series": "NORSK LOVTIDEND",
        "authors": (),
        "year": 2025,
        "isbn": (),
    },
    "mdg_program": {"title": "Arbeidsprogram 2025–2029", "subtitle": "", "authors": (), "year": 2025, "isbn": ()},
    "nina_vedlegg1": {
        "title": "Vedlegg 1. Dokumentasjon av indikatorer brukt i beregning av tilstandsverdi for fjell",
        "authors": (),
        "year": 2021,
        "isbn": (),
        "doi": "",
    },
    "noark5_spes": {
        "title": "Noark 5",
        "subtitle": "Norsk arkivstandard",
        "authors": (),
        "publisher": "Arkivverket",
        "year": 2018,
        "isbn": (),
    },
    "nsm_risiko_2021": {
        "title": "RISIKO 2021",
        "subtitle": "helhetlig sikring mot sammensatte trusler",
        "authors": (),
        "publisher": "NASJONAL SIKKERHETSMYNDIGHET",
        "year": 2021,
        "isbn": (),
    },
    # The slogan above it is set in two heights side by side; the programme's own name is the largest plain text.
    "sp_program_nn": {
        "title": "SENTERPARTIETS PRINSIPP- OG HANDLINGSPROGRAM 2025–2029",
        "authors": (),
        "publisher": "Senterpartiet",
        "year": 2025,
        "isbn": (),
    },
    "udir_s1_v18": {"title": "Eksamen", "subtitle": "REA3026 Matematikk S1", "authors": (), "year": 2018, "isbn": ()},
    "udir_s2_v18_scan": {"authors": (), "year": 2018, "isbn": ()},
    "venstre_program": {
        "title": "Framover",
        "subtitle": "Stortingsvalgprogram for Venstre 2025-29",
        "authors": (),
        "year": 2025,
        "isbn": (),
    },
}  # fmt: skip


def fields(name: str) -> Fields:
    document = read(PDFS / f"{name}.pdf").document
    assert document
    return merge(document, None, f"{name}.pdf")


@pytest.mark.parametrize("name", TRUTH)
def test_metadata_of_real_reports(name: str) -> None:
    found = fields(name)
    got = {
        field: tuple(isbn.value for isbn in found.isbn) if field == "isbn" else getattr(found, field)
        for field in TRUTH[name]
    }
    assert got == TRUTH[name]
    assert found.title


def test_isbns_of_the_references_are_kept_as_candidates_only() -> None:
    found = fields("kith_r09_07")
    cited = {c.value for c in found.candidates if c.reason == "cited in the text"}
    assert "82-7846-309-3" in cited  # that of kith_r08_07
    assert "82-7846-310-7" not in cited
