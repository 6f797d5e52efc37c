"""Addresses → sources: a PDF, a landing page and its PDF, a page that lists reports, a feed.

From a list, links are followed one step, within its site, and the list's further pages. A landing page's own PDF may stand
on another host, as publishers' files often do. Each address is asked once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from catalogue.errors import SourceError
from catalogue.fetched import Fetched
from ingest.landing import LandingPage
from ingest.net import feeds, pages
from ingest.net.address import normal, same_site
from ingest.net.fetch import Fetcher, Got, Kind
from ingest.net.pages import WebPage
from ingest.net.polite import ForbiddenError, MissingError
from ingest.sources import Source

_REFUSED_TOLD = 5


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a list is followed.

    Attributes:
        pages: of the list itself.
        links: of a list or feed, its reports' pages and PDFs together.
    """

    pages: int = 100
    links: int = 2000


def gather(
    urls: Iterable[str], fetcher: Fetcher, reach: Reach = Reach(), note: Callable[[str], None] = lambda _: None
) -> list[Source]:
    """The reports that addresses lead to, each once; what could not be had is among them with its reason.

    In a dry run a Source has the addresses, and no file but what is held already.

    Args:
        urls: as the user gave them.
        fetcher: of the store.
        reach: how far lists are followed.
        note: told in a sentence what else the user should know.

    Raises:
        StoreError: the store cannot be written.
    """
    crawl = Crawl(fetcher, reach, note)
    for url in urls:
        crawl.named(url)
    return crawl.sources()


