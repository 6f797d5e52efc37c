"""Trains the model that tells nn, nb, da, sv and en apart: `python -m norwegian.build.standard DIR`.

DIR holds `nn.txt`, `nb.txt`, `da.txt` and `sv.txt`, a sentence or paragraph a line. English and what the training text
lacks come from own tables (`seeds.tsv`, `terms.tsv`, `marks.tsv`, the stop words) and the project's English licence.

The model is a multinomial logistic regression over words and character n-grams, on windows of some words, the languages
equally often. Three measures keep the training text's topic and noise out of it: lines are drawn by the root of their
length, so that laws do not drown the rest; n-grams must occur in several words, and a whole word often, to count; and
each half of the text is judged by a model of the other half, so that a line under a wrong label is dropped.
"""

import argparse
import gzip
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from norwegian.standard import LANGUAGES, MODEL, UNIT, features, words

DATA = Path(__file__).parents[1] / "data"
LICENCE = Path(__file__).parents[2] / "LICENSE"

MIN_TYPES = 4  # words that an n-gram must occur in
MIN_TOKENS = 20  # occurrences of a word that counts as a whole
WINDOW = (2, 12)  # words of a training window
DRAWS = 20_000  # windows a language and epoch
EPOCHS = 6
BATCH = 256
RATE = 0.1
DECAY = 3e-4
SEEDS = 3  # models that are averaged
REPEAT = 8  # times a word of the reviewed tables stands in the training text
FOREIGN_REPEAT = 4  # the same for a seed sentence
DOUBT = 0.3  # a line whose own language is less likely than this by eight of its words has a wrong label
NEGLIGIBLE = 4  # stored weights that all lie this near to their mean are left out

Corpus = Mapping[str, Sequence[Sequence[str]]]  # language → lines → words
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a corpus and their features, as numbers.

    Attributes:
        number: of each word.
        names: of the features.
        start: where each word's features begin in `flat`, and one past the last.
        flat: the features of all words, one word after another.
    """

    number: Mapping[str, int]
    names: Sequence[str]
    start: Ints
    flat: Ints


def table(name: str) -> list[list[str]]:
    """The rows of a tab-separated table of ours, without its header."""
    return [line.split("\t") for line in (DATA / name).read_text("utf-8").splitlines()[1:]]


def reviewed_words() -> dict[str, list[str]]:
    """Words that stand in one written standard only, from the reviewed tables."""
    pairs = [(row[0].lower(), row[1].lower()) for name in ("terms.tsv", "marks.tsv") for row in table(name)]
    lists = {code: (DATA / f"stop.{code}.txt").read_text("utf-8").splitlines() for code in ("nn", "nb")}
    stop = {code: {line for line in lines if line and not line.startswith("#")} for code, lines in lists.items()}
    nn = stop["nn"] | {pair[0] for pair in pairs}
    nb = stop["nb"] | {pair[1] for pair in pairs}
    return {"nn": sorted(nn - nb), "nb": sorted(nb - nn)}


def read(folder: Path) -> dict[str, list[list[str]]]:
    """The training text as words, a list a line, for each of LANGUAGES."""
    lines: dict[str, list[str]] = {code: [] for code in LANGUAGES}
    for code in ("nn", "nb", "da", "sv"):
        lines[code] += (folder / f"{code}.txt").read_text("utf-8").splitlines()
    lines["en"] += LICENCE.read_text("utf-8").split("\n\n")
    for code, text in table("seeds.tsv"):
        lines[code] += [text] * FOREIGN_REPEAT
    return {code: [w for w in map(words, texts) if w] for code, texts in lines.items()}


def lexicon(corpus: Corpus) -> Lexicon:
    """Numbers the corpus's words and those of their features that are frequent enough to be more than a topic."""
    tokens = Counter(word for lines in corpus.values() for line in lines for word in line)
    seen = [features(word) for word in tokens]
    types = Counter(feature for found in seen for feature in found)
    whole = {f"^{word}$" for word, count in tokens.items() if count >= MIN_TOKENS}
    names = sorted(whole | {feature for feature, count in types.items() if count >= MIN_TYPES})
    number = {feature: i for i, feature in enumerate(names)}
    rows = [sorted(number[feature] for feature in found if feature in number) for found in seen]
    start = np.cumsum([0, *map(len, rows)])
    return Lexicon({word: i for i, word in enumerate(tokens)}, names, start, np.array([i for row in rows for i in row]))


