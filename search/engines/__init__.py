"""Which passages hold which keys: the port of an engine, its twin in memory, and the one over Whoosh's segments."""
