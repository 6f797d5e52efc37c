from pathlib import Path

from catalogue.model import Passage, Place, Report
from catalogue.spots import Spot, spots
from catalogue.store import Catalogue


def test_passages_are_told_with_their_pages_in_reading_order(tmp_path: Path) -> None:
    catalogue = Catalogue.open(tmp_path / "store", create=True)
    passages = [
        Passage("b", "r", "Først.", places=(Place(2, "ii"),)),
        Passage("a", "r", "Så over ei side.", places=(Place(2), Place(3, "22–23"))),
        Passage("c", "r", "På nettsida."),
    ]
    catalogue.save(Report("r"), passages, 1)
    catalogue.save(Report("s"), [Passage("d", "s", "Ein annan.")], 1)
    found = spots(catalogue, "r")
    assert [(spot.id, spot.pages) for spot in found] == [("b", (2,)), ("a", (2, 3)), ("c", ())]
    assert found[0] == Spot(catalogue.number_of("b") or 0, "b", (2,))
    assert spots(catalogue, "none") == []
    catalogue.close()
