from hypothesis import given
from hypothesis import strategies as st

from search.fold import folded

SENTENCE = "Skuleeigarane i undersøkinga la stor vekt på involvering av lærarane i det lokale arbeidet med kompetanse."


def test_the_same_sentence_but_for_a_word() -> None:
    other = SENTENCE.replace("stor ", "")
    assert folded([SENTENCE, "Noko heilt anna om barnehagar i kommunen.", other, SENTENCE.upper()]) == [[0, 2, 3], [1]]


def test_other_numbers_make_another_text() -> None:
    one, two = (f"I alt {number} av kommunane svara at dei hadde teke del i ordninga i fjor." for number in (41, 42))
    assert folded([one, two]) == [[0], [1]]


def test_short_texts_must_be_the_same() -> None:
    assert folded(["Tiltak i skolen", "Tiltak i barnehagen", "tiltak i skolen."]) == [[0, 2], [1]]


def test_half_of_a_text_is_another_text() -> None:
    assert folded([SENTENCE, SENTENCE[: len(SENTENCE) // 2]]) == [[0], [1]]


def test_many_texts_take_little_time() -> None:
    texts = [
        f"{SENTENCE} Ord{number} og meir{number} om sak{number} i by{number} til slutt{number} her{number} der{number} no{number}"
        for number in range(3_000)
    ]
    assert sum(map(len, folded(texts))) == 3_000


@given(st.lists(st.text("ab 1é\ud800", max_size=30)))
def test_every_text_is_in_one_group_and_groups_keep_the_order(texts: list[str]) -> None:
    groups = folded(texts)
    assert sorted(place for group in groups for place in group) == list(range(len(texts)))
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)
    assert all(group == sorted(group) for group in groups)
    seen: dict[str, int] = {}
    for number, group in enumerate(groups):
        for place in group:
            assert seen.setdefault(texts[place], number) == number
