"""References and citations, compared with entries written by hand after the Norwegian APA 7 manual."""

import pytest

from catalogue.model import Place, Report
from search.export.apa import Name, alphabetical, distinct, in_text, name_of, plain, reference, reference_list, suffixes

PDF = "https://www.udir.no/rapport.pdf"
MANY = tuple(f"Anne {letter}-sen" for letter in "BCDEFGHIJKLMNOPQRSTUV")  # 21 authors

BY_HAND = [
    (
        Report(
            "1",
            title="Fiskebiologiske undersøkelser i Balsnesvassdraget på Ørland i 2017",
            subtitle="Ungfisktellinger og problemkartlegging knyttet til fiskeforsterkende tiltak og sjøørret",
            authors=("Morten Andre Bergan",), year=2017, series="NINA Rapport", report_number="1392",
            publisher="Norsk institutt for naturforskning", handle="http://hdl.handle.net/11250/2485755",
        ),
        ("Bergan, M. A. (2017). *Fiskebiologiske undersøkelser i Balsnesvassdraget på Ørland i 2017: Ungfisktellinger og "
        "problemkartlegging knyttet til fiskeforsterkende tiltak og sjøørret* (NINA Rapport 1392). Norsk institutt for "
        "naturforskning. http://hdl.handle.net/11250/2485755"),
    ),
    (
        Report("2", title="Lokal kompetanseutvikling", authors=("Øyunn Syrstad Høydal", "Kari Berg"), year=2024,
               series="Evaluering av tilskot til lokal kompetanseutvikling", report_number="2024:7", publisher="NIFU", pdf=PDF),
        f"Høydal, Ø. S. & Berg, K. (2024). *Lokal kompetanseutvikling* (Rapport 2024:7). NIFU. {PDF}",
    ),
    (
        Report("3", title="Partnarskap", subtitle="Delrapport 2", authors=("Ann-Kristin Aasen", "Per Li", "Jan van der Berg"),
               year=2023, publisher="OsloMet", doi="10.7577/abc.1"),
        "Aasen, A.-K., Li, P. & van der Berg, J. (2023). *Partnarskap: Delrapport 2*. OsloMet. https://doi.org/10.7577/abc.1",
    ),
    (
        Report("4", title="Kompetanse i barnehagen", authors=("Utdanningsdirektoratet",), year=2022,
               publisher="Utdanningsdirektoratet", pdf=PDF),
        f"Utdanningsdirektoratet. (2022). *Kompetanse i barnehagen*. {PDF}",
    ),
    (
        Report("5", title="Nettverk", year=2021, performed_by="Oxford Research", publisher="Utdanningsdirektoratet", pdf=PDF),
        f"Oxford Research. (2021). *Nettverk*. Utdanningsdirektoratet. {PDF}",
    ),
    (
        Report("6", title="Hva virker?", subtitle="En kunnskapsoversikt", authors=("Kari Berg",), publisher="Fafo",
               series="Fafo-rapport", report_number="2020:3"),
        "Berg, K. (u.å.). *Hva virker? En kunnskapsoversikt* (Fafo-rapport 2020:3). Fafo.",
    ),
    (
        Report("7", title="Mange om ett", authors=MANY, year=2020, publisher="AFI", report_number="Rapport 2020:11"),
        ("B-sen, A., C-sen, A., D-sen, A., E-sen, A., F-sen, A., G-sen, A., H-sen, A., I-sen, A., J-sen, A., K-sen, A., "
        "L-sen, A., M-sen, A., N-sen, A., O-sen, A., P-sen, A., Q-sen, A., R-sen, A., S-sen, A., T-sen, A., . . . V-sen, A. "
        "(2020). *Mange om ett* (Rapport 2020:11). AFI."),
    ),
    (
        Report("8", title="Ei nettside", authors=("Høgskulen i Volda",), year=2025, landing_page="https://www.hivolda.no/funn"),
        "Høgskulen i Volda. (2025). *Ei nettside*. Henta 3. februar 2026 frå https://www.hivolda.no/funn",
    ),
    (
        Report("9", title="Ringer i vann", authors=("Rødahl, Kari", "Ole R. Vik"), year=2019, publisher="SINTEF", path="/r/x.pdf",
               landing_page="https://www.sintef.no/x"),
        "Rødahl, K. & Vik, O. R. (2019). *Ringer i vann*. SINTEF. https://www.sintef.no/x",
    ),
    (
        Report("10", title="Uten opphav", year=2018),
        "*Uten opphav*. (2018).",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("report", "written"), BY_HAND)
def test_references_as_written_by_hand(report: Report, written: str) -> None:
    assert reference(report, "nn", accessed="2026-02-03") == written


def test_bokmaal_says_retrieved_otherwise() -> None:
    assert reference(BY_HAND[7][0], "nb", accessed="2026-12-24").endswith(
        "Hentet 24. desember 2026 fra https://www.hivolda.no/funn"
    )


def test_the_list_is_in_norwegian_order() -> None:
    entries = [plain(entry) for entry in reference_list([report for report, _ in BY_HAND], "nn", "2026-02-03")]
    assert [entry.partition(",")[0].partition(".")[0] for entry in entries] == [
        "B-sen", "Berg", "Bergan", "Høgskulen i Volda", "Høydal", "Oxford Research", "Rødahl", "Utdanningsdirektoratet",
        "Uten opphav", "Aasen",
    ]  # fmt: skip
    assert len(reference_list([BY_HAND[0][0]] * 3)) == 1


def test_an_author_alone_comes_before_the_same_with_others() -> None:
    entries = [
        "Berg, A. & Dahl, C. (2019).",
        "Berg, A., Dahl, C. & Li, B. (2018).",
        "Berg, A. (2020).",
        "*«Arv»*. (2020).",
    ]
    assert sorted(entries, key=alphabetical) == [entries[3], entries[2], entries[0], entries[1]]


@pytest.mark.parametrize(
    ("report", "place", "written"),
    [
        (
            Report("1", authors=("Ø. Høydal", "K. Berg", "P. Li"), year=2024),
            Place(43, "41"),
            "(Høydal et al., 2024, s. 41)",
        ),
        (Report("1", authors=("Ø. Høydal", "K. Berg"), year=2024), Place(43, "iv"), "(Høydal & Berg, 2024, s. iv)"),
        (Report("1", authors=("Ø. Høydal",), year=2024), Place(43), "(Høydal, 2024)"),
        (Report("1", authors=("Ø. Høydal",)), None, "(Høydal, u.å.)"),
        (Report("1", publisher="Udir", year=2020), None, "(Udir, 2020)"),
        (Report("1", title="Uten opphav", year=2020), None, "(*Uten opphav*, 2020)"),
    ],
)
def test_citations(report: Report, place: Place | None, written: str) -> None:
    assert in_text(report, place) == written


def test_the_same_authors_and_year_get_letters() -> None:
    reports = [
        Report("x", title="Ørret", authors=("A B",), year=2020),
        Report("y", title="Zoo", authors=("A B",), year=2020),
        Report("z", title="Zoo", authors=("A B",), year=2021),
        Report("u", title="Utan år", authors=("A B",)),
        Report("v", title="Vår", authors=("A B",)),
    ]
    assert suffixes(reports) == {"x": "b", "y": "a", "z": "", "u": "a", "v": "b"}
    assert in_text(reports[0], None, "b") == "(B, 2020b)"
    assert reference(reports[3], suffix="a").startswith("B, A. (u.å.-a)")


def test_author_lists_that_begin_alike_are_told_apart() -> None:
    one = Report("1", authors=("A Berg", "B Dahl", "C Li", "D Vik"), year=2020)
    two = Report("2", authors=("A Berg", "B Dahl", "E Moe", "D Vik"), year=2020)
    three = Report("3", authors=("A Berg", "F Foss", "G Gran"), year=2020)
    other = Report("4", authors=("A Berg", "B Dahl", "C Li"), year=2021)
    named = distinct([one, two, three, other])
    assert [in_text(report, None, "", named[report.id]) for report in (one, two, three, other)] == [
        "(Berg, Dahl, Li & Vik, 2020)",
        "(Berg, Dahl, Moe & Vik, 2020)",
        "(Berg, Foss & Gran, 2020)",
        "(Berg et al., 2021)",
    ]


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("Kari Nordmann", Name("Nordmann", "Kari")),
        ("Nordmann, Kari", Name("Nordmann", "Kari")),
        ("Ana de la Cruz", Name("de la Cruz", "Ana")),
        ("NIFU", Name("NIFU")),
        ("Universitetet i Sørøst-Norge", Name("Universitetet i Sørøst-Norge")),
        ("Proba samfunnsanalyse AS", Name("Proba samfunnsanalyse AS")),
        ("Norges forskningsråd", Name("Norges forskningsråd")),
        ("Ingrid Rådal", Name("Rådal", "Ingrid")),
        ("Liv Etatsen", Name("Etatsen", "Liv")),
        ("  Per   Li ", Name("Li", "Per")),
    ],
)
def test_names(author: str, name: Name) -> None:
    assert name_of(author) == name
