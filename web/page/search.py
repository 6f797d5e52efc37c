"""The front page and what a search finds."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from search.answer import Alone, Answer
from search.find import find
from search.options import Sort
from search.query import Complaint
from search.series import names_in
from web.desk import Desk
from web.language import Speaker
from web.page import asked as asking
from web.page.asked import Asked, Links, address
from web.page.complaints import ComplaintView, complaint_views
from web.page.facets import Chip, FacetView, Same, chips, facet_views
from web.page.front import front
from web.page.hits import Section, sections
from web.page.kept import Kept
from web.page.paging import Pages, pages_of
from web.public import public_answer
from web.service import asked, base_of, language_of, service_of


class Link(NamedTuple):
    """A link, and what it says."""

    text: str
    address: str


class Word(NamedTuple):
    """What a word of the query finds alone.

    Attributes:
        text: the word.
        link: address of what it finds.
        found: how many passages hold it, in words.
        near: words that are spelled nearly so.
    """

    text: str
    link: str
    found: str
    near: tuple[Link, ...]


class Help(NamedTuple):
    """What may help when nothing, or too little, was found.

    Attributes:
        mean: the query with known words in the place of unknown ones, or None.
        words: what each word finds alone.
    """

    mean: Link | None
    words: tuple[Word, ...]


class Results(NamedTuple):
    """What a search found, as it is shown.

    Attributes:
        heading: of the page.
        totals: how much was found, in words; "" when nothing was.
        sections: the hits.
        complaints: about the query.
        chips: what narrows it.
        facets: what could narrow it.
        help: what may help.
        pages: other pages of the answer.
        export: address of the answer as a file, without its format.
        feed: address of the query's feed.
        concordance: address of the words in context.
        first: address of the first page of the answer.
    """

    heading: str
    totals: str
    sections: tuple[Section, ...]
    complaints: tuple[ComplaintView, ...]
    chips: tuple[Chip, ...]
    facets: tuple[FacetView, ...]
    help: Help
    pages: Pages
    export: str
    feed: str
    concordance: str
    first: str


class Found(NamedTuple):
    """What a collection knows of a query.

    Attributes:
        answer: with facets.
        same: names that are one series.
    """

    answer: Answer
    same: Same

    @property
    def complaints(self) -> tuple[Complaint, ...]:
        """Those of the answer, which tell whether it can be given again."""
        return self.answer.complaints


_same = Kept(lambda desk: tuple(names_in(desk.catalogue)))


def found_of(desk: Desk, given: Asked) -> Found:
    """What a collection knows of a query."""
    return Found(find(given.q, desk.catalogue, desk.engine, given.options()), _same(desk))


async def search(request: Request) -> Response:
    """The search field; with a query, what answers it."""
    service = service_of(request)
    most = service.settings.query_length
    given = asking.read(request.query_params, most)
    t = Speaker(language_of(request))
    if not given.q:
        shown = await asked(request, lambda desk: front(desk, t))
        return service.page(request, "front.html", given=given, front=shown, sorts=tuple(Sort))

    found = await asked(request, lambda desk: found_of(desk, given))
    view = results(public_answer(found.answer), given, t, most, found.same)
    return service.page(request, "search.html", given=given, view=view, base=base_of(request), sorts=tuple(Sort))


def results(answer: Answer, given: Asked, t: Speaker, query_length: int, same: Same = ()) -> Results:
    """What is shown of an answer.

    Args:
        answer: with facets.
        given: what it answers.
        t: the page's language.
        query_length: characters that a query may have.
        same: names that are one series.
    """
    links = Links(t.language, given.q, given.kept)
    path = links.search
    narrowing = given.filters
    export = address("/export", {**narrowing, "language": t.language if t.language in {"nn", "nb"} else "nb"})
    return Results(
        t("search.results", query=given.q) if answer.hits or given.offset else t("search.nothing", query=given.q),
        totals(answer, t),
        sections(answer, t, links),
        complaint_views(answer.query, answer.complaints, t),
        chips(given, path, t),
        facet_views(answer, given, t, query_length, same),
        _help(answer, given, path, t),
        pages_of(
            given.offset,
            asking.PAGE,
            None if given.group else answer.totals.some_words,
            lambda offset: given.at(path, offset=offset),
            more=answer.more,
        ),
        export,
        address(f"/{t.language}/feed.atom", narrowing),
        address(f"/{t.language}/concordance", narrowing),
        given.at(path),
    )


def totals(answer: Answer, t: Speaker) -> str:
    """How much was found, as a sentence without its full stop."""
    whole, some = answer.totals
    if not some:
        return ""
    if whole == some:
        return t("search.total", count=some)
    if not whole:
        return t("search.none_whole", count=some)
    return f"{t('search.all_words', count=whole)}, {t('search.some_words', count=some - whole)}"


def _help(answer: Answer, given: Asked, path: str, t: Speaker) -> Help:
    better = answer.suggestion.query
    mean = Link(better, given.at(path, q=better)) if better else None
    if answer.totals.some_words:
        return Help(mean, ())
    words = answer.suggestion.words
    return Help(mean, tuple(_word(word, given, path, t) for word in words) if len(words) > 1 else ())


def _word(word: Alone, given: Asked, path: str, t: Speaker) -> Word:
    found = t("search.word_found", count=word.found) if word.found else t("search.word_unknown")
    near = tuple(Link(text, given.at(path, q=text)) for text, _ in word.near)
    return Word(word.text, given.at(path, q=word.text) if word.found else "", found, near)
