"""What does a picture of a page cost: in which form, drawn or kept, and in memory when many are drawn?

    python -m benchmarks.pictures DIR [--pictures 1000] [--scale 2]

DIR holds PDFs, of which every tenth page is drawn for the forms. Times are CPU milliseconds in one process, sizes kB of
the file. The service's part runs as in `funn serve`, with the painter in a process of its own: times there are by the
clock, memory is what is resident.
"""

import argparse
import asyncio
import io
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pypdfium2
from PIL import Image

from ingest.pdf.painter import Job
from web.settings import Settings
from web.view.pictures import Key, Pictures

FORMS: dict[str, dict[str, Any]] = {
    "PNG, level 1": {"format": "png", "compress_level": 1},
    "PNG, level 6": {"format": "png", "compress_level": 6},
    "WebP 82, method 0": {"format": "webp", "quality": 82, "method": 0},
    "WebP 82, method 2 (ours)": {"format": "webp", "quality": 82, "method": 2},
    "WebP 82, method 4": {"format": "webp", "quality": 82, "method": 4},
    "WebP without loss": {"format": "webp", "lossless": True, "quality": 20, "method": 0},
    "JPEG 85": {"format": "jpeg", "quality": 85},
}
EVERY = 10  # of so many pages one is drawn


class Cost(NamedTuple):
    """A page in one form.

    Attributes:
        ms: CPU milliseconds.
        kb: kB of the file; 0 for drawing alone.
    """

    ms: float
    kb: float


def drawn(paths: Sequence[Path], scale: float) -> Iterator[tuple[Image.Image, Cost]]:
    """Every tenth page of the files, with what drawing it costs."""
    for path in paths:
        file = pypdfium2.PdfDocument(path)
        for index in range(0, len(file), EVERY):
            before = time.process_time()
            page = file[index]
            picture = page.render(scale=scale).to_pil().convert("RGB")
            page.close()
            yield picture, Cost((time.process_time() - before) * 1000, 0.0)
        file.close()


def saved(picture: Image.Image, how: dict[str, Any]) -> Cost:
    """What a picture costs in a form."""
    before, data = time.process_time(), io.BytesIO()
    picture.save(data, **how)
    return Cost((time.process_time() - before) * 1000, len(data.getvalue()) / 1000)


def table(rows: dict[str, list[Cost]]) -> Iterator[str]:
    """The forms as Markdown."""
    yield "| form | CPU ms, median | most | kB, median | most |"
    yield "|---|---|---|---|---|"
    for name, costs in rows.items():
        ms, kb = ([getattr(cost, field) for cost in costs] for field in Cost._fields)
        sizes = f"{median(kb):.0f} | {max(kb):.0f}" if max(kb) else " | "
        yield f"| {name} | {median(ms):.1f} | {max(ms):.0f} | {sizes} |"


def resident_mb(pid: int | str) -> float:
    """Memory of a process; 0 where the system does not tell."""
    try:
        told = Path(f"/proc/{pid}/statm").read_text("ascii")
    except OSError:
        return 0.0
    return int(told.split()[1]) * 4096 / 1_000_000


async def service(paths: Sequence[Path], many: int, scale: float, store: Path) -> list[str]:
    """First pictures, kept ones, and memory while many are drawn."""
    settings = Settings(store)
    pictures = Pictures(settings)
    lengths = [(path, len(pypdfium2.PdfDocument(path))) for path in paths]
    pages = [(path, page) for path, length in lengths for page in range(1, length + 1)]
    asked = [pages[number % len(pages)] for number in range(many)]

    async def get(number: int, path: Path, page: int) -> float:
        key = Key(f"{path}{number // len(pages)}", page, scale, "webp")  # each time as if of another file
        before = time.perf_counter()
        await pictures.get(key, Job(path, page, scale, settings.picture_pixels, "webp"))
        return (time.perf_counter() - before) * 1000

    try:
        cold = await get(0, *asked[0])
        first, memory = [], []
        for number, (path, page) in enumerate(asked[1:], 1):
            first.append(await get(number, path, page))
            if (number + 1) % (many // 4) == 0:
                painter = pictures.painter_pid
                memory.append((number + 1, resident_mb("self"), resident_mb(painter) if painter else 0.0))
        last = len(asked) - 1
        kept = [await get(last, *asked[last]) for _ in range(1000)]
    finally:
        pictures.close()
    ordered = sorted(first)
    slow, most = ordered[int(0.95 * len(ordered))], ordered[-1]
    return [
        f"The first picture of all, with the start of the painter: {cold:.0f} ms.",
        f"A picture that must be drawn ({len(first)}): median {median(first):.0f} ms, p95 {slow:.0f}, most {most:.0f}.",
        f"A picture that is kept: median {median(kept) * 1000:.0f} microseconds.",
        "",
        "| pictures | service, MB | painter, MB |",
        "|---|---|---|",
        *(f"| {number} | {own:.0f} | {painter:.0f} |" for number, own, painter in memory),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=int, default=1000)
    parser.add_argument("--scale", type=float, default=2.0)
    given = parser.parse_args(arguments)
    paths = sorted(given.folder.glob("*.pdf"))
    if not paths:
        print(f"{given.folder} holds no PDF: nothing was measured.", file=sys.stderr)
        return 1
    rows: dict[str, list[Cost]] = {"drawing alone": []}
    for picture, cost in drawn(paths, given.scale):
        rows["drawing alone"].append(cost)
        for name, how in FORMS.items():
            rows.setdefault(name, []).append(saved(picture, how))
    print(f"{len(rows['drawing alone'])} pages of {len(paths)} files at {given.scale:g} pixels a point.\n")
    print("\n".join(table(rows)), end="\n\n")
    with TemporaryDirectory() as folder:
        print("\n".join(asyncio.run(service(paths, given.pictures, given.scale, Path(folder)))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
