"""The order of words in Norwegian: æ, ø and å last, case and accents aside."""

import unicodedata

# What no word holds and what comes after "z", so that the letters keep their places when strings are compared.
_LAST = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ð": "d", "þ": "th", "đ": "d", "ł": "l"})


def norwegian(text: str) -> str:
    """A key to sort by; aa is å, as in names.

    The letters of other alphabets come last, in the order of their code points.
    """
    folded = unicodedata.normalize("NFC", text).casefold().replace("aa", "å").translate(_LAST)
    return "".join(letter for letter in unicodedata.normalize("NFD", folded) if not unicodedata.combining(letter))
