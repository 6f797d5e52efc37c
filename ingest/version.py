"""The version of what ingest makes of a file."""

INGEST_VERSION = 1
"""Changes whenever the same file would give other passages or fields; what an older one read is read again."""
