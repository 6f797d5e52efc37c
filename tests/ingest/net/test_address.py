from ipaddress import ip_address

import pytest

from catalogue.errors import SourceError
from ingest.net.address import Policy, anything, is_public, joined, normal, refusal, same_site

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",  # noqa: S104 - refused
    "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "2002:7f00:1::", "64:ff9b::a00:1", "fec0::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
]  # fmt: skip


@pytest.mark.parametrize("text", PRIVATE)
def test_private_addresses(text: str) -> None:
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::5db8:d822"])
def test_public_addresses(text: str) -> None:
    assert is_public(ip_address(text))


def policy(*addresses: str) -> Policy:
    return Policy(resolve=lambda _, __: list(addresses))


@pytest.mark.parametrize("text", PRIVATE)
def test_a_name_of_a_private_address_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(SourceError, match=r"private network .* --allow-private"):
        policy(text).check("https://reports.example/r.pdf")


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(SourceError, match="private network"):
        policy("93.184.216.34", "10.0.0.1").check("https://reports.example/")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "017700000001", "127.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_every_way_to_write_this_machine_is_refused(host: str) -> None:
    with pytest.raises(SourceError, match=r"private network|cannot be found"):
        Policy().check(f"http://{host}/")


def test_private_addresses_when_they_are_meant() -> None:
    target = Policy(anything, lambda _, __: ["10.0.0.1"]).check("http://Arkiv.example:22/a b?q=æ#top")
    assert target.url == "http://arkiv.example:22/a%20b?q=%C3%A6"
    assert (target.host, target.port, target.addresses, target.path) == (
        "arkiv.example", 22, ("10.0.0.1",), "/a%20b?q=%C3%A6",
    )  # fmt: skip


def test_the_port_of_another_service_is_refused() -> None:
    with pytest.raises(SourceError, match="port 25"):
        policy("93.184.216.34").check("http://reports.example:25/")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///etc/passwd", "file address"),
        ("gopher://reports.example/1", "gopher address"),
        ("ftp://reports.example/r.pdf", "ftp address"),
        ("FILE:///etc/passwd", "file address"),
        ("/just/a/path", "nameless address"),
        ("http:///r.pdf", "names no server"),
        ("http://[::1/r.pdf", "no address"),
        ("http://x.example:99999/", "no address"),
        ("http://ola:hemmelig@x.example/", "user name"),
        ("http://x.example/" + "a" * 5000, "too long"),
        ("http://x y.example/", "names no server"),
        ("http://" + "a" * 70 + "ø.example/", "no address"),
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(url: str, why: str) -> None:
    with pytest.raises(SourceError, match=why) as error:
        normal(url)
    assert "hemmelig" not in str(error.value)


def test_normal_form() -> None:
    assert normal(" HTTPS://Blåbær.example:443/r%20a.pdf#page=3 ") == "https://xn--blbr-roah.example/r%20a.pdf"
    assert normal("http://x.example") == "http://x.example/"
    assert normal("http://x.example/a\r\nX: y") == "http://x.example/aX:%20y"


def test_links() -> None:
    base = "https://x.example/a/b"
    assert joined(base, "../c.pdf#page=2") == "https://x.example/c.pdf"
    assert joined(base, "file:///etc/passwd") == joined(base, "javascript:x()") == joined(base, "http://[") == ""
    assert "gopher address" in refusal(base, "gopher://y.example/")
    assert refusal(base, "mailto:a@x.example") == refusal(base, "c.pdf") == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.x.no/a", "http://x.no/b", True),
        ("https://rapport.x.no/a", "https://www.x.no/", True),
        ("https://x.no/", "https://xx.no/", False),
        ("https://x.no/", "https://x.no.ond.example/", False),
        ("https://no/", "https://x.no/", False),
    ],
)
def test_a_site(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a case
    assert same_site(one, other) is same
    assert same_site(other, one) is same
