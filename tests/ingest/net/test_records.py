"""Formats of records → landing pages."""

from xml.etree.ElementTree import fromstring

from ingest.landing.page import LandingPage
from ingest.landing.reader import parse
from ingest.net.records import Described, as_page, read

BASE = "https://arkiv.example/oai"
XOAI = """<metadata xmlns="http://www.lyncode.com/xoai">
<element name="dc">
 <element name="contributor"><element name="author"><element name="none"><field name="value">Tveitmyr, Ragnfrid</field>
  <field name="value">Hovdestøl, Aslak</field></element></element></element>
 <element name="date"><element name="accessioned"><element name="none"><field name="value">2024-05-06T07:08:09Z</field></element></element>
  <element name="issued"><element name="none"><field name="value">2022</field></element></element></element>
 <element name="identifier"><element name="isbn"><element name="none"><field name="value">978-82-98990-11-1</field></element></element>
  <element name="uri"><element name="none"><field name="value">https://hdl.handle.net/11250/123</field></element></element></element>
 <element name="title"><element name="nno"><field name="value">Ved bordet eller på gangen?</field></element></element>
 <element name="relation"><element name="ispartofseries"><element name="none"><field name="value">Læring lokalt</field></element></element></element>
 <element name="description"><element name="abstract"><element name="nno"><field name="value">Om involvering.</field></element></element></element>
</element>
<element name="bundles">
 <element name="bundle"><field name="name">TEXT</field><element name="bitstreams"><element name="bitstream">
  <field name="name">r.pdf.txt</field><field name="format">text/plain</field><field name="url">https://arkiv.example/bitstream/r.pdf.txt</field>
 </element></element></element>
 <element name="bundle"><field name="name">THUMBNAIL</field><element name="bitstreams"><element name="bitstream">
  <field name="name">r.pdf</field><field name="format">application/pdf</field><field name="url">https://arkiv.example/thumb</field>
 </element></element></element>
 <element name="bundle"><field name="name">ORIGINAL</field><element name="bitstreams"><element name="bitstream">
  <field name="name">r.pdf</field><field name="format">application/pdf</field><field name="url">https://arkiv.example/bitstream/77</field>
 </element></element></element>
</element></metadata>"""
MODS = """<mods xmlns="http://www.loc.gov/mods/v3">
<titleInfo><nonSort>Den</nonSort><title>lange vegen</title><subTitle>Delrapport 2</subTitle></titleInfo>
<name type="personal"><namePart type="family">Fossdalsmo</namePart><namePart type="given">Eldbjørg</namePart><role><roleTerm>author</roleTerm></role></name>
<name type="personal"><namePart>Torjus Nyvollmark</namePart><role><roleTerm>editor</roleTerm></role></name>
<originInfo><publisher>Høgskulen i Storvassdal</publisher><dateIssued>2022</dateIssued></originInfo>
<identifier type="isbn">978-82-98992-11-5</identifier>
<location><url>https://arkiv.example/post/1</url><url access="raw object">https://arkiv.example/fil/1</url></location>
<relatedItem type="series"><titleInfo><title>Læring lokalt</title></titleInfo></relatedItem></mods>"""
QDC = """<qdc:qualifieddc xmlns:qdc="http://dspace.org/qualifieddc/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
<dc:title>Små hus</dc:title><dc:creator>Moe, Kari</dc:creator><dcterms:issued>2021-03-04</dcterms:issued>
<dc:identifier>hdl:11250/9</dc:identifier><dcterms:isPartOf>Rapport 7/2021</dcterms:isPartOf></qdc:qualifieddc>"""


def described(text: str) -> tuple[Described, LandingPage]:
    found = read(fromstring(text), BASE)  # noqa: S314 - our own text
    return found, parse(as_page(found), "x.html", markdown=False)


def test_xoai() -> None:
    found, page = described(XOAI)
    assert (found.page, found.pdf) == ("https://hdl.handle.net/11250/123", "https://arkiv.example/bitstream/77")
    assert page.title == "Ved bordet eller på gangen?"
    assert page.authors == ("Ragnfrid Tveitmyr", "Aslak Hovdestøl")
    assert (page.year, page.series) == (2022, "Læring lokalt")
    assert [isbn.value for isbn in page.isbns] == ["978-82-98990-11-1"]
    assert (page.url, page.pdf) == (found.page, found.pdf)
    assert page.intro == "Om involvering."


def test_mods() -> None:
    found, page = described(MODS)
    assert (found.page, found.pdf) == ("https://arkiv.example/post/1", "https://arkiv.example/fil/1")
    assert page.title == "Den lange vegen"
    assert page.subtitle == "Delrapport 2"
    assert page.authors == ("Eldbjørg Fossdalsmo",)
    assert (page.publisher, page.year, page.series) == ("Høgskulen i Storvassdal", 2022, "Læring lokalt")


def test_qualified_dublin_core() -> None:
    found, page = described(QDC)
    assert found.page == "https://hdl.handle.net/11250/9"
    assert (page.title, page.authors, page.year) == ("Små hus", ("Kari Moe",), 2021)
    assert page.handle.endswith("11250/9")


def test_nothing_that_a_record_says_becomes_markup() -> None:
    found = Described(
        (("dc.title", '</title><script>x</script>"><a href="http://10.0.0.1/x.pdf">'), ("abstract", "<ul><li>a")),
        "",
        "",
    )
    text = as_page(found).decode()
    assert "<script" not in text
    assert "<a " not in text
    assert "<ul>" not in text
