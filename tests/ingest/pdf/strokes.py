"""Painters that do to their process what a page of a broken file can do; the scale says which."""

import os
import signal
import time

from ingest.pdf.painter import Job

DRAWN = b"a picture"
DIES, CRASHES, HANGS, SPINS, SWALLOWS, FAILS = (float(number) for number in range(10, 16))


def strike(job: Job) -> bytes:
    if job.scale == DIES:
        os._exit(7)
    if job.scale == CRASHES:
        os.kill(os.getpid(), signal.SIGSEGV)
    if job.scale == HANGS:
        time.sleep(600)
    while job.scale == SPINS:
        pass
    if job.scale == SWALLOWS:
        return bytes(10_000_000_000)
    if job.scale == FAILS:
        raise ZeroDivisionError
    return DRAWN + str(os.getpid()).encode()


def heavy(job: Job) -> bytes:
    """Leaves its process with 120 MB that it never gives back."""
    _held.append(b"\1" * 120_000_000)
    return strike(job)


_held: list[bytes] = []