def draw(corpus: Corpus, lexicon: Lexicon, rng: np.random.Generator) -> tuple[list[Ints], Ints]:
    """Windows of words as numbers, equally many a language, in random order, and the language of each."""
    windows = []
    for lines in corpus.values():
        numbers = [np.array([lexicon.number[word] for word in line]) for line in lines]
        chance = np.sqrt([len(line) for line in lines])
        for i in rng.choice(len(lines), DRAWS, p=chance / chance.sum()):
            size = int(rng.integers(*WINDOW))
            at = int(rng.integers(0, max(1, len(numbers[i]) - size + 1)))
            windows.append(numbers[i][at : at + size])
    order = rng.permutation(len(windows))
    labels = np.repeat(np.arange(len(corpus)), DRAWS)
    return [windows[i] for i in order], labels[order]


def spread(windows: Sequence[Ints], lexicon: Lexicon) -> tuple[Ints, Ints]:
    """The windows' features, each with the number of the window that it stands in."""
    found = np.concatenate(windows)
    sizes = np.diff(lexicon.start)[found]
    window = np.repeat(np.repeat(np.arange(len(windows)), [len(w) for w in windows]), sizes)
    first = np.repeat(lexicon.start[found] - np.cumsum(sizes) + sizes, sizes)
    return lexicon.flat[first + np.arange(sizes.sum())], window


def train(corpus: Corpus, lexicon: Lexicon, *, seed: int = 0, epochs: int = EPOCHS) -> Floats:
    """Weights, features × languages, by AdaGrad on the windows' cross-entropy."""
    rng = np.random.default_rng(seed)
    weights = np.zeros((len(lexicon.names), len(corpus)))
    squares = np.full_like(weights, 1e-3)
    for _ in range(epochs):
        windows, labels = draw(corpus, lexicon, rng)
        for at in range(0, len(windows), BATCH):
            found, window = spread(windows[at : at + BATCH], lexicon)
            error = softmax(total(weights, found, window))
            error[np.arange(len(error)), labels[at : at + BATCH]] -= 1
            unique, place = np.unique(found, return_inverse=True)
            step = total(error, window, place) / len(error) + DECAY * weights[unique]
            squares[unique] += step**2
            weights[unique] -= RATE * step / np.sqrt(squares[unique])
    return weights


def total(values: Floats, rows: Ints, groups: Ints) -> Floats:
    """Sums `values[rows]` by group: groups × columns."""
    return np.stack([np.bincount(groups, values[rows, c]) for c in range(values.shape[1])], axis=1)


def softmax(odds: Floats) -> Floats:
    """Probabilities by row."""
    powers = np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def rightly_labelled(corpus: Corpus) -> dict[str, list[Sequence[str]]]:
    """The corpus without the lines whose label a model of the other half of the corpus does not believe."""
    kept: dict[str, list[Sequence[str]]] = {code: [] for code in corpus}
    for half in (0, 1):
        other = {code: lines[1 - half :: 2] for code, lines in corpus.items()}
        known = lexicon(corpus)
        weights = train(other, known, epochs=EPOCHS // 2)
        for i, (code, lines) in enumerate(corpus.items()):
            for line in lines[half::2]:
                found, window = spread([np.array([known.number[word] for word in line])], known)
                odds = total(weights, found, window) * min(1, 8 / len(line))
                if softmax(odds)[0, i] >= DOUBT:
                    kept[code].append(line)
    return kept


def store(lexicon: Lexicon, weights: Floats) -> int:
    """Writes the model, in whole 1/UNIT, without features that tell nothing; answers how many were written."""
    centred = np.rint((weights - weights.mean(axis=1, keepdims=True)) * UNIT).astype(int)
    rows = [
        "\t".join([name, *map(str, row)])
        for name, row in zip(lexicon.names, centred.tolist(), strict=True)
        if max(map(abs, row)) > NEGLIGIBLE
    ]
    packed = gzip.compress("\n".join(rows).encode(), mtime=0)  # the same bytes from the same weights
    (DATA / MODEL).write_bytes(packed)
    print(f"{MODEL}: {len(rows):,} features, {len(packed):,} bytes")
    return len(rows)


def main() -> None:
    """Reads DIR, drops wrongly labelled lines, trains, writes the model."""
    parser = argparse.ArgumentParser(description="Trains the model that tells nn, nb, da, sv and en apart.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="holds nn.txt, nb.txt, da.txt and sv.txt")
    corpus = read(parser.parse_args().folder)
    clean = rightly_labelled(corpus)
    print("lines kept:", {code: f"{len(clean[code]):,} of {len(lines):,}" for code, lines in corpus.items()})
    for code, only in reviewed_words().items():
        clean[code] += [[word] for word in only] * REPEAT
    known = lexicon(clean)
    store(known, np.mean([train(clean, known, seed=seed) for seed in range(SEEDS)], axis=0))


if __name__ == "__main__":
    main()
