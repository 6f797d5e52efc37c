"""Which addresses may be asked: http and https, on the open net; a name is resolved once, and what was checked is asked.

A link found on a page, a redirect, or a name whose owner lets it point into the reader's own network must not make Funn
a messenger into that network. So each hop is checked, and the connection goes to the address that was checked and not to
the name, which may mean something else a moment later.
"""

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from catalogue.errors import SourceError

Address = IPv4Address | IPv6Address

_PORTS = {"http": 80, "https": 443}
_FIRST_FREE_PORT = 1024  # below stand mail, shells and other services that must not be spoken to in HTTP
_UNSAFE = re.compile(r"[\x00-\x20\x7f]")
_KEPT = "!#$%&'()*+,/:;=?@[]~"  # reserved characters, and "%" of what is quoted already
_LONGEST = 4000  # characters of a URL
_NO_LINKS = ("#", "javascript:", "mailto:", "tel:", "sms:", "data:", "about:")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Target(NamedTuple):
    """An address that may be asked.

    Attributes:
        url: normal form, without fragment.
        scheme: http or https.
        host: name as sent to the server, ASCII, without brackets.
        port: a number.
        addresses: checked, in the resolver's order.
        path: with the query, quoted.
    """

    url: str
    scheme: str
    host: str
    port: int
    addresses: tuple[str, ...]
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as robots.txt speaks for them."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """Host and, where it is not the scheme's own, port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def is_public(address: Address) -> bool:
    """Whether an address is on the open net; one that wraps another (mapped, 6to4, NAT64) is what it wraps."""
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is None and address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def anything(_: Address) -> bool:
    """Allows every address (`--allow-private`)."""
    return True


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name.

    Raises:
        OSError: there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


@dataclass(frozen=True, slots=True)
class Policy:
    """Which addresses may be asked.

    Attributes:
        allowed: of an address that a name was resolved to.
        resolve: name and port to addresses; raises OSError.
    """

    allowed: Callable[[Address], bool] = is_public
    resolve: Callable[[str, int], list[str]] = resolve

    def check(self, url: str) -> Target:
        """The target of a URL.

        Raises:
            SourceError: it may not be asked, or cannot be found; the sentence says why.
        """
        plain = normal(url)
        parts = urlsplit(plain)
        host = (parts.hostname or "").removesuffix(".")
        port = parts.port or _PORTS[parts.scheme]
        try:
            found = [ipaddress.ip_address(text) for text in self.resolve(host, port)]
        except (OSError, UnicodeError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise SourceError(f"{url}: the server {host} cannot be found ({reason}): check the address.") from error
        # One private address among public ones is how a name is made to mean something else the next time.
        if not found or not all(self.allowed(address) for address in found):
            raise SourceError(
                f"{url} leads into a private network ({', '.join(map(str, found)) or host}) and was not asked: "
                "give --allow-private if that is meant."
            )
        if self.allowed is not anything and port < _FIRST_FREE_PORT and port not in _PORTS.values():
            raise SourceError(f"{url} names port {port}, where no web server stands: check the address.")
        path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        return Target(plain, parts.scheme, host, port, tuple(map(str, found)), path)


def normal(url: str) -> str:
    """A URL in one form: scheme and host in lower case and ASCII, quoted, without fragment.

    Raises:
        SourceError: it is none that Funn asks.
    """
    shown = _UNSAFE.sub(" ", url.strip())[:200]
    if len(url) > _LONGEST:
        raise SourceError(f"{shown}… is too long for an address ({len(url):,} characters): check it.")
    try:
        parts = urlsplit(url.strip())
        scheme, host, port = parts.scheme.casefold(), (parts.hostname or ""), parts.port
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise SourceError(f"{shown} is no address ({error}): check it.") from error
    if scheme not in _PORTS:
        raise SourceError(f"{shown} is a {scheme or 'nameless'} address and was not asked: only http and https are.")
    if not host or _UNSAFE.search(host):
        raise SourceError(f"{shown} names no server: check the address.")
    if parts.username is not None or parts.password is not None:
        raise SourceError(
            f"{scheme}://…@{host} holds a user name, which would stay in the collection: give the address without."
        )
    host = f"[{host}]" if ":" in host else host
    authority = host if port in {None, _PORTS[scheme]} else f"{host}:{port}"
    path, query = quote(parts.path or "/", safe=_KEPT), quote(parts.query, safe=_KEPT)
    return urlunsplit((scheme, authority, path, query, ""))


def joined(base: str, link: str) -> str:
    """A link as an address, from the page that it stands on; "" where it leads nowhere that can be asked."""
    try:
        return normal(urljoin(base, link.strip()))
    except (SourceError, ValueError):
        return ""


def refusal(base: str, link: str) -> str:
    """Why a link is not followed, as a sentence; "" where it is, or where it is none (mail, telephone, a script)."""
    if link.strip().casefold().startswith(_NO_LINKS):
        return ""
    try:
        normal(urljoin(base, link.strip()))
    except SourceError as error:
        return str(error)
    except ValueError as error:
        return f"{link[:200]} is no address ({error})."
    return ""


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are on one site: the same host, or one a part of the other's (www.x.no, x.no, rapport.x.no)."""
    a, b = (("." + (urlsplit(url).hostname or "").removeprefix("www.")) for url in (one, other))
    # "no" alone would be the site of every Norwegian host.
    return a == b or (a.endswith(b) and "." in b[1:]) or (b.endswith(a) and "." in a[1:])
