"""`/report/{id}/page/{n}.webp` and `.png`: a page as a picture.

WebP is what the pages show, PNG what any tool reads. Measured on 85 pages of real reports at 2 pixels a point
(`benchmarks/pictures.py`): drawing takes 7 ms in the median, WebP 44 ms and 177 kB (270 at most), PNG 28 ms and 362 kB
(1,837 at most, a photograph), JPEG 4 ms and 303 kB. WebP's milliseconds are fewer than what its missing kilobytes take to
a reader on a telephone, and the memory that is given to pictures holds twice as many.
"""

from starlette.requests import Request
from starlette.responses import Response

from catalogue.errors import UnknownReportError
from catalogue.model import Report
from ingest.pdf.painter import Job, PaintError
from web import parameters
from web.answers import has
from web.desk import Desk
from web.problems import Problem, answer_with
from web.service import asked, service_of
from web.view.originals import Original, Originals
from web.view.pictures import Key, Pictures

SCALES = (1.0, 1.5, 2.0, 3.0)  # pixels a point
TYPES = {"webp": "image/webp", "png": "image/png"}
_SCALE = parameters.choice("scale", "Pixels a point.", [f"{scale:g}" for scale in SCALES], "2")
_DRAWN = "1"  # changes when the same page is drawn otherwise
# The address names the bytes of the PDF, so the picture stays; but what is taken out of a collection shall go from
# caches within a day.
KEEP = "public, max-age=86400"
NO_PAGE = Problem(404, "no-page", "The report has no such page.")


async def picture(request: Request) -> Response:
    """The picture of a page."""
    service = service_of(request)
    id_, page, form = (request.path_params[name] for name in ("id", "page", "form"))
    scale = float(parameters.read((_SCALE,), request.query_params)["scale"])
    originals = service.part(Originals)
    report, original = await asked(request, lambda desk: original_of(desk, id_, originals))
    if not 1 <= page <= len(report.pages):
        return answer_with(request, NO_PAGE)
    if not original.path.name:
        return answer_with(request, original.problem)
    key = Key(report.sha256, page, scale, form)
    headers = {"etag": f'"{report.sha256[:16]}-{page}-{scale:g}-{_DRAWN}.{form}"', "cache-control": KEEP}
    if has(request.headers.get("if-none-match", ""), headers["etag"]):
        return Response(status_code=304, headers=headers)
    try:
        job = Job(original.path, page, scale, service.settings.picture_pixels, form)
        drawn, kept = await service.part(Pictures).get(key, job)
    except PaintError as error:
        service.counts.add("funn_pictures_total", source="failed")
        return answer_with(request, Problem(404, "no-picture", f"There is no picture of this page. {error}"))
    service.counts.add("funn_pictures_total", source="kept" if kept else "made")
    return Response(drawn, headers=headers, media_type=TYPES[form])


def original_of(desk: Desk, id_: str, originals: Originals) -> tuple[Report, Original]:
    """A report with its details, and its PDF.

    Raises:
        UnknownReportError: the collection has no such report.
    """
    report = desk.catalogue.report(id_)
    if report is None:
        raise UnknownReportError(id_)
    return report, originals.of(report)
