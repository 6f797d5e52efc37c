"""How a page of a report looks, and where on it the answer stands: pictures with marks, the PDF, citations."""

from starlette.convertors import IntegerConvertor, StringConvertor, register_url_convertor
from starlette.routing import BaseRoute, Route

from web.view.pdf import pdf
from web.view.picture import TYPES, picture


class _Page(IntegerConvertor):
    regex = "[0-9]{1,6}"  # what is longer is no page, and costs time to be made a number


class _Form(StringConvertor):
    regex = "|".join(TYPES)


register_url_convertor("page", _Page())
register_url_convertor("form", _Form())


def routes() -> list[BaseRoute]:
    """The addresses of pages and what is shown on them."""
    return [
        Route("/report/{id}.pdf", pdf),
        Route("/report/{id}/page/{page:page}.{form:form}", picture),
    ]
