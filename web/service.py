"""What the parts of a service share: its settings, its desks, its templates."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol, TypeVar, cast

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from norwegian import remember
from web.answers import Answers
from web.counts import Counts, memory_bytes
from web.desk import Desk, Desks
from web.language import LANGUAGES, NAMES, Speaker
from web.pieces import marked
from web.settings import Settings
from web.static import address_of

Answer = TypeVar("Answer")

_WORDS = 100_000  # whose keys the process remembers, some 600 bytes each
_NOTED_S = 1.0  # between two notes of what is counted


class Part(Protocol):
    """Something that lives as long as the service."""

    def close(self) -> None:
        """Ends it."""


Kind = TypeVar("Kind", bound=Part)


class Service:
    """A service under way.

    Attributes:
        settings: of the operator.
        desks: where searches are done.
        answers: what is kept to be answered again.
        counts: what is counted.
        ready: whether all is there that a first answer needs.
    """

    def __init__(self, settings: Settings) -> None:
        remember(_WORDS)
        self.settings = settings
        self.desks = Desks(settings)
        self.answers = Answers(settings.answer_cache_mb)
        self.counts = Counts(settings.counts)
        self.ready = not settings.warm
        self._parts: dict[object, Part] = {}
        self._templates = {language: _templates(language, settings) for language in LANGUAGES}

    async def warm(self) -> None:
        """Reads what a first answer needs."""
        await self.desks.warm()
        self.ready = True

    async def noting(self) -> None:
        """Leaves what is counted to the other processes of the service, once in a while and at the end."""
        try:
            while True:
                await asyncio.sleep(_NOTED_S)
                self.note()
        finally:
            self.note()

    def note(self) -> None:
        """Notes how much there is of what comes and goes, and leaves all that is counted to the other processes."""
        self.counts.gauge("funn_questions_under_way", self.desks.under_way)
        self.counts.gauge("funn_answers_kept_bytes", self.answers.size)
        self.counts.gauge("funn_memory_bytes", memory_bytes())
        self.counts.leave()

    def close(self) -> None:
        """Ends what was begun."""
        self.desks.close()
        for part in self._parts.values():
            part.close()

    def part(self, kind: Callable[[Settings], Kind]) -> Kind:
        """The one of its kind that a room needs, made of the settings when first asked for; in the event loop only."""
        if kind not in self._parts:
            self._parts[kind] = kind(self.settings)
        return cast("Kind", self._parts[kind])

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page in the language of the request's address.

        Args:
            request: with the language in its path.
            template: name of a file in `templates`.
            status: of the answer.
            values: what the template shows.
        """
        templates = self._templates[language_of(request)]
        return HTMLResponse(templates.get_template(template).render(here=Here(request), **values), status)


def _templates(language: str, settings: Settings) -> Environment:
    """The templates in a language. Filters of what is constant are done once, when a template is compiled."""
    templates = Environment(
        loader=PackageLoader("web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    speaker = Speaker(language)
    templates.filters |= {"t": speaker, "known": speaker.known, "number": speaker.number}
    templates.filters |= {"marked": marked, "static": address_of}
    templates.globals |= {"language": language, "languages": NAMES, "query_length": settings.query_length}
    return templates


class Here:
    """The address of a page, for links to it in another language."""

    def __init__(self, request: Request) -> None:
        self._path = request.url.path
        self._query = request.url.query

    @property
    def section(self) -> str:
        """Which part of the site the page belongs to: what follows the language in its path."""
        return [*self._path.split("/", 3), "", "", ""][2]

    def in_language(self, language: str) -> str:
        """The same page in another language."""
        rest = self._path.split("/", 2)[2] if self._path.count("/") > 1 else ""
        return f"/{language}/{rest}" + (f"?{self._query}" if self._query else "")


def language_of(request: Request) -> str:
    """The language in a page's address."""
    language = str(request.path_params.get("language", ""))
    return language if language in LANGUAGES else "nb"


def service_of(request: Request) -> Service:
    """The service that a request came to."""
    service: Service = request.app.state.service
    return service


def base_of(request: Request) -> str:
    """What addresses of the service begin with, as whoever asks knows it: scheme, host and port."""
    return service_of(request).settings.base_url or f"{request.scope['scheme']}://{request.headers['host']}"


async def asked(request: Request, question: Callable[[Desk], Answer], *, long: bool = False) -> Answer:
    """What a function answers at a desk; see `Desks.ask`. A search that ran out of time is not to be kept."""
    answer = await service_of(request).desks.ask(question, long=long)
    if any(one.code == "time" for one in getattr(answer, "complaints", ())):
        request.state.hurried = True
    return answer
