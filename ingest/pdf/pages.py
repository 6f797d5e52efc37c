"""All pages of a file: each read, checked, read again by another reader where it is doubtful, and told of."""

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from catalogue.model import Note, PageInfo
from ingest.document import Block, DocInfo, Document
from ingest.pdf import ocr, xmp
from ingest.pdf.check import AGREE, agreement, garbage, text_of, words, worth
from ingest.pdf.deadline import DeadlineError, deadline
from ingest.pdf.glyphs import PageGlyphs
from ingest.pdf.layout import PageLayout, read_page, stream
from ingest.pdf.pdfium import PdfiumFile
from ingest.pdf.plumber import PlumberFile
from ingest.pdf.reading import Known, Limits, ReadError, Status
from ingest.pdf.salvage import mend
from ingest.pdf.second import second_look
from ingest.pdf.shelf import Shelf

_SAMPLE = 10  # of so many pages one is read twice
_FIRST_SAMPLE = 3  # a page that most often holds text
_BETTER = 1.02  # times the letters in words: from then on the other reader's page is taken
_PICTURE = 0.25  # share of a page that pictures cover, if it is a scan
_DRAWN = 100  # shapes on a page without text: letters drawn as curves
_VOLUME = 600  # pages; a longer file is kept on disk and assembled in parts of so many, to bound the memory it takes
_FEW = 5  # lost pages that are named one by one

Progress = Callable[[int], None]
"""Is called with the number of each page that is done."""

Take = Callable[[Iterable[Block]], Iterable[Block]]
"""Takes the blocks as they are made, and answers those that the Document shall hold."""


@dataclass(slots=True)
class _Page:
    """A page as the first reader saw it.

    Attributes:
        layout: its lines.
        doubtful: whether the second reader should look at it.
        pictured: whether it shows something, but no text.
    """

    layout: PageLayout
    doubtful: bool = False
    pictured: bool = False


