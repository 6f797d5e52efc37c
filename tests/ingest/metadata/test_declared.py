from collections.abc import Callable

from ingest.document import Block, DocInfo, Document
from ingest.metadata import merge
from ingest.metadata.declared import name_claims


def test_a_programs_default_is_no_title(make_document: Callable[..., Document]) -> None:
    info = DocInfo(info=(("Title", "Microsoft Word - Rapport_v3.docx"), ("CreationDate", "D:20210312134602+01'00'")))
    found = merge(make_document([], info=info), None, "Små-kommunar_i_nettverk.pdf")
    assert (found.title, found.year) == ("Små kommunar i nettverk", 2021)
    assert [c.reason for c in found.candidates if c.source == "info dictionary Title"] == ["a program's default"]


def test_xmp_before_the_info_dictionary(make_document: Callable[..., Document]) -> None:
    info = DocInfo(info=(("Title", "Utkast til rapport"),), xmp=(("dc:title", "Små kommunar – i nettverk"),))
    found = merge(make_document([], info=info), None, "x.pdf")
    assert (found.title, found.subtitle) == ("Små kommunar", "i nettverk")


def test_an_author_counts_where_print_bears_it_out(
    make_block: Callable[..., Block], make_document: Callable[..., Document]
) -> None:
    info = DocInfo(info=(("Author", "Kari Nes; Ola Ås"),))
    preface = make_block(("Kari Nes har leidd arbeidet med denne rapporten.", 70, 80, 11), page=3)
    found = merge(make_document([preface], info=info), None, "x.pdf")
    assert found.authors == ("Kari Nes",)
    assert [c.reason for c in found.candidates if c.value == "Ola Ås"] == ["not printed in the report"]


def test_file_names() -> None:
    claims = {claim.field: claim.value for claim in name_claims("978-82-98990-11-1_Ved-bordet.pdf")}
    assert claims["isbn"] == "978-82-98990-11-1"
    assert [claim.value for claim in name_claims("fafo-rapport-2022.PDF")] == ["fafo rapport 2022"]
    assert name_claims("") == []
