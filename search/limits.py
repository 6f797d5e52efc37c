"""Every limit of a search, in one place. What a limit cuts is told in the answer."""

QUERY_LENGTH = 2_000  # characters; the rest of the query is not read
TERMS = 64  # words, phrases and fields; the rest is not read
DEPTH = 16  # parentheses within parentheses; deeper ones do not count
PREFIX_LETTERS = 3  # before the * of a truncated word
FUZZY_LETTERS = 3  # of a word that is asked for with a ~
EDITS = 2  # of a word that is asked for with a ~
FUZZY_WORDS = 50  # spellings that a fuzzy word stands for, the nearest and commonest ones
DISTANCE = 100  # other words between the words of a phrase with a ~

TIME_S = 2.0  # for one query
PHRASE_CANDIDATES = 20_000  # passages with all words of a phrase that are read to see whether they stand in order
ALL_HITS = 10_000  # hits of one answer, also when all are asked for
SORTED = 2_000  # the most relevant hits that are put in another order, or grouped by report
RERANKED = 30  # the first hits, whose text is read to see whether the query's words stand together
GROUPED = 3  # hits shown of each report when they are grouped
FACET_VALUES = 50  # of one facet, the commonest
SUGGESTIONS = 3  # known words for a word that found nothing
TELLING_WORDS = 12  # of a passage, to find similar ones
CONCORDANCE = 10_000  # lines
CONCORDANCE_S = 10.0  # seconds for reading the texts of a concordance; it is no search that somebody waits for
