"""Which passages answer a query, why, and how are they taken along?"""
