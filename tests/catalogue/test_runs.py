from hypothesis import given
from hypothesis import strategies as st

from catalogue.model import Run
from catalogue.runs import pack, unpack

edge = st.integers(-10_000_00, 10_000_00).map(lambda hundredths: hundredths / 100)
runs = st.lists(
    st.builds(
        Run,
        start=st.integers(0, 10**6),
        end=st.integers(0, 10**6),
        page=st.integers(1, 10**5),
        x0=edge,
        top=edge,
        x1=edge,
        bottom=edge,
    )
)


@given(runs)
def test_unpack_gives_back_what_pack_took(values: list[Run]) -> None:
    assert unpack(pack(values)) == tuple(values)
