"""From the query's tree to the engine's plan: words become weighted keys, fields marks, phrases looked-up passages.

| in the query | in the plan |
|---|---|
| words beside each other | Any of the words; beside something required they are optional and only score |
| stop words beside others | bonus words: they score and are not missed |
| a word after +, or under AND | must be held whole, in any form |
| words under OR | one word with the keys of all |
| `-word` | Not, with the word's own forms only: `-leiar` takes no `skoleleiar` away |
| a phrase | its words, and Among the passages whose text holds them in order |
| a field, or fields under OR | a filter where the whole query depends on it, else a word without weight |
"""

import time
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, groupby
from typing import NamedTuple

import norwegian
from catalogue.store import Catalogue
from norwegian.tokens import fold
from norwegian.words import SURFACE, QueryTerm, Why
from search import limits, lookups, phrases, weights
from search.engines.port import All, Among, Any, Clause, Engine, Key, Maybe, Not, Plan, Scoring, Word
from search.marks import FINDING
from search.options import Options
from search.query import tree
from search.query.tree import Complaint, Node, Query, Several

_FORMS = frozenset({Why.SAME, Why.INFLECTION, Why.JOINED, Why.SPELLING})  # how a word itself is said
_ANYWHERE = Scoring(whole_first=False, floor=1.0)


class Sought(NamedTuple):
    """Something that a passage should hold, to be marked in its text or told as missing.

    Attributes:
        text: as in the query.
        terms: words with keys; one of them is enough, unless `find` says more.
        prefixes: folded beginnings of words, one of which is enough.
        find: finds a phrase in a text; None when it is no phrase.
        stop: whether it is a stop word, which is never missed.
        span: in the query.
    """

    text: str
    terms: tuple[QueryTerm, ...] = ()
    prefixes: tuple[str, ...] = ()
    find: Callable[[str], phrases.Spans] | None = None
    stop: bool = False
    span: tree.Span = tree.NOWHERE


class Request(NamedTuple):
    """What the engine is asked, and what to look for in the texts that it finds.

    Attributes:
        plan: for the engine; None when the query asks for nothing.
        sought: what is asked for, in the order of the query; nothing that is excluded.
        complaints: what was cut or could not be done.
    """

    plan: Plan | None
    sought: tuple[Sought, ...]
    complaints: tuple[Complaint, ...] = ()


def build(query: Query, catalogue: Catalogue, engine: Engine, options: Options, until: float) -> Request:
    """Makes a plan of a query.

    Args:
        query: from `search.query.parse`.
        catalogue: to look up fields of reports, headings and the texts of phrases.
        engine: to look up spellings, marks and the passages that hold a phrase's words.
        options: filters, and whether words are exact.
        until: the time (`time.monotonic`) when to stop looking up.
    """
    return _Planner(catalogue, engine, options, until).request(query.tree)


def of_words(terms: Iterable[QueryTerm], engine: Engine, options: Options, without: frozenset[int]) -> Request:
    """Makes a plan of words that no user wrote: as many of them as possible.

    Args:
        terms: the words, none twice; their spans may count from anywhere.
        engine: to look up marks.
        options: filters.
        without: numbers of passages that are not wanted.
    """
    given = tuple(terms)
    clause = lookups.in_force(engine, options, All((Any(tuple(map(_word, given))), Not(Among(without)))))
    plan = Plan(clause, filters=tuple(lookups.filters(engine, options)), boosts=weights.BOOSTS, scoring=weights.SCORING)
    sought = tuple(Sought(term.text, (term,), span=tree.Span(term.start, term.end)) for term in given)
    return Request(plan if given else None, sought)


