"""File names from outside, made harmless: a name never leads out of its folder, and never hides in it."""

import re
import unicodedata
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

_UNSAFE = re.compile(r"[^\w.()+,&=' -]")
_LONGEST = 120  # bytes; file systems allow 255


def safe_name(name: str, ending: str, otherwise: str = "report") -> str:
    """A file name of harmless characters that ends as told.

    Args:
        name: as somebody else gave it, perhaps with folders before it.
        ending: such as ".pdf".
        otherwise: the name where nothing of it is left.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = last[: -len(ending)] if last.casefold().endswith(ending) else last
    stem = re.sub(r"\s+", " ", _UNSAFE.sub("_", stem)).strip(" ._")
    stem = stem.encode()[: _LONGEST - len(ending)].decode(errors="ignore").strip(" ._")
    return f"{stem if re.search(r'[^_]', stem) else otherwise}{ending}"


def name_of(url: str, disposition: str) -> str:
    """What a file is called: as its server calls it (Content-Disposition), else as its address ends; not yet harmless."""
    if disposition:
        header = Message()
        header["Content-Disposition"] = re.sub(r"[\r\n]", " ", disposition)
        if told := header.get_filename():
            return told
    return PurePosixPath(unquote(urlsplit(url).path)).name
