import pytest

from catalogue.errors import SourceError
from ingest.net.feeds import Entry, read

AT = "https://x.example/feed.xml"
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Nye rapportar</title>
<link>https://x.example/</link><atom:link href="https://x.example/feed.xml" rel="self"/>
<item><title>A &amp; B</title><link>/rapport/1</link><enclosure url="/filer/1.pdf" type="application/pdf" length="1"/></item>
<item><guid>https://x.example/rapport/2</guid></item>
<item><guid isPermaLink="false">tag:2</guid><description>inkje</description></item>
<item><link>https://x.example/rapport/1</link><enclosure url="/filer/1.pdf" type="application/pdf" length="1"/></item>
<item><link>https://x.example/r.pdf</link></item>
<item><link>gopher://x.example/1</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://x.example/"/>
<entry><link rel="alternate" href="rapport/3"/><link rel="enclosure" type="application/pdf" href="filer/3"/><link rel="edit" href="e"/></entry>
</feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/>
<item rdf:about="x"><link>https://x.example/rapport/4</link></item></rdf:RDF>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>
<rss><channel><item><link>&c;</link></item></channel></rss>"""
OUTWARD = (
    '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><link>&x;</link></item></channel></rss>'
)


def test_rss() -> None:
    *entries, refused = read(RSS.encode(), AT)
    assert entries == [
        Entry("https://x.example/rapport/1", "https://x.example/filer/1.pdf"),
        Entry("https://x.example/rapport/2", ""),
        Entry("", "https://x.example/r.pdf"),
    ]
    assert "gopher address" in refused.refused


def test_atom() -> None:
    assert read(ATOM.encode(), AT) == [Entry("https://x.example/rapport/3", "https://x.example/filer/3")]


def test_rss_1() -> None:
    assert read(RDF.encode(), AT) == [Entry("https://x.example/rapport/4", "")]


@pytest.mark.parametrize("text", [BOMB, OUTWARD])
def test_entities_of_its_own_are_refused(text: str) -> None:
    with pytest.raises(SourceError, match="declares entities or a document type"):
        read(text.encode(), AT)


@pytest.mark.parametrize("text", [RSS[:-40], "", "<rss>&nbsp;</rss>", "<?xml version='1.0' encoding='no-such'?><rss/>"])
def test_what_is_no_whole_xml_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="no whole XML"):
        read(text.encode(), AT)


def test_what_is_no_feed_is_refused() -> None:
    with pytest.raises(SourceError, match="no feed"):
        read(b"<urlset/>", AT)
    with pytest.raises(SourceError, match="funn harvest"):
        read(b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"/>', AT)
