"""Where sentences end."""

_END = ".!?:;"
_CLOSING = " »”\"')]¹²³⁴⁵⁶⁷⁸⁹⁰"


def ends(text: str) -> bool:
    """Whether a text ends as a sentence, a heading of a list or a quotation does."""
    return text.rstrip(_CLOSING)[-1:] in _END
