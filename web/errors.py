"""What can be wrong with a question to the service, beside what the commands know."""


class UnknownPassageError(Exception):
    """No passage has this id."""


class NothingFoundError(Exception):
    """No passage answers, so there is no file."""
