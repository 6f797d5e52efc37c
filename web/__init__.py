"""Funn over HTTP: pages that people use, and an API with the same JSON as the commands. Reads only."""
