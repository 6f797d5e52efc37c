"""Norwegian: what a word means in either written standard, and which standard a text is in.

The rest of Funn asks here for keys (`analyse` for a text, `expand` for a query), for why they meet (`matches`), and for
the parts of a compound (`split`). `norwegian.standard` tells Nynorsk from Bokmål, `norwegian.why` explains.
"""

from norwegian.analysis import Finder, analyse, index_keys, remember
from norwegian.expansion import expand
from norwegian.matching import matches
from norwegian.splitting import split
from norwegian.words import Key, Match, QueryTerm, Term, Why

ANALYSIS_VERSION = "7"
"""Changes whenever `analyse` gives other keys; an index of another version must be rebuilt."""

__all__ = [
    "ANALYSIS_VERSION",
    "Finder",
    "Key",
    "Match",
    "QueryTerm",
    "Term",
    "Why",
    "analyse",
    "expand",
    "index_keys",
    "matches",
    "remember",
    "split",
]
