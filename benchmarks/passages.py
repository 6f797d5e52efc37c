"""Passages to measure speed on: as many as wanted, with a vocabulary that grows as a real collection's does.

From a folder with a `corpus.jsonl` (one object a line with a "text") new passages are made of sentences drawn from all
of it, in which a share of the words give way to compounds that occur nowhere else. Without one, the text is made of
made-up words whose frequencies follow Zipf's law. Everything follows from one seed.
"""

import json
import random
import re
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path

DEFAULT_DATA = Path(__file__).parents[2] / "shared/data/retrieval"
REPORT_SIZE = 300  # passages
_SEED = 20_240_607
# Heaps' law with exponent .65: a collection five times as large has 2.85 times the words, some 3 of 100 words being new.
_NEW_WORDS = 0.03
_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-ZÆØÅ«])")
_WORD = re.compile(r"[a-zæøå]{4,}")


def passages(count: int, data: Path | None) -> list[str]:
    """So many passages.

    Args:
        count: how many.
        data: folder of a corpus; the shared one, if it is there, when None.
    """
    file = (data or DEFAULT_DATA) / "corpus.jsonl"
    if data is None and not file.is_file():
        return list(islice(_generated(), count))
    with file.open(encoding="utf-8") as lines:
        real = [json.loads(line)["text"] for line in lines]
    if not real:
        raise SystemExit(f"{file} holds no passages.")
    random.Random(_SEED).shuffle(real)  # noqa: S311 - to measure, not to hide
    return real[:count] + list(islice(_recombined(real), max(0, count - len(real))))


def _recombined(real: list[str]) -> Iterator[str]:
    """New passages as long as the real ones."""
    chance = random.Random(_SEED + 1)  # noqa: S311 - to measure, not to hide
    sentences = [sentence for text in real for sentence in _SENTENCE.split(text)]
    words = [word for text in real[:2000] for word in _WORD.findall(text)]

    def compound(match: re.Match[str]) -> str:
        return chance.choice(words) + chance.choice(words) if chance.random() < _NEW_WORDS else match[0]

    while True:
        length, text = len(chance.choice(real)), ""
        while len(text) < length:
            text += (" " if text else "") + chance.choice(sentences)
        yield _WORD.sub(compound, text[: max(length, 40)])


def _generated() -> Iterator[str]:
    """Passages of made-up words."""
    chance = random.Random(_SEED + 2)  # noqa: S311 - to measure, not to hide
    syllables = [
        start + end for start in "bdfghjklmnprstv" for end in ("a", "e", "i", "o", "u", "ar", "en", "il", "ør", "ås")
    ]
    words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(400_000)]
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    while True:
        drawn = chance.choices(words, cum_weights=weights, k=chance.randint(30, 150))
        yield " ".join(drawn).capitalize() + "."
