"""How one field of a report is read from text: dates, names, titles, identifiers and the labels before them."""
