"""How to search, by examples; and what Funn is."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from web.language import Speaker
from web.page.asked import Links
from web.page.examples import ExampleView
from web.service import language_of, service_of

# The examples of each part, by their names among the texts (help and help_query); search/query/QUERY.md has them all.
PARTS = (
    ("words", ("both", "phrase", "near", "prefix", "fuzzy", "suspended")),
    ("together", ("must", "without", "and", "or", "not", "group")),
    (
        "fields",
        (
            "finding_field", "section_field", "heading_field", "standard_field", "year_field", "title_field",
            "author_field", "series_field", "publisher_field", "isbn_field",
        ),
    ),
)  # fmt: skip
QUESTIONS = ("how", "pages", "findings", "wrong")
ABOUT = ("what", "trust", "accessibility", "privacy", "free")


class Part(NamedTuple):
    """Examples under a heading."""

    heading: str
    rows: tuple[ExampleView, ...]


def parts(t: Speaker) -> tuple[Part, ...]:
    """The examples in a language."""
    links = Links(t.language)
    return tuple(
        Part(
            t(f"help.{heading}"),
            tuple(
                ExampleView(t(f"help_query.{name}"), links.query(t(f"help_query.{name}")), t(f"help.{name}"))
                for name in names
            ),
        )
        for heading, names in PARTS
    )


async def help_page(request: Request) -> Response:
    """How to search."""
    shown = parts(Speaker(language_of(request)))
    return service_of(request).page(request, "help.html", parts=shown, questions=QUESTIONS)


async def about(request: Request) -> Response:
    """What Funn is, how accessible it is, and what it knows of its readers."""
    return service_of(request).page(request, "about.html", parts=ABOUT)
