"""What a reader has asked for, as a value that knows the addresses of what could be asked next."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import quote

from search.options import Options, Sort
from web import parameters

_word = lru_cache(4_096)(partial(quote, safe=""))  # a page has fifty addresses that say much the same
PAGE = 10  # hits, or reports with their hits, on a page

GROUP = parameters.flag("group", "Hits together by report.")


class Asked(NamedTuple):
    """A query, its filters, and how the hits are shown; named as in the address.

    Attributes:
        q: in the query language, or "".
        standard: code of a written standard or language, or None.
        findings: only findings.
        series: text in the names of the series, or None.
        year: a year or a range, as text, or None.
        all_versions: also older versions.
        exact: words as typed.
        sort: a `search.options.Sort`.
        group: whether hits stand together by report.
        offset: how many of the first are left out.
    """

    q: str = ""
    standard: str | None = None
    findings: bool = False
    series: str | None = None
    year: str | None = None
    all_versions: bool = False
    exact: bool = False
    sort: str = Sort.RELEVANCE.value
    group: bool = False
    offset: int = 0

    @property
    def filters(self) -> dict[str, object]:
        """The query and what narrows it, without how the hits are shown: for exports, feeds and other views."""
        return {name: getattr(self, name) for name in _NARROWING}

    @property
    def kept(self) -> dict[str, object]:
        """What brings back the same hits, for pages that are opened from them."""
        return {**self._asdict(), "sort": "" if self.sort == Sort.RELEVANCE else self.sort}

    @property
    def is_plain(self) -> bool:
        """Whether nothing but the query was asked for, as far as the search form tells."""
        return self._replace(q="", offset=0) == Asked()

    def options(self, limit: int = PAGE) -> Options:
        """The options of the search, with facets."""
        return parameters.options(self._asdict(), limit=limit, facets=True)

    def at(self, path: str, **changes: Any) -> str:
        """The address of the same with something else; it begins with the first hit unless `offset` is given."""
        told = {**_told(self), "offset": "", **{name: _said(name, value) for name, value in changes.items()}}
        return _joined(path, told.values())

    def changing(self, path: str, name: str) -> Callable[[object], str]:
        """Gives the address of the same with another value of one parameter, as `at` does, for many values of it."""
        told = {**_told(self), "offset": ""}
        place = list(told).index(name)
        said = list(told.values())
        before, after = "&".join(filter(None, said[:place])), "&".join(filter(None, said[place + 1 :]))
        return lambda value: _joined(path, (before, _said(name, value), after))


@lru_cache(64)
def _told(asked: Asked) -> dict[str, str]:
    """Each parameter as an address says it, or "": a page has thirty addresses that differ in one."""
    return {name: _said(name, value) for name, value in asked.kept.items()}


_NARROWING = ("q", "standard", "findings", "series", "year", "all_versions", "exact")


def known(query_length: int) -> tuple[parameters.Parameter, ...]:
    """The parameters of a page that searches."""
    query = parameters.query(query_length, required=False)
    _, offset = parameters.paging(PAGE)
    return query, *parameters.FILTERS, parameters.SORT, GROUP, offset


def read(given: Mapping[str, str], query_length: int) -> Asked:
    """What an address asks for.

    Args:
        given: its parameters.
        query_length: characters that a query may have.

    Raises:
        ParameterError: one of them cannot be read.
    """
    values = parameters.read(known(query_length), given)
    return Asked(**{**values, "q": (values["q"] or "").strip()})


def address(path: str, values: Mapping[str, object]) -> str:
    """An address with the parameters that say anything; those that are empty, off or 0 are left out."""
    return _joined(path, (_said(name, value) for name, value in values.items()))


def _joined(path: str, said: Iterable[str]) -> str:
    asked = "&".join(filter(None, said))
    return f"{path}?{asked}" if asked else path


def _said(name: str, value: object) -> str:
    """A parameter as an address says it; "" when it is empty, off, 0 or the usual order."""
    if not value or (name == "sort" and value == Sort.RELEVANCE):
        return ""
    return f"{name}={'true' if value is True else '+'.join(map(_word, str(value).split(' ')))}"


class Links:
    """Where pages in a language are.

    Attributes:
        language: of the pages.
        q: the query that is taken along, or "".
        search: address of the search page.
    """

    def __init__(self, language: str, q: str = "", hits: Mapping[str, object] = MappingProxyType({})) -> None:
        """Sets it up.

        Args:
            language: of the pages.
            q: the query that is taken along, or "".
            hits: what else leads back to the hits that a passage is opened from.
        """
        self.language = language
        self.q = q
        self.search = f"/{language}/"
        self._query = address("", {"q": q})
        self._hits = address("", {"q": q, **hits})

    def report(self, id_: str) -> str:
        """A report's page."""
        return f"/{self.language}/report/{id_}{self._query}"

    def passage(self, id_: str) -> str:
        """The page that a passage stands on, with the passage marked."""
        return f"/{self.language}/passage/{id_}{self._hits}"

    def permanent(self, id_: str) -> str:
        """The same whatever was asked for."""
        return f"/{self.language}/passage/{id_}"

    def page(self, id_: str, page: int) -> str:
        """A page of a report."""
        return f"/{self.language}/report/{id_}/page/{page}{self._query}"

    def query(self, text: str) -> str:
        """A search for something else."""
        return address(self.search, {"q": text})


def pdf(id_: str, page: int | None = None) -> str:
    """A report's PDF, at a page."""
    return f"/report/{id_}.pdf" + (f"#page={page}" if page else "")
