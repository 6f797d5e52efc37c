"""OAI-PMH 2.0: an archive's records, whole and each once, through resumption tokens.

Of the clients there are, oaipmh-scythe (0.16, kept) is the best. It is not used, because it reads each answer whole into
memory before anyone can stop it, asks any address, and parses with `recover=True`: an answer that breaks off counts as a
short list without a token, so that a harvest ends early and says nothing. Asking through `ingest.net.polite` and refusing
what is no whole XML costs the lines below.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit
from xml.etree.ElementTree import Element

from catalogue.errors import SourceError, UsageError
from ingest.net.fetch import Fetcher, Kind
from ingest.net.markup import child_text, children, local, parse, text_of

# Those that `ingest.net.records` reads, the one that says most first: DSpace's own names each file, MODS the roles of names.
RICHEST = ("xoai", "mods", "qdc", "oai_qdc", "dcterms", "oai_dcterms", "oai_dc")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?")
_MOST_ANSWERS = 100_000
_EMPTY = "noRecordsMatch"
_STALE = "badResumptionToken"


@dataclass(frozen=True, slots=True)
class Record:
    """A record of an archive.

    Attributes:
        identifier: the archive's, "oai:…".
        datestamp: when the record last changed, as the archive writes it.
        deleted: whether it has been withdrawn.
        metadata: in the format asked for; None when deleted.
    """

    identifier: str
    datestamp: str
    deleted: bool
    metadata: Element | None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records are asked for.

    Attributes:
        set: name of a set, or "" for all.
        first: date from which they have changed, "2024-01-31" or with "T12:00:00Z"; or "".
        last: date until which, or "".
        prefix: format; "" for the richest that is offered and read.
    """

    set: str = ""
    first: str = ""
    last: str = ""
    prefix: str = ""

    def check(self) -> None:
        """Refuses what no archive can understand.

        Raises:
            UsageError: a date is none, they stand in the wrong order, or the format is not read.
        """
        for date in filter(None, (self.first, self.last)):
            if not _DATE.fullmatch(date):
                raise UsageError(f"{date} is no date: write 2024-01-31, or 2024-01-31T12:00:00Z.")
        if self.first and self.last and len(self.first) == len(self.last) and self.first > self.last:
            raise UsageError(f"--from {self.first} lies after --until {self.last}.")
        if self.prefix and self.prefix not in RICHEST:
            raise UsageError(f"The format {self.prefix} is not read; these are: {', '.join(RICHEST)}.")


