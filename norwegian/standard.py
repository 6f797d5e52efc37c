"""Which written standard a text is in: Nynorsk, Bokmål, or not Norwegian at all.

A small log-odds model over words, character n-grams and what the lexicon says of a word, trained by
`norwegian.build.standard`, gives each word a weight for each of five languages (nn, nb, da, sv, en); a text's score is
the sum of its words' weights. It costs microseconds. Whatever it does not find clearly Norwegian goes to langdetect
(`norwegian.gate`), which knows the rest of the world but neither written standard. In a report, a short or uncertain
passage takes context from its neighbours and from the whole.
"""

import functools
import gzip
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

from norwegian import gate
from norwegian.lexicon import BOKMAAL as BOKMAAL_FORM
from norwegian.lexicon import NAME, lexicon
from norwegian.lexicon import NYNORSK as NYNORSK_FORM

NYNORSK, BOKMAAL, NORWEGIAN, UNDETERMINED = "nn", "nb", "no", "und"
LANGUAGES = (NYNORSK, BOKMAAL, "da", "sv", "en")  # the order of the model's weights
MODEL = "standard.tsv.gz"
UNIT = 32  # a stored weight of 32 is 1.0 in natural log-odds

_LONGEST = 5  # characters of an n-gram
_ONLY = {NYNORSK_FORM: {"@nn"}, BOKMAAL_FORM: {"@nb"}}
_WORD = re.compile(r"[^\W\d_]+")
# A capitalised word inside a sentence is a name, and names say nothing of the language they stand in.
_NAME = re.compile(r"(?:(?<=[^\W\d_][ /-])|(?<=, ))[A-ZÆØÅ][^\W\d_]*[a-zæøå][^\W\d_]*")

_UNCERTAIN = 0.2  # a margin below this is answered "no": which standard cannot be told
_CLEAR = 3.0  # log-odds between Norwegian and the best foreign language that need no second opinion
_COMMON = 0.2  # of the words of Norwegian prose, at the least, are stop words; most has twice as many
_KNOWN = (
    0.5  # of the words of any Norwegian text, also of a table, are in the lexicon; of one that only looks like it fewer
)
_ENOUGH = 40  # characters below which langdetect is worse than the model
_SURE = 0.9  # langdetect's probability of a language that the model does not know
_STRETCH = 2000  # characters that are judged together; langdetect gains nothing from more
_BUDGET = 50_000  # characters of a report that one call of langdetect is allowed for
_NEIGHBOUR, _REPORT = 0.5, 1.5  # the most log-odds that context gives: each neighbour, and the report
_WHOLE_REPORT = 20.0  # log-odds of a report's passages together that make it all but certain


@dataclass(frozen=True, slots=True)
class Judgement:
    """The language of a text.

    Attributes:
        code: nn, nb, no (Norwegian, but which standard is uncertain), another ISO 639-1 code, or und.
        margin: how sure that is, from 0 (not at all) to 1.
    """

    code: str
    margin: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the model has seen of a text.

    Attributes:
        words: number of words.
        common: how many of them are stop words of either standard.
        known: how many of them the lexicon has.
        odds: log-odds of each of LANGUAGES, up to a constant.
    """

    words: int
    common: int
    known: int
    odds: tuple[float, ...]

    @property
    def towards_nynorsk(self) -> float:
        """Log-odds of Nynorsk against Bokmål."""
        return self.odds[0] - self.odds[1]

    @property
    def towards_norwegian(self) -> float:
        """Log-odds of Norwegian against the foreign language that is likeliest."""
        return max(self.odds[:2]) - max(self.odds[2:])

    @property
    def is_clear(self) -> bool:
        """Whether this is Norwegian beyond the need of a second opinion."""
        norwegian = self.common >= _COMMON * self.words or self.known >= _KNOWN * self.words
        return norwegian and self.towards_norwegian >= _CLEAR

    def __add__(self, other: "Evidence") -> "Evidence":
        odds = tuple(a + b for a, b in zip(self.odds, other.odds, strict=True))
        return Evidence(self.words + other.words, self.common + other.common, self.known + other.known, odds)


NOTHING = Evidence(0, 0, 0, (0.0,) * len(LANGUAGES))


def words(text: str) -> list[str]:
    """The words that tell a text's language, in lower case: without names, unless little but names is there."""
    every = _WORD.findall(text)
    telling = _WORD.findall(_NAME.sub(" ", text))
    return [word.lower() for word in (telling if 2 * len(telling) >= len(every) else every)]


