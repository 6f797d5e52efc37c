"""A report's landing page: what the publisher's site says about the report, its labels, its link and its key findings."""

from ingest.landing.page import LandingPage
from ingest.landing.reader import read

__all__ = ["LandingPage", "read"]
