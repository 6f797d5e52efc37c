from collections.abc import Callable

import pytest

from catalogue.model import Isbn, Matter
from ingest.document import Block, Document
from ingest.metadata import merge

Colophon = Callable[..., Document]


def test_print_and_net_edition(colophon_of: Colophon) -> None:
    found = merge(colophon_of("ISBN 978-82-98990-10-4 (trykt)", "ISBN 978-82-98990-11-1 (nett)"), None, "x.pdf")
    assert found.isbn == (Isbn("978-82-98990-10-4", "trykt"), Isbn("978-82-98990-11-1", "nett"))


def test_one_isbn_written_with_ten_and_thirteen_digits_is_one(colophon_of: Colophon) -> None:
    found = merge(colophon_of("ISBN 82-7846-309-3", "ISBN 978-82-7846-309-3 (PDF)"), None, "x.pdf")
    assert found.isbn == (Isbn("82-7846-309-3", "PDF"),)


@pytest.mark.parametrize(
    "line",
    [
        "Jf. ISBN 978-82-98990-10-4",
        "Erstatter ISBN 978-82-98990-10-4",
        "[14] KITH rapport 08/07: ”Kommunikasjon”. ISBN 82-7846-309-3",
        "Hovdestøl, A. (2021). Mål på medverknad. ISBN 978-82-98990-10-4",
    ],
)
def test_an_isbn_that_is_cited_is_not_the_reports(colophon_of: Colophon, line: str) -> None:
    found = merge(colophon_of("ISSN 9998-4105", "Oppdragsgiver: Udir", line), None, "x.pdf")
    assert found.isbn == ()
    assert [c.reason for c in found.candidates if c.field == "isbn"] == ["cited in the text"]


def test_a_list_of_other_reports_gives_no_isbn(colophon_of: Colophon) -> None:
    numbers = ["978-82-98990-10-4", "978-82-98990-11-1", "978-82-98992-10-8", "978-82-98992-11-5", "978-82-98990-12-8"]
    found = merge(colophon_of(*(f"ISBN {number}" for number in numbers)), None, "x.pdf")
    assert found.isbn == ()
    assert len([c for c in found.candidates if c.field == "isbn"]) == len(numbers)


def test_a_wrong_check_digit_is_told(colophon_of: Colophon) -> None:
    found = merge(colophon_of("ISBN 978-82-98990-10-5"), None, "x.pdf")
    assert found.isbn == ()
    assert [c.reason for c in found.candidates if c.field == "isbn"] == ["its check digit is wrong"]


def test_references_at_the_end_hold_no_isbn_of_the_report(
    make_block: Callable[..., Block], make_document: Callable[..., Document]
) -> None:
    listed = make_block(("ISBN 978-82-98990-10-4", 70, 80, 10), page=9, matter=Matter.REFERENCES)
    assert merge(make_document([listed]), None, "x.pdf").isbn == ()


def test_the_copyright_line_gives_publisher_and_year(colophon_of: Colophon) -> None:
    found = merge(colophon_of("© Arbeidsforskningsinstituttet, OsloMet 2023"), None, "x.pdf")
    assert (found.publisher, found.year) == ("Arbeidsforskningsinstituttet, OsloMet", 2023)


def test_a_labelled_date_comes_before_the_copyright_year(colophon_of: Colophon) -> None:
    assert merge(colophon_of("© NIFU 2022", "Dato: 3. januar 2023"), None, "x.pdf").year == 2023


@pytest.mark.parametrize(
    ("line", "series", "number", "year"),
    [
        ("NINA Rapport 1283", "NINA Rapport", "1283", None),
        ("Rapport nr. R 08/07", "", "R 08/07", 2007),
        ("Følgjestudien Læring lokalt, rapport 2023:2", "Følgjestudien Læring lokalt", "2023:2", 2023),
        ("NOU 2023: 1", "NOU", "2023:1", 2023),
    ],
)
def test_series_and_number_without_labels(
    colophon_of: Colophon, line: str, series: str, number: str, year: int | None
) -> None:
    found = merge(colophon_of("ISSN 9998-4105", line), None, "x.pdf")
    assert (found.series, found.report_number, found.year) == (series, number, year)


def test_a_series_that_bears_a_name_tells_the_publisher(colophon_of: Colophon) -> None:
    assert merge(colophon_of("Fafo-rapport 2022:12"), None, "x.pdf").publisher == "Fafo"
    assert merge(colophon_of("Fafo-rapport 2022:12", "Utgitt av: NIFU"), None, "x.pdf").publisher == "NIFU"


def test_labels_in_capitals_above_their_values(
    make_block: Callable[..., Block], make_document: Callable[..., Document]
) -> None:
    lines = [
        "ISSN: 9998-4105", "ISBN: 978-82-98990-11-1", "RETTIGHETSHAVER", "© Norsk institutt for naturforskning", "TILGJENGELIGHET", "Åpen",
        "PUBLISERINGSTYPE", "Digitalt dokument (pdf)", "KVALITETSSIKRET AV", "Kari Nes", "OPPDRAGSGIVER(E)/BIDRAGSYTER(E)", "Miljødirektoratet",
    ]  # fmt: skip
    blocks = [make_block((line, 70, 80 + 12 * n, 10), page=3, matter=Matter.COLOPHON) for n, line in enumerate(lines)]
    found = merge(make_document(blocks), None, "x.pdf")
    assert found.commissioned_by == "Miljødirektoratet"
    assert found.publisher == "Norsk institutt for naturforskning"
    assert (found.authors, found.issn, found.isbn) == ((), "9998-4105", (Isbn("978-82-98990-11-1"),))


def test_labels_at_the_left_without_colons(
    make_block: Callable[..., Block], make_document: Callable[..., Document]
) -> None:
    rows = [
        ("Rapport", "2022:5"), ("Utgitt av", "Nordisk institutt for studier av innovasjon"), ("Adresse", "Postboks 2815, 0608 Oslo"),
        ("Prosjektnr.", "21234"), ("Oppdragsgiver", "Utdanningsdirektoratet"), ("Adresse", "Postboks 9359, 0135 Oslo"),
        ("ISBN", "978-82-98990-11-1 (online)"), ("ISSN", "9998-4105 (online)"),
    ]  # fmt: skip
    blocks = [
        make_block((text, x, 80 + 13 * n, 10), page=2, matter=Matter.COLOPHON)
        for n, row in enumerate(rows)
        for text, x in zip(row, (70, 160), strict=True)
    ]
    found = merge(make_document(blocks), None, "x.pdf")
    assert (found.publisher, found.commissioned_by) == (rows[1][1], "Utdanningsdirektoratet")
    assert (found.report_number, found.issn) == ("2022:5", "9998-4105")
    assert found.isbn == (Isbn("978-82-98990-11-1", "online"),)


def test_licence_doi_and_handle(colophon_of: Colophon) -> None:
    found = merge(
        colophon_of(
            "Copyright NIFU: CC BY 4.0", "https://doi.org/10.7577/abc.123", "https://hdl.handle.net/11250/2978132"
        ),
        None,
        "x.pdf",
    )
    assert (found.licence, found.doi) == ("CC-BY-4.0", "10.7577/abc.123")
    assert found.handle == "https://hdl.handle.net/11250/2978132"