def features(word: str) -> set[str]:
    """A word as the model sees it.

    Whole, its n-grams of up to five characters, "^" and "$" for its edges, and the standard that alone has it as a form
    by the lexicon, which knows far more words than the training text. What both standards have, or neither, is left
    out: the Bokmål dictionary is the larger one, so that a word it alone lacks would lean to Nynorsk.
    """
    edged = f"^{word}$"
    length = len(edged)
    grams = {edged[i:end] for i in range(length) for end in range(i + 1, min(i + _LONGEST, length) + 1)}
    grams.add(edged)
    return grams | _only(word)


def _only(word: str) -> set[str]:
    entry = lexicon().entry(word)
    return _ONLY.get(entry.flags & (NYNORSK_FORM | BOKMAAL_FORM | NAME), set()) if entry else set()


def weigh(text: str) -> Evidence:
    """Adds up what the model knows of a text's words."""
    tokens = words(text)
    if not tokens:
        return NOTHING
    common, known, *odds = map(sum, zip(*map(_counted, tokens), strict=True))
    return Evidence(len(tokens), common, known, tuple(weight / UNIT for weight in odds))


def identify(text: str) -> Judgement:
    """The language of a text that stands alone.

    Args:
        text: of any length; below some 40 letters the answer is often uncertain.

    Returns:
        The judgement; und when the text holds no words.
    """
    evidence = weigh(text)
    if not evidence.words:
        return Judgement(UNDETERMINED, 0.0)
    return _foreign(text, evidence, ask=len(text) >= _ENOUGH) or _which_standard(evidence.towards_nynorsk)


def lean(text: str) -> str:
    """The likelier of nn and nb, for a text that is known to be Norwegian; never uncertain."""
    return NYNORSK if weigh(text).towards_nynorsk > 0 else BOKMAAL


def judge_passages(texts: Sequence[str]) -> list[Judgement]:
    """The language of each passage of a report, each with the others as its context.

    Args:
        texts: the passages' texts in reading order.

    Returns:
        One judgement a passage.
    """
    alone = [weigh(text) for text in texts]
    foreign = _foreign_passages(texts, alone)
    odds = [0.0 if other else evidence.towards_nynorsk for evidence, other in zip(alone, foreign, strict=True)]
    report = _REPORT * math.tanh(sum(odds) / _WHOLE_REPORT)
    judged = []
    for i, other in enumerate(foreign):
        neighbours = odds[max(0, i - 1) : i] + odds[i + 1 : i + 2]
        context = report + sum(_NEIGHBOUR * math.tanh(o) for o in neighbours)
        judged.append(other or _which_standard(odds[i] + context))
    return judged


def shares(texts: Sequence[str], judgements: Sequence[Judgement]) -> tuple[tuple[str, float], ...]:
    """The share of a report's words in each language, largest first; they add up to 1.

    Args:
        texts: the passages' texts.
        judgements: theirs, from `judge_passages`.

    Returns:
        Pairs of code and share; none when there are no words.
    """
    counts: Counter[str] = Counter()
    for text, judgement in zip(texts, judgements, strict=True):
        counts[judgement.code] += len(_WORD.findall(text))
    total = counts.total()
    return tuple((code, count / total) for code, count in counts.most_common() if count)


def _which_standard(towards_nynorsk: float) -> Judgement:
    margin = math.tanh(abs(towards_nynorsk) / 2)  # the difference of the two probabilities
    if margin < _UNCERTAIN:
        return Judgement(NORWEGIAN, margin)
    return Judgement(NYNORSK if towards_nynorsk > 0 else BOKMAAL, margin)


