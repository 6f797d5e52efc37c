"""The query language: tokens, tree, parser. QUERY.md has examples of all that it holds."""

from search.query.parser import parse
from search.query.tree import Complaint, Query, leaves, show

__all__ = ["Complaint", "Query", "leaves", "parse", "show"]