class Crawl:
    """One round through the net."""

    def __init__(self, fetcher: Fetcher, reach: Reach, note: Callable[[str], None]) -> None:
        self._fetcher = fetcher
        self._reach = reach
        self._note = note
        self._seen: set[str] = set()  # pages that were asked
        self._reports: list[Source] = []
        self._alone: dict[str, None] = {}  # PDFs that no landing page may lead to: asked last
        self._pdfs: dict[str, Source] = {}  # what became of each PDF
        self._failures: list[Source] = []
        self._dead: list[str] = []

    def named(self, url: str) -> None:
        """Takes what a user named: anything that Funn reads."""
        try:
            url = normal(url)
            if url in self._seen or url in self._pdfs:
                return
            got = self._fetcher.fetch(url)
            if got.kind is Kind.PDF:
                self._pdf(url, got)
                self._alone[url] = None
                return
            self._seen.add(url)
            if got.kind is Kind.XML:
                self._feed(got)
            else:
                self._page(got)
        except SourceError as error:
            self._fail(url, error)

    def entry(self, page: str, pdf: str = "") -> bool:
        """Takes a link that may lead to one report: its page, its PDF, or a page that is the PDF. Whether it did.

        Links that lead nowhere, or where programs should not go, are counted; others that fail are told, for they may be
        reports.
        """
        try:
            if page and page not in self._seen and page not in self._pdfs:
                got = self._fetcher.fetch(page)
                if got.kind is Kind.PDF:
                    self._pdf(page, got)
                    self._alone[page] = None
                    return True
                self._seen.add(page)
                found = _read(got) if got.kind is Kind.PAGE else None
                if found and found.is_report:
                    self._report(got, found, pdf)
                    return True
        except (MissingError, ForbiddenError) as error:
            self._dead.append(str(error))
        except SourceError as error:
            self._fail(page, error)
        if pdf:
            self._alone[pdf] = None
        return bool(pdf)

    def pdf(self, url: str) -> Source:
        """The PDF at an address, asked once: a Source with its file, or with the reason why there is none."""
        if url not in self._pdfs:
            row = self._fetcher.held(url)
            try:
                if self._fetcher.dry:  # what is found on the way is not asked for, only what is named
                    self._pdfs[url] = Source(path_of(row), None, url, pdf_url=url)
                else:
                    self._pdf(url, self._fetcher.fetch(url, Kind.PDF))
            except SourceError as error:
                self._pdfs[url] = Source(name=url, failure=str(error))
        return self._pdfs[url]

    def take_held(self, url: str) -> None:
        """Takes a PDF as it is held, without asking whether it has changed; one that is not held is asked for."""
        row = self._fetcher.held(url)
        if row:
            self._pdfs.setdefault(url, Source(Path(row.path), None, url, pdf_url=url))

    def pdf_of(self, page: str) -> str:
        """The address of the PDF that a landing page leads to; the page's own when it is the PDF; "" when there is none.

        Raises:
            SourceError: the page cannot be read.
        """
        got = self._fetcher.fetch(page)
        if got.kind is Kind.PDF:
            self._pdf(got.url, got)
            return got.url
        found = _read(got) if got.kind is Kind.PAGE else None
        if found is None:
            return ""
        return found.landing.pdf or (found.pdfs[0] if len(found.pdfs) == 1 else "")

    def join(self, page: LandingPage, name: str, pdf: str) -> None:
        """Takes a landing page and the address of its PDF; when that cannot be had, the page alone and the reason."""
        found = self.pdf(pdf) if pdf else Source(name=name)
        self._alone.pop(pdf, None)
        if found.failure:
            self._failures.append(found)
        self._reports.append(replace(found, landing=page, name=name, failure=""))

    def sources(self) -> list[Source]:
        """All that was found: reports with their pages, PDFs alone, failures."""
        joined = {source.pdf_url for source in self._reports if source.pdf_url}
        if self._dead:
            self._note(f"{len(self._dead)} links could not be followed, the first: {self._dead[0]}")
        alone = [self.pdf(url) for url in self._alone if url not in joined]
        return [*self._reports, *alone, *self._failures]

    def _fail(self, url: str, error: SourceError) -> None:
        self._failures.append(Source(name=url, failure=str(error)))

    def _pdf(self, url: str, got: Got) -> None:
        path = got.path or path_of(self._fetcher.held(url))
        self._pdfs[url] = Source(path, None, url, pdf_url=url)

    def _page(self, got: Got) -> None:
        found = _read(got)
        if found.is_report:
            self._report(got, found, "")
        else:
            self._list(got, found)

    def _report(self, got: Got, found: WebPage, pdf: str) -> None:
        page = self._kept(got, found)
        if found.refused and not page.pdf:
            self._failures.append(Source(name=got.url, failure=f"On {got.url}: {found.refused[0]}"))
        self.join(page, got.url, page.pdf or pdf)

    def _kept(self, got: Got, found: WebPage) -> LandingPage:
        """The landing page as it is kept.

        One that says the same as before, in other bytes (a visit's number, a time of day), counts as unchanged; else
        every visit would read the report again.
        """
        row = self._fetcher.held(got.url)
        if row and got.path is None:
            before = _before(row.path, got.at)
            if before and replace(before, path="", sha256="") == replace(found.landing, path="", sha256=""):
                return before
        return replace(found.landing, path=str(self._fetcher.keep_page(got)))

    def _list(self, got: Got, found: WebPage) -> None:
        """Follows a page that lists reports."""
        links: dict[str, None] = {}
        waiting, seen = list(found.more), {got.url, got.at}
        pdfs = dict.fromkeys(url for url in found.pdfs if same_site(url, got.at))
        links.update(dict.fromkeys(found.links))
        while waiting and len(seen) < self._reach.pages:
            url = waiting.pop(0)
            if url in seen:
                continue
            seen.add(url)
            try:
                further = _read(self._fetcher.fetch(url, Kind.PAGE))
            except SourceError as error:
                self._fail(url, error)
                continue
            waiting += further.more
            pdfs.update(dict.fromkeys(one for one in further.pdfs if same_site(one, got.at)))
            links.update(dict.fromkeys(further.links))
        asked = [link for link in links if link not in seen][: max(0, self._reach.links - len(pdfs))]
        if not asked and not pdfs:
            raise SourceError(
                f"{got.url} neither describes a report nor links to any on its site: give the address of a landing page, "
                "a list, a feed or a PDF."
            )
        for sentence in found.refused[:_REFUSED_TOLD]:
            self._note(f"On {got.url}: {sentence}")
        self._note(f"{got.url} links to {len(pdfs)} PDFs and {len(asked)} pages.")
        before = len(self._reports)
        for link in asked:
            self.entry(link)
        self._alone.update(dict.fromkeys(list(pdfs)[: self._reach.links]))
        if not pdfs and len(self._reports) == before and not self._alone:
            raise SourceError(f"{got.url}: none of the {len(asked)} pages that it links to describes a report.")

    def _feed(self, got: Got) -> None:
        entries = feeds.read(got.data, got.at)[: self._reach.links]
        for entry in entries:
            if entry.refused:
                self._failures.append(Source(name=got.url, failure=f"In {got.url}: {entry.refused}"))
        led = sum([self.entry(entry.page, entry.pdf) for entry in entries])
        self._note(f"{got.url} is a feed with {len(entries)} entries; {led} lead to reports.")


def path_of(row: Fetched | None) -> Path | None:
    """The file of what is held, or None."""
    return Path(row.path) if row else None


def _read(got: Got) -> WebPage:
    return pages.read(got.data, got.at, markdown=got.name.endswith(".md"))


def _before(path: str, at: str) -> LandingPage | None:
    """A page as it was kept the last time; None when it is gone or cannot be read."""
    try:
        found = pages.read(Path(path).read_bytes(), at, markdown=path.endswith(".md"))
    except (OSError, SourceError):
        return None
    return replace(found.landing, path=path)