class Pages:
    """A file's pages on their way to a Document; `read_file` is the way in.

    Attributes:
        path: the file, or a mended copy of it.
        limits: what it may cost.
    """

    def __init__(self, path: Path, limits: Limits, known: Known | None, progress: Progress, take: Take) -> None:
        self.path = path
        self.limits = limits
        self._known = known
        self._progress = progress
        self._take = take
        self._pages: MutableMapping[int, _Page] = {}
        self._lost: dict[int, str] = {}
        self._notes: list[Note] = []
        self._sure: dict[int, float] = {}

    def by_pdfium(self, file: PdfiumFile) -> Document:
        """All pages by pdfium; pdfplumber looks at doubtful ones and a sample, Tesseract at pictures of text."""
        count = self._within_limit(len(file))
        self._read(file, count)
        doubtful = {number for number, page in self._pages.items() if page.doubtful} | set(self._lost)
        sample = set(range(min(_FIRST_SAMPLE, count), count + 1, _SAMPLE))
        look = second_look(self.path, self.limits, doubtful | sample, count)
        if self._compare(look.layouts) & (sample - doubtful):  # pdfplumber is better where nobody expected it
            rest = set(range(1, count + 1)) - doubtful - sample
            self._compare(second_look(self.path, self.limits, rest, count).layouts)
        if not file.sound:
            self._tell_damage(count, look.stated)
        self._tell_lost(max(look.stated, look.found, count))
        self._tell_empty(look.blank)
        self._tell_pictures()
        return self._document(replace(file.info(), xmp=look.xmp), file.labels())

    def by_plumber(self, file: PlumberFile, code: str, why: str) -> Document:
        """All pages by pdfplumber, for a file that pdfium cannot read; the note says why."""
        self._note(code, why)
        count = self._within_limit(len(file))
        self._read(file, count)
        self._tell_lost(max(file.stated or 0, count))
        return self._document(DocInfo(xmp=xmp.pairs(file.xmp)), ())

    def _within_limit(self, count: int) -> int:
        if count > self.limits.pages:
            most = self.limits.pages
            raise ReadError(Status.LIMIT_PAGES, f"has {count} pages, and at most {most} are read")
        return count

    def _read(self, file: PdfiumFile | PlumberFile, count: int) -> None:
        if count > _VOLUME:
            self._pages = Shelf()
        for number in range(1, count + 1):
            try:
                with deadline(self.limits.page_cpu_s):
                    self._pages[number] = self._look(file, number)
            except ReadError as error:
                self._lost[number] = error.reason
            except RecursionError:
                self._lost[number] = "it is nested too deeply"
            except MemoryError:
                self._lost[number] = "it needs too much memory"
            except DeadlineError:
                self._lost[number] = f"it takes more than {self.limits.page_cpu_s:g} seconds to read"
            self._progress(number)

    def _look(self, file: PdfiumFile | PlumberFile, number: int) -> _Page:
        glyphs = file.page(number)
        layout = read_page(glyphs)
        if not layout.lines:
            empty = not (glyphs.glyphs or glyphs.shapes or glyphs.pictures)
            return _Page(layout, doubtful=empty, pictured=_shows(glyphs))
        if len(glyphs.glyphs) >= self.limits.page_chars:
            most = self.limits.page_chars
            self._note("lost-text", f"Page {number} holds more than {most} characters; the rest was left out.", number)
        text = text_of(layout)
        doubtful = garbage(text, self._known)
        if isinstance(file, PdfiumFile):
            doubtful = doubtful or agreement(words(text), words(file.text(number))) < AGREE
        return _Page(layout, doubtful)

    def _compare(self, layouts: dict[int, PageLayout]) -> set[int]:
        """Take the second reader's pages where they hold more words; answers which."""
        taken = set()
        for number, layout in layouts.items():
            page = self._pages.get(number)
            if page is not None and not self._better(layout, page.layout):
                continue
            if page is None:
                why = self._lost.pop(number, "it does not list the page")
                self._note(
                    "other-reader", f"Page {number} was read by pdfplumber, for pdfium could not: {why}.", number
                )
            else:
                self._note("other-reader", f"Page {number} was read by pdfplumber, which found more words.", number)
            self._pages[number] = _Page(layout, pictured=page is not None and page.pictured and not layout.lines)
            taken.add(number)
        return taken

    def _better(self, other: PageLayout, mine: PageLayout) -> bool:
        theirs, ours = text_of(other), text_of(mine)
        if agreement(words(theirs), words(ours)) >= AGREE:
            return False
        return worth(theirs, self._known) > _BETTER * worth(ours, self._known)

    def _tell_damage(self, count: int, stated: int) -> None:
        empty = [number for number, page in self._pages.items() if not page.layout.lines and not page.pictured]
        what = f" Nothing was found on {_numbers(empty)}." if empty else ""
        told = f" of {stated}" if stated > count else ""
        self._note("damaged", f"The file is damaged; {count}{told} pages could be recovered, perhaps not all.{what}")

    def _tell_lost(self, count: int) -> None:
        missing = range(len(self._pages) + len(self._lost) + 1, count + 1)
        if missing:
            what = f"page {missing[0]}" if len(missing) == 1 else f"pages {missing[0]}–{missing[-1]}"
            self._note("lost-page", f"The file says it has {count} pages, but {what} cannot be found.")
        if len(self._lost) > _FEW:
            why = next(iter(self._lost.values()))
            self._note("lost-page", f"Lost are {_numbers(self._lost)}; the first because {why}.", min(self._lost))
        else:
            for number, why in self._lost.items():
                self._note("lost-page", f"Page {number} is lost: {why}.", number)

    def _tell_empty(self, blank: set[int]) -> None:
        """Pages on which nothing is seen, although something is meant to be."""
        for number, page in self._pages.items():
            if page.doubtful and not page.layout.lines and number not in blank:
                self._note("lost-text", f"Page {number} has content that cannot be read.", number)

    def _tell_pictures(self) -> None:
        """Pages that hold a picture of text, or a text layer that is no text: read by Tesseract, or told."""
        for number, page in self._pages.items():
            if page.pictured:
                self._ocr(number, "scan", f"Page {number} is a picture without text")
            elif page.doubtful and page.layout.lines and garbage(text_of(page.layout), self._known):
                self._ocr(number, "garbage-text", f"Page {number} has a text layer that is no text")

    def _ocr(self, number: int, code: str, what: str) -> None:
        """Let Tesseract read a page, and tell of it; a picture in which it finds no text is just a picture."""
        if not ocr.available():
            advice = "install Tesseract with Norwegian (tesseract-ocr-nor) and read it again"
            self._note(code, f"{what}; {advice}.", number)
            return
        page = self._pages[number].layout
        with PdfiumFile(self.path, self.limits) as fresh:  # pdfium keeps a file's decoded pictures until it is closed
            picture = fresh.grey(number, ocr.SCALE)
        glyphs, sure = ocr.read_picture(picture, number, page.width, page.height)
        self._progress(number)
        if glyphs.glyphs:
            self._pages[number] = _Page(read_page(glyphs))
            self._sure[number] = sure
            self._note(code, f"{what}; it was read by Tesseract, which is {sure:.0%} sure of it.", number)
        elif code != "scan":
            self._note(code, f"{what}, and Tesseract finds none in its picture.", number)

    def _document(self, info: DocInfo, labels: tuple[str | None, ...]) -> Document:
        if not self._pages:
            why = "; page {}: {}".format(*next(iter(self._lost.items()))) if self._lost else ""
            raise ReadError(Status.DAMAGED, f"is damaged; no page of it can be read{why}")
        infos: list[PageInfo] = []
        found = self._volumes(info, labels, infos)
        blocks = tuple(self._take(map(self._with_confidence, found) if self._sure else found))
        notes = tuple(sorted(self._notes, key=lambda note: note.page or 0))
        return Document(blocks, tuple(infos), info, notes)

    def _volumes(self, info: DocInfo, labels: tuple[str | None, ...], infos: list[PageInfo]) -> Iterator[Block]:
        """The blocks of all pages; `infos` grows with the pages.

        What repeats and what goes on is only seen within a volume; all but the longest files are one.
        """
        numbers = sorted(self._pages)
        for start in range(0, len(numbers), _VOLUME):
            volume = numbers[start : start + _VOLUME]
            inside = frozenset(volume)
            own = replace(
                info, outline=tuple(entry for entry in info.outline if entry[2] is None or entry[2] in inside)
            )
            layouts = [self._pages[number].layout for number in volume]
            blocks, read = stream(layouts, own, labels, self._known, last_page=numbers[-1])
            infos += read
            del layouts
            yield from blocks

    def _with_confidence(self, block: Block) -> Block:
        """A block that was read by Tesseract, marked with the least confidence of its pages."""
        sure = [self._sure[run.page] for run in block.runs if run.page in self._sure]
        return replace(block, note=f"ocr:{min(sure):.2f}") if sure else block

    def _note(self, code: str, text: str, page: int | None = None) -> None:
        self._notes.append(Note(code, text, page))


