"""`funn why`: what a word means to a search, and how two words meet."""

import click

from catalogue.errors import UsageError
from commands import terminal
from commands.frame import NOTHING_FOUND, command, leave
from norwegian.why import Explanation, Meeting, explain, meet
from norwegian.words import Key


@command(
    "why",
    ("funn why skoleleiarar", "its standards, lemma, parts, family and keys"),
    ("funn why involvering involverte", "how a query with the first meets a text with the second"),
)
@click.argument("word")
@click.argument("other", required=False)
def why(word: str, other: str | None) -> None:
    """Explains a word's keys, or how two words meet. Exit code 1: they do not meet."""
    try:
        if other is None:
            lines = _explained(explain(word))
        else:
            meeting = meet(word, other)
            lines = _met(meeting)
    except ValueError as error:
        raise UsageError(f"{error} Give one word, or two.") from error
    click.echo("\n".join(lines))
    if other is not None and meeting.why is None:
        leave(NOTHING_FOUND)


def _explained(one: Explanation) -> list[str]:
    rows = [
        ("Word", one.word),
        ("Form of", ", ".join(one.standards) or ("a name" if one.known else "unknown to the lexicon")),
        ("Stop word", "yes" if one.stop else ""),
        ("Lemma", ", ".join(one.lemmas)),
        ("Parts", " + ".join(one.parts) if len(one.parts) > 1 else ""),
        ("Family", "; ".join(", ".join(members) for members in one.families if members)),
        ("Indexed by", "  ".join(one.index)),
        ("Searched by", "  ".join(map(_key, one.query))),
        *(("Part by", "  ".join(map(_key, part))) for part in one.query_parts),
    ]
    return terminal.table((name, value) for name, value in rows if value)


def _met(meeting: Meeting) -> list[str]:
    if meeting.why is None:
        return [f"{meeting.query} does not find {meeting.found}."]
    return [
        f"{meeting.query} finds {meeting.found}: {meeting.why}.",
        *(f"  {_key(key)} {key.why}" for key in meeting.keys),
    ]


def _key(key: Key) -> str:
    return f"{key.text} ×{key.weight:g}"