def _foreign(text: str, evidence: Evidence, *, ask: bool) -> Judgement | None:
    """The foreign language that a text is in, or None for Norwegian.

    The model tells Norwegian, Danish and Swedish apart better than langdetect does, unless it is unsure; langdetect knows
    the languages that the model has never seen.
    """
    if evidence.is_clear:
        return None
    guess = gate.guess(text[:_STRETCH]) if ask else gate.Guess(UNDETERMINED, 0.0)
    unsure = abs(evidence.towards_norwegian) < _CLEAR
    if guess.code not in {NORWEGIAN, "da", "sv", UNDETERMINED} and (guess.probability >= _SURE):
        return Judgement(guess.code, guess.probability)
    if unsure and guess.code == NORWEGIAN:
        return None
    if unsure and guess.code in LANGUAGES:
        return Judgement(guess.code, guess.probability)
    if evidence.towards_norwegian > 0:
        return None
    likeliest = max(LANGUAGES[2:], key=lambda code: evidence.odds[LANGUAGES.index(code)])
    return Judgement(likeliest, math.tanh(-evidence.towards_norwegian / 2))


def _foreign_passages(texts: Sequence[str], alone: Sequence[Evidence]) -> list[Judgement | None]:
    """The foreign language of each passage, or None where it is Norwegian.

    langdetect is slow, so it is asked about stretches of passages, and no more often than the report's length allows.
    """
    calls = 1 + sum(map(len, texts)) // _BUDGET
    answers: list[Judgement | None] = [None] * len(texts)
    stretches = sorted(_doubtful(texts, alone), key=lambda stretch: -sum(len(texts[i]) for i in stretch))
    for rank, stretch in enumerate(stretches):
        evidence = sum((alone[i] for i in stretch), NOTHING)
        text = " ".join(texts[i] for i in stretch)
        answer = _foreign(text, evidence, ask=rank < calls and len(text) >= _ENOUGH) if evidence.words else None
        for i in stretch:
            answers[i] = None if alone[i].towards_norwegian >= _CLEAR else answer
    return answers


def _doubtful(texts: Sequence[str], alone: Sequence[Evidence]) -> Iterator[list[int]]:
    """Stretches of passages that are not clearly Norwegian; a short passage goes with those before it."""
    stretch: list[int] = []
    for i, (text, evidence) in enumerate(zip(texts, alone, strict=True)):
        long = len(text) >= _ENOUGH
        full = sum(len(texts[j]) for j in stretch) + len(text) > _STRETCH
        if stretch and (full or (long and evidence.is_clear)):
            yield stretch
            stretch = []
        if (long and not evidence.is_clear) or stretch:
            stretch.append(i)
    if stretch:
        yield stretch


@functools.lru_cache(maxsize=1 << 16)
def _counted(word: str) -> tuple[int, ...]:
    """Whether a word is a stop word, whether the lexicon has it, and its weights."""
    return word in _stop_words(), lexicon().entry(word) is not None, *_weights(word)


def _weights(word: str) -> tuple[int, ...]:
    """A word's weight for each of LANGUAGES, in 1/UNIT."""
    model = _model()
    known = [model[feature] for feature in features(word) if feature in model]
    return tuple(map(sum, zip(*known, strict=True))) if known else (0,) * len(LANGUAGES)


@functools.cache
def _model() -> dict[str, tuple[int, ...]]:
    """The weights of each feature. 40 ms to read, so only what judges a text reads it."""
    packed = (resources.files("norwegian") / "data" / MODEL).read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode().splitlines())
    return {feature: tuple(map(int, weights)) for feature, *weights in rows}


@functools.cache
def _stop_words() -> frozenset[str]:
    """Closed-class words of both standards."""
    data = resources.files("norwegian") / "data"
    lines = [
        line for code in (NYNORSK, BOKMAAL) for line in (data / f"stop.{code}.txt").read_text("utf-8").splitlines()
    ]
    return frozenset(line for line in lines if line and not line.startswith("#"))
