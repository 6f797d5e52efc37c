"""The port of an engine: what is put in, what is asked, what comes back. Values and one protocol, no code.

An engine holds finished keys and passage numbers, no text and no language: `norwegian/` makes the keys, the catalogue
keeps the text. Every engine gives the same hits and scores for the same plan (`tests/search/engines/test_contract.py`).

How a passage is scored. N is the number of passages, df a key's number of passages, tf its frequency in this one,
length the passage's number of keys (marks not counted), average the mean length of all passages.

    idf(key)     = ln(1 + (N - df + 0.5) / (df + 0.5))
    score(key)   = weight x idf x (k1 + 1) x tf / (tf + k1 (1 - b + b length / average))
    score(group) = the best of its keys                                          one word said in different ways
    score(word)  = weight x the sum over its groups
    held(word)   = the sum over its groups of the best cover among the keys found there, at most 1
    coverage     = the sum over words of idf(word) weight held(word), divided by the sum of idf(word) weight
    score        = (sum of score(word)) x (floor + (1 - floor) coverage) x boosts of the marks it carries

A key with `prefix` is all keys that begin so, taken as one: df counts the passages with any of them, tf adds up.
idf(word) is ln(1 + N / (n + 1)), n being the number of passages with any key of the word. Words inside `Not` neither
score nor count for coverage. Bonus words score where a passage matches without them; they do not count for coverage.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from search.values import Value

WHOLE = 0.999  # a word is held when this much of it is: covers such as 3 x 1/3 need not sum to 1 exactly
MAX_FREQUENCY = 255  # a key that stands oftener in one passage counts as this often
MAX_LENGTH = 65_535  # a longer passage counts as this long
DEFAULT_TIME_S = 2.0


class Entry(NamedTuple):
    """A passage as an engine holds it.

    Attributes:
        number: the catalogue's number of the passage, 0 to 2^32 - 1, never used for another passage.
        keys: every key of the text, repeated as often as it stands there, in any order; a key holds no line break.
        marks: keys that filter and boost ("standard:nn", "finding"): they add nothing to the passage's length.
            Marks and keys share one name space, so their makers keep them apart by prefixes; each passage also
            carries `report_mark` of its report.
    """

    number: int
    keys: Sequence[str]
    marks: Sequence[str] = ()


def report_mark(report: str) -> str:
    """The mark that all passages of a report carry, to filter by report."""
    return f"@report:{report}"


class Key(NamedTuple):
    """One way in which a text can say a word.

    Attributes:
        text: the key, as it was put in.
        weight: how much it counts beside the other ways, 0 or more.
        cover: how much of the word a passage holds that has it: 1 for the word in any form, less for a part of it.
        prefix: whether it stands for every key that begins so, as for `skol*`; no number of keys is too many.
    """

    text: str
    weight: float = 1.0
    cover: float = 1.0
    prefix: bool = False


class Word(Value):
    """A word of the query as weighted keys; a leaf of the tree.

    Attributes:
        groups: in each group the best key counts; groups add up. The first is the word in all its forms; a compound
            can have a group for each of its parts, with covers that sum to 1. Words that stand side by side and may
            be written as one ("skole leiar") each have the joined key among their alternatives.
        weight: of the word in the query, 0 or more.
        need: how much of the word a passage must hold to match, 0 for any key at all, 1 for the whole word.
    """

    groups: tuple[tuple[Key, ...], ...]
    weight: float = 1.0
    need: float = 0.0


class All(Value):
    """Matches where every part matches; without parts everywhere."""

    parts: tuple["Clause", ...]


class Any(Value):
    """Matches where one part or more matches; without parts nowhere."""

    parts: tuple["Clause", ...]


class Not(Value):
    """Matches where the part does not."""

    part: "Clause"


class Maybe(Value):
    """Matches everywhere and scores where the part matches: an optional word beside a required one."""

    part: "Clause"


class Among(Value):
    """Matches the passages with these numbers and scores nothing: what was looked up in the catalogue's text."""

    numbers: frozenset[int]


Clause = Word | All | Any | Not | Maybe | Among


