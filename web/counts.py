"""What a service counts, as Prometheus reads it (text format 0.0.4).

Our own, for it is little: counters, one histogram and a few gauges, added up over the processes of a service, each of
which leaves its numbers in a file of a folder that they share. prometheus-client does that with files for each metric
that its environment must name before it is imported.
"""

import json
import os
import threading
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_ABOUT = {
    "funn_requests_total": ("counter", "Requests answered, by route, method and status."),
    "funn_request_seconds": ("histogram", "Seconds until an answer was sent, by route."),
    "funn_requests_under_way": ("gauge", "Requests that are being answered."),
    "funn_questions_under_way": ("gauge", "Questions to the collection that are answered or wait."),
    "funn_answers_total": ("counter", "Answers that were made, and that were kept from before."),
    "funn_answers_kept_bytes": ("gauge", "Bytes of answers that are kept."),
    "funn_pictures_total": ("counter", "Pages that were drawn, and that were kept from before."),
    "funn_memory_bytes": ("gauge", "Resident memory of all processes."),
}

Labels = tuple[tuple[str, str], ...]


class Counts:
    """The numbers of a process, and of all processes of a service.

    Attributes:
        shared: the folder in which each process leaves its numbers, or None when there is one process.
    """

    def __init__(self, shared: Path | None = None) -> None:
        self.shared = shared
        self._lock = threading.Lock()
        self._totals: defaultdict[tuple[str, Labels], float] = defaultdict(float)
        self._gauges: dict[str, float] = {}

    def add(self, name: str, amount: float = 1, **labels: str) -> None:
        """Counts; `name` and the names of labels are those of _ABOUT."""
        with self._lock:
            self._totals[name, tuple(sorted(labels.items()))] += amount

    def took(self, seconds: float, route: str) -> None:
        """Counts how long a request took."""
        place = bisect_left(BUCKETS_S, seconds)
        bound = f"{BUCKETS_S[place]:g}" if place < len(BUCKETS_S) else "+Inf"
        self.add("funn_request_seconds_bucket", le=bound, route=route)
        self.add("funn_request_seconds_sum", seconds, route=route)

    def gauge(self, name: str, value: float) -> None:
        """Notes how much of something there is at the moment."""
        with self._lock:
            self._gauges[name] = value

    def leave(self) -> None:
        """Leaves the numbers to the other processes."""
        if self.shared is None:
            return
        with self._lock:
            told = {"totals": [[name, labels, value] for (name, labels), value in self._totals.items()]}
            text = json.dumps({**told, "gauges": self._gauges})
        temporary = self.shared / f".{os.getpid()}"
        with suppress(OSError):  # counts are worth no failure
            temporary.write_text(text)
            temporary.replace(self.shared / f"{os.getpid()}.json")

    def text(self) -> str:
        """The numbers of all processes."""
        with self._lock:
            totals, gauges = defaultdict(float, self._totals), defaultdict(float, self._gauges)
        for told in self._of_others():
            for name, labels, value in told.totals:
                totals[name, labels] += value
            for name, value in told.gauges.items():
                gauges[name] += value
        lines = []
        for name, (kind, about) in _ABOUT.items():
            lines += [f"# HELP {name} {about}", f"# TYPE {name} {kind}"]
            if kind == "gauge":
                lines.append(f"{name} {_number(gauges[name])}")
            elif kind == "counter":
                held = sorted((labels, value) for (of, labels), value in totals.items() if of == name)
                lines += [f"{name}{_braced(labels)} {_number(value)}" for labels, value in held]
            else:
                lines += _histogram(name, totals)
        return "\n".join(lines) + "\n"

    def _of_others(self) -> list["_Told"]:
        """What the other processes have left; what they have at the moment only of those that live."""
        found = []
        for file in sorted(self.shared.glob("*.json")) if self.shared else ():
            if file.stem == str(os.getpid()):
                continue
            with suppress(OSError, ValueError):
                told = json.loads(file.read_text())
                totals = [(name, tuple((a, b) for a, b in labels), value) for name, labels, value in told["totals"]]
                found.append(_Told(totals, told["gauges"] if Path(f"/proc/{file.stem}").exists() else {}))
        return found


class _Told(NamedTuple):
    """What a process has left."""

    totals: list[tuple[str, Labels, float]]
    gauges: dict[str, float]


def _histogram(name: str, totals: Mapping[tuple[str, Labels], float]) -> list[str]:
    lines = []
    routes = sorted({dict(labels)["route"] for of, labels in totals if of == f"{name}_sum"})
    for route in routes:
        count = 0.0
        for bound in (*(f"{one:g}" for one in BUCKETS_S), "+Inf"):
            count += totals.get((f"{name}_bucket", (("le", bound), ("route", route))), 0)
            lines.append(f"{name}_bucket{_braced((('le', bound), ('route', route)))} {_number(count)}")
        seconds = totals[f"{name}_sum", (("route", route),)]
        lines += [f'{name}_sum{{route="{_escaped(route)}"}} {_number(seconds)}']
        lines += [f'{name}_count{{route="{_escaped(route)}"}} {_number(count)}']
    return lines


def _braced(labels: Labels) -> str:
    inner = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{inner}}}" if inner else ""


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def memory_bytes() -> int:
    """Resident memory of this process; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
