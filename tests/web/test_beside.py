"""What is written beside a service is picked up without a restart and without an error."""

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

from tests.commands.test_serve import served

ROOT = Path(__file__).parents[2]
QUERIES = ("skoleleiarar involvering", "rektor", "kompetanse*", '"for lite"', "partnarskap kommune", "involvert~1")
_S = 120


class Asking(threading.Thread):
    """Asks one thing after another until it is told to end.

    Attributes:
        statuses: how often each was answered.
        totals: numbers of reports that were seen, in order, each once.
    """

    def __init__(self, place: tuple[str, int], number: int) -> None:
        super().__init__()
        self._place = place
        self._turn = number
        self.ending = threading.Event()
        self.statuses: Counter[int] = Counter()
        self.totals: list[int] = []

    def run(self) -> None:
        connection = HTTPConnection(*self._place, timeout=30)
        while not self.ending.is_set():
            self._turn += 1
            query = quote(QUERIES[self._turn % len(QUERIES)])
            turn = self._turn  # so that every question is a new one
            for path in (
                f"/api/v1/search?q={query}&facets=true&offset={turn % 50}",
                f"/nn/?q={query}&offset={turn % 50 * 10}",
                f"/api/v1/reports?limit={1 + turn % 100}",
                f"/nb/feed.atom?q={query}",
                f"/export?q={query}&format=ris",
                "/readyz",
            ):
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read()
                self.statuses[answer.status] += 1
                if path.startswith("/api/v1/reports"):
                    total = json.loads(body)["total"]
                    self.totals += [] if self.totals[-1:] == [total] else [total]
        connection.close()


def run(store: Path, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import cli; cli.main()", *command],
        cwd=ROOT,
        env={**os.environ, "FUNN_STORE": str(store)},
        capture_output=True,
        text=True,
        timeout=_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_ingest_reindex_remove_and_edit_beside_those_who_ask(tmp_path: Path) -> None:
    store = tmp_path / "store"
    corpus = ROOT / "corpus"
    run(store, "ingest", str(corpus / "01-skoleleiarar-involvering.html"))
    with served(store, "--no-access-log") as service:
        while service.get("readyz")[0] != 200:
            time.sleep(0.1)
        asking = [Asking(service.place, number) for number in range(4)]
        for one in asking:
            one.start()
        try:
            run(
                store,
                "ingest",
                str(corpus / "02-barnehagen-i-ordninga.pdf"),
                str(corpus / "03-smaa-kommunar-i-nettverk.pdf"),
            )
            run(store, "reindex")
            run(store, "edit", "02-barnehagen", "title=Ein annan tittel")
            run(store, "remove", "03-smaa")
            run(store, "reindex")
            run(store, "ingest", str(corpus / "04-likeverdige-partnere.pdf"))
            time.sleep(0.5)
        finally:
            for one in asking:
                one.ending.set()
            for one in asking:
                one.join()
        assert service.end() == 0
    statuses = sum((one.statuses for one in asking), Counter[int]())
    assert set(statuses) <= {200, 404}, statuses  # 404: an export of nothing
    assert statuses[200] > 100
    assert all(one.totals[0] == 1 and one.totals[-1] == 3 for one in asking)
    assert not [line for line in service.lines if "error" in line]
