"""How a page of a report looks, and where on it the answer stands: pictures with marks, the PDF, citations."""

from starlette.convertors import IntegerConvertor, StringConvertor, register_url_convertor
from starlette.routing import BaseRoute, Route

from web.view.citations import FORMS
from web.view.page import page, passage, permanent, turn
from web.view.pdf import pdf
from web.view.picture import TYPES, picture
from web.view.reference import reference


class _Page(IntegerConvertor):
    regex = "[0-9]{1,6}"  # what is longer is no page, and costs time to be made a number


class _Picture(StringConvertor):
    regex = "|".join(TYPES)


class _Reference(StringConvertor):
    regex = "|".join(FORMS)


register_url_convertor("page", _Page())
register_url_convertor("picture", _Picture())
register_url_convertor("reference", _Reference())


def routes() -> list[BaseRoute]:
    """The addresses of pages and what is shown on them."""
    return [
        Route("/report/{id}.pdf", pdf),
        Route("/report/{id}/page/{page:page}.{form:picture}", picture),
        Route("/report/{id}/reference.{form:reference}", reference),
        Route("/passage/{id}", permanent),
        Route("/{language:language}/passage/{id}", passage),
        Route("/{language:language}/report/{id}/page", turn),
        Route("/{language:language}/report/{id}/page/{page:page}", page),
    ]
