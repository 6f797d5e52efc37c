"""Every weight of the ranking that is not a word's own (those are `norwegian.expansion`'s).

`benchmarks.tune` measures SCORING, STOP_WORDS and TOGETHER on one half of the development queries and tells what they
give on the other (benchmarks/RESULTS.md); `whole_first` is what users are promised. The development data has neither
findings nor reference lists; BOOSTS follow from what a reader wants: what was found before where it is only named.
"""

from catalogue.model import Kind, Matter
from search import marks
from search.engines.port import Scoring

SCORING = Scoring(k1=1.2, b=0.9, floor=0.2, whole_first=True)
STOP_WORDS = 1.0  # of a stop word beside other words, times its own weight
TOGETHER = 0.3  # the score of a passage grows by this share when all words of the query stand side by side
FUZZY = (1.0, 0.8, 0.6)  # of a spelling with no, one or two edits
BOOSTS = (
    (marks.FINDING, 1.15),
    (marks.matter(Matter.REFERENCES), 0.4),
    (marks.matter(Matter.CONTENTS), 0.3),
    (marks.matter(Matter.COLOPHON), 0.3),
    (marks.matter(Matter.COVER), 0.4),
    (marks.kind(Kind.HEADING), 0.6),  # a heading is short, which BM25 takes for dense, and states nothing
    (marks.kind(Kind.FIGURE), 0.6),
)