class _Planner:
    """Makes one plan; gathers on the way what is sought and complained of."""

    def __init__(self, catalogue: Catalogue, engine: Engine, options: Options, until: float) -> None:
        self._catalogue = catalogue
        self._engine = engine
        self._options = options
        self._exact = options.exact
        self._until = until
        self._filters = lookups.filters(engine, options)
        self._bonus: list[Word] = []
        self._sought: list[Sought] = []
        self._complaints: list[Complaint] = []
        self._phrases: dict[tuple[str, int | None], Clause | None] = {}  # each is looked up once
        self._alternatives = False  # whether the query has an OR between more than words

    def request(self, node: Node) -> Request:
        """The plan of a whole tree."""
        rest = self._take_filters(node)
        clause = self._several(Several(rest), stops_score=True)
        if clause is None and self._filters and not rest:
            clause = All(())
        plan = None
        if clause is not None:
            scoring = weights.SCORING._replace(whole_first=False, floor=1.0) if self._alternatives else weights.SCORING
            clause = lookups.in_force(self._engine, self._options, clause)
            plan = Plan(clause, tuple(self._bonus), tuple(self._filters), boosts=weights.BOOSTS, scoring=scoring)
        return Request(plan, tuple(self._sought), tuple(self._complaints))

    def _take_filters(self, node: Node) -> tuple[Node, ...]:
        """Makes filters of the fields that the whole query depends on; answers the other parts."""
        parts = node.parts if isinstance(node, tree.Several | tree.And) else (node,)
        rest: list[Node] = []
        for part in parts:
            marks = self._marks(part.part if isinstance(part, tree.Must) else part)
            if marks is None:
                rest.append(part)
            else:
                self._filters.append(marks)
        if isinstance(node, tree.And) and rest:
            return (tree.Must(tree.And(tuple(rest))),)
        return tuple(rest)

    def _marks(self, node: Node) -> tuple[str, ...] | None:
        """The marks of which a passage must carry one for a field, or for one of several; None where marks do not tell."""
        if isinstance(node, tree.Field):
            return lookups.marks_of(node, self._catalogue, self._engine)
        if not isinstance(node, tree.Or):
            return None
        told = [marks for part in node.parts if (marks := self._marks(part)) is not None]
        return tuple(dict.fromkeys(chain.from_iterable(told))) if len(told) == len(node.parts) else None

    # Parts side by side

    def _several(self, node: Several, *, stops_score: bool = False) -> Clause | None:
        """As many as possible; beside required parts the others only score."""
        required: list[Clause] = []
        optional: list[Clause] = []
        stops: list[Word] = []
        asks = False  # whether something required says what to find, rather than where or what not
        for are_words, parts in groupby(node.parts, lambda part: isinstance(part, tree.Term)):
            if are_words:
                for word, stop in self._words(list(parts)):  # type: ignore[arg-type]  # they are Terms
                    (stops if stop else optional).append(word)
                continue
            for part in parts:
                clause = self._clause(part)
                if clause is None:
                    continue
                demanded = isinstance(part, tree.Must | tree.Not | tree.Phrase | tree.Field)
                (required if demanded else optional).append(clause)
                asks |= isinstance(part, tree.Must | tree.Phrase)
        if optional or asks:
            if stops_score:
                self._bonus += [word.but(weight=word.weight * weights.STOP_WORDS) for word in stops]
        else:
            optional += stops
        return _joined(required, optional, asks=asks)

    def _words(self, terms: Sequence[tree.Term]) -> list[tuple[Word, bool]]:
        """Words side by side, which may be read as one; each with whether it is a stop word."""
        found: dict[str, tuple[Word, bool]] = {}
        for term in self._expanded(terms):
            if term.keys and term.text.lower() not in found:
                stop = term.weight < 1
                found[term.text.lower()] = _word(term), stop
                self._sought.append(Sought(term.text, (term,), stop=stop, span=tree.Span(term.start, term.end)))
        return list(found.values())

    def _expanded(self, terms: Sequence[tree.Term]) -> list[QueryTerm]:
        """The words' keys, with their places in the query."""
        starts: list[tuple[int, tree.Term]] = []
        text = ""
        for term in terms:
            starts.append((len(text), term))
            text += term.text + " "
        found = []
        for expanded in norwegian.expand(text.rstrip(), self._exact):
            start, term = max((each for each in starts if each[0] <= expanded.start), key=lambda each: each[0])
            moved = term.span.start - start
            found.append(expanded._replace(start=expanded.start + moved, end=expanded.end + moved))
        return found

    # Single parts

    def _clause(self, node: Node) -> Clause | None:
        """What must hold for a part that is required, or stands under an operator; None when it asks for nothing."""
        match node:
            case tree.Must(part):
                return self._clause(part)
            case tree.Not(part):
                return self._excluded(part)
            case tree.And(parts):
                clauses = [clause for part in parts if (clause := self._clause(part)) is not None]
                return All(tuple(clauses)) if clauses else None
            case tree.Or(parts):
                return self._either(parts)
            case tree.Several():
                return self._several(node)
            case _:
                return self._leaf(node)

    def _leaf(self, leaf: tree.Leaf) -> Clause | None:
        match leaf:
            case tree.Term():
                words = [word.but(need=1.0) for word, _ in self._words([leaf])]
                return None if not words else words[0] if len(words) == 1 else All(tuple(words))
            case tree.Prefix(text):
                self._sought.append(Sought(f"{text}*", prefixes=(fold(text),), span=leaf.span))
                return Word(((Key(SURFACE + fold(text), prefix=True),),), need=1.0)
            case tree.Fuzzy():
                return self._fuzzy(leaf)
            case tree.Phrase():
                return self._phrase(leaf)
            case tree.Field():
                return self._field(leaf)

    def _excluded(self, part: Node) -> Clause | None:
        """Not the part; what is sought in it is not sought."""
        sought, bonus = len(self._sought), len(self._bonus)
        alternatives = self._alternatives
        clause = self._clause(part)
        own = tuple(term for sought in self._sought[sought:] for term in sought.terms)
        del self._sought[sought:], self._bonus[bonus:]
        self._alternatives = alternatives
        return Not(_narrowed(clause, _own_forms(own))) if clause is not None else None

    def _either(self, parts: Sequence[Node]) -> Clause | None:
        """One part or more; words become one word, so that a passage lacks nothing that has one of them."""
        before = len(self._sought)
        clauses = [clause for part in parts if (clause := self._clause(part)) is not None]
        if not all(isinstance(clause, Word) for clause in clauses):
            self._alternatives = True
            return Any(tuple(clauses))
        words = [clause for clause in clauses if isinstance(clause, Word)]
        if len(self._sought) > before:
            self._sought[before:] = [_one_of(self._sought[before:])]
        keys = tuple(key for word in words for key in word.groups[0])
        return Word((keys,), max(word.weight for word in words), need=1.0) if words else None

    def _fuzzy(self, leaf: tree.Fuzzy) -> Clause:
        known = self._engine.near(SURFACE, fold(leaf.text), leaf.edits, limits.FUZZY_WORDS + 1, within_s=self._left())
        if len(known) > limits.FUZZY_WORDS:
            sentence = (
                f"{leaf.text}~{leaf.edits} stands for its {limits.FUZZY_WORDS} nearest spellings; there are more."
            )
            self._complain("fuzzy-cut", leaf.span, sentence)
        keys = tuple(
            norwegian.Key(one.text, weights.FUZZY[one.distance], Why.SPELLING) for one in known[: limits.FUZZY_WORDS]
        )
        term = QueryTerm(leaf.text, leaf.span.start, leaf.span.end, 1.0, keys)
        self._sought.append(Sought(f"{leaf.text}~{leaf.edits}", (term,), span=leaf.span))
        return _word(term).but(need=1.0)

    def _phrase(self, leaf: tree.Phrase) -> Clause | None:
        near = leaf.distance is not None
        terms = tuple(norwegian.expand(leaf.text, self._exact if near else True))
        if not terms:
            return None
        if leaf.distance is None:
            words = phrases.words_of(leaf.text)
            find = phrases.in_order(words, once=True)
            sought = Sought(tree.show(leaf), find=phrases.in_order(words), span=leaf.span)
        else:
            find = phrases.near(terms, leaf.distance)
            sought = Sought(tree.show(leaf), terms, find=find, span=leaf.span)
        if all(other.text != sought.text for other in self._sought):
            self._sought.append(sought)
        key = leaf.text, leaf.distance
        if key not in self._phrases:
            self._phrases[key] = self._looked_up(leaf, terms, find)
        return self._phrases[key]

    def _looked_up(self, leaf: tree.Phrase, terms: Sequence[QueryTerm], find: Callable[[str], phrases.Spans]) -> Clause:
        """The words of a phrase, among the passages whose text holds it."""
        words = tuple(Word((_keys(term.keys),), term.weight, need=1.0) for term in terms)
        if len(words) == 1 and all(key.text[0] == SURFACE for term in terms for key in term.keys if term.exact):
            return words[0]  # what is indexed tells it; only of stop words it does not tell the form
        numbers, whole = lookups.holding(
            self._catalogue,
            self._engine,
            Plan(All(words), filters=tuple(self._filters), scoring=_ANYWHERE),
            find,
            self._until,
        )
        if not whole:
            sentence = f"Not every passage with the words of {tree.show(leaf)} could be read; there may be more."
            self._complain("phrase-cut", leaf.span, sentence)
        return All((*words, Among(numbers)))

    def _field(self, leaf: tree.Field) -> Clause:
        marks = lookups.marks_of(leaf, self._catalogue, self._engine)
        if marks is not None:
            return Word((tuple(Key(mark, 0.0) for mark in marks),), weight=0.0, need=1.0)
        if leaf.name == "finding":
            return Not(Word(((Key(FINDING, 0.0),),), weight=0.0, need=1.0))
        return Among(self._catalogue.under(leaf.value))

    def _left(self) -> float:
        return max(0.0, self._until - time.monotonic())

    def _complain(self, code: str, span: tree.Span, sentence: str) -> None:
        self._complaints.append(Complaint(code, span.start, span.end, sentence))


