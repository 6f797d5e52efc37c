"""Scripts that build the shipped tables under `norwegian/data`; nothing imports them at run time."""
