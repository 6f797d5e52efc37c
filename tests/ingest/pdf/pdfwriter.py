"""Writes small PDFs byte by byte, right or deliberately wrong: what no library would write for a test."""

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")  # PDF 32000-1, 7.6.3.3
_ID = b"0123456789abcdef"
_PERMISSIONS = -4

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
PAGE = "<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 {font} 0 R >> >> /Contents {content} 0 R {more}>>"


@dataclass(slots=True)
class Writer:
    """A PDF in the making: objects are numbered from 1 in the order in which they are added.

    Attributes:
        objects: each object's bytes.
        encrypt: whether a document key is used on streams; see `lock`.
    """

    objects: list[bytes] = field(default_factory=list)
    encrypt: int = 0
    _key: bytes = b""

    def add(self, body: bytes | str) -> int:
        """Add an object; answers its number."""
        self.objects.append(body.encode("latin-1") if isinstance(body, str) else body)
        return len(self.objects)

    def reserve(self) -> int:
        """A number for an object that is written later."""
        return self.add(b"null")

    def put(self, number: int, body: bytes | str) -> None:
        """Write a reserved object."""
        self.objects[number - 1] = body.encode("latin-1") if isinstance(body, str) else body

    def stream(self, data: bytes, more: str = "", *, squeeze: bool = False, length: int | str | None = None) -> int:
        """Add a stream; `length` is what it claims to be, if not the truth."""
        if squeeze:
            data, more = zlib.compress(data, 9), f"/Filter /FlateDecode {more}"
        number = len(self.objects) + 1
        if self._key:
            data = _rc4(hashlib.md5(self._key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], data)  # noqa: S324
        told = len(data) if length is None else length
        return self.add(f"<< /Length {told} {more} >>\nstream\n".encode("latin-1") + data + b"\nendstream")

    def lock(self, password: bytes) -> None:
        """Encrypt what is added from now on: the standard handler, revision 2, RC4 with 40 bits."""
        padded = (password + _PADDING)[:32]
        owner = _rc4(hashlib.md5(padded).digest()[:5], padded)  # noqa: S324 - what the format prescribes
        permissions = _PERMISSIONS.to_bytes(4, "little", signed=True)
        self._key = hashlib.md5(padded + owner + permissions + _ID).digest()[:5]  # noqa: S324
        user = _rc4(self._key, _PADDING)
        self.encrypt = self.add(
            f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{user.hex()}> /P {_PERMISSIONS} >>"
        )

    def bytes(self, root: int, *, more: str = "", startxref: int | None = None) -> bytes:
        """The file.

        Args:
            root: number of the catalogue.
            more: further entries of the trailer.
            startxref: a wrong offset, instead of the right one.
        """
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        offsets = []
        for number, body in enumerate(self.objects, 1):
            offsets.append(len(out))
            out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
        at = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(self.objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        locked = f"/Encrypt {self.encrypt} 0 R /ID [<{_ID.hex()}> <{_ID.hex()}>]" if self.encrypt else ""
        out += f"trailer\n<< /Size {len(self.objects) + 1} /Root {root} 0 R {locked} {more} >>\n".encode("latin-1")
        out += b"startxref\n%d\n%%%%EOF\n" % (at if startxref is None else startxref)
        return bytes(out)


def _rc4(key: bytes, data: bytes) -> bytes:
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def prose(lines: Iterable[str], size: int = 11) -> bytes:
    """A content stream that prints lines from the top of the page."""
    shown = b"".join(b"(%s) Tj T*\n" % _escaped(line) for line in lines)
    return b"BT /F1 %d Tf %d TL 72 770 Td\n%sET" % (size, size + 4, shown)


def _escaped(line: str) -> bytes:
    return line.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def report(
    contents: Iterable[bytes],
    *,
    writer: Writer | None = None,
    page_more: str = "",
    catalogue_more: str = "",
    trailer_more: str = "",
    font: bytes = FONT,
    squeeze: bool = False,
    startxref: int | None = None,
) -> bytes:
    """A PDF with one page for each content stream; the page tree is its head, so that much survives a truncation."""
    out = writer or Writer()
    face, tree, root = out.add(font), out.reserve(), out.reserve()
    kids = []
    for content in contents:
        number = out.stream(content, squeeze=squeeze)
        kids.append(out.add(PAGE.format(parent=tree, font=face, content=number, more=page_more)))
    refs = " ".join(f"{kid} 0 R" for kid in kids)
    out.put(tree, f"<< /Type /Pages /Kids [{refs}] /Count {len(kids)} >>")
    out.put(root, f"<< /Type /Catalog /Pages {tree} 0 R {catalogue_more} >>")
    return out.bytes(root, more=trailer_more, startxref=startxref)
