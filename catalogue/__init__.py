"""What a report is, and where it is kept: the truth that every index is built from."""
