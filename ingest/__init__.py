"""A PDF and its landing page become a report with passages, in the catalogue."""
