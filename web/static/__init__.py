"""The files that pages need, under addresses that change with their content, so that browsers may keep them for good."""

from functools import cache
from hashlib import sha256
from importlib.resources import files

TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_LENGTH = 12  # hex digits of a digest that tell versions apart


@cache
def content(name: str) -> bytes:
    """The bytes of a file.

    Raises:
        FileNotFoundError: there is none of that name, or it is none to be shown.
    """
    if "/" in name or name.rpartition(".")[2] not in TYPES:
        raise FileNotFoundError(name)
    return (files(__name__) / name).read_bytes()


@cache
def address_of(name: str) -> str:
    """Where a page finds a file."""
    stem, _, ending = name.rpartition(".")
    return f"/static/{stem}.{sha256(content(name)).hexdigest()[:_LENGTH]}.{ending}"


def name_of(address: str) -> str:
    """The file of an address's last part; "" when its content is another one now."""
    stem, _, rest = address.partition(".")
    name = f"{stem}.{rest.partition('.')[2]}"
    try:
        return name if address_of(name).rpartition("/")[2] == address else ""
    except FileNotFoundError:
        return ""
