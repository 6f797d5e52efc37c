"""What a user pointed at, files and addresses alike → sources."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from catalogue.store import Catalogue
from ingest.net.address import Policy, anything
from ingest.net.crawl import gather
from ingest.net.fetch import Fetcher
from ingest.net.polite import Manners, Net
from ingest.sources import Source, find, is_address


@dataclass(frozen=True, slots=True)
class Asking:
    """How the net is asked.

    Attributes:
        allow_private: whether addresses within private networks may be asked.
        delay_s: between two requests to one host.
        dry: whether nothing is to be written.
    """

    allow_private: bool = False
    delay_s: float = 1.0
    dry: bool = False

    def fetcher(self, catalogue: Catalogue | None, note: Callable[[str], None]) -> Fetcher:
        """What fetches so into a store; into none where there is none yet (a dry run)."""
        policy = Policy(anything) if self.allow_private else Policy()
        return Fetcher(Net(policy, Manners(delay_s=self.delay_s), note=note), catalogue, dry=self.dry)


def look(
    texts: Iterable[str], catalogue: Catalogue | None, asking: Asking, note: Callable[[str], None]
) -> list[Source]:
    """The reports that paths and addresses lead to; those on the net are in the store's folder afterwards.

    Args:
        texts: as the user gave them.
        catalogue: of the store; None for a dry run without one.
        asking: how the net is asked.
        note: told in a sentence what takes long, and what was left out.

    Raises:
        StoreError: the store cannot be written.
    """
    given = list(texts)
    urls = [text for text in given if is_address(text)]
    paths = [text for text in given if not is_address(text)]
    fetched = gather(urls, asking.fetcher(catalogue, note), note=note) if urls else []
    return [*find(paths), *fetched]
