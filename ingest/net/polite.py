"""How a server is asked: what its robots.txt allows, one request at a time with a pause between, again after a failure.

An answer is read within the attempt, so that one which breaks off is asked for again from its beginning.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urljoin

from catalogue.errors import SourceError
from ingest.net.address import Policy, Target
from ingest.net.door import Answer, Times, TroubleError, ask
from ingest.net.robots import Free, Rules, Written

T = TypeVar("T")

_MOST_HOPS = 6
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_ROBOTS_BYTES = 500 * 1024  # as RFC 9309 has it; what stands after is not read
_LONGEST_DELAY_S = 60.0  # a longer Crawl-delay would make a series a matter of days


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, so that tests need not wait.

    Attributes:
        now: seconds that only grow.
        sleep: waits so many seconds.
        wall: seconds since 1970.
    """

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    wall: Callable[[], float] = time.time


@dataclass(frozen=True, slots=True)
class Manners:
    """How a server is asked.

    Attributes:
        delay_s: between two requests to one host; longer where its robots.txt wants that.
        tries: of one request in all.
        backoff_s: before the second try; doubled before each one after that.
        longest_wait_s: that a server may ask for with Retry-After; with more it is left for another day.
        times: how long it may take.
    """

    delay_s: float = 1.0
    tries: int = 4
    backoff_s: float = 2.0
    longest_wait_s: float = 300.0
    times: Times = field(default_factory=Times)


class _Redirect(str):
    """Where an answer sends us."""

    __slots__ = ()


class MissingError(SourceError):
    """The server says that there is no such thing (any status from 400 that is not worth another try)."""


class ForbiddenError(SourceError):
    """The site's robots.txt asks programs to stay away."""


class Net:
    """Asks servers, politely.

    Args:
        policy: which addresses may be asked.
        manners: how they are.
        clock: time.
        note: told what takes long, in a sentence.
    """

    def __init__(
        self,
        policy: Policy = Policy(),  # noqa: B008 - a frozen value
        manners: Manners = Manners(),
        clock: Clock = Clock(),
        note: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._policy = policy
        self._manners = manners
        self._clock = clock
        self._note = note
        self._rules: dict[str, Rules] = {}
        self._silent: dict[str, str] = {}  # origin → why its robots.txt could not be read
        self._free_at: dict[str, float] = {}  # origin → when it may be asked again

    def get(self, url: str, read: Callable[[Answer], T], headers: Mapping[str, str] | None = None) -> T:
        """What `read` makes of the answer to a URL, after redirects and further tries.

        Args:
            url: to ask.
            read: is given an answer with status 200 or 304; it may be called again when the answer broke off.
            headers: to send beside the usual.

        Raises:
            MissingError: the server refuses or has nothing there.
            ForbiddenError: its robots.txt asks programs to stay away.
            SourceError: it may not be asked or cannot be read.
        """
        return self._followed(url, read, headers or {}, obedient=True)

    def _followed(self, url: str, read: Callable[[Answer], T], headers: Mapping[str, str], *, obedient: bool) -> T:
        at = url
        for _ in range(_MOST_HOPS):
            target = self._policy.check(at)
            if obedient and not self._rules_of(target).allows(target.url):
                raise ForbiddenError(
                    f"{target.url}: the robots.txt of {target.host} asks programs not to read this; download it "
                    "yourself and give the file."
                )
            found = self._tried(target, read, headers)
            if not isinstance(found, _Redirect):
                return found
            at = urljoin(target.url, found)
        raise SourceError(f"{url} sends us from address to address without end: check it.")

    def _tried(self, target: Target, read: Callable[[Answer], T], headers: Mapping[str, str]) -> T | _Redirect:
        wait = self._manners.backoff_s
        reason = ""
        for attempt in range(self._manners.tries):
            if attempt:
                self._note(f"{target.url}: {reason}; asked again in {wait:.0f} s.")
                self._clock.sleep(wait)
            wait = self._manners.backoff_s * 2**attempt
            self._take_turn(target)
            try:
                with ask(target, headers, self._manners.times) as answer:
                    if answer.status in _REDIRECTS and answer.headers.get("location"):
                        return _Redirect(answer.headers["location"])
                    if answer.status in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
                        return read(answer)
                    reason = f"it answered {_status(answer.status)}"
                    if answer.status not in _AGAIN:
                        raise MissingError(f"{target.url}: {reason}; check the address.")
                    wait = max(wait, self._asked_wait(target, answer, reason))
            except TroubleError as error:
                reason = str(error)
                if not error.again:
                    raise SourceError(f"{target.url} was not read: {reason}.") from error
            finally:
                pause = max(self._manners.delay_s, self._pause_of(target))
                self._free_at[target.origin] = self._clock.now() + pause
        raise SourceError(f"{target.url} could not be read in {self._manners.tries} tries: {reason}; try again later.")

    def _take_turn(self, target: Target) -> None:
        wait = self._free_at.get(target.origin, 0.0) - self._clock.now()
        if wait > 0:
            self._clock.sleep(wait)

    def _asked_wait(self, target: Target, answer: Answer, reason: str) -> float:
        """Seconds that the server asks us to wait, or 0."""
        wait = retry_after(answer.headers.get("retry-after", ""), self._clock.wall())
        if wait > self._manners.longest_wait_s:
            raise SourceError(f"{target.url}: {reason} and asks to be left alone for {wait:.0f} s; try again then.")
        return wait

    def _pause_of(self, target: Target) -> float:
        rules = self._rules.get(target.origin)
        return min(_LONGEST_DELAY_S, rules.delay()) if rules else 0.0

    def _rules_of(self, target: Target) -> Rules:
        """What the site of a target allows, asked once. A site that has none allows all; one that cannot say, nothing."""
        if target.origin in self._silent:  # else each link to a dead site would be tried anew
            raise SourceError(f"{target.url} was not asked: {self._silent[target.origin]}")
        if target.origin not in self._rules:
            place = f"{target.origin}/robots.txt"
            try:
                self._rules[target.origin] = self._followed(place, _read_rules, {}, obedient=False)
            except MissingError:
                self._rules[target.origin] = Free()
            except SourceError as error:
                self._silent[target.origin] = str(error)
                raise
        return self._rules[target.origin]


def _read_rules(answer: Answer) -> Rules:
    data = b""
    for piece in answer.body:
        data += piece
        if len(data) >= _ROBOTS_BYTES:
            break
    return Written(data[:_ROBOTS_BYTES].decode("utf-8", errors="replace"))


def _status(number: int) -> str:
    try:
        return f"{number} {HTTPStatus(number).phrase}"
    except ValueError:
        return str(number)


def retry_after(text: str, now: float) -> float:
    """Seconds that Retry-After asks for: a number, or a date; 0 for anything else.

    Args:
        text: the header's value.
        now: seconds since 1970.
    """
    if text.strip().isascii() and text.strip().isdigit():
        return float(text.strip()[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return 0.0
