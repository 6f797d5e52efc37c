"""langdetect's door: is a text Norwegian, or what else?

langdetect knows 55 languages and calls both written standards "no". A call costs some 7 ms whatever the length of the
text, so it is asked about long stretches and doubtful ones only.
"""

import functools
import re
from collections.abc import Callable
from typing import Any, NamedTuple

# Northern Sámi, which langdetect does not know and takes for Estonian or Slovak: letters that no other language of the
# reports' world has. Croatian has đ, but no á; Icelandic á, but no đ.
_SAMI = re.compile(r"[ŋŧ]|á[^\n]*đ|đ[^\n]*á", re.IGNORECASE)
_SAMI_SHARE = 400  # characters of a text that one such letter may stand for


class Guess(NamedTuple):
    """A language, as ISO 639-1 ("no" for Norwegian, "und" for none), and its probability from 0 to 1."""

    code: str
    probability: float


def guess(text: str) -> Guess:
    """The language of a text of at least some words; "und" when it holds no letters to tell it by."""
    if len(_SAMI.findall(text)) * _SAMI_SHARE > len(text):
        return Guess("se", 1.0)
    detect, failure = _langdetect()
    try:
        best = detect(text)[0]
    except failure:
        return Guess("und", 0.0)
    return Guess(str(best.lang), float(best.prob))


@functools.cache
def _langdetect() -> tuple[Callable[[str], Any], type[Exception]]:
    """The library's detector with a fixed seed: without one it answers differently from call to call.

    Importing it reads 300 ms of profiles, so that is done only where it is asked.
    """
    from langdetect import DetectorFactory, LangDetectException, detect_langs

    DetectorFactory.seed = 0
    return detect_langs, LangDetectException
