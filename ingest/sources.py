"""What the user pointed at → the PDFs and landing pages to read, each with its pair."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from catalogue.errors import SourceError
from ingest import landing
from ingest.landing import LandingPage
from ingest.landing.reader import ENDINGS

_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_PDF_HEAD = 1024  # bytes in which a PDF says that it is one


@dataclass(frozen=True, slots=True)
class Source:
    """A report to read, or what could not be.

    Attributes:
        pdf: the PDF file, or None where only a landing page is known.
        landing: its landing page, read, or None.
        name: what to call the source in messages.
        failure: a sentence that says why it cannot be read, or "".
        pdf_url: where the PDF came from on the net, or "".
    """

    pdf: Path | None = None
    landing: LandingPage | None = None
    name: str = ""
    failure: str = ""
    pdf_url: str = ""


@dataclass(slots=True)
class _Found:
    """What the given texts lead to, in order, each file once."""

    pdfs: dict[Path, None]
    pages: dict[Path, LandingPage]
    failures: list[Source]


def find(texts: Iterable[str]) -> list[Source]:
    """The reports that files, folders and landing pages lead to, each once, with failed sources last.

    A PDF and a landing page belong together when the page links to the PDF (by a relative path, or by the file name that a
    link ends with), or when they stand side by side under the same name. Pairs by ISBN are found after reading.

    Args:
        texts: paths as the user gave them.
    """
    found = _Found({}, {}, [])
    for text in texts:
        _look(text, found)
    for path, page in found.pages.items():
        for pdf in _beside(path, page):
            found.pdfs[_known(pdf, pdf.resolve(), found.pdfs)] = None
    for pdf in found.pdfs:
        for page_path in filter(Path.is_file, map(pdf.with_suffix, sorted(ENDINGS))):
            _take_page(page_path, page_path.resolve(), found, named=False)
    return [*_pairs(found), *found.failures]


def whole(path: Path) -> str:
    """A path from the root, without "..", as a report keeps it; links are kept, for they are the user's names."""
    return os.path.abspath(path)  # noqa: PTH100 - Path.absolute keeps "..", Path.resolve follows links


def is_address(text: str) -> bool:
    """Whether what a user gave is an address on the net rather than a path; `ingest.net` takes those."""
    return _ADDRESS.match(text) is not None


def page_for(pdf: Path, pages: Iterable[LandingPage]) -> LandingPage | None:
    """The landing page, of those given, that links to a file of this PDF's name; None when none or several do."""
    same = [page for page in pages if _local_name(page) == pdf.name.casefold()]
    return same[0] if len(same) == 1 else None


def _failed(name: str, sentence: str) -> Source:
    return Source(name=name, failure=sentence)


def _look(text: str, found: _Found) -> None:
    if is_address(text):
        found.failures.append(
            _failed(text, f"{text} is an address and was not asked: download the file and give its path.")
        )
        return
    path = Path(text).expanduser()
    if path.is_dir():
        for file in _walk(path, found.failures):
            _take(file, found, named=False)
    elif path.exists():
        _take(path, found, named=True)
    else:
        found.failures.append(_failed(text, f"{text} does not exist: check the path."))


def _walk(folder: Path, failures: list[Source]) -> Iterator[Path]:
    """The files below a folder in sorted order; hidden ones are passed over, folders that cannot be read are told."""

    def tell(error: OSError) -> None:
        name = str(error.filename or folder)
        failures.append(
            _failed(name, f"The folder {name} cannot be read ({error.strerror}): check that you may open it.")
        )

    for parent, folders, files in os.walk(folder, onerror=tell):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent) / name for name in sorted(files) if not name.startswith("."))


def _take(path: Path, found: _Found, *, named: bool) -> None:
    """Sorts a file in; a file of another kind is passed over in a folder, and told when the user named it."""
    ending = path.suffix.casefold()
    resolved = path.resolve()
    if ending == ".pdf":
        found.pdfs[_known(path, resolved, found.pdfs)] = None
    elif ending in ENDINGS:
        _take_page(path, resolved, found, named=named)
    elif named and _is_pdf(path):
        found.pdfs[_known(path, resolved, found.pdfs)] = None
    elif named:
        found.failures.append(
            _failed(str(path), f"{path} is neither a PDF nor a landing page (.html, .md): give one of those.")
        )


