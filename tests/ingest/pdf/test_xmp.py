import pytest

from ingest.pdf.xmp import pairs

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:p="http://prismstandard.org/namespaces/basic/2.0/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:stEvt="http://ns.adobe.com/xap/1.0/sType/ResourceEvent#"
  pdf:Producer="Skriveprogram" stEvt:action="saved">
<dc:title><rdf:Alt><rdf:li xml:lang="en">Report</rdf:li><rdf:li xml:lang="x-default">Rapport om
  læring</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Kari Ås</rdf:li><rdf:li>Ola Bø</rdf:li></rdf:Seq></dc:creator>
<p:isbn>978-82-0000-000-0</p:isbn><dc:rights/></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def test_properties() -> None:
    assert dict(pairs(PACKET.encode())) == {
        "pdf:Producer": "Skriveprogram",
        "dc:title": "Rapport om læring",
        "dc:creator": "Kari Ås; Ola Bø",
        "prism:isbn": "978-82-0000-000-0",
    }


@pytest.mark.parametrize(
    "packet", [b"", b"<", b"<x>", b"\xff\xfe\x00", PACKET.encode()[:400], b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>']
)
def test_broken_and_hostile_packets_give_nothing(packet: bytes) -> None:
    assert pairs(packet) == ()
