"""What a site asks of programs in its robots.txt; protego's only door."""

from typing import Protocol

from protego import Protego

NAME = "Funn"


class Rules(Protocol):
    """What a site allows."""

    def allows(self, url: str) -> bool:
        """Whether the address may be read."""
        ...

    def delay(self) -> float:
        """Seconds that the site wants between two requests, or 0."""
        ...


class Free:
    """A site without robots.txt: all is allowed."""

    def allows(self, url: str) -> bool:  # noqa: ARG002 - the port's signature
        """Always."""
        return True

    def delay(self) -> float:
        """None."""
        return 0.0


class Written:
    """A site's robots.txt, as RFC 9309 and the usual extensions (wildcards, Crawl-delay, Request-rate) read it."""

    def __init__(self, text: str) -> None:
        self._parsed = Protego.parse(text)

    def allows(self, url: str) -> bool:
        """Whether a rule for Funn, else one for everybody, allows the address; the longest rule counts."""
        return bool(self._parsed.can_fetch(url, NAME))

    def delay(self) -> float:
        """The longer of Crawl-delay and what Request-rate comes to."""
        rate = self._parsed.request_rate(NAME)
        asked = [self._parsed.crawl_delay(NAME) or 0.0]
        if rate and rate.requests:
            asked.append(rate.seconds / rate.requests)
        return float(max(asked))
