import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from catalogue.errors import SourceError, UsageError
from catalogue.model import PageInfo, Passage, Report
from search.answer import link_to
from search.export.read import quotations
from search.export.write import Choices, contents
from search.verify import Checked, Quotation, Status, letters, share_on, verify
from tests.search.conftest import Collection, Text

WORDS = ["skoleleiarar", "kommunen", "barnehage", "arbeidet", "kompetanse", "utvikling", "partnarskap", "tid", "lærarane", "nettverk", "samarbeid", "tiltak", "leiing", "involverte", "«planar»", "behov", "(5", "%),", "stad:", "vel", "ikkje", "alle"]  # fmt: skip
SAVED = {".csv": "", ".jsonl": "", ".xlsx": "", ".md": ""}


@pytest.fixture
def big(empty: Collection) -> Collection:
    """200 passages on 20 pages of two reports."""
    chance = random.Random(1)  # noqa: S311 - no secret
    for name in ("a", "b"):
        texts = [
            Text(
                " ".join(chance.choices(WORDS, k=chance.randint(8, 40))).capitalize() + f" {number}.",
                page=3 + number // 10,
            )
            for number in range(100)
        ]
        pages = tuple(PageInfo(page, None, 595, 842, "pdfplumber") for page in range(1, 14))
        empty.put(Report(name * 16, title=f"Rapport {name}", year=2024, sha256=name * 64, pages=pages), *texts)
    return empty


def found(collection: Collection) -> list[tuple[Passage, Report, str]]:
    reports = collection.catalogue.headers(["a" * 16, "b" * 16])
    return [
        (passage, report, link_to(passage, report))
        for report in reports.values()
        for _, passage in collection.catalogue.numbered_passages(report.id)
    ]


def export(collection: Collection, path: Path, *, excel: bool = False) -> list[Quotation]:
    path.write_bytes(contents(path.suffix, found(collection), Choices("=tid", excel=excel)))
    return quotations(path)


def statuses(checked: Sequence[Checked]) -> list[str]:
    return [str(one.status) for one in checked]


def altered(quotation: Quotation, chance: random.Random) -> Quotation:
    """One word of it replaced, taken out, put in, or spelled otherwise."""
    words = quotation.text.split()
    at = chance.randrange(1, len(words) - 1)
    match chance.randrange(4):
        case 0:
            words[at] = "noko"
        case 1:
            del words[at]
        case 2:
            words.insert(at, "slett")
        case _:
            words[at] = words[at][:-1] + ("x" if words[at][-1] != "x" else "y")
    return quotation._replace(text=" ".join(words))


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".xlsx", ".md"])
def test_an_export_is_verbatim_and_ten_altered_are_found(big: Collection, tmp_path: Path, ending: str) -> None:
    exported = export(big, tmp_path / f"funn{ending}")
    assert len(exported) == 200
    assert set(statuses(list(verify(exported, big.catalogue)))) == {"verbatim"}
    chance = random.Random(2)  # noqa: S311 - no secret
    changed = set(chance.sample(range(200), 10))
    mixed = [altered(one, chance) if place in changed else one for place, one in enumerate(exported)]
    checked = list(verify(mixed, big.catalogue))
    assert {place for place, one in enumerate(checked) if one.status is not Status.VERBATIM} == changed
    assert {str(checked[place].status) for place in changed} == {"changed"}


def test_what_excel_saves_again(big: Collection, tmp_path: Path) -> None:
    path = tmp_path / "funn.csv"
    exported = export(big, path, excel=True)
    text = path.read_bytes().decode("utf-8-sig").replace("›", ">")
    for encoding in ("cp1252", "utf-16", "utf-8"):
        path.write_text(text, encoding=encoding, newline="")
        assert [one.text for one in quotations(path)] == [one.text for one in exported]


def check(collection: Collection, quotation: Quotation, **pages: str | None) -> Checked:
    """Checks one quotation; with pages ("p3") also in the PDF."""

    def page_text(_: Report, page: int) -> str | None:
        return pages.get(f"p{page}", "")

    return next(verify([quotation], collection.catalogue, page_text if pages else None))


@pytest.fixture
def one(collection: Collection) -> Quotation:
    passage = collection.catalogue.numbered_passages("a1b2c3d4e5f60718")[0][1]
    return Quotation(2, passage.text, passage.id, passage.report, 41, "39")


