"""Files that a reader of strangers' PDFs must survive: `make(folder)` writes them, the same ones each time.

Each has a name that says what is wrong with it. `python -m tests.ingest.pdf.hostile FOLDER` writes them for a look.
"""

import random
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.ingest.pdf.pdfwriter import FONT, PAGE, Writer, prose, report

_LINES = (
    "Skoleleiarar i heile landet seier at dei er for lite involverte i arbeidet med",
    "lokal kompetanseutvikling. Barnehage- og skuleeigarar meiner det motsette, og",
    "fylkesmannen ser at ordninga verkar best der partane har avtalt kven som gjer kva.",
    "Undersøkelsen viser at kommunene bruker midlene ulikt, og at små kommuner trenger",
    "støtte fra større naboer for å få utbytte av tilskuddet til kompetanseutvikling.",
)
PAGES = 6
"""Pages of the report that most files are made from."""

_SLOW = frozenset(
    {"bomb_flate_1gb", "bomb_flate_twice", "million_chars", "million_shapes", "pages_10000", "forms_laughing"}
)

Build = Callable[[], bytes]


def _contents(pages: int = PAGES) -> list[bytes]:
    return [prose(_LINES[page % len(_LINES) :] + _LINES[: page % len(_LINES)]) for page in range(pages)]


def _plain() -> bytes:
    return report(_contents())


def _raw(
    page: str, *extra: bytes, tree: str = "<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>", content: bytes = b""
) -> bytes:
    """A one-page PDF whose page and page tree are given; `{tree}`, `{page}`, `{font}` and `{content}` are numbers.

    Further objects get the numbers from 6 on.
    """
    out = Writer()
    names = {"font": out.add(FONT), "tree": out.reserve(), "page": out.reserve()}
    names["content"] = out.stream(content or _contents(1)[0])
    root = out.add("<< /Type /Catalog /Pages 2 0 R >>")
    out.put(names["page"], page.format(**names, parent=names["tree"], more=""))
    out.put(names["tree"], tree.format(**names))
    for body in extra:
        out.add(body)
    return out.bytes(root)


def _one(content: bytes, more: str = "", *, squeeze: bool = False) -> bytes:
    return report([content], page_more=more, squeeze=squeeze)


# --- no PDF at all ----------------------------------------------------------------------------------------------------


def _no_pdfs() -> Iterator[tuple[str, Build]]:
    yield "empty", lambda: b""
    yield "one_byte", lambda: b"%"
    yield "text_named_pdf", lambda: b"Dette er ikkje ein PDF.\n" * 40
    yield "html_named_pdf", lambda: b"<!DOCTYPE html><html><body>404</body></html>"
    yield "zip_named_pdf", lambda: b"PK\x03\x04" + bytes(500)
    yield "zeros", lambda: bytes(5000)
    yield "random_bytes", lambda: _noise(1, 5000)
    yield "header_only", lambda: b"%PDF-1.7\n"
    yield "header_and_noise", lambda: b"%PDF-1.7\n" + _noise(2, 20000)
    yield "trailer_only", lambda: b"%PDF-1.7\ntrailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF"


def _noise(seed: int, length: int) -> bytes:
    return random.Random(seed).randbytes(length)  # noqa: S311 - the same noise each time


# --- damage in transport ----------------------------------------------------------------------------------------------


