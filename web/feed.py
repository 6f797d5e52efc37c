"""What answers a query as an Atom feed, newest first: what came into the collection last, not what was printed last.

A passage's id is its own for good, whatever query found it. `updated` is when its report came in; for a report that came
in before Funn noted that, when its file was written.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from catalogue.follows import Follow
from catalogue.model import Report
from catalogue.store import Catalogue
from search.alerts import News, hits, matching, saved
from search.export.atom import Feed, atom, feed_id
from web import parameters
from web.desk import Desk
from web.language import Speaker
from web.public import public
from web.service import asked, base_of, language_of, service_of

_ENTRIES = 50  # of a feed
_LOOKED = 400  # passages, the last in the catalogue, among which the newest are; a report read again has new ones too
_TIME_S = 5.0
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_UNKNOWN = "1970-01-01T00:00:00Z"
MEDIA_TYPE = "application/atom+xml"


async def feed(request: Request) -> Response:
    """The feed of a query."""
    service, language, base = service_of(request), language_of(request), base_of(request)
    narrowing = tuple(one for one in parameters.FILTERS if one.name != "all_versions")
    known = (parameters.query(service.settings.query_length), *narrowing)
    given = parameters.read(known, request.query_params)
    query = urlencode({name: _shown(value) for name, value in given.items() if value})
    about = Feed(
        id=feed_id(language, query),
        title=Speaker(language)("feed.title", query=given["q"]),
        links=(
            ("self", f"{base}/{language}/feed.atom?{query}"),
            ("alternate", f"{base}/{language}/?{query}"),
        ),
        link=lambda hit: f"{base}/{language}/passage/{hit.passage.id}?{urlencode({'q': given['q']})}",
    )
    news = await asked(request, lambda desk: newest(given, desk), long=True)
    return Response(atom(news, _UNKNOWN, about), media_type=MEDIA_TYPE)


def newest(given: Mapping[str, object], desk: Desk) -> list[News]:
    """What answers a query with all its words, and came in last.

    Args:
        given: the query as q, and filters.
        desk: to search at.
    """
    catalogue, engine = desk
    follow = Follow("", str(given["q"]), saved(parameters.options(given)), "")
    found = matching(follow, catalogue, engine, within_s=_TIME_S).numbers
    last = sorted(found, reverse=True)[:_LOOKED]
    of = {number: passage.report for number, passage in catalogue.passages(last).items()}
    came = _came(catalogue, tuple(set(of.values())))
    # the newest report first, each as it is read
    wanted = sorted(sorted(of), key=lambda number: came[of[number]], reverse=True)[:_ENTRIES]
    told = hits(follow, wanted, catalogue, engine)
    return [News(follow, came[hit.report.id], hit._replace(report=public(hit.report))) for hit in told]


def _came(catalogue: Catalogue, ids: Sequence[str]) -> dict[str, str]:
    """When reports came in, ISO time in UTC."""
    noted = catalogue.added(ids)
    return {id_: noted.get(id_) or _written(report) for id_, report in catalogue.headers(ids).items()}


def _written(report: Report) -> str:
    """When a report's file was written, else the beginning of its year."""
    try:
        written = Path(report.path or report.landing_path).stat().st_mtime
    except (OSError, ValueError):
        return f"{report.year:04}-01-01T00:00:00Z" if report.year else _UNKNOWN
    return datetime.fromtimestamp(written, UTC).strftime(_TIME)


def _shown(value: object) -> str:
    return "true" if value is True else str(value)