def _known(path: Path, resolved: Path, held: Iterable[Path]) -> Path:
    """The path under which a file is held already, so that it is read once."""
    return next((other for other in held if other.resolve() == resolved), path)


def _take_page(path: Path, resolved: Path, found: _Found, *, named: bool) -> None:
    if any(other.resolve() == resolved for other in found.pages):
        return
    try:
        page = landing.read(path)
    except SourceError as error:
        found.failures.append(_failed(str(path), str(error)))
        return
    if page.describes_report or path.with_suffix(".pdf").exists():
        found.pages[path] = page
    elif named:
        sentence = f"{path} does not describe a report: no title, ISBN or link to a PDF was found on it."
        found.failures.append(_failed(str(path), sentence))


def _is_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"%PDF-" in file.read(_PDF_HEAD)
    except OSError:
        return False


def _beside(path: Path, page: LandingPage) -> Iterator[Path]:
    """The local PDF that a landing page leads to, whether or not the user named it."""
    for candidate in (_local(path, page.pdf), path.with_suffix(".pdf")):
        if candidate is not None and candidate.is_file():
            yield candidate
            return


def _local(path: Path, link: str) -> Path | None:
    """The file that a relative link means, or the last part of an address as a file beside the page."""
    away, target = _target(link)
    if not target:
        return None
    relative = path.parent / (Path(target).name if away or target.startswith("/") else target)
    return relative if relative.suffix.casefold() == ".pdf" else None


def _target(link: str) -> tuple[bool, str]:
    """Whether a link leads to another place, and its path; ("" where it is none)."""
    try:
        parts = urlsplit(link)
    except ValueError:  # such as half an IPv6 address
        return True, ""
    return bool(parts.scheme), unquote(parts.path)


def _pairs(found: _Found) -> Iterator[Source]:
    """Each PDF with its landing page, then the pages that have none."""
    page_of: dict[Path, Path] = {}
    for leads in (_linked, _named, _same_stem):
        for page_path, page in found.pages.items():
            free = [pdf for pdf in found.pdfs if pdf not in page_of]
            pdf = leads(page_path, page, free) if page_path not in page_of.values() else None
            if pdf is not None:
                page_of[pdf] = page_path
    for pdf in found.pdfs:
        yield Source(pdf, found.pages[page_of[pdf]] if pdf in page_of else None, str(pdf))
    described = {_local_name(found.pages[path]) for path in page_of.values()}
    described |= {pdf.name.casefold() for pdf in page_of}
    for path, page in found.pages.items():
        # The same report's page in another standard or format says nothing more of it.
        again = _local_name(page) in described or any(pdf.stem == path.stem for pdf in page_of)
        if path not in page_of.values() and not again:
            yield Source(None, page, str(path))


def _linked(path: Path, page: LandingPage, pdfs: Sequence[Path]) -> Path | None:
    target = _local(path, page.pdf)
    return next((pdf for pdf in pdfs if target is not None and pdf.resolve() == target.resolve()), None)


def _named(_: Path, page: LandingPage, pdfs: Sequence[Path]) -> Path | None:
    name = _local_name(page)
    same = [pdf for pdf in pdfs if name and pdf.name.casefold() == name]
    return same[0] if len(same) == 1 else None


def _same_stem(path: Path, _: LandingPage, pdfs: Sequence[Path]) -> Path | None:
    return next((pdf for pdf in pdfs if pdf.stem == path.stem and pdf.parent.resolve() == path.parent.resolve()), None)


def _local_name(page: LandingPage) -> str:
    """The file name that the page's link to the PDF ends with, in lower case, or ""."""
    name = Path(_target(page.pdf)[1]).name.casefold()
    return name if name.endswith(".pdf") else ""