def _joined(required: Sequence[Clause], optional: Sequence[Clause], *, asks: bool) -> Clause | None:
    if asks:
        optional = [Maybe(clause) for clause in optional]
    elif optional:
        optional = [optional[0] if len(optional) == 1 else Any(tuple(optional))]
    parts = (*required, *optional)
    return None if not parts else parts[0] if len(parts) == 1 else All(parts)


def _keys(keys: Iterable[norwegian.Key]) -> tuple[Key, ...]:
    return tuple(Key(key.text, key.weight, key.cover) for key in keys)


def _word(term: QueryTerm) -> Word:
    return Word((_keys(term.keys), *map(_keys, term.parts)), term.weight)


def _one_of(sought: Sequence[Sought]) -> Sought:
    """Alternatives as one thing that is sought."""
    terms = tuple(term for one in sought for term in one.terms)
    prefixes = tuple(prefix for one in sought for prefix in one.prefixes)
    span = tree.Span(sought[0].span.start, sought[-1].span.end)
    return Sought(" OR ".join(one.text for one in sought), terms, prefixes, span=span)


def _own_forms(terms: Iterable[QueryTerm]) -> frozenset[str]:
    """The keys by which a text says one of the words itself."""
    return frozenset(key.text for term in terms for key in term.keys if key.why in _FORMS)


def _narrowed(clause: Clause, forms: frozenset[str]) -> Clause:
    """The clause with words' own forms only, as far as words have forms."""
    match clause:
        case Word(groups):
            keys = tuple(key for key in groups[0] if key.text in forms)
            return clause.but(groups=(keys or groups[0],))
        case All(parts):
            return All(tuple(_narrowed(part, forms) for part in parts))
        case Any(parts):
            return Any(tuple(_narrowed(part, forms) for part in parts))
        case Not(part):
            return Not(_narrowed(part, forms))
        case Maybe(part):
            return Maybe(_narrowed(part, forms))
        case Among():
            return clause
