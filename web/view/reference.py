"""`/report/{id}/reference.{bib,ris,json,txt}`: a report for reference managers."""

from starlette.requests import Request
from starlette.responses import Response

from catalogue.errors import UnknownReportError
from catalogue.model import Report
from search.export.references import citation_keys
from web import parameters
from web.desk import Desk
from web.public import cited
from web.service import asked
from web.view.citations import FORMS, file_of

_LANGUAGE = parameters.choice("language", "The written standard of the reference.", ("nn", "nb"), "nb")


async def reference(request: Request) -> Response:
    """The file."""
    id_, form = request.path_params["id"], request.path_params["form"]
    language = parameters.read((_LANGUAGE,), request.query_params)["language"]

    def made(desk: Desk) -> tuple[Report, bytes]:
        report = desk.catalogue.headers((id_,)).get(id_)
        if report is None:
            raise UnknownReportError(id_)
        told = cited(report)
        return told, file_of(told, form, language)

    report, data = await asked(request, made)
    name = f"{citation_keys([report])[report.id]}.{form}"
    return Response(
        data,
        headers={"content-disposition": f'attachment; filename="{name}"'},
        media_type=f"{FORMS[form][0]}; charset=utf-8",
    )
