"""Compounds that the dictionary enters under another form of their last part.

"skattepenger" is listed under its plural, "beltehugst" under a side form, though "penger" is a form of "penge" and "hugst" of
"hogst". Such a compound gets the lemma that its other forms would give it, so that it is taken apart and meets them.
"""

from collections.abc import Iterable, Mapping

from norwegian.build.vocabulary import NOUN, Lemma, Vocabulary, forms_of

_PART, _OPENING, _FEWEST = 4, 3, 2  # letters of a last part and of what is before it; forms that must agree


def join(vocabulary: Vocabulary) -> int:
    """Renames the lemmas of such compounds; tells how many."""
    forms = forms_of(vocabulary)
    nouns = {lemma.text for lemma in forms if lemma.pos == NOUN}
    renamed = {lemma: base for lemma, own in forms.items() if (base := _base(lemma, own, forms, nouns, vocabulary))}
    for lemma in renamed:
        for form in forms[lemma]:
            readings = vocabulary.forms[form]
            readings[:] = dict.fromkeys(renamed.get(reading, reading) for reading in readings)
    for readings in vocabulary.firsts.values():
        readings[:] = dict.fromkeys(renamed.get(reading, reading) for reading in readings)
    return len(renamed)


def _base(
    lemma: Lemma, own: Iterable[str], forms: Mapping[Lemma, list[str]], nouns: set[str], vocabulary: Vocabulary
) -> Lemma | None:
    """The lemma of a compound by its last part, if that is no lemma of its own and the two inflect alike.

    Agents look the same but do not inflect so: "dobbeltgjenger", "dobbeltgjengere" is no "gjeng", "gjenger".
    """
    if lemma.pos != NOUN or len(set(own)) < _FEWEST:
        return None
    for start in range(_OPENING, len(lemma.text) - _PART + 1):
        last = lemma.text[start:]
        if last in nouns:
            return None
        for base in vocabulary.forms.get(last, ()):
            if base.pos == NOUN and _alike(lemma.text[:start], own, set(forms[base])):
                return Lemma(lemma.text[:start] + base.text, NOUN)
    return None


def _alike(opening: str, own: Iterable[str], last: set[str]) -> bool:
    return all(form.startswith(opening) and form[len(opening) :] in last for form in own)