class Scoring(NamedTuple):
    """The numbers of the formula, tuned by a committed script.

    Attributes:
        k1: how soon repetition stops to count.
        b: how much a long passage is held down, 0 to 1.
        floor: what is left of the score of a passage that covers nothing, 0 to 1.
        whole_first: whether passages that hold all words come before all others, whatever they score.
    """

    k1: float = 1.2
    b: float = 0.75
    floor: float = 0.0
    whole_first: bool = True


class Plan(NamedTuple):
    """What an engine is asked: a value, made by `search` from the user's query.

    Attributes:
        clause: what matches.
        bonus: words that add to the score of what matches, such as a joined compound.
        filters: from each filter a passage must carry at least one mark.
        allowed: when not None, only passages with these numbers match.
        boosts: (mark, factor): the score of a passage that carries the mark is multiplied by the factor.
        scoring: the numbers of the formula.
    """

    clause: Clause
    bonus: tuple[Word, ...] = ()
    filters: tuple[tuple[str, ...], ...] = ()
    allowed: frozenset[int] | None = None
    boosts: tuple[tuple[str, float], ...] = ()
    scoring: Scoring = Scoring()


class Hit(NamedTuple):
    """A passage that matches.

    Attributes:
        number: of the passage.
        score: higher is better; comparable within one answer only.
        whole: whether it holds every word of the query.
        touched: for each word of the clause that is asked for, in order, whether it holds any key of it.
    """

    number: int
    score: float
    whole: bool
    touched: tuple[bool, ...] = ()


class Hits(NamedTuple):
    """An engine's answer.

    Attributes:
        hits: the part that was asked for, best first: with `whole_first` those that hold all words before the others;
            then by score, then by number.
        whole: how many passages match and hold every word.
        total: how many passages match.
        counts: for each mark that was to be counted, how many of the passages that match carry it.
        complete: False when the time ran out and some keys were left unread.
    """

    hits: tuple[Hit, ...]
    whole: int
    total: int
    counts: tuple[int, ...] = ()
    complete: bool = True


class Known(Value):
    """A key that the engine holds.

    Attributes:
        text: the key.
        count: in how many passages it stands.
        distance: edits between it and what was asked for (an insertion, a deletion, another letter, two swapped).
    """

    text: str
    count: int
    distance: int = 0


class Batch(Protocol):
    """Changes that come into force together."""

    def replace(self, report: str, entries: Iterable[Entry]) -> None:
        """Puts a report's passages in the place of what is held of it."""

    def delete(self, report: str) -> None:
        """Takes a report's passages out; nothing happens when there are none."""


class Engine(Protocol):
    """Keys and the passages that hold them."""

    def writing(self) -> AbstractContextManager[Batch]:
        """Changes in force, and on the disk, when the block ends; none when it ends in an error.

        Raises:
            StoreBusyError: another process is writing.
            StoreError: the disk is full or cannot be written; what was held is unchanged.
        """

    def still(self) -> AbstractContextManager[None]:
        """All that is asked within it is answered from one state, whatever is written meanwhile.

        Raises:
            IndexStaleError: the index is not there, or damaged.
        """

    def search(
        self,
        plan: Plan,
        limit: int | None = 10,
        offset: int = 0,
        *,
        count: Sequence[str] = (),
        within_s: float = DEFAULT_TIME_S,
    ) -> Hits:
        """The passages that match, best first.

        Args:
            plan: what is asked.
            limit: how many at most; None for all.
            offset: how many of the best to leave out.
            count: marks to count among all that match (facets).
            within_s: when this many seconds are over, no further key is read and the answer says so.

        Raises:
            IndexStaleError: the index on the disk is damaged.
        """

    def starting(self, prefix: str, limit: int, *, within_s: float = DEFAULT_TIME_S) -> list[Known]:
        """The first `limit` keys that begin with `prefix`, in alphabetic order (code points)."""

    def near(
        self, prefix: str, word: str, distance: int, limit: int, *, within_s: float = DEFAULT_TIME_S
    ) -> list[Known]:
        """Keys `prefix` + something at most `distance` (1 or 2) edits from `word`, nearest and then commonest first."""

    def frequency(self, key: str) -> int:
        """In how many passages a key stands."""

    def size(self) -> int:
        """How many passages are held."""

    def close(self) -> None:
        """Lets files go."""