def _by_pdfium(path: Path, pages: Pages) -> Document:
    with PdfiumFile(path, pages.limits) as file:
        return pages.by_pdfium(file)


def _by_plumber(path: Path, pages: Pages) -> Document:
    with PlumberFile(path, pages.limits) as file:
        return pages.by_plumber(file, "damaged", "The file is damaged; what pdfplumber could recover was read.")


def _carefully(path: Path, pages: Pages) -> Document:
    with PlumberFile(path, pages.limits) as file:
        return pages.by_plumber(
            file, "other-reader", "The file was read by pdfplumber alone, for pdfium crashed on it."
        )


def _mended(path: Path, pages: Pages) -> Document:
    """What can be salvaged of a file that was cut off."""
    data = mend(path.read_bytes())
    if data is None:
        raise ReadError(Status.DAMAGED, "is damaged; no page of it is left")
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "mended.pdf"
        copy.write_bytes(data)
        pages.path = copy
        return _by_pdfium(copy, pages)


def read_file(
    path: Path, limits: Limits, known: Known | None, progress: Progress, take: Take, *, careful: bool = False
) -> Document:
    """Read a PDF's pages: by pdfium; failing that by pdfium from a mended copy; failing that by pdfplumber alone.

    A careful reading is by pdfplumber from the first: it is slow, but written in Python, and cannot crash.

    Raises:
        ReadError: when no page of it can be read, or it passes a limit.
    """
    failed = ReadError(Status.DAMAGED, "is damaged; no page of it can be read")
    for attempt in (_carefully,) if careful else (_by_pdfium, _mended, _by_plumber):
        try:
            return attempt(path, Pages(path, limits, known, progress, take))
        except ReadError as error:
            if error.status is not Status.DAMAGED:
                raise
            failed = error
    raise failed


def _shows(glyphs: PageGlyphs) -> bool:
    """Whether a page shows something that could be text: a large picture, or many drawn shapes."""
    area = sum(max(0.0, x1 - x0) * max(0.0, bottom - top) for x0, top, x1, bottom in glyphs.pictures)
    return area > _PICTURE * glyphs.width * glyphs.height or len(glyphs.shapes) > _DRAWN


def _numbers(pages: Iterable[int]) -> str:
    """Page numbers for a sentence: "page 3", "pages 3, 5–9 and 12"."""
    parts: list[list[int]] = []
    for page in sorted(pages):
        if parts and page == parts[-1][1] + 1:
            parts[-1][1] = page
        else:
            parts.append([page, page])
    texts = [str(low) if low == high else f"{low}–{high}" for low, high in parts]
    word = "page" if len(parts) == 1 and parts[0][0] == parts[0][1] else "pages"
    return f"{word} " + (texts[0] if len(texts) == 1 else ", ".join(texts[:-1]) + " and " + texts[-1])