def test_statuses(collection: Collection, one: Quotation) -> None:
    assert check(collection, one).status is Status.VERBATIM
    assert check(collection, one._replace(text=f"  {one.text.replace(' ', chr(10), 2)} ")).status is Status.VERBATIM
    assert check(collection, one._replace(page=42, page_label="")).status is Status.MOVED
    assert check(collection, one._replace(page_label="40")).reason == "It stands on page 39 (PDF 41)."
    assert check(collection, one._replace(text=one.text.replace("for lite", "svært"))).status is Status.CHANGED
    assert check(collection, one._replace(text=one.text.lower())).status is Status.CHANGED
    assert check(collection, one._replace(text="Noko heilt anna som ingen har sagt.")).status is Status.GONE
    assert check(collection, one._replace(text="")).status is Status.GONE
    assert check(collection, one._replace(report="f" * 16)).reason == "Its report is not in the collection."


@pytest.mark.parametrize(
    ("text", "status", "read_anew"),
    [
        ("skoleleiarar kjenner seg for lite involverte", "changed", "verbatim"),
        ("… skoleleiarar kjenner seg for lite involverte …", "verbatim", "verbatim"),
        ("Nokre skoleleiarar […] i arbeidet.", "verbatim", "verbatim"),
        ("Nokre (...) arbeidet.", "verbatim", "verbatim"),
        ("leiarar kjenner seg for lite involverte …", "changed", "changed"),
        ("i arbeidet … Nokre skoleleiarar", "gone", "gone"),
        ("…", "gone", "gone"),
    ],
)
def test_a_part_must_tell_that_it_is_one(
    collection: Collection, one: Quotation, text: str, status: str, read_anew: str
) -> None:
    assert check(collection, one._replace(text=text)).status == status
    assert check(collection, one._replace(text=text, id="a1b2c3d4-0000000000")).status == read_anew


def test_the_id_is_enough_and_may_be_another(collection: Collection, one: Quotation) -> None:
    assert check(collection, one._replace(report="")).status is Status.VERBATIM
    assert check(collection, one._replace(id="a1b2c3d4-0000000000")).status is Status.VERBATIM
    assert check(collection, one._replace(id="", report="")).status is Status.GONE


def test_a_bullet_of_a_landing_page(collection: Collection, one: Quotation) -> None:
    bullet = one._replace(text="Universitetet var ein god partnar.", id="", page=None, page_label="")
    assert check(collection, bullet).status is Status.VERBATIM


def test_the_pdf_is_asked(collection: Collection, one: Quotation) -> None:
    printed = "39\nNokre skoleleiarar kjenner seg for lite invol-\nverte i arbeidet.\nFotnote"
    assert check(collection, one, p41=printed)[1:] == (Status.VERBATIM, *check(collection, one)[2:4], True, "")
    assert check(collection, one, p41=None).in_pdf is None
    other = check(collection, one, p41="Heilt andre ord står på denne sida, og ingenting om leiing.")
    assert (other.status, other.in_pdf) == (Status.CHANGED, False)
    assert "was the file replaced" in other.reason


def test_another_page_of_the_pdf(big: Collection) -> None:
    passage = big.catalogue.numbered_passages("a" * 16)[0][1]
    quotation = Quotation(1, passage.text, passage.id, passage.report, 3, "1")
    checked = check(big, quotation, p3="noko anna", p7=passage.text)
    assert checked.status is Status.MOVED
    assert checked.reason.endswith("the PDF on page 7.")


def test_share_on_a_page() -> None:
    text = "Skuleeigarane la vekt på involvering av lærarane i arbeidet."
    assert share_on(letters(text.replace("involvering", "invol-\nvering").upper()), text) == 1
    assert 0.7 < share_on(letters(text.replace("vekt på", "vekt på 12 Kapittel 3 Rapport")), text) < 1
    assert share_on(letters("Noko heilt anna"), text) == 0
    assert share_on(letters("eit ﬁnt ord"), "fint ord") == 1
    assert share_on("noko", "…") == 0


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("x.docx", b"", UsageError),
        ("x.csv", b"a,b\r\n1,2\r\n", UsageError),
        ("x.csv", b"", UsageError),
        ("x.jsonl", b"{not json}\n", SourceError),
        ("x.jsonl", b"[1]\n\n", UsageError),
        ("x.jsonl", b"\xff\n", SourceError),
        ("x.xlsx", b"no workbook", SourceError),
        ("x.md", b"# Only a heading\n\n> quote\n", UsageError),
    ],
)
def test_files_that_are_no_exports(tmp_path: Path, name: str, data: bytes, error: type[Exception]) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error):
        quotations(tmp_path / name)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        quotations(tmp_path / "x.csv")


def test_a_row_whose_quotation_was_emptied_is_not_passed_over(big: Collection, tmp_path: Path) -> None:
    for ending in SAVED:
        path = tmp_path / f"funn{ending}"
        hits = found(big)[:2]
        hits[0] = (replace(hits[0][0], text=""), *hits[0][1:])
        path.write_bytes(contents(ending, hits, Choices("x")))
        assert statuses(list(verify(quotations(path), big.catalogue))) == ["gone", "verbatim"]
