"""What the API answers, as JSON Schema: each documented key once, with its type and what it is.

The keys are those of `search.answer`, `search.series` and `catalogue.describe`, whose tables they repeat for programs.
They are only added to, so that a program must pass over keys that it does not know.
"""

from collections.abc import Mapping
from typing import Any

from catalogue.model import Kind, Matter

Schema = dict[str, Any]


def _text(about: str = "", **more: Any) -> Schema:
    return _typed("string", about, **more)


def _count(about: str = "") -> Schema:
    return _typed("integer", about, minimum=0)


def _flag(about: str) -> Schema:
    return _typed("boolean", about)


def _share(about: str = "") -> Schema:
    return _typed("number", about, minimum=0, maximum=1)


def _typed(kind: str | list[str], about: str, **more: Any) -> Schema:
    return {"type": kind, **({"description": about} if about else {}), **more}


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def _list(of: Schema, about: str = "") -> Schema:
    return _typed("array", about, items=of)


def _object(about: str, keys: Mapping[str, Schema]) -> Schema:
    return _typed("object", about, properties=dict(keys), required=list(keys))


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


_SPAN = _typed("array", "Half-open, in code points of `text`.", items=_count(), minItems=2, maxItems=2)
_SHARES = _typed(
    "object", "Share of the words or pages in each written standard or language.", additionalProperties=_share()
)
_PAGE = _typed("integer", "Page of the PDF, from 1.", minimum=1)
_NAMED = _object("A name and how many reports have it.", {"name": _text(), "reports": _count()})
_KEYS_OF_A_PLACE: dict[str, Schema] = {
    "id": _text("Of the passage; stable for the same text in the same report."),
    "report": _text("Id of the report."),
    "title": _text("Of the report."),
    "page": _or_null(
        _typed("integer", "Page of the PDF on which it begins, from 1; null for a landing page's.", minimum=1)
    ),
    "page_label": _or_null(_text("The number printed on that page.")),
    "section": _list(_text(), "Headings above it, outermost first."),
    "section_kind": _text("What part of the report it stands in.", enum=[matter.value for matter in Matter]),
    "standard": _text("nn, nb, no (uncertain), another language's code, or und."),
    "link": _text("The PDF at the page, or the landing page; empty when there is none."),
}
_KEYS_OF_A_PASSAGE: dict[str, Schema] = {
    **_KEYS_OF_A_PLACE,
    "subtitle": _text("Of the report."),
    "authors": _list(_text(), "Names in order."),
    "year": _or_null(_typed("integer", "Of publication.")),
    "series": _text("Name of the report series; empty when unknown."),
    "publisher": _text("Of the report; empty when unknown."),
    "isbn": _list(_ref("Isbn")),
    "pages": _list(_PAGE, "All pages that it touches."),
    "page_labels": _list(_or_null(_text()), "The numbers printed on them."),
    "finding": _flag("Whether it states a finding."),
    "kind": _text("What it is in the layout.", enum=[kind.value for kind in Kind]),
    "text": _text("Verbatim."),
}
_KEYS_OF_A_QUERY: dict[str, Schema] = {
    "query": _text("As given."),
    "read_as": _text("As it was understood."),
    "totals": _ref("Totals"),
    "complaints": _list(_ref("Complaint"), "What could not be read, or was cut."),
}
_KEYS_OF_A_REPORT: dict[str, Schema] = {
    "id": _text("Of the report.", pattern="^[0-9a-f]{16}$"),
    "title": _text(),
    "subtitle": _text(),
    "heading": _text("The landing page's, when it is not the title."),
    "authors": _list(_text(), "Names in order."),
    "publisher": _text(),
    "commissioned_by": _text(),
    "performed_by": _text(),
    "series": _text(),
    "report_number": _text("Within the series, as printed."),
    "year": _or_null(_typed("integer", "Of publication.")),
    "isbn": _list(_ref("Isbn")),
    "issn": _text(),
    "doi": _text(),
    "handle": _text(),
    "licence": _text(),
    "standard": _text("The chief written standard or language."),
    "shares": _SHARES,
    "last_changed": _text("Date of the landing page's last change."),
    "landing_page": _text("Its address."),
    "pdf": _text("Its address."),
    "path": _text("Always empty here: files are told by the commands only."),
    "sha256": _text("Of the PDF's bytes; empty when there is none.", pattern="^([0-9a-f]{64})?$"),
    "superseded_by": _text("Id of the newer version."),
}


