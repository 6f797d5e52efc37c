"""A report's metadata: what landing page, colophon, cover, XMP, info dictionary and file name say, and whom to believe."""

from ingest.metadata.merge import merge, same_report
from ingest.metadata.record import Fields

__all__ = ["Fields", "merge", "same_report"]
