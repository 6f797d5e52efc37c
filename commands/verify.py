"""`funn verify`: whether quotations that were taken along still stand where they stood."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import click

from catalogue.model import Report
from catalogue.store import Catalogue
from commands import terminal
from commands.frame import NOT_VERBATIM, command, leave, store_option
from search.export.read import quotations
from search.verify import Checked, Status, verify

_SHOWN = 60  # characters of a quotation in a line


@command(
    "verify",
    ("funn verify funn.csv", "each quotation looked up in the collection and on its page of the PDF"),
    ("funn verify funn.md --jsonl", "an object a quotation: row, status, reason …"),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--catalogue-only", is_flag=True, help="Do not open the PDFs.")
@click.option("--jsonl", "as_jsonl", is_flag=True, help="As JSON, an object a quotation.")
@store_option
def verify_file(file: Path, store: Path, *, catalogue_only: bool, as_jsonl: bool) -> None:
    """Checks the quotations of an exported file (.csv, .jsonl, .xlsx, .md): verbatim, moved, changed or gone.

    Exit code 1 when any is not verbatim.
    """
    wanted = quotations(file)
    counts: Counter[Status] = Counter()
    with Catalogue.open(store) as catalogue:
        for checked in verify(wanted, catalogue, None if catalogue_only else _reader()):
            counts[checked.status] += 1
            if as_jsonl:
                click.echo(json.dumps(_object(checked), ensure_ascii=False))
            elif checked.status is not Status.VERBATIM:
                _tell(checked)
    terminal.note(", ".join(f"{counts[status]} {status}" for status in Status) + ".")
    if counts.total() != counts[Status.VERBATIM]:
        leave(NOT_VERBATIM)


def _reader() -> Callable[[Report, int], str | None]:
    """Reads a page of a report's PDF; each PDF is read once, in a guarded worker, when it is first asked for."""
    from ingest.pdf.pagetext import page_text
    from ingest.pdf.workers import read_all

    pages: dict[str, dict[int, str] | None] = {}

    def read(report: Report, page: int) -> str | None:
        if report.path not in pages:
            document = next(read_all([Path(report.path)], 1)).document if report.path else None
            pages[report.path] = None
            if document is not None:
                pages[report.path] = {one.page: page_text(document, one.page) for one in document.pages}
        found = pages[report.path]
        return None if found is None else found.get(page, "")

    return read


def _tell(checked: Checked) -> None:
    quotation = checked.quotation
    text = quotation.text if len(quotation.text) <= _SHOWN else f"{quotation.text[:_SHOWN].rstrip()} …"
    click.echo(f"row {quotation.row}: {checked.status}. {checked.reason}\n    {text}")


def _object(checked: Checked) -> dict[str, object]:
    return {
        "row": checked.quotation.row,
        "status": checked.status,
        "reason": checked.reason,
        "id": checked.quotation.id,
        "quotation": checked.quotation.text,
        "report": checked.report.id if checked.report else None,
        "passage": checked.passage.id if checked.passage else None,
        "text": checked.passage.text if checked.passage else None,
        "page": checked.passage.places[0].page if checked.passage and checked.passage.places else None,
        "page_label": checked.passage.places[0].label if checked.passage and checked.passage.places else None,
        "in_pdf": checked.in_pdf,
    }
