"""The errors that a user can meet, as one tree.

FunnError
├── UsageError           2  the command was asked for something that cannot be (a bad option, an ambiguous report)
│   └── UnknownReportError 2  no report, or more than one, answers to what was given
├── SourceError          3  a file, folder or page could not be read; the others are
├── IndexStaleError      4  the index was built by another version, or is missing or damaged: rebuild
└── StoreError           5  the store cannot be opened, read or written
    └── StoreBusyError   5  another process is writing to the store

Each message is one sentence that says what is wrong and what to do.
"""

from typing import ClassVar


class FunnError(Exception):
    """An error that is told to the user in one sentence, with an exit code."""

    exit_code: ClassVar[int] = 1


class UsageError(FunnError):
    """The command was asked for something that cannot be."""

    exit_code = 2


class UnknownReportError(UsageError):
    """No report, or more than one, answers to what was given."""


class SourceError(FunnError):
    """A source could not be read; the message names it and what to do."""

    exit_code = 3


class IndexStaleError(FunnError):
    """The index is missing, damaged or from another version, and must be rebuilt."""

    exit_code = 4


class StoreError(FunnError):
    """The store cannot be opened, read or written."""

    exit_code = 5


class StoreBusyError(StoreError):
    """Another process is writing to the store."""
