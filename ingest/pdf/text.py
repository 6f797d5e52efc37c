"""Printed characters → plain text: NFC, ligatures spelled out, invisible characters dropped, symbol fonts mapped."""

import re
import unicodedata

BULLET = "•"
BULLETS = frozenset("•●▪■◦○▶►➢✓✔➔\uf0b7\uf0a7\uf06c\uf06e\uf076\uf0d8\uf0fc\uf0a8")  # signs that are only ever bullets
UNKNOWN = "\ufffd"

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}

# Word writes the fonts Symbol and Wingdings into the private-use area U+F000–F0FF. What stands in report text:
# bullets, arrows, signs of formulas and Greek letters (source: Adobe's Symbol encoding, Unicode's Wingdings mapping).
_SYMBOL_FONT = {
    **dict.fromkeys((0xF06C, 0xF06E, 0xF076, 0xF09F, 0xF0A7, 0xF0A8, 0xF0B7, 0xF0D8, 0xF0FC), BULLET),
    0xF0AE: "→",
    0xF0E0: "→",
    0xF0DE: "⇒",
    0xF0B0: "°",
    0xF0B1: "±",
    0xF0B3: "≥",
    0xF0A3: "≤",
    0xF0B4: "×",
    0xF0B9: "≠",
    0xF0BB: "≈",
    0xF0D6: "√",
    0xF0D7: "·",
    0xF02D: "−",
    **{0xF000 + code: chr(code) for code in range(0x21, 0x7F) if not chr(code).isalpha() and code not in {0x2D, 0x6C}},
    **{0xF000 + ord(a): b for a, b in zip("abgdeqlmprsfw", "αβγδεθλμπρσφω", strict=True)},
}
_SYMBOL_FONT[0xF06C] = BULLET  # Wingdings' disc is far more usual than Symbol's lambda

# TeX's old fonts print an accent as a sign of its own, before or after its letter.
_ACCENTS = {"˚": "\u030a", "¨": "\u0308", "´": "\u0301", "`": "\u0300"}
_LOOSE_ACCENT = re.compile(r"([˚¨´])([aouAOUeE])")
_TWICE = re.compile(r"([åÅ])\u030a+|([äöüÄÖÜ])\u0308+")  # a composed letter, and its accent once more
_CID = re.compile(r"\(cid:\d+\)")
_LINE_HYPHENS = "\u00ad\u0002\ufffe"  # the soft hyphen, and what pdfium writes for a hyphen at a line end


def clean(text: str) -> str:
    """The text of a word as it should be stored; "" when nothing of it can be seen.

    A soft hyphen at the end is what breaks a word over lines, so it becomes a hyphen; elsewhere it is invisible.
    """
    if text.isascii() and text.isprintable():
        return _CID.sub(UNKNOWN, text) if "(cid:" in text else text
    if text[-1] in _LINE_HYPHENS and len(text) > 1:
        text = text.rstrip(_LINE_HYPHENS) + "-"
    text = _CID.sub(UNKNOWN, text).translate(_TABLE)
    text = _LOOSE_ACCENT.sub(lambda m: m[2] + _ACCENTS[m[1]], text)
    text = _TWICE.sub(lambda m: m[1] or m[2], unicodedata.normalize("NFC", text))
    return "".join(map(_seen, text))


def _seen(char: str) -> str:
    if char.isprintable():
        return char
    return UNKNOWN if unicodedata.category(char) in {"Co", "Cn"} else ""


_TABLE = {**_LIGATURES, **_SYMBOL_FONT, 0x2010: "-", 0x2011: "-"}
