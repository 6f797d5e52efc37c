"""`/report/{id}.pdf`: the file that a report was read from, whole or in ranges; the publisher's where it is not here."""

import re

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from catalogue.model import Report
from web.answers import has
from web.problems import answer_with
from web.public import address
from web.service import asked, service_of
from web.view.originals import Originals
from web.view.picture import KEEP, original_of

_NAME = 80  # letters of a file's name


async def pdf(request: Request) -> Response:
    """The PDF, shown in the browser."""
    originals = service_of(request).part(Originals)
    report, original = await asked(request, lambda desk: original_of(desk, request.path_params["id"], originals))
    if not original.path.name:
        theirs = address(report.pdf)
        return RedirectResponse(theirs, 302) if theirs else answer_with(request, original.problem)
    headers = {"etag": f'"{report.sha256}"', "cache-control": KEEP}
    if has(request.headers.get("if-none-match", ""), headers["etag"]):
        return Response(status_code=304, headers=headers)
    return FileResponse(
        original.path,
        headers=headers,
        media_type="application/pdf",
        filename=_name(report),
        content_disposition_type="inline",
    )


def _name(report: Report) -> str:
    """What the file is called when it is kept: by its title, not by the name that it has here."""
    title = re.sub(r"[^\w]+", "-", report.title).strip("-")[:_NAME].rstrip("-")
    return f"{'-'.join(filter(None, (title or report.id, str(report.year or ''))))}.pdf"
