"""A PDF file → a Document: glyphs from a guarded worker, layout as pure functions on them."""
