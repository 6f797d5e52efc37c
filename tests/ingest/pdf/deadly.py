"""Lexicons that do to a worker what a broken file can do; each strikes when it is asked for WORD, and only then."""

import os
import signal
import time

WORD = "skoleleiarar"


def dies(word: str) -> bool:
    if word == WORD:
        os._exit(7)
    return True


def crashes(word: str) -> bool:
    if word == WORD:
        os.kill(os.getpid(), signal.SIGSEGV)
    return True


def hangs(word: str) -> bool:
    if word == WORD:
        time.sleep(600)
    return True


def spins(word: str) -> bool:
    while word == WORD:
        pass
    return True


def fails(word: str) -> bool:
    if word == WORD:
        raise ZeroDivisionError
    return True


def swallows_memory(word: str) -> bool:
    if word == WORD:
        return bool(bytearray(100_000_000_000))
    return True
