import os
from pathlib import Path

import pytest

from ingest.sources import Source, find, page_for

PAGE = "# Ei overskrift\n\n**Tittel:** Rapporten\n\n**ISBN:** 978-82-98990-00-6 (Nettutgave)\n\n{link}\n"


def page(path: Path, link: str = "") -> Path:
    path.write_text(PAGE.format(link=f"[Last ned rapporten]({link})" if link else ""), "utf-8")
    return path


def pdf(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.7\n")
    return path


def names(sources: list[Source]) -> list[tuple[str, str]]:
    return [(one.pdf.name if one.pdf else "", Path(one.landing.path).name if one.landing else "") for one in sources]


def test_a_folder_gives_its_pdfs_and_those_below_each_with_its_page(tmp_path: Path) -> None:
    pdf(tmp_path / "a.pdf")
    pdf(tmp_path / "below/b.PDF")
    pdf(tmp_path / ".hidden/c.pdf")
    page(tmp_path / "a.md")
    (tmp_path / "notes.txt").write_text("no report")
    assert names(find([str(tmp_path)])) == [("a.pdf", "a.md"), ("b.PDF", "")]


def test_a_page_leads_to_the_pdf_that_it_links_to(tmp_path: Path) -> None:
    pdf(tmp_path / "files/rapport-1.pdf")
    one = page(tmp_path / "om-rapporten.md", "files/rapport-1.pdf")
    assert names(find([str(one)])) == [("rapport-1.pdf", "om-rapporten.md")]


def test_an_address_that_ends_with_the_files_name_is_enough(tmp_path: Path) -> None:
    pdf(tmp_path / "rapport%201.pdf".replace("%20", " "))
    page(tmp_path / "side.md", "https://arkiv.example/bitstream/11250/1/rapport%201.pdf?sequence=1")
    assert names(find([str(tmp_path)])) == [("rapport 1.pdf", "side.md")]


def test_the_page_beside_a_pdf_is_taken_with_it(tmp_path: Path) -> None:
    page(tmp_path / "a.md")
    assert names(find([str(pdf(tmp_path / "a.pdf"))])) == [("a.pdf", "a.md")]


def test_a_page_without_a_pdf_is_a_source_of_its_own(tmp_path: Path) -> None:
    page(tmp_path / "a.md", "https://arkiv.example/borte.pdf")
    assert names(find([str(tmp_path)])) == [("", "a.md")]


def test_a_second_page_of_the_same_report_is_passed_over(tmp_path: Path) -> None:
    pdf(tmp_path / "a.pdf")
    page(tmp_path / "a.md")
    page(tmp_path / "a-nynorsk.md", "https://arkiv.example/a.pdf")
    assert len(find([str(tmp_path)])) == 1


def test_each_file_comes_once_however_it_is_named(tmp_path: Path) -> None:
    file = pdf(tmp_path / "a.pdf")
    (tmp_path / "link.pdf").symlink_to(file)
    assert len(find([str(file), str(tmp_path), str(tmp_path / "." / "a.pdf")])) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("gone.pdf", None, "does not exist"),
        ("notes.txt", b"words", "neither a PDF nor a landing page"),
        ("page.html", b"", "is empty"),
        ("page.md", b"Nothing but words.", "does not describe a report"),
    ],
)
def test_what_is_no_source_fails_with_a_sentence(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    (source,) = find([str(path)])
    assert said in source.failure
    assert name in source.failure


def test_a_pdf_under_another_ending_is_a_pdf_when_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "download"
    path.write_bytes(b"%PDF-1.4 ...")
    assert names(find([str(path)])) == [("download", "")]


def test_an_address_is_told_to_be_downloaded() -> None:
    (source,) = find(["https://arkiv.example/a.pdf"])
    assert "download" in source.failure


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open every folder")
def test_a_folder_that_cannot_be_opened_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    pdf(tmp_path / "a.pdf")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    try:
        found = find([str(tmp_path)])
    finally:
        closed.chmod(0o700)
    assert [one.failure != "" for one in found] == [False, True]
    assert "closed" in found[1].failure


def test_links_that_are_none_do_no_harm(tmp_path: Path) -> None:
    pdf(tmp_path / "a.pdf")
    page(tmp_path / "b.md", "http://[half.pdf")
    assert ("a.pdf", "") in names(find([str(tmp_path)]))


def test_a_page_is_told_by_the_file_name_unless_several_have_it(tmp_path: Path) -> None:
    one = find([str(page(tmp_path / "x.md", "https://arkiv.example/r.pdf"))])[0].landing
    other = find([str(page(tmp_path / "y.md", "https://arkiv.example/R.pdf"))])[0].landing
    assert one is not None
    assert other is not None
    assert page_for(Path("elsewhere/R.PDF"), [one]) is one
    assert page_for(Path("elsewhere/r.pdf"), [one, other]) is None
