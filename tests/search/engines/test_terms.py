"""Terms are read as Whoosh itself reads them."""

import struct
from array import array
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.filedb.filetables import HashWriter, OrderedHashReader, OrderedHashWriter
from whoosh.filedb.structfile import StructFile
from whoosh.util.numlists import GrowableArray

from search.engines.terms import Terms
from search.engines.untrusted import DamagedError

KEYS = st.lists(st.binary(min_size=1, max_size=6), unique=True, max_size=60).map(sorted)


class _Kept(BytesIO):
    """A file whose bytes outlive its closing."""

    content = b""

    def close(self) -> None:
        self.content = self.getvalue()


def written(keys: list[bytes], positions: str = "I") -> bytes:
    """A file that Whoosh writes: keys, each with its length as its value, positions in 4 or in 8 bytes."""
    file = _Kept()
    writer = OrderedHashWriter(StructFile(BytesIO()))
    HashWriter.__init__(writer, StructFile(file), hashtype=1)
    writer.index = GrowableArray("q")
    for key in keys:
        writer.add(key, struct.pack("<I", len(key)))
    writer.index.array = array(positions, writer.index.array)
    writer.close()
    return file.content


@pytest.mark.parametrize("positions", ["I", "q"])
@given(keys=KEYS, asked=st.lists(st.binary(max_size=6), max_size=10))
def test_every_key_has_the_value_that_whoosh_finds(positions: str, keys: list[bytes], asked: list[bytes]) -> None:
    content = written(keys, positions)
    terms = Terms(content)
    whoosh = OrderedHashReader(StructFile(BytesIO(content)), len(content))
    for key in (*keys, *asked):
        assert terms.value(key) == whoosh.get(key)
        assert list(terms.items_from(key)) == list(whoosh.items_from(key))


@pytest.mark.parametrize("damage", [lambda file: b"HSH4" + file[4:], lambda file: file[:4] + b"\0" + file[5:]])
def test_another_file_is_told(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(DamagedError, match="no terms"):
        Terms(damage(written([b"a"])))