class _Refusal(Exception):  # noqa: N818 - the protocol's word would be error, which is for users
    """An archive's own error: its code and its words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(f"{code}{f': {words}' if words else ''}")
        self.code = code


class Archive:
    """An OAI-PMH endpoint.

    Args:
        url: its base address; a query is cut off.
        fetcher: asks.
        note: told in a sentence what the user should know.
    """

    def __init__(self, url: str, fetcher: Fetcher, note: Callable[[str], None] = lambda _: None) -> None:
        self.url = url.partition("#")[0].partition("?")[0]
        self._fetcher = fetcher
        self._note = note

    @property
    def name(self) -> str:
        """The archive's host, for messages."""
        return urlsplit(self.url).hostname or self.url

    def formats(self) -> list[str]:
        """The prefixes of the formats that it offers."""
        root = self._told("ListMetadataFormats", {})
        found = [child_text(one, "metadataPrefix") for part in children(root, "ListMetadataFormats") for one in part]
        return [prefix for prefix in found if prefix]

    def sets(self) -> list[tuple[str, str]]:
        """The names of its sets, for `Selection` and for people; none where it has no sets."""
        try:
            return [
                (child_text(one, "setSpec"), child_text(one, "setName"))
                for answer in self._answers("ListSets", {})
                for one in children(answer, "set")
            ]
        except _Refusal as error:
            if error.code == "noSetHierarchy":
                return []
            raise self._failure(error) from error

    def prefix(self, wanted: str) -> str:
        """The format to ask for: as wanted, else the richest of those that are offered and read.

        Raises:
            UsageError: the wanted one is not offered.
        """
        offered = self.formats()
        if wanted and wanted not in offered:
            raise UsageError(f"{self.name} does not offer {wanted}, but {', '.join(offered) or 'nothing'}.")
        # oai_dc is there by the protocol, whatever the list says.
        return wanted or next((prefix for prefix in RICHEST if prefix in offered), "oai_dc")

    def record_url(self, identifier: str, prefix: str) -> str:
        """The address that asks for one record."""
        return f"{self.url}?verb=GetRecord&metadataPrefix={quote(prefix)}&identifier={quote(identifier, safe='')}"

    def records(self, selection: Selection, prefix: str) -> Iterator[Record]:
        """The records, each once, in the archive's order.

        A token that the archive no longer knows makes the list begin anew, once; what has come already is passed over.

        Args:
            selection: which.
            prefix: from `prefix`.

        Raises:
            SourceError: the archive cannot be read on; what came before is good.
        """
        asked = {"metadataPrefix": prefix, "set": selection.set, "from": selection.first, "until": selection.last}
        query = {name: value for name, value in asked.items() if value}
        seen: set[str] = set()
        for attempt in range(2):
            before = len(seen)
            try:
                for answer in self._answers("ListRecords", query):
                    for record in map(_record, children(answer, "record")):
                        if record.identifier and record.identifier not in seen:
                            seen.add(record.identifier)
                            yield record
            except _Refusal as error:
                if error.code == _EMPTY:
                    return
                if error.code == _STALE and not attempt and len(seen) > before:
                    self._note(f"{self.name} has forgotten where the list was; it is read again from its beginning.")
                    continue
                raise self._failure(error) from error
            return

    def _answers(self, verb: str, query: dict[str, str]) -> Iterator[Element]:
        """The lists that one request leads to through its tokens."""
        tokens: set[str] = set()
        count, promised = 0, 0
        while len(tokens) < _MOST_ANSWERS:
            answer = next(children(self._told_raw(verb, query), verb), None)
            if answer is None:
                raise SourceError(f"{self.url} answers {verb} with something else: check that it speaks OAI-PMH.")
            yield answer
            count += sum(local(child) != "resumptionToken" for child in answer)
            element = next(children(answer, "resumptionToken"), None)
            size = element.get("completeListSize", "") if element is not None else ""
            promised = int(size) if size.isascii() and size.isdigit() and len(size) < 12 else promised  # noqa: PLR2004 - a number of records
            token = text_of(element)
            if not token:
                if count < promised:
                    self._note(f"{self.name} promised {promised} entries and gave {count}.")
                return
            if token in tokens:
                raise SourceError(f"{self.url} goes round in circles (the token {token[:60]} again): try again later.")
            tokens.add(token)
            query = {"resumptionToken": token}
        raise SourceError(f"{self.url} answers without end: give --set or --from.")

    def _told(self, verb: str, query: dict[str, str]) -> Element:
        try:
            return self._told_raw(verb, query)
        except _Refusal as error:
            raise self._failure(error) from error

    def _told_raw(self, verb: str, query: dict[str, str]) -> Element:
        url = f"{self.url}?{urlencode({'verb': verb, **query})}"
        root = parse(self._fetcher.fetch(url, Kind.XML).data, url)
        if local(root) != "OAI-PMH":
            raise SourceError(f"{self.url} does not speak OAI-PMH (it answers {local(root)[:40]}): check the address.")
        error = next(children(root, "error"), None)
        if error is not None:
            raise _Refusal(error.get("code", ""), text_of(error)[:200])
        return root

    def _failure(self, error: _Refusal) -> SourceError:
        return SourceError(f"{self.name} refuses ({error}): check --set, --from, --until and --format.")


def _record(element: Element) -> Record:
    header = next(children(element, "header"), element)
    deleted = header.get("status") == "deleted"
    metadata = next((part for holder in children(element, "metadata") for part in holder), None)
    return Record(child_text(header, "identifier"), child_text(header, "datestamp"), deleted, metadata)
