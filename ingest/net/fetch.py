"""A URL → what stands there: a PDF as a file in the store, a page or XML as bytes. What has not changed is not sent again.

PDFs are kept under the hash of their bytes, so that a changed file under the same address never overwrites the one that
was cited: `STORE/files/<hash>/<name>.pdf`. Pages are kept one an address: `STORE/files/pages/<hash of address>/<name>`.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from catalogue import fetched
from catalogue.errors import SourceError
from catalogue.fetched import Fetched
from catalogue.store import Catalogue
from ingest.net.address import normal
from ingest.net.door import Answer
from ingest.net.files import PARTS, Part, write
from ingest.net.names import name_of, safe_name
from ingest.net.polite import Net

_HEAD = 1024  # bytes in which a PDF says that it is one
_XML = re.compile(rb"<(?:rss|feed|rdf:RDF|(?:oai:)?OAI-PMH)[\s>]")
_HTML = re.compile(rb"<!doctype\s+html|<html|<head|<body|<meta|<title", re.IGNORECASE)
_MARKDOWN = frozenset({".md", ".markdown"})


class Kind(StrEnum):
    """What stands at an address."""

    PDF = "PDF"
    PAGE = "page"
    XML = "XML"


_A = {Kind.PDF: "a PDF", Kind.PAGE: "a page", Kind.XML: "XML"}


class State(StrEnum):
    """What has become of an address since it was last asked."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many bytes are read of each kind.

    Attributes:
        pdf: the largest scanned reports hold a third of it.
        page: as `ingest.landing` reads them.
        xml: a feed, or a page of an archive's list.
    """

    pdf: int = 1 << 30
    page: int = 8_000_000
    xml: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Got:
    """What stands at an address.

    Attributes:
        url: as asked for, in normal form.
        at: where it stood in the end; links on it are relative to this.
        kind: what it is.
        state: since the last time.
        path: of the file; None of a page that is not kept yet, and of a PDF in a dry run.
        data: of a page or XML.
        name: for a file of it; harmless.
        etag, modified: the server's, to be kept with it.
    """

    url: str
    at: str
    kind: Kind
    state: State
    path: Path | None = None
    data: bytes = b""
    name: str = ""
    etag: str = ""
    modified: str = ""


class Fetcher:
    """Fetches into a store. The caller holds its lock, but for a dry run.

    Args:
        net: asks.
        catalogue: of the store; None where there is none yet (a dry run).
        sizes: how much is read.
        dry: whether nothing is to be written.
    """

    def __init__(
        self,
        net: Net,
        catalogue: Catalogue | None,
        sizes: Sizes = Sizes(),
        *,
        dry: bool = False,
    ) -> None:
        self._net = net
        self._catalogue = catalogue
        self._sizes = sizes
        self.dry = dry or catalogue is None
        self._files = (catalogue.folder if catalogue else Path()).absolute() / "files"
        if not self.dry:
            shutil.rmtree(self._files / PARTS, ignore_errors=True)  # left by one that was killed

    def held(self, url: str) -> Fetched | None:
        """What is kept of an address, where its file is still there."""
        row = fetched.held(self._catalogue, url) if self._catalogue else None
        return row if row and Path(row.path).is_file() else None

    def fetch(self, url: str, wanted: Kind | None = None) -> Got:
        """What stands at an address; a PDF is saved, a page can be (`keep_page`).

        Args:
            url: to ask.
            wanted: the kind that it must be; None for any.

        Raises:
            SourceError: it may not be asked, cannot be read, is too large or of another kind.
            StoreError: the store cannot be written.
        """
        url = normal(url)
        row = self.held(url)
        accept = {Kind.PDF: "application/pdf", Kind.XML: "application/xml, text/xml"}
        headers = {"Accept": f"{accept[wanted]}, */*;q=0.1" if wanted in accept else "*/*"}
        if row and row.etag:
            headers["If-None-Match"] = row.etag
        if row and row.modified:
            headers["If-Modified-Since"] = row.modified
        return self._net.get(url, lambda answer: self._read(url, answer, row, wanted), headers)

    def keep_page(self, got: Got) -> Path:
        """The file of a page, written where it is new or has changed; its place in a dry run."""
        path = got.path or self._files / "pages" / sha256(got.url.encode()).hexdigest()[:16] / got.name
        if not self.dry and (got.state is not State.SAME or got.path is None):
            write(path, got.data, self._files)
            self._keep(got.url, path, sha256(got.data).hexdigest(), got.etag, got.modified)
        return path

    def keep_record(self, url: str, name: str, data: bytes, modified: str) -> Path:
        """The file of a page that was made here of an archive's record, as `keep_page` does it.

        Args:
            url: what asks the archive for the record.
            name: of the file; harmless.
            data: the page.
            modified: the record's datestamp.
        """
        digest = sha256(data).hexdigest()
        path = self._files / "pages" / sha256(url.encode()).hexdigest()[:16] / name
        row = self.held(url)
        if not self.dry and (row is None or (row.sha256, row.modified) != (digest, modified)):
            write(path, data, self._files)
            self._keep(url, path, digest, "", modified)
        return path

    def _read(self, url: str, answer: Answer, row: Fetched | None, wanted: Kind | None) -> Got:
        if answer.status == HTTPStatus.NOT_MODIFIED:
            if row is None:
                raise SourceError(
                    f"{url} answered that it has not changed, without having been asked: try again later."
                )
            return self._unchanged(url, answer, row, wanted)
        length = answer.headers.get("content-length", "")
        size = int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0  # noqa: PLR2004 - digits of any size there is
        _bounded(url, size, max(self._sizes.pdf, self._sizes.xml), "anything that Funn reads")
        pieces = iter(answer.body)
        head = b""
        for piece in pieces:
            head += piece
            if len(head) >= _HEAD:
                break
        kind, ending = _kind(url, answer, head)
        if wanted and kind is not wanted:
            raise SourceError(_unwanted(url, wanted, kind))
        name = safe_name(name_of(answer.url, answer.headers.get("content-disposition", "")), ending)
        etag, modified = answer.headers.get("etag", ""), answer.headers.get("last-modified", "")
        if kind is Kind.PDF:
            _bounded(url, size, self._sizes.pdf, "a report")
            return self._pdf(Got(url, answer.url, kind, State.NEW, None, b"", name, etag, modified), head, pieces, row)
        most = self._sizes.xml if kind is Kind.XML else self._sizes.page
        _bounded(url, size, most, _A[kind])
        data = bytearray(head)
        for piece in pieces:
            data += piece
            _bounded(url, len(data), most, _A[kind])
        if kind is Kind.XML and b"<" not in data:
            raise SourceError(f"{url} is empty: check the address.")
        state = self._state(row, sha256(data).hexdigest())
        same = Path(row.path) if row and state is State.SAME else None
        if row and same and not self.dry:
            self._keep(url, same, row.sha256, etag, modified)
        return Got(url, answer.url, kind, state, same, bytes(data), name, etag, modified)

    def _unchanged(self, url: str, answer: Answer, row: Fetched, wanted: Kind | None) -> Got:
        path = Path(row.path)
        kind = Kind.PDF if path.suffix == ".pdf" else Kind.PAGE
        if wanted and kind is not wanted:
            raise SourceError(_unwanted(url, wanted, kind))
        if not self.dry:
            self._keep(url, path, row.sha256, row.etag, row.modified)
        data = path.read_bytes() if kind is Kind.PAGE else b""
        return Got(url, answer.url, kind, State.SAME, path, data, path.name, row.etag, row.modified)

    def _pdf(self, got: Got, head: bytes, pieces: Iterator[bytes], row: Fetched | None) -> Got:
        """A PDF, streamed into the store and hashed on its way; in a dry run no more than its head is read."""
        state = State.CHANGED if row else State.NEW
        if self.dry:
            return Got(got.url, got.at, got.kind, state, name=got.name)
        digest, size = sha256(head), len(head)
        with Part(self._files / PARTS) as part:
            part.write(head)
            for piece in pieces:
                size += len(piece)
                _bounded(got.url, size, self._sizes.pdf, "a report")
                digest.update(piece)
                part.write(piece)
        sha = digest.hexdigest()
        state = self._state(row, sha)
        path = Path(row.path) if row and state is State.SAME else self._files / sha[:16] / got.name
        part.place(path)
        self._keep(got.url, path, sha, got.etag, got.modified)
        return Got(got.url, got.at, got.kind, state, path, name=got.name)

    @staticmethod
    def _state(row: Fetched | None, digest: str) -> State:
        if row is None:
            return State.NEW
        return State.SAME if row.sha256 == digest else State.CHANGED

    def _keep(self, url: str, path: Path, digest: str, etag: str, modified: str) -> None:
        if self._catalogue is not None:
            checked = datetime.now(UTC).isoformat(timespec="seconds")
            fetched.keep(self._catalogue, Fetched(url, str(path), digest, etag, modified, checked))


def _unwanted(url: str, wanted: Kind, kind: Kind) -> str:
    return f"{url} was to be {_A[wanted]}, and is {_A[kind]}: look at it in a browser."


def _bounded(url: str, size: int, most: int, what: str) -> None:
    if size > most:
        raise SourceError(f"{url} is larger than {what} is ({most:,} bytes) and was not read to its end.")


def _kind(url: str, answer: Answer, head: bytes) -> tuple[Kind, str]:
    """What an answer is, by its first bytes rather than by what its server calls it, and the ending of its file."""
    if b"%PDF-" in head[:_HEAD]:
        return Kind.PDF, ".pdf"
    called = answer.headers.get("content-type", "").partition(";")[0].strip().casefold()
    is_text = b"\0" not in head or head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if is_text and head.strip():
        if _XML.search(head):  # first, for feeds hold HTML
            return Kind.XML, ".xml"
        if _HTML.search(head) or called in {"text/html", "application/xhtml+xml"}:
            return Kind.PAGE, ".html"
        if b"<?xml" in head or called.endswith(("/xml", "+xml")):
            return Kind.XML, ".xml"
        if called == "text/markdown" or Path(url.partition("?")[0]).suffix.casefold() in _MARKDOWN:
            return Kind.PAGE, ".md"
    what = called or "nothing that names itself"
    empty = " and empty" if not head.strip() else ""
    raise SourceError(f"{url} is neither a PDF, a page nor a feed ({what}{empty}): check the address.")
