"""The pages: what a reader asks for, as HTML in Nynorsk, Bokmål or English."""

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.routing import BaseRoute, Route

from web.language import LANGUAGES
from web.page.search import search


class _Language(StringConvertor):
    regex = "|".join(LANGUAGES)


register_url_convertor("language", _Language())


def routes() -> list[BaseRoute]:
    """The addresses of the pages; each begins with the language."""
    return [
        Route("/{language:language}/", search),
    ]
