"""Passages on the same matter as a passage: a search for its most telling words."""

import time
from collections.abc import Iterable
from math import log

import norwegian
from catalogue.errors import UsageError
from catalogue.store import Catalogue
from norwegian.words import CONCEPT, SKELETON, SURFACE, QueryTerm
from search import limits
from search.answer import Answer
from search.engines.port import WHOLE, Engine
from search.find import answer_of
from search.options import Options
from search.plan import of_words
from search.query import Query
from search.query.tree import Complaint, Several, Span, Term

_DEFAULT = Options()
_LETTERS = 3  # of a word that tells something


def similar(passage: str, catalogue: Catalogue, engine: Engine, options: Options = _DEFAULT) -> Answer:
    """What says most of what a passage says, best first; the passage itself is not among it.

    Args:
        passage: its id.
        catalogue: of the store.
        engine: of the same store.
        options: filters, and what to hand back; whether words are exact does not count.

    Returns:
        An answer whose query is the id and whose `read_as` are the telling words.

    Raises:
        UsageError: no passage has this id.
        IndexStaleError: the index is damaged.
    """
    until = time.monotonic() + limits.TIME_S
    number = catalogue.number_of(passage)
    if number is None:
        raise UsageError(f"There is no passage {passage}: `funn search … --json` and exports tell the ids.")
    text = catalogue.texts([number])[number]
    terms = telling(text, engine)
    if not terms:
        complaint = Complaint(
            "no-words", 0, len(passage), "The passage has no word that tells it from others and that others have."
        )
        return Answer(passage, "", complaints=(complaint,))
    tree = Several(tuple(Term(term.text, Span(term.start, term.end)) for term in terms))
    request = of_words(terms, engine, options, frozenset({number}))
    return answer_of(Query(passage, tree), request, (catalogue, engine), options, until)


def telling(text: str, engine: Engine, at_most: int = limits.TELLING_WORDS) -> list[QueryTerm]:
    """The words of a text that tell it from others, in the order of the text, each once in its first form.

    A word tells more the oftener it stands here and the fewer passages have it; one that no other passage has leads
    nowhere.
    """
    first: dict[str, QueryTerm] = {}
    counts: dict[str, int] = {}
    for term in norwegian.expand(text):
        name = _name(term)
        if term.weight < 1 or not name or sum(map(str.isalpha, term.text)) < _LETTERS:
            continue
        first.setdefault(name, term)
        counts[name] = counts.get(name, 0) + 1
    size = engine.size()
    worth: dict[str, float] = {}
    for name, term in first.items():
        held = _passages(term, engine)
        if held > 1:
            worth[name] = counts[name] * log(1 + size / held)
    best = sorted(worth, key=lambda name: (-worth[name], first[name].start))[:at_most]
    return sorted((first[name] for name in best), key=lambda term: term.start)


def _name(term: QueryTerm) -> str:
    """What a word's forms have in common: its heaviest concept, else the form itself."""
    concepts = [key for key in term.keys if key.text.startswith(CONCEPT)]
    return max(concepts, key=lambda key: key.weight).text if concepts else term.text.lower()


def _passages(term: QueryTerm, engine: Engine) -> int:
    """In how many passages the word stands in its commonest way, parts and letters aside."""
    return max(map(engine.frequency, _whole(term)), default=0)


def _whole(term: QueryTerm) -> Iterable[str]:
    kinds = (CONCEPT, SURFACE, SKELETON)
    return (key.text for key in term.keys if key.cover >= WHOLE and key.text.startswith(kinds))
