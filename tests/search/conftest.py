"""A small collection with both written standards, and the same over each engine."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalogue.model import Isbn, Kind, Matter, Passage, Place, Report, passage_ids
from catalogue.store import Catalogue
from search import index
from search.answer import Answer
from search.engines.memory import MemoryEngine
from search.engines.port import Engine
from search.find import find
from search.options import Options


@dataclass(frozen=True)
class Text:
    """A passage to be put into a collection."""

    text: str
    standard: str = "nn"
    page: int | None = 1
    finding: bool = False
    matter: Matter = Matter.BODY
    section: tuple[str, ...] = ()
    kind: Kind = Kind.PARAGRAPH


@dataclass(frozen=True)
class Collection:
    """A catalogue and an engine over it."""

    catalogue: Catalogue
    engine: Engine

    def put(self, report: Report, *texts: Text | str) -> None:
        given = [Text(text) if isinstance(text, str) else text for text in texts]
        ids = passage_ids(report.id, [one.text for one in given])
        passages = [
            Passage(
                id_,
                report.id,
                one.text,
                one.kind,
                one.section,
                one.matter,
                one.finding,
                one.standard,
                1.0,
                () if one.page is None else (Place(one.page, str(one.page - 2) if one.page > 2 else None),),
            )
            for id_, one in zip(ids, given, strict=True)
        ]
        self.catalogue.save(report, passages, 1)
        index.update(self.engine, self.catalogue)

    def ask(self, query: str, **options: object) -> Answer:
        return find(query, self.catalogue, self.engine, Options(**options))  # type: ignore[arg-type]

    def texts(self, query: str, **options: object) -> list[str]:
        return [hit.passage.text for hit in self.ask(query, **options).hits]


ENGINES: dict[str, Callable[[Catalogue], Engine]] = {"memory": lambda _: MemoryEngine(), "whoosh": index.open_or_create}

LEADERS = Report(
    "a1b2c3d4e5f60718",
    title="Leiing og kompetanse",
    subtitle="Delrapport 1",
    authors=("Kari Høydal", "Ola Berg", "Per Aas"),
    publisher="Utdanningsdirektoratet",
    series="Evaluering av tilskot",
    report_number="2024:7",
    year=2024,
    isbn=(Isbn("978-82-327-0543-1", "nettutgåve"),),
    language="nn",
    pdf="https://www.udir.no/leiing.pdf",
    landing_page="https://www.udir.no/leiing/",
    sha256="a1" * 32,
    licence="CC-BY-4.0",
)
NURSERIES = Report(
    "b1b2c3d4e5f60718",
    title="Barnehagens ledere",
    authors=("NIFU",),
    publisher="NIFU",
    series="NIFU-rapport",
    year=2020,
    language="nb",
    path="/rapporter/barnehage.pdf",
    sha256="b1" * 32,
)


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Collection]:
    with Catalogue.open(tmp_path / "store", create=True) as catalogue:
        engine = ENGINES[request.param](catalogue)
        yield Collection(catalogue, engine)
        engine.close()


@pytest.fixture
def collection(empty: Collection) -> Collection:
    empty.put(
        LEADERS,
        Text("Nokre skoleleiarar kjenner seg for lite involverte i arbeidet.", page=41, finding=True, matter=Matter.SUMMARY, section=("Samandrag",)),
        Text("Skuleeigarane la vekt på involvering av lærarane.", page=12, section=("Tiltak og verkemiddel", "Kommunen")),
        Text("Kommunen har ansvar for barnehagane.", page=13, section=("Tiltak og verkemiddel",)),
        Text("Kollektiv kompetanseutvikling krev tid.", page=14, kind=Kind.LIST_ITEM),
        Text("Høydal, K. (2019). Leiing i skolen. Universitetsforlaget.", page=50, matter=Matter.REFERENCES),
        Text("Universitetet var ein god partnar.", page=None, finding=True, matter=Matter.FINDINGS, kind=Kind.BULLET),
    )  # fmt: skip
    empty.put(
        NURSERIES,
        Text("Skolelederne ble involvert i planleggingen.", "nb", page=3),
        Text("Barnehagens ledere deltar ikke i nettverk.", "nb", page=4, finding=True, matter=Matter.CONCLUSION),
        Text("Teachers were not involved in school networks.", "en", page=5),
        Text("Utvikling av kompetanse skjer kollektivt, og det tar tid.", "nb", page=6),
    )
    return empty