def _paged(about: str, name: str, of: str) -> Schema:
    return _object(
        about,
        {
            "total": _count("How many there are."),
            name: _list(_ref(of)),
            "more": _flag("Whether there are others after these."),
        },
    )


SCHEMAS: dict[str, Schema] = {
    "Isbn": _object("An ISBN.", {"value": _text("As printed."), "qualifier": _text("Such as trykt.")}),
    "Totals": _object(
        "How many passages there are, near-identical ones each counted.",
        {"all_words": _count("That hold every word of the query."), "some_words": _count("That hold some, or all.")},
    ),
    "Complaint": _object(
        "What could not be read of a query, or was cut.",
        {
            "code": _text("Short and stable."),
            "start": _count("First code point of the query that it is about."),
            "end": _count("One past the last."),
            "text": _text("A sentence."),
        },
    ),
    "Match": _object(
        "How a word of the query is said.",
        {"query": _text("The word of the query."), "text": _text("The word of the passage."), "why": _text()},
    ),
    "Place": _object("A near-identical passage.", _KEYS_OF_A_PLACE),
    "Passage": _object("A passage of a report.", _KEYS_OF_A_PASSAGE),
    "Hit": _object(
        "A passage that answers.",
        {
            "rank": _typed("integer", "From 1, in the order of the answer.", minimum=1),
            "score": _typed("number", "Higher is better; comparable within one answer."),
            **_KEYS_OF_A_PASSAGE,
            "marks": _list(_SPAN, "What answers the query."),
            "matches": _list(_ref("Match")),
            "missing": _list(_text(), "Words of the query that it does not hold."),
            "snippets": _list(_SPAN, "What to show when all is too long."),
            "other_places": _list(_ref("Place"), "Near-identical passages."),
        },
    ),
    "FacetValue": _object("How many passages have a value.", {"value": _text(), "count": _count()}),
    "Facets": _typed(
        "object",
        "By series, year, publisher, standard, finding and section_kind; empty unless asked for.",
        additionalProperties=_list(_ref("FacetValue")),
    ),
    "Near": _object("A known word that is spelled nearly so.", {"text": _text(), "found": _count("Passages.")}),
    "Alone": _object(
        "What a word of the query finds alone.",
        {"text": _text(), "found": _count("Passages."), "near": _list(_ref("Near"))},
    ),
    "Suggestion": _object(
        "What may help when a word found nothing.",
        {"query": _text("The query with known words; empty when there are none."), "words": _list(_ref("Alone"))},
    ),
    "Group": _object(
        "The hits of a report.",
        {
            "report": _text("Its id."),
            "found": _count("Among the passages that were looked at."),
            "ranks": _list(_count(), "Of its hits."),
        },
    ),
    "Answer": _object(
        "What a search found.",
        {
            **_KEYS_OF_A_QUERY,
            "hits": _list(_ref("Hit")),
            "facets": _ref("Facets"),
            "suggestion": _ref("Suggestion"),
            "groups": _list(_ref("Group"), "When asked for."),
            "more": _flag("Whether there are hits after these."),
        },
    ),
    "Line": _object(
        "A place that answers, in its context.",
        {
            "left": _text("Text before it."),
            "key": _text("What answers, as printed."),
            "right": _text("Text after it."),
            "start": _count("Of the key, in code points of the passage's text."),
            "citation": _text("Who, when and where."),
            **{name: schema for name, schema in _KEYS_OF_A_PASSAGE.items() if name != "text"},
        },
    ),
    "Concordance": _object(
        "The places that answer.",
        {**_KEYS_OF_A_QUERY, "lines": _list(_ref("Line")), "more": _flag("Whether there are lines after these.")},
    ),
    "Report": _object("What is known of a report.", _KEYS_OF_A_REPORT),
    "Reports": _paged("Reports by series, year and title.", "reports", "Report"),
    "Candidate": _object(
        "A value that was seen for a field.",
        {
            "field": _text(),
            "value": _text(),
            "source": _text("Where it was seen."),
            "chosen": _flag("Whether the report has it."),
            "reason": _text("Why it was not chosen."),
        },
    ),
    "Note": _object(
        "What was repaired, lost or doubtful while reading.",
        {"code": _text(), "text": _text(), "page": _or_null(_PAGE)},
    ),
    "Section": _object(
        "A section, in reading order.",
        {
            "section": _list(_text()),
            "section_kind": _KEYS_OF_A_PLACE["section_kind"],
            "passages": _count(),
            "findings": _count(),
        },
    ),
    "WholeReport": _object(
        "A report with the source of each field and its sections.",
        {
            **_KEYS_OF_A_REPORT,
            "pages": _count("Of the PDF."),
            "page_labels": _list(_or_null(_text()), "The number printed on each page."),
            "sources": _typed("object", "Where each field's value comes from.", additionalProperties=_text()),
            "candidates": _list(_ref("Candidate")),
            "notes": _list(_ref("Note")),
            "supersedes": _list(_text(), "Ids of older versions."),
            "editions": _list(_text(), "Ids of the same report in another written standard."),
            "sections": _list(_ref("Section")),
        },
    ),
    "Passages": _paged("Passages of a report in reading order.", "passages", "Passage"),
    "Gap": _object(
        "Numbers that are not here.", {"text": _text(), "first": _typed("integer", ""), "last": _typed("integer", "")}
    ),
    "Member": _object(
        "A report of a series.",
        {
            "id": _text(),
            "title": _text("With its subtitle."),
            "part": _list(_typed("integer", ""), "Which part of the series it is."),
            "report_number": _text(),
            "year": _or_null(_typed("integer", "")),
            "publisher": _text(),
            "words": _SHARES,
            "pages": _SHARES,
        },
    ),
    "Series": _object(
        "Reports that belong together.",
        {
            "name": _text("The commonest of its names."),
            "names": _list(_NAMED),
            "years": _list(_typed("integer", "")),
            "publishers": _list(_NAMED),
            "missing": _list(_ref("Gap")),
            "statistics": _object("Of the texts that are here.", {"words": _SHARES, "pages": _SHARES, "note": _text()}),
            "reports": _list(_ref("Member"), "In order."),
        },
    ),
    "SeriesList": _paged("Series, the one with the newest report first.", "series", "Series"),
    "Completion": _object(
        "A word that begins as the query's last word does.",
        {"text": _text(), "found": _count("Passages."), "query": _text("The query with this word.")},
    ),
    "Suggestions": _object(
        "How a query could go on, or be meant.",
        {"query": _text("As given."), "completions": _list(_ref("Completion")), "suggestion": _ref("Suggestion")},
    ),
    "Problem": _object(
        "What went wrong (RFC 9457).",
        {
            "type": _text("Address of what is written about it.", format="uri-reference"),
            "title": _text("The same for the same status."),
            "status": _typed("integer", "Of the answer.", minimum=400, maximum=599),
            "detail": _text("A sentence."),
            "code": _text("Short and stable."),
        },
    ),
}
SCHEMAS["Problem"]["properties"] |= {
    "parameter": _text("The parameter that cannot be read, where there is one."),
    "request_id": _text("By which the operator finds it in the log."),
}
