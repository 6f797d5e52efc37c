"""The pages: what a reader asks for, as HTML in Nynorsk, Bokmål or English."""

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from web.language import LANGUAGES
from web.page.concordance import in_context
from web.page.help import about, help_page
from web.page.report import report
from web.page.reports import reports
from web.page.search import search
from web.page.series import picture, series


class _Language(StringConvertor):
    regex = "|".join(LANGUAGES)


register_url_convertor("language", _Language())


def routes() -> list[BaseRoute]:
    """The addresses of the pages; each begins with the language."""
    return [
        Route("/{language:language}/", search),
        Route("/{language:language}/concordance", in_context),
        Route("/{language:language}/reports", reports),
        Route("/{language:language}/report/{id}", report),
        Route("/{language:language}/series", series),
        Route("/{language:language}/help", help_page),
        Route("/{language:language}/about", about),
        Route("/series.svg", picture),
    ]


def nowhere() -> BaseRoute:
    """What is said in the language of an address that leads nowhere; for the end of all routes."""
    return Route("/{language:language}/{rest:path}", _nowhere)


async def _nowhere(_: Request) -> Response:
    raise HTTPException(404)