def _damaged() -> Iterator[tuple[str, Build]]:
    for percent in (3, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 98):
        yield f"truncated_at_{percent:02}", lambda percent=percent: (whole := _plain())[: len(whole) * percent // 100]  # type: ignore[misc]
    for percent in (25, 75):
        yield (
            f"truncated_squeezed_at_{percent}",
            lambda percent=percent: (whole := report(_contents(), squeeze=True))[: len(whole) * percent // 100],  # type: ignore[misc]
        )
    for seed in range(10):
        yield f"bits_flipped_{seed}", lambda seed=seed: _flipped(report(_contents(), squeeze=seed % 2 == 1), seed)  # type: ignore[misc]
    yield "middle_missing", lambda: (whole := _plain())[: len(whole) // 3] + whole[len(whole) // 2 :]
    yield "twice_in_one_file", lambda: _plain() + _plain()
    yield "line_ends_converted", lambda: report(_contents(), squeeze=True).replace(b"\n", b"\r\n")
    yield "text_before_header", lambda: b"HTTP/1.1 200 OK\r\n\r\n" + _plain()


def _flipped(whole: bytes, seed: int) -> bytes:
    chance = random.Random(seed)  # noqa: S311 - the same damage each time
    data = bytearray(whole)
    for _ in range(30):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


# --- tables and trees that lie ----------------------------------------------------------------------------------------


def _lies() -> Iterator[tuple[str, Build]]:
    yield "xref_prev_loop", lambda: (whole := _plain()).replace(b"/Root", b"/Prev %d /Root" % whole.index(b"xref\n0"))
    yield "xref_offsets_wrong", lambda: _plain().replace(b" 00000 n", b" 00001 n")
    yield "startxref_zero", lambda: report(_contents(), startxref=0)
    yield "startxref_huge", lambda: report(_contents(), startxref=10**12)
    yield "startxref_negative", lambda: report(_contents(), startxref=-5)
    yield "size_huge", lambda: _plain().replace(b"/Size 15", b"/Size 2000000000")
    yield "no_root", lambda: _plain().replace(b"/Root", b"/Toot")
    page = PAGE
    yield "tree_of_itself", lambda: _raw(page, tree="<< /Type /Pages /Kids [{tree} 0 R {page} 0 R] /Count 2 >>")
    yield (
        "tree_loop_of_two",
        lambda: _raw(
            page,
            b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 2 >>",
            tree="<< /Type /Pages /Kids [6 0 R {page} 0 R] /Count 3 >>",
        ),
    )
    yield (
        "tree_same_page_often",
        lambda: _raw(page, tree="<< /Type /Pages /Kids [" + "{page} 0 R " * 50 + "] /Count 50 >>"),
    )
    yield "tree_deep", _deep_tree
    yield "tree_count_too_high", lambda: _raw(page, tree="<< /Type /Pages /Kids [{page} 0 R] /Count 40 >>")
    yield "tree_count_absurd", lambda: _raw(page, tree="<< /Type /Pages /Kids [{page} 0 R] /Count 2000000000 >>")
    yield "tree_count_negative", lambda: _raw(page, tree="<< /Type /Pages /Kids [{page} 0 R] /Count -1 >>")
    yield "tree_count_too_low", lambda: _plain().replace(b"/Count 6", b"/Count 2")
    yield "tree_kids_missing", lambda: _raw(page, tree="<< /Type /Pages /Kids [99 0 R {page} 0 R 98 0 R] /Count 3 >>")
    yield "tree_kids_no_array", lambda: _raw(page, tree="<< /Type /Pages /Kids 7 /Count 1 >>")
    yield "zero_pages", lambda: report([])
    yield "pages_10000", lambda: report([prose([f"Side {number}"]) for number in range(1, 10001)])
    yield "page_without_contents", lambda: _raw("<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] >>")
    yield "page_without_box", lambda: _raw(page.replace("/MediaBox [0 0 595 842]", ""))
    yield "page_without_type", lambda: _raw(page.replace("/Type /Page ", ""))


def _deep_tree() -> bytes:
    out = Writer()
    root = out.add("<< /Type /Catalog /Pages 2 0 R >>")
    for level in range(5000):
        out.add(f"<< /Type /Pages /Kids [{level + 3} 0 R] /Count 1 >>")
    out.add("<< /Type /Page /MediaBox [0 0 595 842] >>")
    return out.bytes(root)


# --- too much ---------------------------------------------------------------------------------------------------------


def _too_much() -> Iterator[tuple[str, Build]]:
    yield "bomb_flate_1gb", lambda: _bomb(1000, twice=False)
    yield "bomb_flate_twice", lambda: _bomb(2000, twice=True)
    yield "million_chars", lambda: _one(prose(["skuleleiar " * 10] * 10000), squeeze=True)
    yield "million_shapes", lambda: _one(b"0 0 m 9 9 l S\n" * 1_000_000, squeeze=True)
    yield "forms_laughing", _laughing
    yield "form_of_itself", _form_of_itself
    yield "states_saved_often", lambda: _one(b"q " * 200_000 + _contents(1)[0], squeeze=True)
    yield "arrays_nested", lambda: _one(b"[" * 100_000 + _contents(1)[0])
    yield "dictionaries_nested", lambda: _raw(PAGE, b"<< /A " * 50_000 + b"1" + b" >>" * 50_000)
    yield "string_unended", lambda: _one(b"BT /F1 11 Tf (" + b"x" * 100_000)
    yield "numbers_huge", lambda: _one(b"BT /F1 1e38 Tf 9" + b"9" * 400 + b" 0 Td (tekst) Tj ET")
    for name, box in {
        "giant": "[0 0 1e9 1e9]",
        "tiny": "[0 0 0.001 0.001]",
        "zero": "[0 0 0 0]",
        "backward": "[595 842 0 0]",
        "of_words": "[/a /b (c) null]",
        "short": "[0 0 595]",
        "far_away": "[1e7 1e7 10000595 10000842]",
    }.items():
        yield f"page_box_{name}", lambda box=box: _raw(PAGE.replace("[0 0 595 842]", box))  # type: ignore[misc]
    yield "page_turned_by_45", lambda: report(_contents(2), page_more="/Rotate 45 ")


def _bomb(megabytes: int, *, twice: bool) -> bytes:
    squeezer = zlib.compressobj(9)
    data = b"".join(squeezer.compress(b" " * 1_000_000) for _ in range(megabytes)) + squeezer.flush()
    filters = "/Filter [/FlateDecode /FlateDecode]" if twice else "/Filter /FlateDecode"
    out = Writer()
    out.add(FONT)
    out.reserve()
    content = out.stream(zlib.compress(data, 9) if twice else data, filters)
    page = out.add(PAGE.format(parent=2, font=1, content=content, more=""))
    good = out.stream(_contents(1)[0])
    other = out.add(PAGE.format(parent=2, font=1, content=good, more=""))
    out.put(2, f"<< /Type /Pages /Kids [{page} 0 R {other} 0 R] /Count 2 >>")
    return out.bytes(out.add("<< /Type /Catalog /Pages 2 0 R >>"))


def _laughing() -> bytes:
    """Ten forms, each of which draws the next one ten times."""
    out = Writer()
    resources = "/Resources << /Font << /F1 {font} 0 R >> /XObject << /X {inner} 0 R >> >>"
    font = out.add(FONT)
    inner = out.stream(
        prose(["ha"]), "/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + resources.format(font=font, inner=font)
    )
    for _ in range(10):
        inner = out.stream(
            b"/X Do\n" * 10,
            "/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + resources.format(font=font, inner=inner),
        )
    content = out.stream(b"/X Do")
    tree = out.reserve()
    page = out.add(
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] {resources.format(font=font, inner=inner)} /Contents {content} 0 R >>"
    )
    out.put(tree, f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>")
    return out.bytes(out.add(f"<< /Type /Catalog /Pages {tree} 0 R >>"))


def _form_of_itself() -> bytes:
    out = Writer()
    font, form = out.add(FONT), 2
    out.stream(
        _contents(1)[0] + b" /X Do",
        f"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 {font} 0 R >> /XObject << /X {form} 0 R >> >>",
    )
    content, tree = out.stream(b"/X Do"), out.reserve()
    page = out.add(
        f"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /X {form} 0 R >> >> /Contents {content} 0 R >>"
    )
    out.put(tree, f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>")
    return out.bytes(out.add(f"<< /Type /Catalog /Pages {tree} 0 R >>"))


# --- text that is none, streams that lie, locks and traps -------------------------------------------------------------


def _text() -> Iterator[tuple[str, Build]]:
    composite = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Nowhere /Encoding /Identity-H /DescendantFonts [<< /Type /Font "
        b"/Subtype /CIDFontType2 /BaseFont /Nowhere /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>"
    )
    codes = b"BT /F1 11 Tf 72 700 Td <%s> Tj ET" % b"".join(b"%04x" % code for code in range(3, 900))
    yield "font_without_tounicode", lambda: report([codes], font=composite)
    yield "font_missing", lambda: _one(_contents(1)[0].replace(b"/F1", b"/F9"))
    yield "font_no_dictionary", lambda: report(_contents(1), font=b"(Helvetica)")
    shifted = b"/Encoding << /Differences [32 " + b" ".join(b"/%c" % (97 + code % 26) for code in range(90)) + b"] >>"
    yield "font_encoding_wrong", lambda: report(_contents(2), font=FONT.replace(b"/Encoding /WinAnsiEncoding", shifted))
    yield (
        "font_of_itself",
        lambda: report(
            _contents(1), font=b"<< /Type /Font /Subtype /Type0 /DescendantFonts [1 0 R] /ToUnicode 1 0 R >>"
        ),
    )
    yield "control_characters", lambda: _one(b"BT /F1 11 Tf 72 700 Td <%s> Tj ET" % bytes(range(256)).hex().encode())
    yield "filter_unknown", lambda: _streams(zlib.compress(_contents(1)[0]), "/Filter /NoSuchDecode")
    yield "filter_wrong", lambda: _streams(_contents(1)[0], "/Filter /FlateDecode")
    yield "filter_chain_long", lambda: _streams(_contents(1)[0], "/Filter [" + "/ASCIIHexDecode " * 500 + "]")
    yield (
        "predictor_absurd",
        lambda: _streams(
            zlib.compress(_contents(1)[0]),
            "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2000000000 /Colors 99 >>",
        ),
    )
    yield "length_too_small", lambda: _streams(_contents(1)[0], length=10)
    yield "length_too_large", lambda: _streams(_contents(1)[0], length=10**9)
    yield "length_negative", lambda: _streams(_contents(1)[0], length=-1)
    yield "length_of_itself", lambda: _streams(_contents(1)[0], length="3 0 R")


def _streams(data: bytes, more: str = "", length: int | str | None = None) -> bytes:
    """A page whose content stream is wrong, and a good page after it."""
    out = Writer()
    font, tree = out.add(FONT), out.reserve()
    pages = [
        out.add(PAGE.format(parent=tree, font=font, content=number, more=""))
        for number in (out.stream(data, more, length=length), out.stream(_contents(1)[0]))
    ]
    out.put(tree, f"<< /Type /Pages /Kids [{pages[0]} 0 R {pages[1]} 0 R] /Count 2 >>")
    return out.bytes(out.add(f"<< /Type /Catalog /Pages {tree} 0 R >>"))


def _locks() -> Iterator[tuple[str, Build]]:
    yield "password", lambda: _locked(b"hemmeleg")
    yield "password_empty", lambda: _locked(b"")
    yield "lock_unknown", lambda: report(_contents(), trailer_more="/Encrypt << /Filter /Odd /V 9 >> /ID [<00> <00>]")
    yield (
        "javascript",
        lambda: report(_contents(), catalogue_more="/OpenAction << /S /JavaScript /JS (while \\(1\\) {}) >>"),
    )
    yield "launch", lambda: report(_contents(), catalogue_more="/OpenAction << /S /Launch /F (/bin/sh) >>")
    loop = _raw(
        PAGE,
        b"<< /Type /Outlines /First 7 0 R /Last 7 0 R >>",
        b"<< /Title (Rundt) /Parent 6 0 R /Next 7 0 R /First 7 0 R >>",
    )
    yield "outline_loop", lambda: loop.replace(b"/Pages 2 0 R >>", b"/Pages 2 0 R /Outlines 6 0 R >>")
    yield (
        "labels_loop",
        lambda: report(_contents(), catalogue_more="/PageLabels << /Kids [1 0 R 2 0 R] /Nums [0 1 0 1] >>"),
    )
    yield (
        "info_odd",
        lambda: report(_contents(), trailer_more="/Info << /Title [1 2] /Author 3 /CreationDate (D:99999999) >>"),
    )
    yield "xmp_laughing", _laughing_xmp


def _locked(password: bytes) -> bytes:
    out = Writer()
    out.lock(password)
    return report(_contents(), writer=out)


def _laughing_xmp() -> bytes:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10))
    packet = b'<!DOCTYPE x [<!ENTITY l0 "ha">' + entities + b"]><x>&l9;</x>"
    out = Writer()
    number = out.stream(packet, "/Type /Metadata /Subtype /XML")
    return report(_contents(), writer=out, catalogue_more=f"/Metadata {number} 0 R")


def builders() -> dict[str, Build]:
    """Name → what makes the file's bytes."""
    return {name: build for group in (_no_pdfs, _damaged, _lies, _too_much, _text, _locks) for name, build in group()}


def make(folder: Path, *, slow: bool = True) -> list[Path]:
    """Write the files.

    Args:
        folder: where; made when it is not there.
        slow: also those that take long to write or read.

    Returns:
        The files, and whole ones among them that must be read whatever their neighbours do ("whole_….pdf").
    """
    folder.mkdir(parents=True, exist_ok=True)
    chosen = {name: build for name, build in builders().items() if slow or name not in _SLOW}
    chosen |= {f"whole_{number}": _plain for number in (1, 2)}
    paths = []
    for name, build in chosen.items():
        path = folder / f"{name}.pdf"
        path.write_bytes(build())
        paths.append(path)
    return paths


if __name__ == "__main__":
    make(Path(sys.argv[1]))
