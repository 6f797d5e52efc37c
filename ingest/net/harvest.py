"""An archive's records → sources: each with a landing page made of its record, and its PDF where one can be found.

A record whose datestamp is as before is not looked into again, so that the same harvest costs the archive only its lists.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path
from xml.etree.ElementTree import Element

from catalogue.errors import SourceError
from catalogue.fetched import Fetched
from ingest import landing
from ingest.landing import LandingPage
from ingest.landing.reader import parse
from ingest.net import records
from ingest.net.crawl import Crawl, Reach
from ingest.net.fetch import Fetcher
from ingest.net.names import safe_name
from ingest.net.oai import Archive, Record, Selection
from ingest.sources import Source


def harvest(
    url: str, selection: Selection, fetcher: Fetcher, note: Callable[[str], None], limit: int | None = None
) -> list[Source]:
    """The reports of an archive; what could not be had is among them with its reason.

    Args:
        url: of the archive's OAI-PMH endpoint.
        selection: which records; checked.
        fetcher: of the store.
        note: told in a sentence what the user should know.
        limit: how many records at most.

    Raises:
        UsageError: the format wanted is not offered.
        SourceError: the archive cannot be asked at all.
        StoreError: the store cannot be written.
    """
    archive = Archive(url, fetcher, note)
    prefix = archive.prefix(selection.prefix)
    taken = _Harvest(archive, prefix, fetcher, note)
    found = archive.records(selection, prefix)
    failure: list[Source] = []
    try:
        for record in islice(found, limit):
            taken.take(record)
    except SourceError as error:  # what came before is good
        failure = [Source(name=archive.url, failure=f"{error} What came before is kept; run the same command again.")]
    note(f"{archive.name} gave {taken.count} records ({prefix}), {taken.deleted} of them withdrawn.")
    return [*taken.crawl.sources(), *failure]


class _Harvest:
    """One harvest."""

    def __init__(self, archive: Archive, prefix: str, fetcher: Fetcher, note: Callable[[str], None]) -> None:
        self.crawl = Crawl(fetcher, Reach(), note)
        self.count = self.deleted = 0
        self._archive = archive
        self._prefix = prefix
        self._fetcher = fetcher
        self._note = note

    def take(self, record: Record) -> None:
        """Takes a record. One that was withdrawn is told when it is held; nothing is lost for that."""
        self.count += 1
        url = self._archive.record_url(record.identifier, self._prefix)
        row = self._fetcher.held(url)
        if record.deleted or record.metadata is None:
            self.deleted += 1
            if row:
                self._note(
                    f"{record.identifier} was withdrawn by {self._archive.name}; it stays in the collection until you "
                    "remove it (funn remove)."
                )
            return
        kept = self._kept(row, record, url)
        if kept and kept.pdf:
            self.crawl.take_held(kept.pdf)
        page = kept or self._made(url, record.identifier, record.datestamp, record.metadata)
        self.crawl.join(page, record.identifier, page.pdf)

    @staticmethod
    def _kept(row: Fetched | None, record: Record, url: str) -> LandingPage | None:
        """The page that was made of the record before, when it has not changed since."""
        if row is None or row.modified != record.datestamp or not record.datestamp:
            return None
        try:
            page = landing.read(Path(row.path))
        except SourceError:
            return None
        return replace(page, url=page.url or url)

    def _made(self, url: str, identifier: str, datestamp: str, metadata: Element) -> LandingPage:
        """A page of the record; a PDF that it does not name is looked for on the report's own page."""
        found = records.read(metadata, self._archive.url)
        pdf, sure = found.pdf, True
        if not pdf and found.page and not self._fetcher.dry:
            try:
                pdf = self.crawl.pdf_of(found.page)
            except SourceError as error:
                self._note(f"{identifier}: {error}")
                sure = False  # asked again at the next harvest
        data = records.as_page(found, pdf)
        name = safe_name(found.title, ".html", "record")
        path = self._fetcher.keep_record(url, name, data, datestamp if sure else "")
        page = parse(data, str(path), markdown=False)
        return replace(page, url=page.url or url)
